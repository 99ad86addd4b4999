#include "sim/traffic/send.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic/enter.h"
#include "sim/traffic/move.h"
#include "sim/traffic/trips.h"

namespace sd::micro {

namespace {

/// Place in the route of the first edge that can still be chosen about.
std::uint32_t place_ahead(const State& s, const Vehicle& veh) {
    return veh.at + (s.road.lanes[veh.lane].internal ? 1u : 0u);
}

/// Stops that are still to come, on the new way.
void replan_stops(const State& s, Vehicle& veh, std::uint32_t from) {
    const auto edges = route_of(s, veh.route);
    std::vector<PlannedStop> kept;
    std::uint32_t at = from;
    for (std::uint32_t i = veh.next_stop; i < veh.stops.size(); ++i) {
        PlannedStop stop = veh.stops[i];
        const std::uint32_t edge = s.road.lanes[stop.stop.lane].edge;
        const auto found = std::find(edges.begin() + at, edges.end(), edge);
        if (found == edges.end()) continue;
        stop.at = at = static_cast<std::uint32_t>(found - edges.begin());
        kept.push_back(stop);
    }
    veh.stops = std::move(kept);
    veh.next_stop = 0;
}

}  // namespace

std::uint32_t send(State& s, const Sent& sent) {
    SD_CHECK(sent.type < s.drivers.size() && !sent.edges.empty());
    const std::uint32_t edge = sent.edges.front();
    SD_CHECK(sent.lane_index < s.road.edge_lanes[edge]);
    const std::uint32_t lane = s.road.edge_lane_begin[edge] + sent.lane_index;
    if ((s.road.lanes[lane].allow & s.drivers[sent.type].bit) == 0) return kNone;
    const std::uint32_t id = new_vehicle(s);
    Vehicle& veh = s.vehicles[id];
    veh.serial = s.serial;
    veh.wish_s = s.now;
    veh.type = static_cast<std::uint16_t>(sent.type);
    veh.factor = sent.factor;
    take_route(s, veh, sent.edges);
    add_stops(s, veh, sent.stops);
    renew_best(s, id);
    veh.arrival_pos_m = std::min(sent.arrival_pos_m, s.road.edge_length_m[sent.edges.back()]);
    if (!enter_at(s, id, lane, sent.pos_m, sent.speed_m_s)) {
        free_vehicle(s, id);
        return kNone;
    }
    ++s.serial;
    ++s.counts.loaded;
    return id;
}

std::uint32_t edge_ahead(const State& s, std::uint32_t id) {
    const auto rest = rest_of(s, id);
    return rest.empty() ? kNone : rest.front();
}

std::span<const std::uint32_t> rest_of(const State& s, std::uint32_t id) {
    const Vehicle& veh = s.vehicles[id];
    if (veh.where != Where::Driving) return {};
    return route_of(s, veh.route).subspan(place_ahead(s, veh));
}

void redirect(State& s, std::uint32_t id, std::span<const std::uint32_t> rest) {
    Vehicle& veh = s.vehicles[id];
    SD_CHECK(!rest.empty() && rest.front() == edge_ahead(s, id));
    const std::uint32_t from = place_ahead(s, veh);
    const auto now = route_of(s, veh.route);
    std::vector<std::uint32_t> edges(now.begin(), now.begin() + from);
    edges.insert(edges.end(), rest.begin(), rest.end());
    if (edges.back() != now.back()) veh.arrival_pos_m = s.road.edge_length_m[edges.back()];
    take_route(s, veh, std::move(edges));
    replan_stops(s, veh, veh.at);
    renew_best(s, id);
    ++veh.reroutes;
}

void extend(State& s, std::uint32_t id, std::span<const std::uint32_t> edges, const std::vector<Stop>& stops) {
    Vehicle& veh = s.vehicles[id];
    const auto now = route_of(s, veh.route);
    std::vector<std::uint32_t> longer(now.begin(), now.end());
    longer.insert(longer.end(), edges.begin(), edges.end());
    veh.arrival_pos_m = s.road.edge_length_m[longer.back()];
    take_route(s, veh, std::move(longer));
    add_stops(s, veh, stops);
    renew_best(s, id);
}

const Car* car_of(const State& s, std::uint32_t id) {
    if (s.vehicles[id].where != Where::Driving) return nullptr;
    for (const Car& car : s.lanes[s.vehicles[id].lane].cars)
        if (car.id == id) return &car;
    return nullptr;
}

}  // namespace sd::micro
