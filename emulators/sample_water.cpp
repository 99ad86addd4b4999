#include "emulators/sample.h"

namespace sd {

Sample sample_river_level(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellLevel_m, probe.slot, at)};
}

Sample sample_street_depth(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellDepth_m, probe.slot, at)};
}

Sample sample_rain_gauge(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellRain_mm, probe.slot, at)};
}

Sample sample_tide_salinity(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellLevel_m, probe.slot, at), view.value(Channel::CellSalinity_g_l, probe.slot, at)};
}

}  // namespace sd
