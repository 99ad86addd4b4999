#include "viz/device_marks.h"

namespace sd::viz {

MarkShape shape_of(DeviceKind kind) {
    switch (kind) {
        case DeviceKind::RiverLevel:
        case DeviceKind::StreetDepth:
        case DeviceKind::TideSalinity:
            return MarkShape::Triangle;
        case DeviceKind::RainGauge:
        case DeviceKind::Weather:
        case DeviceKind::AirQuality:
        case DeviceKind::Noise:
            return MarkShape::Circle;
        case DeviceKind::LoopDetector:
        case DeviceKind::CameraCounter:
        case DeviceKind::BusGps:
        case DeviceKind::Parking:
            return MarkShape::Square;
        case DeviceKind::StreetlightCabinet:
        case DeviceKind::SmartMeter:
        case DeviceKind::CellSite:
            return MarkShape::Diamond;
        case DeviceKind::WasteBin:
        case DeviceKind::Count:
            break;
    }
    return MarkShape::Cross;
}

Quality quality_of(const City& city, const ViewState& view, std::uint32_t device) {
    const Picture* p = view.belief.nearest();
    if (p == nullptr || device >= p->devices.quality.size() || device >= city.devices.size()) return Quality::Unknown;
    return p->devices.quality[device];
}

std::vector<DeviceMark> device_marks(const City& city, const ViewState& view) {
    std::vector<DeviceMark> marks;
    for (std::uint32_t i = 0; i < city.devices.size(); ++i) {
        const Device& d = city.devices[i];
        if (d.kind == DeviceKind::BusGps) continue;  // rides on a bus
        const Quality q = quality_of(city, view, i);
        const bool gauge = d.kind == DeviceKind::RiverLevel || d.kind == DeviceKind::TideSalinity;
        const bool trouble = q == Quality::Stuck || q == Quality::Suspect || q == Quality::Silent;
        const bool crowd = d.kind == DeviceKind::SmartMeter || d.kind == DeviceKind::WasteBin;
        DeviceMark m{i, d.at, shape_of(d.kind), colour_of(q), trouble ? 13.0F : 11.0F, crowd ? 450.0 : 1'500.0};
        if (trouble && !crowd) m.far_m = 6'000.0;
        if (gauge) {
            m.far_m = 1.0e9;
            m.size_px = 16.0F;
        }
        marks.push_back(m);
    }
    return marks;
}

}  // namespace sd::viz
