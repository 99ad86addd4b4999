#include "emulators/sample.h"

namespace sd {
namespace {

// Homes and shops on one cabinet; the default city has about 1 200 people and 700 kW in the evening on each.
constexpr double kHomesPerCabinet = 500.0;
// Appliances go on and off: a home's share of its cabinet changes every quarter of an hour.
constexpr Duration kHabit = minutes(15);

}  // namespace

Sample sample_streetlight_cabinet(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CabinetPowered, probe.slot, at), view.value(Channel::CabinetLoad_kw, probe.slot, at)};
}

// The cabinet's load per home × how big this household is (0.4…1.6) × what runs in this quarter of an hour (0.5…1.5).
Sample sample_smart_meter(const WorldView& view, Probe probe, Instant at, Draw draw) {
    const auto quarter = static_cast<std::uint64_t>(at.ns / kHabit.ns);
    const double size = draw.uniform(stream_of("smart_meter.size"), probe.device, 0, 0.4, 1.6);
    const double habit = draw.uniform(stream_of("smart_meter.habit"), probe.device, quarter, 0.5, 1.5);
    return {view.value(Channel::CabinetLoad_kw, probe.slot, at) / kHomesPerCabinet * size * habit};
}

Sample sample_cell_site(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::SiteUp, probe.slot, at), view.value(Channel::SiteBattery, probe.slot, at)};
}

Sample sample_waste_bin(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::BinFill, probe.slot, at)};
}

}  // namespace sd
