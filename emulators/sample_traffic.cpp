#include <cmath>

#include "emulators/sample.h"

namespace sd {
namespace {

// Roadside counters have seven digits and start again at zero; readers take differences modulo this.
constexpr double kCounterWrap = 1.0e7;

double counter(double count) { return std::fmod(count, kCounterWrap); }

}  // namespace

Sample sample_loop_detector(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {counter(view.value(Channel::EdgeCount, probe.slot, at)), view.value(Channel::EdgeSpeed_m_s, probe.slot, at),
            view.value(Channel::EdgeOccupancy, probe.slot, at)};
}

Sample sample_camera_counter(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {counter(view.value(Channel::EdgeCount, probe.slot, at)),
            counter(view.value(Channel::EdgeCountMotorbike, probe.slot, at)),
            view.value(Channel::EdgeSpeed_m_s, probe.slot, at)};
}

Sample sample_bus_gps(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::BusX_m, probe.slot, at), view.value(Channel::BusY_m, probe.slot, at),
            view.value(Channel::BusSpeed_m_s, probe.slot, at)};
}

Sample sample_parking(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::LotOccupied, probe.slot, at)};
}

}  // namespace sd
