#include "sim/traffic/unplayed.h"

#include <algorithm>

namespace sd::micro {

namespace {

void note(Case& c, const char* what, std::size_t times) {
    if (times > 0) c.unsupported.push_back({c.net.file, 0, what, times});
}

std::size_t parking_stops(const std::vector<Stop>& stops) {
    return static_cast<std::size_t>(std::count_if(stops.begin(), stops.end(), [](const Stop& s) { return s.parking; }));
}

}  // namespace

void note_unplayed(Case& c) {
    note(c, "rerouters: their closings", c.additional.rerouters.size());
    note(c, "lane area detectors (E2)", c.additional.areas.size());
    note(c, "entry-exit detectors (E3)", c.additional.gates.size());
    std::size_t ignoring = 0, parking = 0, blinking = 0;
    for (const VehicleType& t : c.demand.types) ignoring += t.jm_ignore_foe_prob > 0.0 ? 1 : 0;
    for (const Route& r : c.demand.routes) parking += parking_stops(r.stops);
    for (const Departure& d : c.demand.departures) parking += parking_stops(d.stops);
    for (const Signal& s : c.net.signals)
        for (const SignalProgram& p : s.programs) blinking += p.type == SignalType::DelayBased ? 1 : 0;
    note(c, "jmIgnoreFoeProb", ignoring);
    note(c, "parking: stands on the lane instead of beside it", parking);
    note(c, "delay-based signals: played as actuated by gaps", blinking);
}

}  // namespace sd::micro
