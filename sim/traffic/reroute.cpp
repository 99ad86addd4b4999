// Drivers who look for a better way now and then [SUMO "Automatic Routing"].
#include <algorithm>

#include "sim/traffic/move.h"
#include "sim/traffic/route.h"
#include "sim/traffic/trips.h"

namespace sd::micro {

namespace {

bool looks_for_ways(const State& s, const Vehicle& veh) {
    if (veh.departure == kNone) return false;  // whoever sent it leads it
    const Departure& d = s.scenario.demand.departures[veh.departure];
    const Rerouting of_type = s.scenario.demand.types[veh.type].rerouting;
    const Rerouting says = d.rerouting == Rerouting::ByChance ? of_type : d.rerouting;
    if (says != Rerouting::ByChance) return says == Rerouting::Always;
    return s.draw.chance(stream_of("micro.device"), static_cast<std::uint32_t>(veh.serial), 0,
                         s.scenario.options.rerouting_probability);
}

/// From the edge ahead to the goal, if that is another way than the one it has.
void look(State& s, std::uint32_t id) {
    Vehicle& veh = s.vehicles[id];
    const std::span<const std::uint32_t> now = route_of(s, veh.route);
    const std::size_t from = veh.at + (s.road.lanes[veh.lane].internal ? 1u : 0u);
    if (from + 1 >= now.size()) return;
    const auto rest = fastest_way(s, s.drivers[veh.type], veh.factor, now[from], now.back());
    if (rest.empty() ||
        std::equal(rest.begin(), rest.end(), now.begin() + static_cast<std::ptrdiff_t>(from), now.end()))
        return;
    std::vector<std::uint32_t> edges(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(from));
    edges.insert(edges.end(), rest.begin(), rest.end());
    take_route(s, veh, std::move(edges));
    renew_best(s, id);
    ++s.vehicles[id].reroutes;
}

}  // namespace

void look_for_ways(State& s) {
    const double period = s.scenario.options.rerouting_period_s;
    if (period <= 0.0) return;
    for (std::uint32_t id = 0; id < s.vehicles.size(); ++id) {
        Vehicle& veh = s.vehicles[id];
        if (veh.where != Where::Driving || veh.next_stop < veh.stops.size() || s.now - veh.looked_s < period) continue;
        const bool first = veh.looked_s < veh.depart_s;
        veh.looked_s = s.now;
        if (!first && looks_for_ways(s, veh)) look(s, id);
    }
}

}  // namespace sd::micro
