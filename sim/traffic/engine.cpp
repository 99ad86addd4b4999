#include "sim/traffic/engine.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/traffic/change.h"
#include "sim/traffic/enter.h"
#include "sim/traffic/lights.h"
#include "sim/traffic/move.h"
#include "sim/traffic/plan.h"
#include "sim/traffic/polyline.h"
#include "sim/traffic/pose.h"
#include "sim/traffic/route.h"
#include "sim/traffic/strip.h"
#include "sim/traffic/trips.h"
#include "sim/traffic/unplayed.h"

namespace sd::micro {

namespace {

void lay_loops(State& s) {
    s.loops_of_lane.resize(s.road.lanes.size());
    for (const LoopDetector& from : s.scenario.additional.loops) {
        LoopRow row;
        row.lane = from.lane;
        row.pos_m = from.pos_m;
        row.begin_s = s.now;
        row.next_s = from.period_s > 0.0 ? s.now + from.period_s : kNever;
        s.loops_of_lane[from.lane].push_back(static_cast<std::uint32_t>(s.loops.size()));
        s.lane_loops[from.lane] = 1;
        s.loops.push_back(row);
    }
}

Errors check_case(const Case& c) {
    Errors errors;
    for (const Edge& e : c.net.edges)
        if (e.lanes > Changer::kMaxLanes)
            errors.push_back({c.net.file, 0, 0, "edge " + e.id + " has more than 24 lanes", "split it"});
    if (c.options.step_s <= 0.0 || c.options.step_s > 5.0)
        errors.push_back({c.net.file, 0, 0, "step length must be within 0…5 s", "use 0.25, 0.5 or 1"});
    if (!(c.options.strip_step_s > 0.0))
        errors.push_back({c.net.file, 0, 0, "the step of mixed traffic must be positive", "0.25 is usual"});
    if (c.demand.types.size() > 60'000)
        errors.push_back({c.net.file, 0, 0, "more than 60,000 vehicle types", "share types"});
    return errors;
}

/// IDM and mixed traffic are integrated in short steps, so that results do not depend on the case's step.
std::uint32_t parts_of(const Case& c) {
    double most_s = c.options.lateral_resolution_m > 0.0 ? c.options.strip_step_s : c.options.step_s;
    for (const VehicleType& t : c.demand.types)
        if (t.follow == CarFollow::Idm) most_s = std::min(most_s, 0.25);
    return static_cast<std::uint32_t>(std::ceil(c.options.step_s / most_s - 1e-9));
}

void flush_loops(State& s, bool all) {
    for (std::uint32_t i = 0; i < s.loops.size(); ++i) {
        LoopRow& l = s.loops[i];
        if (s.now <= l.begin_s || (!all && s.now + 1e-9 < l.next_s)) continue;
        LoopInterval out;
        out.loop = i;
        out.begin_s = l.begin_s;
        out.end_s = s.now;
        out.passed = l.passed;
        out.entered = l.entered;
        out.occupied_s = l.occupied_s;
        if (l.passed > 0) {
            const auto n = static_cast<double>(l.passed);
            out.mean_speed_m_s = l.speed_sum / n;
            out.harmonic_speed_m_s = n / l.slow_sum;
            out.mean_length_m = l.length_sum / n;
        }
        s.out.loops.push_back(out);
        LoopRow fresh;
        fresh.lane = l.lane;
        fresh.pos_m = l.pos_m;
        fresh.begin_s = s.now;
        fresh.next_s = s.now + s.scenario.additional.loops[i].period_s;
        l = fresh;
    }
}

void add_summary(State& s) {
    SummaryStep row;
    row.time_s = s.now - s.dt * s.parts;
    row.loaded = s.counts.loaded;
    row.inserted = s.counts.inserted;
    row.running = s.counts.running;
    row.waiting = s.waiting.size();
    row.ended = s.counts.arrived + s.counts.discarded;
    row.arrived = s.counts.arrived;
    row.collisions = s.counts.collisions;
    row.teleports = s.counts.teleports_jam + s.counts.teleports_yield + s.counts.teleports_wrong_lane;
    if (s.counts.inserted > 0) row.mean_waiting_s = s.counts.depart_delay_s / static_cast<double>(s.counts.inserted);
    if (s.counts.arrived > 0) row.mean_travel_s = s.counts.travel_s / static_cast<double>(s.counts.arrived);
    double speed = 0.0, relative = 0.0;
    std::uint64_t n = 0;
    for (std::uint32_t lane = 0; lane < s.lanes.size(); ++lane)
        for (const Car& car : s.lanes[lane].cars) {
            ++n;
            speed += car.speed_m_s;
            relative += car.speed_m_s / std::max(kEps, s.limit_m_s[lane]);
            if ((car.flags & kAtStop) != 0)
                ++row.stopped;
            else if (car.speed_m_s < kHalting_m_s)
                ++row.halting;
        }
    if (n > 0) {
        row.mean_speed_m_s = speed / static_cast<double>(n);
        row.mean_speed_relative = relative / static_cast<double>(n);
    }
    s.out.summary.push_back(row);
}

void plan_part(State& s, Range r, int part) {
    Scratch& out = s.scratch[static_cast<std::size_t>(part)];
    out.items.clear();
    out.item_begin.clear();
    for (int lane = r.begin; lane < r.end; ++lane)
        if (has_cars(s, static_cast<std::uint32_t>(lane))) plan_lane(s, static_cast<std::uint32_t>(lane), out);
    out.item_begin.push_back(static_cast<std::uint32_t>(out.items.size()));
}

void move_part(State& s, Range r, int part) {
    Scratch& out = s.scratch[static_cast<std::size_t>(part)];
    std::size_t first = 0;
    for (int lane = r.begin; lane < r.end; ++lane) {
        if (!has_cars(s, static_cast<std::uint32_t>(lane))) continue;
        const std::size_t n = s.lanes[static_cast<std::size_t>(lane)].cars.size();
        move_lane(s, static_cast<std::uint32_t>(lane), out, first);
        first += n;
    }
}

void shift_part(State& s, Range r, int part) {
    thread_local Shifter shifter;
    Scratch& out = s.scratch[static_cast<std::size_t>(part)];
    for (int e = r.begin; e < r.end; ++e) {
        const auto edge = static_cast<std::size_t>(e);
        if (s.road.edge_internal[edge] != 0) continue;
        if (anybody_on(s, static_cast<std::uint32_t>(e)))
            shift_on_strip(shifter, s, static_cast<std::uint32_t>(e), out);
    }
}

void commit_part(State& s, Range r) {
    for (int e = r.begin; e < r.end; ++e)
        if (!s.shifted[static_cast<std::size_t>(e)].empty()) {
            commit_shift(s, static_cast<std::uint32_t>(e));
            s.shifted[static_cast<std::size_t>(e)].clear();
        }
}

void change_part(State& s, Range r, int part) {
    thread_local Changer changer;
    Scratch& out = s.scratch[static_cast<std::size_t>(part)];
    for (int e = r.begin; e < r.end; ++e) {
        const auto edge = static_cast<std::size_t>(e);
        if (s.road.edge_lanes[edge] < 2 || s.road.edge_internal[edge] != 0) continue;
        if (anybody_on(s, static_cast<std::uint32_t>(e))) change_lanes(changer, s, static_cast<std::uint32_t>(e), out);
    }
}

/// One mechanical step.
void advance(State& s, Parallel& parallel) {
    const int lanes = static_cast<int>(s.lanes.size());
    const int edges = static_cast<int>(s.road.edge_lanes.size());
    step_lights(s);
    auto plan = [&s](Range r, int part) { plan_part(s, r, part); };
    parallel.for_ranges(lanes, plan);
    // Plans still read what was noted in the step before, so notes are renewed only when all are made.
    auto note = [&s](Range r, int part) { note_approaches(s, r, s.scratch[static_cast<std::size_t>(part)]); };
    parallel.for_ranges(lanes, note);
    auto move = [&s](Range r, int part) { move_part(s, r, part); };
    parallel.for_ranges(lanes, move);
    apply_transfers(s);
    lay_partials(s);
    auto show = [&s](Range r, int) { freeze(s, r); };
    parallel.for_ranges(lanes, show);
    auto change = [&s](Range r, int part) { s.strip ? shift_part(s, r, part) : change_part(s, r, part); };
    parallel.for_ranges(edges, change);
    auto commit = [&s](Range r, int) { commit_part(s, r); };
    if (s.strip) parallel.for_ranges(edges, commit);
    deliver_notes(s);
    call_departures(s, s.now + s.dt);
    enter_all(s);
    end_teleports(s);
    lay_partials(s);
    parallel.for_ranges(lanes, show);
    s.counts.updates += s.counts.running;
    ++s.tick;
    s.now = s.scenario.options.begin_s + static_cast<double>(s.tick) * s.dt;
}

}  // namespace

Result<State> make(Case scenario) {
    const Errors errors = check_case(scenario);
    if (!errors.empty()) return fail(errors);
    State s;
    s.scenario = std::move(scenario);
    note_unplayed(s.scenario);
    s.road = make_road(s.scenario.net);
    s.parts = parts_of(s.scenario);
    s.dt = s.scenario.options.step_s / s.parts;
    s.now = s.scenario.options.begin_s;
    s.draw = Draw(s.scenario.options.seed);
    for (const VehicleType& t : s.scenario.demand.types) {
        s.drivers.push_back(driver_of(t));
        s.longest_m = std::max(s.longest_m, t.length_m);
    }
    const std::size_t lanes = s.road.lanes.size();
    s.lanes.resize(lanes);
    s.tails.resize(lanes);
    s.heads.resize(lanes);
    s.brutto_m.assign(lanes, 0.0);
    s.holds.assign(lanes, 0);
    s.shown.assign(lanes, 0);
    s.lane_loops.assign(lanes, 0);
    s.failed_s.assign(lanes, -kNever);
    for (const RoadLane& lane : s.road.lanes) s.limit_m_s.push_back(lane.speed_m_s);
    for (const Lane& lane : s.scenario.net.lanes)
        s.lane_scale.push_back(lane.shape.size() > 1 ? length_of(lane.shape) / lane.length_m : 1.0);
    s.lane_water_m.assign(lanes, 0.0F);
    s.edge_water_m.assign(s.road.edge_lanes.size(), 0.0F);
    s.link_water_m.assign(s.road.links.size(), 0.0F);
    s.strip = s.scenario.options.lateral_resolution_m > 0.0;
    s.lane_centre_m.resize(lanes);
    s.shifted.resize(s.road.edge_lanes.size());
    for (std::size_t e = 0; e < s.road.edge_lanes.size(); ++e) {
        double y = 0.0;
        for (std::uint32_t k = 0; k < s.road.edge_lanes[e]; ++k) {
            const std::uint32_t lane = s.road.edge_lane_begin[e] + k;
            s.lane_centre_m[lane] = y + 0.5 * s.road.lanes[lane].width_m;
            y += s.road.lanes[lane].width_m;
        }
        s.edge_width_m.push_back(y);
    }
    s.signal_state.resize(s.road.links.size());
    s.signal_since_s.assign(s.road.links.size(), -kNever);
    s.demand_routes.assign(s.scenario.demand.routes.size(), kNone);
    s.flow_next_s.assign(s.scenario.demand.departures.size(), 0.0);
    s.flow_done.assign(s.scenario.demand.departures.size(), 0);
    for (const Departure& d : s.scenario.demand.departures) s.finds_routes = s.finds_routes || d.from != kNone;
    s.finds_routes = s.finds_routes || s.scenario.options.rerouting_period_s > 0.0;
    make_lights(s);
    lay_loops(s);
    freeze(s, {0, static_cast<int>(lanes)});
    return s;
}

void step(State& s, Parallel& parallel) {
    const auto parts = static_cast<std::size_t>(parallel.threads());
    if (s.scratch.size() > parts) gather_approaches(s);
    s.scratch.resize(parts);
    for (Scratch& part : s.scratch) part.approaches.resize(s.road.links.size());
    for (std::uint32_t i = 0; i < s.parts; ++i) advance(s, parallel);
    if (s.finds_routes) {
        measure_speeds(s);
        look_for_ways(s);
    }
    if (!s.loops.empty()) flush_loops(s, false);
    if (s.out.keep_summary) add_summary(s);
}

void close_intervals(State& s) { flush_loops(s, true); }

bool finished(const State& s) {
    const double end = s.scenario.options.end_s;
    if (end >= 0.0) return s.now + 1e-9 >= end;
    if (s.counts.running > 0 || !s.waiting.empty() || s.next_departure < s.scenario.demand.departures.size())
        return false;
    for (const std::uint32_t f : s.open_flows) {
        const Departure& d = s.scenario.demand.departures[f];
        if (d.number > 0 ? s.flow_done[f] < d.number : s.now < d.end_s) return false;
    }
    return true;
}

RunStatistic statistic(const State& s) {
    RunStatistic out = s.out.statistic;
    out.loaded = s.counts.loaded;
    out.inserted = s.counts.inserted;
    out.running = s.counts.running;
    out.waiting = s.waiting.size();
    out.teleports_jam = s.counts.teleports_jam;
    out.teleports_yield = s.counts.teleports_yield;
    out.teleports_wrong_lane = s.counts.teleports_wrong_lane;
    out.emergency_stops = s.counts.emergency_stops;
    out.collisions = s.counts.collisions;
    for (const std::uint32_t id : s.waiting) out.depart_delay_waiting_s += std::max(0.0, s.now - s.vehicles[id].wish_s);
    return out;
}

void sample(const State& s, std::vector<VehicleSample>& out) {
    out.clear();
    for (std::uint32_t lane = 0; lane < s.lanes.size(); ++lane)
        for (const Car& car : s.lanes[lane].cars) {
            const Pose pose = pose_of(s, lane, car);
            VehicleSample v;
            v.vehicle = car.id;
            v.type = car.type;
            v.lane = lane;
            v.pos_m = car.pos_m;
            v.speed_m_s = car.speed_m_s;
            v.x_m = pose.at.x_m;
            v.y_m = pose.at.y_m;
            v.angle_deg = math::atan2(pose.heading.x_m, pose.heading.y_m) * 57.29577951308232;
            if (v.angle_deg < 0.0) v.angle_deg += 360.0;
            out.push_back(v);
        }
}

std::uint64_t hash(const State& s) {
    StateHash h;
    h.add(s.tick);
    for (const LaneRow& row : s.lanes)
        for (const Car& car : row.cars) {
            h.add(car.pos_m);
            h.add(car.speed_m_s);
            h.add(car.waited_s);
            h.add(static_cast<double>(car.lat_m));
            h.add(car.id);
        }
    h.add(s.counts.inserted);
    h.add(s.counts.arrived);
    return h.value();
}

double least_room(const State& s) {
    if (s.strip) return least_clearance(s);
    double least = kNever;
    for (const LaneRow& row : s.lanes)
        for (std::size_t i = 1; i < row.cars.size(); ++i)
            least = std::min(least,
                             row.cars[i - 1].pos_m - static_cast<double>(row.cars[i - 1].length_m) - row.cars[i].pos_m);
    return least;
}

}  // namespace sd::micro
