// Between the phases: cars onto the lanes they have reached, journeys' ends, lists for everybody's eyes. One thread,
// fixed order.
#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic/enter.h"
#include "sim/traffic/move.h"
#include "sim/traffic/trips.h"

namespace sd::micro {

namespace {

void place(std::vector<Car>& cars, const Car& car) {
    auto at = cars.end();
    while (at != cars.begin() && (at - 1)->pos_m < car.pos_m) --at;
    cars.insert(at, car);
}

void take_off(State& s, const Transfer& t) {
    Vehicle& veh = s.vehicles[t.car.id];
    const BestLane* best = best_of(s, veh, t.from);
    const RoadLane& lane = s.road.lanes[t.from];
    const bool last = veh.at + 1 >= route_of(s, veh.route).size();
    const bool wrong = !lane.internal && !last && (best == nullptr || best->link_begin == best->link_end);
    const bool yields = !wrong && best != nullptr && best->link_begin != best->link_end &&
                        !has_priority(state_of(s, s.best.links[best->link_begin]));
    ++(wrong ? s.counts.teleports_wrong_lane : yields ? s.counts.teleports_yield : s.counts.teleports_jam);
    begin_teleport(s, t.car);
}

}  // namespace

void renew_best(State& s, std::uint32_t id) {
    Vehicle& veh = s.vehicles[id];
    BestPlace place;
    place.at = veh.at;
    if (veh.lane != kNone && s.road.lanes[veh.lane].internal) ++place.at;
    SD_CHECK(place.at < route_of(s, veh.route).size());
    place.type = veh.type;
    if (veh.next_stop < veh.stops.size() && veh.stops[veh.next_stop].at < place.at + 16 &&
        veh.stops[veh.next_stop].at >= place.at) {
        const PlannedStop& stop = veh.stops[veh.next_stop];
        place.stop_at = stop.at;
        place.stop_lane = stop.stop.lane;
        place.stop_pos_m = stop.stop.start_m;
    }
    veh.best = best_lanes(s.best, s.road, s.drivers[veh.type], route_of(s, veh.route), place);
}

void count_passing(State& s, std::uint32_t lane, const Car& car, double from_m, double to_m) {
    for (const std::uint32_t l : s.loops_of_lane[lane]) {
        LoopRow& loop = s.loops[l];
        const double back_from = from_m - static_cast<double>(car.length_m);
        const double back_to = to_m - static_cast<double>(car.length_m);
        if (from_m < loop.pos_m && to_m >= loop.pos_m) {
            ++loop.entered;
            if (s.drivers[car.type].motorbike) ++loop.entered_motorbikes;
        }
        const double covered = std::max(
            0.0, std::min(to_m, loop.pos_m + static_cast<double>(car.length_m)) - std::max(from_m, loop.pos_m));
        if (car.speed_m_s > 0.0)
            loop.occupied_s += std::min(s.dt, covered / car.speed_m_s);
        else if (from_m >= loop.pos_m && back_from <= loop.pos_m)
            loop.occupied_s += s.dt;
        if (back_from <= loop.pos_m && back_to > loop.pos_m) {
            ++loop.passed;
            loop.speed_sum += car.speed_m_s;
            loop.slow_sum += 1.0 / std::max(car.speed_m_s, kHalting_m_s);
            loop.length_sum += static_cast<double>(car.length_m);
        }
    }
    for (const auto& [signal, l] : s.signal_loops_of_lane[lane]) {
        SignalRow& row = s.signals[signal];
        const double pos = row.loop_pos_m[l];
        if (from_m - static_cast<double>(car.length_m) <= pos && to_m >= pos) row.loop_seen_s[l] = s.now;
    }
}

void apply_transfers(State& s) {
    for (Scratch& out : s.scratch) {
        for (const Transfer& t : out.moved) {
            if (t.from != t.to) {
                place(s.lanes[t.to].cars, t.car);
                note_cars(s, t.to);
                if (s.lane_loops[t.to] != 0) count_passing(s, t.to, t.car, -1e-9, t.car.pos_m);
            }
            if (s.vehicles[t.car.id].best == kNone) renew_best(s, t.car.id);
        }
        for (const Transfer& t : out.arrived) end_trip(s, t.car, false);
        for (const Transfer& t : out.stuck) take_off(s, t);
        s.counts.emergency_stops += out.emergency_stops;
        s.counts.lane_changes += out.lane_changes;
        out.emergency_stops = out.lane_changes = 0;
        out.moved.clear();
        out.arrived.clear();
        out.stuck.clear();
    }
}

namespace {

/// Across, from the line that leads on from lane `on` to the line of the lane ahead that a vehicle has gone to: one who
/// has moved over to a lane that `on` does not lead to lies beside its line.
double beside_line(const State& s, std::uint32_t on, std::uint32_t ahead) {
    const RoadLane& lane = s.road.lanes[on];
    const bool leaves = lane.internal && lane.link_begin < lane.link_end && !s.road.lanes[ahead].internal;
    const std::uint32_t led_to = leaves ? s.road.links[lane.link_begin].to : ahead;
    if (led_to != ahead && s.road.lanes[led_to].edge == s.road.lanes[ahead].edge)
        return s.lane_centre_m[ahead] - s.lane_centre_m[led_to];
    const std::uint32_t from = s.road.lanes[ahead].internal ? s.road.lanes[ahead].before : on;
    if (from != on && from != kNone && s.road.lanes[from].edge == lane.edge)
        return s.lane_centre_m[from] - s.lane_centre_m[on];
    return 0.0;
}

}  // namespace

void lay_partials(State& s) {
    for (const std::uint32_t lane : s.partial_lanes) {
        s.lanes[lane].partials.clear();
        s.holds[lane] &= kHoldsCars;
    }
    s.partial_lanes.clear();
    for (std::uint32_t lane = 0; lane < s.lanes.size(); ++lane) {
        if (!has_cars(s, lane)) continue;
        const auto& cars = s.lanes[lane].cars;
        for (std::size_t i = cars.size(); i-- > 0;) {
            const Car& car = cars[i];
            if (car.pos_m >= s.longest_m) break;
            const Vehicle& veh = s.vehicles[car.id];
            Partial rear{car, car.pos_m - static_cast<double>(car.length_m), lane};
            std::uint32_t ahead = lane;
            for (int k = 0; k < veh.behinds && rear.back_m < 0.0; ++k) {
                const std::uint32_t on = veh.behind[static_cast<std::size_t>(k)];
                rear.back_m += s.road.lanes[on].length_m;
                if (s.strip) rear.car.lat_m += static_cast<float>(beside_line(s, on, ahead));
                lay_partial(s, on, rear);
                ahead = on;
            }
        }
    }
}

Tail tail_of(const State& s, std::uint32_t lane) {
    const LaneRow& row = s.lanes[lane];
    Tail t;
    const auto set = [&t, &s](const Car& car, double back, std::uint32_t front) {
        const Vehicle& veh = s.vehicles[car.id];
        t = {back,
             car.speed_m_s,
             static_cast<float>(car.accel_m_s2),
             car.length_m,
             car.gap_m,
             car.factor,
             car.id,
             veh.behinds > 0 ? veh.behind[static_cast<std::size_t>(veh.behinds - 1)] : veh.lane,
             front,
             car.type,
             car.flags};
    };
    if (!row.cars.empty()) {
        const Car& last = row.cars.back();
        set(last, last.pos_m - static_cast<double>(last.length_m), lane);
    }
    for (const Partial& o : row.partials)
        if (t.id == kNone || o.back_m < t.back_m) set(o.car, o.back_m, o.front_lane);
    return t;
}

Tail head_of(const State& s, std::uint32_t lane) {
    const LaneRow& row = s.lanes[lane];
    if (row.cars.empty()) return {};
    const Car& first = row.cars.front();
    return {first.pos_m,
            first.speed_m_s,
            static_cast<float>(first.accel_m_s2),
            first.length_m,
            first.gap_m,
            first.factor,
            first.id,
            lane,
            lane,
            first.type,
            first.flags};
}

void freeze(State& s, Range lanes) {
    for (auto lane = static_cast<std::uint32_t>(lanes.begin); lane < static_cast<std::uint32_t>(lanes.end); ++lane) {
        if (s.holds[lane] == 0) {
            if (s.shown[lane] == 0) continue;
            s.tails[lane].id = kNone;
            s.heads[lane].id = kNone;
            s.brutto_m[lane] = 0.0;
            s.shown[lane] = 0;
            continue;
        }
        const LaneRow& row = s.lanes[lane];
        s.shown[lane] = 1;
        s.tails[lane] = tail_of(s, lane);
        s.heads[lane] = head_of(s, lane);
        double sum = 0.0;
        for (const Car& car : row.cars) sum += static_cast<double>(car.length_m) + static_cast<double>(car.gap_m);
        s.brutto_m[lane] = sum;
    }
}

}  // namespace sd::micro
