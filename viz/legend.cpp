#include "viz/legend.h"

namespace sd::viz {
namespace {

/// Silt-laden river water by day; the shader adds light and reflection.
constexpr Rgb kRiver{0.52F, 0.50F, 0.38F};
constexpr Rgb kClosed{0.75F, 0.10F, 0.10F};

void add_vehicles(Legend& legend, Lang lang) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(VehicleKind::Count); ++k) {
        const auto kind = static_cast<VehicleKind>(k);
        legend.rows.push_back({LegendMark::Square, colour_of(kind), say(message_of(kind), lang)});
    }
}

void add_devices(Legend& legend, Lang lang) {
    for (const Quality q : {Quality::Good, Quality::Suspect, Quality::Stuck, Quality::Silent}) {
        legend.rows.push_back(
            {LegendMark::Circle, colour_of(q), std::string(say(Msg::Devices, lang)) + ": " + say(message_of(q), lang)});
    }
    constexpr Rgb kInk{0.85F, 0.88F, 0.9F};
    legend.rows.push_back({LegendMark::Triangle, kInk, say(Msg::WaterDevice, lang)});
    legend.rows.push_back({LegendMark::Square, kInk, say(Msg::TrafficDevice, lang)});
    legend.rows.push_back({LegendMark::Diamond, kInk, say(Msg::PowerDevice, lang)});
}

}  // namespace

Legend legend_of(const ViewState& view, const DrawCounters& counters, Lang lang) {
    Legend legend;
    if (view.eye == EyeMode::Difference) {
        legend.ramp = &difference_ramp();
        legend.ramp_title = say(Msg::DifferenceLegend, lang);
        legend.low_note = say(Msg::MissesWater, lang);
        legend.high_note = say(Msg::BelievesMore, lang);
    } else if (view.layers.water) {  // natural water is tinted by the same colours
        legend.ramp = &depth_ramp();
        legend.ramp_title = say(Msg::FloodDepth, lang);
    }
    if (legend.ramp != nullptr) {
        for (const RampStop& stop : legend.ramp->stops) legend.ticks.push_back(stop.value);
    }
    if (view.layers.water && view.eye != EyeMode::Difference) {
        legend.rows.push_back({LegendMark::Swatch, kRiver, say(Msg::River, lang)});
    }
    const Picture* p = view.shown().nearest();
    bool closed = false;
    if (p != nullptr) {
        for (const auto open : p->edges.open) closed = closed || open == 0;
    }
    if (closed && view.layers.roads) legend.rows.push_back({LegendMark::Stripes, kClosed, say(Msg::ClosedRoad, lang)});
    if (counters.vehicles_near + counters.vehicles_far > 0) add_vehicles(legend, lang);
    if (counters.devices > 0) add_devices(legend, lang);
    return legend;
}

}  // namespace sd::viz
