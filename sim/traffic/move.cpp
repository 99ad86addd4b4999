#include "sim/traffic/move.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic/change_bits.h"
#include "sim/traffic/decide.h"
#include "sim/traffic/right_of_way.h"

namespace sd::micro {

namespace {

void set_flag(Car& car, std::uint16_t flag, bool on) {
    car.flags = static_cast<std::uint16_t>(on ? car.flags | flag : car.flags & ~flag);
}

void count_time(const State& s, Car& car, Vehicle& veh, std::uint32_t lane) {
    const Driver& d = s.drivers[car.type];
    const bool waits = car.speed_m_s <= kHalting_m_s && !veh.at_stop && car.accel_m_s2 <= 0.5 * d.accel;
    if (waits) {
        car.waited_s += s.dt;
        veh.waiting_s += s.dt;
        if (!veh.was_waiting) ++veh.waits;
    } else {
        car.waited_s = 0.0;
    }
    veh.was_waiting = waits;
    if (veh.at_stop) {
        veh.stopped_s += s.dt;
    } else {
        const double limit = limit_of(s, d, static_cast<double>(car.factor), lane);
        if (limit > 0.0) veh.loss_s += s.dt * (limit - car.speed_m_s) / limit;
    }
}

/// Lanes that the rear still lies on, after the front has passed `passed` (newest last).
void reach_back(const State& s, const Car& car, Vehicle& veh, const std::uint32_t* passed, int n) {
    std::array<std::uint32_t, kMaxBehind> all{};
    int count = 0;
    for (int i = n; i-- > 0 && count < kMaxBehind;) all[static_cast<std::size_t>(count++)] = passed[i];
    for (int i = 0; i < veh.behinds && count < kMaxBehind; ++i)
        all[static_cast<std::size_t>(count++)] = veh.behind[static_cast<std::size_t>(i)];
    double back = car.pos_m - static_cast<double>(car.length_m);
    int keep = 0;
    while (keep < count && back < 0.0) back += s.road.lanes[all[static_cast<std::size_t>(keep++)]].length_m;
    veh.behind = all;
    veh.behinds = static_cast<std::uint8_t>(keep);
}

void enter_lane(const State& s, Vehicle& veh, std::uint32_t link_id, std::uint32_t next) {
    const RoadLink& link = s.road.links[link_id];
    veh.driven_m += s.road.lanes[veh.lane].length_m;
    veh.lane = next;
    if (link.via == kNone) ++veh.at;
    const bool from_inside = s.road.lanes[link.from].internal;
    if (!from_inside) veh.best = kNone;  // renewed with the transfers
    if (!from_inside && link.via != kNone) veh.entry_s = veh.entry_firm_s = s.now;
    if (!link.cont && link.via != kNone) {
        veh.conflict_s = s.now;
        veh.entry_s = veh.entry_firm_s;
    }
    if (link.exit) veh.entry_s = veh.entry_firm_s = veh.conflict_s = kNever;
    // stops it has missed are over
    while (link.via == kNone && veh.next_stop < veh.stops.size() && veh.stops[veh.next_stop].at < veh.at)
        ++veh.next_stop;
}

/// Moves over links as far as the front got. Sets the flag of asking to leave from the item reached.
void advance(const State& s, Car& car, Vehicle& veh, std::span<const Item> items, Scratch& out) {
    std::array<std::uint32_t, kMaxBehind> passed{};
    int n = 0;
    std::size_t at = 0;
    const std::size_t edges = route_of(s, veh.route).size();
    while (car.pos_m > s.road.lanes[veh.lane].length_m) {
        const RoadLane& lane = s.road.lanes[veh.lane];
        if (!lane.internal && veh.at + 1 >= edges) break;  // arriving
        const std::uint32_t link = at < items.size() ? items[at].link : kNone;
        if (link == kNone || is_red(state_of(s, link)) || n == kMaxBehind) {
            if (car.pos_m > lane.length_m + kEps) {
                ++out.emergency_stops;
                car.speed_m_s = 0.0;
                car.accel_m_s2 = 0.0;
            }
            car.pos_m = lane.length_m;
            break;
        }
        ++at;
        passed[static_cast<std::size_t>(n++)] = veh.lane;
        car.pos_m -= lane.length_m;
        enter_lane(s, veh, link, s.road.links[link].next);
    }
    set_flag(car, kWillPass, at < items.size() && items[at].link != kNone && items[at].request);
    reach_back(s, car, veh, passed.data(), n);
}

void refresh_change(ChangeState& c) {
    c.own = (c.own & kStrategic) != 0 ? (c.own & kWantsChange) : 0;
    c.blocker_m = c.left_m = 0.0;
    c.advices = 0;
    c.dont_brake = false;
}

bool has_arrived(const State& s, const Car& car, const Vehicle& veh) {
    return veh.at + 1 >= route_of(s, veh.route).size() && !s.road.lanes[veh.lane].internal &&
           car.pos_m > veh.arrival_pos_m - kPosEps_m && veh.next_stop >= veh.stops.size();
}

void move_car(State& s, Car& car, std::span<const Item> items, Scratch& out, std::uint32_t lane) {
    Vehicle& veh = s.vehicles[car.id];
    const Bound bound = bound_of(s, car, veh, items);
    const double next = next_speed(s, car, veh, bound);
    set_flag(car, kHasToWait, bound.waits);
    veh.stop_dist_m =
        !items.empty() && items.back().link == kNone && veh.next_stop < veh.stops.size() ? items.back().dist : kNever;
    const double from = car.pos_m;
    car.accel_m_s2 = (next - car.speed_m_s) / s.dt;
    car.speed_m_s = next;
    car.pos_m += next * s.dt;
    const double to = car.pos_m;
    advance(s, car, veh, items, out);
    if (s.lane_loops[lane] != 0) count_passing(s, lane, car, from, to);
    count_time(s, car, veh, veh.lane);
    refresh_change(veh.change);
}

Approach approach_of(const State& s, const Car& car, std::uint32_t lane, const Item& item) {
    const Driver& d = s.drivers[car.type];
    Approach a;
    a.id = car.id;
    a.lane = lane;
    a.arrival_s = item.arrival_s;
    if (state_of(s, item.link) == 'w')
        a.arrival_s += 0.001 * static_cast<double>(
                                   s.draw.below(stream_of("micro.tie"), car.id, static_cast<std::uint64_t>(s.tick), 2));
    a.arrival_m_s = item.arrival_v;
    a.leave_m_s = item.leave_v < 0.0 ? item.pass : item.leave_v;
    a.leave_s = leave_time(s.road.links[item.link], a.arrival_s, a.arrival_m_s, a.leave_m_s, d.length);
    a.braking_m_s = item.braking_v;
    a.waited_s = car.waited_s;
    a.dist_m = item.dist;
    a.speed_m_s = car.speed_m_s;
    a.decel = d.decel;
    a.length_m = d.length;
    a.will_pass = item.request;
    return a;
}

/// The front car of a lane has waited too long.
bool stuck(const State& s, const Car& car) {
    const double limit = s.scenario.options.time_to_teleport_s;
    return limit > 0.0 && car.waited_s > limit && (car.flags & kAtStop) == 0 &&
           !stalled(s, s.drivers[car.type], s.vehicles[car.id].lane);
}

}  // namespace

void note_approaches(const State& s, Range lanes, Scratch& out) {
    for (const std::uint32_t link : out.noted_links) out.approaches[link].clear();
    out.noted_links.clear();
    std::size_t at = 0;
    for (int lane = lanes.begin; lane < lanes.end; ++lane) {
        if (!has_cars(s, static_cast<std::uint32_t>(lane))) continue;
        for (const Car& car : s.lanes[static_cast<std::size_t>(lane)].cars) {
            for (std::uint32_t i = out.item_begin[at]; i < out.item_begin[at + 1]; ++i) {
                const Item& item = out.items[i];
                if (item.link == kNone || !s.road.links[item.link].watched) continue;
                if (out.approaches[item.link].empty()) out.noted_links.push_back(item.link);
                out.approaches[item.link].push_back(approach_of(s, car, static_cast<std::uint32_t>(lane), item));
            }
            ++at;
        }
    }
}

void gather_approaches(State& s) {
    Scratch& all = s.scratch.front();
    for (std::size_t part = 1; part < s.scratch.size(); ++part) {
        for (const std::uint32_t link : s.scratch[part].noted_links) {
            auto& from = s.scratch[part].approaches[link];
            auto& to = all.approaches[link];
            if (to.empty()) all.noted_links.push_back(link);
            to.insert(to.end(), from.begin(), from.end());
            from.clear();
        }
        s.scratch[part].noted_links.clear();
    }
}

void move_lane(State& s, std::uint32_t lane, Scratch& out, std::size_t first_car) {
    auto& cars = s.lanes[lane].cars;
    std::size_t keep = 0;
    for (std::size_t i = 0; i < cars.size(); ++i) {
        Car& car = cars[i];
        const std::uint32_t begin = out.item_begin[first_car + i], end = out.item_begin[first_car + i + 1];
        move_car(s, car, {out.items.data() + begin, end - begin}, out, lane);
        const Vehicle& veh = s.vehicles[car.id];
        if (has_arrived(s, car, veh))
            out.arrived.push_back({car, lane, veh.lane});
        else if (veh.lane != lane || veh.best == kNone)
            out.moved.push_back({car, lane, veh.lane});
        if (has_arrived(s, car, veh) || veh.lane != lane) continue;
        if (keep != i) cars[keep] = car;
        ++keep;
    }
    cars.resize(keep);
    // on strips one passes another within a lane, and nobody moves aside inside junctions, where edges order theirs
    if (s.strip && s.road.lanes[lane].internal)
        std::sort(cars.begin(), cars.end(),
                  [](const Car& a, const Car& b) { return a.pos_m != b.pos_m ? a.pos_m > b.pos_m : a.id < b.id; });
    if (!cars.empty() && stuck(s, cars.front())) {
        out.stuck.push_back({cars.front(), lane, lane});
        cars.erase(cars.begin());
    }
    note_cars(s, lane);
}

double patch_speed(const ChangeState& c, const Driver& d, double v, double low, double wanted, double high, double dt) {
    low = std::max(low, 0.0);
    double next = wanted;
    bool got = false;
    if (c.blocker_m > 0.0) {
        const double space = c.left_m - c.blocker_m - 1.0 - d.gap;
        if (space > 0.0) {
            const double hard = slowest_emergency(d, v, dt);
            const double safe = stop_speed(d, v, space, d.decel, d.max_speed, dt);
            high = std::min(high, std::max(safe, hard));
            if (safe < wanted) {
                if (safe < low && safe >= hard) low = std::max(hard, safe);
                next = std::max(low, safe);
                got = true;
            }
        }
    }
    const double cooperative = std::clamp(d.cooperative, 0.0, 1.0);
    for (int i = 0; i < c.advices; ++i) {
        const double asked = v + c.advice[static_cast<std::size_t>(i)] * dt;
        if (asked < low || asked > high) continue;
        next = std::min(asked * cooperative + (1.0 - cooperative) * wanted, next);
        got = true;
    }
    if (got && !c.dont_brake) return next;
    if ((c.own & kWantsChange) != 0 && (c.own & kBlocked) != 0) {
        if ((c.own & kStrategic) != 0) return (high + wanted) / 2.0;
        if ((c.own & kCooperative) != 0) {
            if ((c.own & kByLeader) != 0) return (low + wanted) / 2.0;
            if ((c.own & kByFollower) != 0) return (high + wanted) / 2.0;
        }
    }
    if ((c.own & kBlockingLeader) != 0) return (high + wanted) / 2.0;
    return wanted;
}

}  // namespace sd::micro
