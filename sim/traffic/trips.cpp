#include "sim/traffic/trips.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/traffic/route.h"

namespace sd::micro {

namespace {

std::uint32_t pick(const State& s, const std::vector<double>& weight, std::uint32_t stream, std::uint64_t serial) {
    double sum = 0.0;
    for (const double w : weight) sum += w;
    double at = s.draw.uniform(stream, static_cast<std::uint32_t>(serial), serial >> 32) * sum;
    for (std::size_t i = 0; i < weight.size(); ++i) {
        if (at < weight[i]) return static_cast<std::uint32_t>(i);
        at -= weight[i];
    }
    return static_cast<std::uint32_t>(weight.size() - 1);
}

/// A factor on limits, normal within the type's bounds: drawn again until it falls inside.
double factor_of(const State& s, const VehicleType& t, std::uint64_t serial) {
    if (t.speed_dev <= 0.0) return t.speed_factor;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const double f = t.speed_factor +
                         t.speed_dev * s.draw.normal(stream_of("micro.factor"), static_cast<std::uint32_t>(serial), i);
        if (f >= t.speed_factor_min && f <= t.speed_factor_max) return f;
    }
    return t.speed_factor;
}

std::uint32_t new_route(State& s, std::vector<std::uint32_t> edges) {
    std::uint32_t row = static_cast<std::uint32_t>(s.routes.size());
    if (s.free_routes.empty()) {
        s.routes.emplace_back();
    } else {
        row = s.free_routes.back();
        s.free_routes.pop_back();
    }
    s.routes[row] = {std::move(edges), 1};
    return row;
}

/// A way that the demand names; everybody who takes it shares one row, which is kept.
void take_demand_route(State& s, Vehicle& veh, std::uint32_t route) {
    std::uint32_t& row = s.demand_routes[route];
    if (row == kNone) row = new_route(s, s.scenario.demand.routes[route].edges);
    ++s.routes[row].users;
    veh.route = row;
}

void call(State& s, std::uint32_t departure, std::uint32_t copy, double wish_s) {
    const Departure& d = s.scenario.demand.departures[departure];
    const std::uint32_t id = new_vehicle(s);
    Vehicle& veh = s.vehicles[id];
    veh.where = Where::Waiting;
    veh.departure = departure;
    veh.copy = copy;
    veh.serial = s.serial++;
    veh.wish_s = wish_s;
    std::uint32_t type = d.type;
    if (d.type_distribution != kNone) {
        const TypeDistribution& t = s.scenario.demand.type_distributions[d.type_distribution];
        type = t.types[pick(s, t.weight, stream_of("micro.type"), veh.serial)];
    }
    veh.type = static_cast<std::uint16_t>(type);
    veh.factor = factor_of(s, s.scenario.demand.types[type], veh.serial);
    std::uint32_t route = d.route;
    if (d.route_distribution != kNone) {
        const RouteDistribution& r = s.scenario.demand.route_distributions[d.route_distribution];
        route = r.routes[pick(s, r.weight, stream_of("micro.route"), veh.serial)];
    }
    if (route != kNone) {
        take_demand_route(s, veh, route);
        add_stops(s, s.vehicles[id], s.scenario.demand.routes[route].stops);
        add_stops(s, s.vehicles[id], d.stops);
    }
    ++s.counts.loaded;
    s.waiting.push_back(id);
}

/// Copies of a flow that are due before `until_s`.
void call_flow(State& s, std::uint32_t departure, double until_s) {
    const Departure& d = s.scenario.demand.departures[departure];
    double& next = s.flow_next_s[departure];
    std::uint64_t& done = s.flow_done[departure];
    if (d.probability_s > 0.0) {
        if (s.now + 1e-9 >= d.depart_s && s.now < d.end_s &&
            s.draw.chance(stream_of("micro.flow"), departure, static_cast<std::uint64_t>(s.tick),
                          d.probability_s * s.dt))
            call(s, departure, static_cast<std::uint32_t>(done++), s.now);
        return;
    }
    while (next < until_s - 1e-9 && (d.number == 0 ? next < d.end_s - 1e-9 : done < d.number)) {
        call(s, departure, static_cast<std::uint32_t>(done), next);
        ++done;
        if (d.poisson)
            next += s.draw.exponential(stream_of("micro.flow"), departure, done, d.period_s);
        else
            next = d.depart_s + static_cast<double>(done) * d.period_s;
    }
}

}  // namespace

void add_stops(State& s, Vehicle& veh, const std::vector<Stop>& stops) {
    const auto edges = route_of(s, veh.route);
    std::uint32_t at = veh.stops.empty() ? 0 : veh.stops.back().at;
    double pos = veh.stops.empty() ? -1.0 : veh.stops.back().stop.end_m;
    for (const Stop& stop : stops) {
        const std::uint32_t edge = s.road.lanes[stop.lane].edge;
        std::uint32_t i = at;
        if (i < edges.size() && edges[i] == edge && stop.end_m <= pos) ++i;
        while (i < edges.size() && edges[i] != edge) ++i;
        if (i == edges.size()) {
            say_unplayed(s, "stop that is not on its vehicle's way");
            continue;
        }
        veh.stops.push_back({i, stop});
        at = i;
        pos = stop.end_m;
    }
}

std::uint32_t new_vehicle(State& s) {
    if (s.free_ids.empty()) {
        s.vehicles.emplace_back();
        return static_cast<std::uint32_t>(s.vehicles.size() - 1);
    }
    const std::uint32_t id = s.free_ids.back();
    s.free_ids.pop_back();
    s.vehicles[id] = Vehicle{};
    return id;
}

void say_unplayed(State& s, const std::string& what) {
    for (Unsupported& u : s.scenario.unsupported)
        if (u.line == 0 && u.what == what) {
            ++u.times;
            return;
        }
    s.scenario.unsupported.push_back({s.scenario.net.file, 0, what, 1});
}

void take_route(State& s, Vehicle& veh, std::vector<std::uint32_t> edges) {
    leave_route(s, veh);
    veh.route = new_route(s, std::move(edges));
}

void leave_route(State& s, Vehicle& veh) {
    if (veh.route == kNone) return;
    RouteRow& row = s.routes[veh.route];
    if (--row.users == 0) {
        row.edges = {};
        s.free_routes.push_back(veh.route);
    }
    veh.route = kNone;
}

void call_departures(State& s, double until_s) {
    const auto& all = s.scenario.demand.departures;
    while (s.next_departure < all.size() && all[s.next_departure].depart_s < until_s - 1e-9) {
        const std::uint32_t i = s.next_departure++;
        if (all[i].flow) {
            s.flow_next_s[i] = all[i].depart_s;
            s.open_flows.push_back(i);
        } else if (all[i].depart_s >= s.scenario.options.begin_s - 1e-9) {
            call(s, i, 0, all[i].depart_s);
        }
    }
    for (const std::uint32_t f : s.open_flows) call_flow(s, f, until_s);
}

std::string name_of(const State& s, std::uint32_t vehicle) {
    const Vehicle& veh = s.vehicles[vehicle];
    if (veh.departure == kNone) return "sent." + std::to_string(veh.serial);
    const Departure& d = s.scenario.demand.departures[veh.departure];
    return d.flow ? d.id + "." + std::to_string(veh.copy) : d.id;
}

TripInfo trip_of(const State& s, const Car& car) {
    const Vehicle& veh = s.vehicles[car.id];
    TripInfo t;
    t.id = name_of(s, car.id);
    t.type = veh.type;
    t.depart_s = veh.depart_s;
    t.depart_delay_s = std::max(0.0, veh.depart_s - veh.wish_s);
    t.depart_lane = veh.depart_lane;
    t.depart_pos_m = veh.depart_pos_m;
    t.depart_speed_m_s = veh.depart_speed_m_s;
    t.duration_s = s.now - veh.depart_s;
    t.route_length_m = veh.driven_m + std::min(car.pos_m, veh.arrival_pos_m);
    t.waiting_s = veh.waiting_s;
    t.waiting_count = veh.waits;
    t.stop_s = veh.stopped_s;
    t.time_loss_s = veh.loss_s;
    t.reroutes = veh.reroutes;
    t.speed_factor = veh.factor;
    return t;
}

void end_trip(State& s, const Car& car, bool vaporized) {
    const Vehicle& veh = s.vehicles[car.id];
    ++s.counts.arrived;
    s.counts.travel_s += s.now - veh.depart_s;
    --s.counts.running;
    if (s.out.keep_ended) s.out.ended.push_back({car.id, vaporized});
    if (s.out.keep_trips) {
        TripInfo t = trip_of(s, car);
        t.arrival_s = s.now;
        t.arrival_lane = veh.lane;
        t.arrival_pos_m = veh.arrival_pos_m;
        t.arrival_speed_m_s = car.speed_m_s;
        t.vaporized = vaporized;
        add_trip(s.out.statistic, t);
        s.out.trips.push_back(std::move(t));
    }
    free_vehicle(s, car.id);
}

void free_vehicle(State& s, std::uint32_t id) {
    leave_route(s, s.vehicles[id]);
    s.vehicles[id].where = Where::Free;
    s.free_ids.push_back(id);
}

bool find_route(State& s, std::uint32_t id) {
    Vehicle& veh = s.vehicles[id];
    const Departure& d = s.scenario.demand.departures[veh.departure];
    std::vector<std::uint32_t> edges;
    std::uint32_t from = d.from;
    std::vector<std::uint32_t> goals = d.via;
    goals.push_back(d.to);
    edges.push_back(from);
    for (const std::uint32_t goal : goals) {
        const auto leg = fastest_way(s, s.drivers[veh.type], veh.factor, from, goal);
        if (leg.empty()) return false;
        edges.insert(edges.end(), leg.begin() + 1, leg.end());
        from = goal;
    }
    take_route(s, veh, std::move(edges));
    add_stops(s, s.vehicles[id], d.stops);
    return true;
}

}  // namespace sd::micro
