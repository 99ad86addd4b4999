#include "sim/city/device_kinds.h"

namespace sd {
namespace {

using G = ProbeGroup;

constexpr std::array<DeviceKindInfo, kDeviceKindCount> kKinds{{
    {"river_level", "mực nước sông", G::Cell, seconds(60), 1, {"level_m"}, {"m"}, {-4.0}, {6.0}},
    {"street_depth", "độ sâu ngập đường", G::Cell, seconds(60), 1, {"depth_m"}, {"m"}, {-0.1}, {3.0}},
    {"rain_gauge", "đo mưa", G::Cell, seconds(60), 1, {"rain_mm"}, {"mm"}, {0.0}, {2000.0}},
    {"tide_salinity",
     "triều và độ mặn",
     G::Cell,
     seconds(300),
     2,
     {"level_m", "salinity_g_l"},
     {"m", "g/l"},
     {-4.0, 0.0},
     {6.0, 40.0}},
    {"weather",
     "thời tiết",
     G::City,
     seconds(60),
     3,
     {"temperature_c", "wind_m_s", "humidity"},
     {"°C", "m/s", "1"},
     {-5.0, 0.0, 0.0},
     {50.0, 80.0, 1.0}},
    {"loop_detector",
     "vòng từ đếm xe",
     G::Edge,
     seconds(30),
     3,
     {"vehicles", "speed_m_s", "occupancy"},
     {"1", "m/s", "1"},
     {0.0, 0.0, 0.0},
     {1.0e7, 60.0, 1.0}},
    {"camera_counter",
     "camera đếm xe",
     G::Edge,
     seconds(30),
     3,
     {"vehicles", "motorbikes", "speed_m_s"},
     {"1", "1", "m/s"},
     {0.0, 0.0, 0.0},
     {1.0e7, 1.0e7, 60.0}},
    {"bus_gps",
     "GPS xe buýt",
     G::Bus,
     seconds(10),
     3,
     {"x_m", "y_m", "speed_m_s"},
     {"m", "m", "m/s"},
     {-1.0e5, -1.0e5, 0.0},
     {1.0e5, 1.0e5, 40.0}},
    {"air_quality", "chất lượng không khí", G::Cell, seconds(60), 1, {"pm25_ug_m3"}, {"µg/m³"}, {0.0}, {1000.0}},
    {"parking", "bãi đỗ xe", G::ParkingLot, seconds(60), 1, {"occupied"}, {"1"}, {0.0}, {5000.0}},
    {"streetlight_cabinet",
     "tủ chiếu sáng",
     G::Cabinet,
     seconds(60),
     2,
     {"powered", "load_kw"},
     {"1", "kW"},
     {0.0, 0.0},
     {1.0, 5000.0}},
    {"smart_meter", "công tơ thông minh", G::Cabinet, seconds(60), 1, {"power_kw"}, {"kW"}, {0.0}, {500.0}},
    {"cell_site", "trạm BTS", G::CellSite, seconds(60), 2, {"up", "battery"}, {"1", "1"}, {0.0, 0.0}, {1.0, 1.0}},
    {"waste_bin", "thùng rác", G::WasteBin, seconds(300), 1, {"fill"}, {"1"}, {0.0}, {1.2}},
    {"noise", "tiếng ồn", G::Cell, seconds(60), 1, {"noise_dba"}, {"dB(A)"}, {20.0}, {140.0}},
}};

}  // namespace

const DeviceKindInfo& info_of(DeviceKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<DeviceKind> device_kind_named(std::string_view name) {
    for (std::size_t k = 0; k < kKinds.size(); ++k) {
        if (kKinds[k].name == name) return static_cast<DeviceKind>(k);
    }
    return std::nullopt;
}

}  // namespace sd
