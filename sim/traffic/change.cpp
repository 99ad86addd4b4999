#include "sim/traffic/change.h"

#include <algorithm>

#include "sim/traffic/move.h"
#include "sim/traffic/right_of_way.h"

namespace sd::micro {

namespace {

Near near_of(const Changer& x, const Car& car, double gap) {
    Near n;
    n.id = car.id;
    n.gap = gap;
    n.speed = car.speed_m_s;
    n.accel = car.accel_m_s2;
    n.length = static_cast<double>(car.length_m);
    n.min_gap = static_cast<double>(car.gap_m);
    n.factor = static_cast<double>(car.factor);
    n.lane = x.s->vehicles[car.id].lane;
    n.type = car.type;
    n.at_stop = (car.flags & kAtStop) != 0;
    n.same_edge = true;
    return n;
}

Near near_of(const Changer& x, const Tail& tail, double gap) {
    Near n;
    n.id = tail.id;
    n.gap = gap;
    n.speed = tail.speed_m_s;
    n.accel = static_cast<double>(tail.accel_m_s2);
    n.length = static_cast<double>(tail.length_m);
    n.min_gap = static_cast<double>(tail.gap_m);
    n.factor = static_cast<double>(tail.factor);
    n.lane = tail.front_lane;
    n.type = tail.type;
    n.at_stop = (tail.flags & kAtStop) != 0;
    n.same_edge = tail.front_lane != kNone && x.s->road.lanes[tail.front_lane].edge == x.edge;
    return n;
}

/// The first vehicle behind the end of `lane`, along the way of `row`, if it is near enough to matter.
Near beyond(const Changer& x, const Car& car, const Driver& d, const BestLane& row, std::uint32_t lane) {
    const State& s = *x.s;
    double seen = s.road.lanes[lane].length_m - car.pos_m;
    double dist = brake_gap(car.speed_m_s, d.decel, d.tau, s.dt) + d.gap;
    if (seen > dist) return {};
    for (const Partial& o : s.lanes[lane].partials) {
        const double gap = o.back_m - car.pos_m - d.gap;
        if (o.car.id != car.id && o.back_m + static_cast<double>(o.car.length_m) + d.gap >= car.pos_m - d.length) {
            Near n = near_of(x, o.car, gap);
            n.same_edge = false;
            return n;
        }
    }
    double arrival = s.now + seen / std::max(car.speed_m_s, kEps);
    for (std::uint32_t i = row.link_begin; i < row.link_end; ++i) {
        const std::uint32_t link = s.best.links[i];
        Asking ask;
        ask.arrival_s = arrival;
        ask.arrival_m_s = ask.leave_m_s = car.speed_m_s;
        ask.length_m = d.length;
        ask.decel = d.decel;
        ask.timegap_s = d.timegap_minor;
        ask.impatience = impatience_of(d, car.waited_s);
        ask.id = car.id;
        if (!opened(s, link, ask)) return {};
        const std::uint32_t next = s.road.links[link].next;
        const Tail& tail = s.tails[next];
        if (tail.id != kNone && tail.id != car.id) return near_of(x, tail, seen + tail.back_m - d.gap);
        const double limit = limit_of(s, d, static_cast<double>(car.factor), next);
        if (limit < car.speed_m_s) dist = brake_gap(limit, d.decel, d.tau, s.dt);
        seen += s.road.lanes[next].length_m;
        if (seen > dist && !s.road.lanes[next].internal) return {};
        arrival += s.road.lanes[next].length_m / std::max(car.speed_m_s, kEps);
    }
    return {};
}

Near leader_on(const Changer& x, const Car& car, const Vehicle& veh, const Driver& d, std::uint32_t k) {
    if (!x.done[k].empty()) {
        const Car& ahead = *x.done[k].back();
        const double length_change = std::min(
            0.0, x.s->road.lanes[x.lane0 + k].length_m - x.s->road.lanes[x.s->vehicles[ahead.id].lane].length_m);
        return near_of(x, ahead, ahead.pos_m - static_cast<double>(ahead.length_m) + length_change - car.pos_m - d.gap);
    }
    (void)veh;
    return x.row[k] != nullptr ? beyond(x, car, d, *x.row[k], x.lane0 + k) : Near{};
}

/// Upstream of a lane: whoever lacks most of the gap he would need.
struct Upstream {
    const Changer& x;
    const Car& ego;
    const Driver& d;
    Near worst;
    double worst_lack = -kNever;
};

void consider_upstream(Upstream& u, std::uint32_t link, double length, double back) {
    const State& s = *u.x.s;
    const std::uint32_t lane = s.road.links[link].from;
    const Tail& head = s.heads[lane];
    if (head.id == kNone || head.id == u.ego.id) return;
    double gap = length - head.back_m + back - static_cast<double>(head.gap_m);
    const Vehicle& ego = s.vehicles[u.ego.id];
    bool on = false;
    for (int i = 0; i < ego.behinds; ++i)
        on = on || s.road.lanes[ego.behind[static_cast<std::size_t>(i)]].edge == s.road.lanes[lane].edge;
    if (!has_priority(state_of(s, link)) && !on) gap = std::max(gap, 0.0);
    const double lack = secure_gap(s.drivers[head.type], head.speed_m_s, u.ego.speed_m_s, u.d.decel, s.dt) - gap;
    if (lack <= u.worst_lack) return;
    u.worst_lack = lack;
    u.worst = near_of(u.x, head, gap);
    u.worst.same_edge = false;
}

Near follower_upstream(const Changer& x, const Car& car, const Driver& d, std::uint32_t lane) {
    const State& s = *x.s;
    Upstream u{x, car, d, {}, -kNever};
    struct Step {
        std::uint32_t lane;
        double length;
    };
    std::array<Step, 48> open{};
    std::size_t n = 0, at = 0;
    const double back = car.pos_m - d.length;
    double reach = s.road.lanes[lane].reach_m - back;
    open[n++] = {lane, 0.0};
    while (at < n) {
        const Step here = open[at++];
        if (here.length > 0.0 && here.length >= reach) continue;
        for (const std::uint32_t link : s.road.in_of(s.road.lanes[here.lane])) {
            const std::uint32_t from = s.road.links[link].from;
            const double length = here.length + s.road.lanes[from].length_m;
            reach = std::max(reach, s.road.lanes[from].reach_m - back);
            if (s.road.lanes[from].edge == x.edge) continue;
            consider_upstream(u, link, length, back);
            if (s.heads[from].id == kNone && n < open.size()) open[n++] = {from, length};
        }
    }
    return u.worst;
}

Near follower_on(const Changer& x, const Car& car, const Driver& d, std::uint32_t k) {
    auto& cars = x.s->lanes[x.lane0 + k].cars;
    if (x.cursor[k] < cars.size()) {
        const Car& f = cars[x.cursor[k]];
        return near_of(x, f, car.pos_m - d.length - f.pos_m - static_cast<double>(f.gap_m));
    }
    return follower_upstream(x, car, d, x.lane0 + k);
}

void check_gaps(Wish& w) {
    const State& s = *w.x.s;
    const double dt = s.dt;
    const std::uint32_t by_leader = w.to < 0 ? kByRightLeader : kByLeftLeader;
    const std::uint32_t by_follower = w.to < 0 ? kByRightFollower : kByLeftFollower;
    const double safety = 1.0 / std::max(1e-6, w.d.assertive);
    if (w.neigh_follow.any()) {
        const Near& f = w.neigh_follow;
        if (f.gap < 0.0) {
            w.blocked |= by_follower | kOverlap;
        } else {
            const Driver& fd = s.drivers[f.type];
            const double rest = std::max(fd.tau - dt, 0.0);
            const double v = f.speed + std::max(0.0, rest * f.accel);
            const double own = w.car.speed_m_s + std::min(0.0, rest * w.car.accel_m_s2);
            if (f.gap < secure_gap(fd, v, own, w.d.decel, dt) * safety) w.blocked |= by_follower;
        }
    }
    if (w.neigh_lead.any()) {
        const Near& l = w.neigh_lead;
        if (l.gap < 0.0) {
            w.blocked |= by_leader | kOverlap;
        } else {
            const double rest = std::max(w.d.tau - dt, 0.0);
            const double own = w.car.speed_m_s + std::max(0.0, rest * w.car.accel_m_s2);
            const double v = l.speed + std::min(0.0, rest * l.accel);
            if (l.gap < secure_gap(w.d, own, v, s.drivers[l.type].decel, dt) * safety) w.blocked |= by_leader;
        }
    }
}

bool may_enter(const Changer& x, const Driver& d, std::uint32_t k, int to) {
    const int target = static_cast<int>(k) + to;
    if (target < 0 || target >= static_cast<int>(x.n)) return false;
    return x.row[static_cast<std::size_t>(target)] != nullptr &&
           (x.s->road.lanes[x.lane0 + static_cast<std::uint32_t>(target)].allow & d.bit) != 0;
}

/// How each lane of the edge goes on for this vehicle.
void look_up_rows(Changer& x, const Vehicle& veh) {
    const State& s = *x.s;
    const bool inside = s.road.lanes[x.lane0].internal;
    for (std::uint32_t k = 0; k < x.n; ++k) {
        x.row[k] = best_of(s, veh, x.lane0 + k);
        x.occupation[k] = x.density[k];
        if (x.row[k] == nullptr) continue;
        const int at = static_cast<int>(k);
        x.offset[k] = std::clamp(x.row[k]->offset, -at, static_cast<int>(x.n) - 1 - at);
        for (std::uint32_t j = x.row[k]->lane_begin + (inside ? 0 : 1); j < x.row[k]->lane_end; ++j)
            x.occupation[k] += s.brutto_m[s.best.lanes[j]];
    }
}

std::uint32_t consider(Changer& x, Car& car, std::uint32_t k, int to, const Near& leader) {
    Vehicle& veh = x.s->vehicles[car.id];
    Wish w{x, car, veh, x.s->drivers[car.type], k, to, 0, leader, {}, {}, {}};
    const auto target = static_cast<std::uint32_t>(static_cast<int>(k) + to);
    w.neigh_lead = leader_on(x, car, veh, w.d, target);
    w.neigh_follow = follower_on(x, car, w.d, target);
    if (w.neigh_lead.any() && w.neigh_lead.id == w.neigh_follow.id) w.neigh_follow = {};
    check_gaps(w);
    return w.blocked | wants_change(w);
}

void keep(Changer& x, Car& car, std::uint32_t k) {
    x.done[k].push_back(&car);
    x.density[k] += static_cast<double>(car.length_m) + static_cast<double>(car.gap_m);
}

void hop(Changer& x, Car& car, std::uint32_t k, int to) {
    Vehicle& veh = x.s->vehicles[car.id];
    const auto target = static_cast<std::uint32_t>(static_cast<int>(k) + to);
    veh.lane = x.lane0 + target;
    shift_behind(*x.s, veh);
    const double blocker = veh.change.blocker_m, left = veh.change.left_m;
    const bool best = x.offset[target] == 0;
    veh.change = {};
    if (!best) veh.change.blocker_m = blocker, veh.change.left_m = left;
    car.pos_m = std::min(car.pos_m, x.s->road.lanes[veh.lane].length_m);
    keep(x, car, target);
    x.changed = true;
    ++x.out->lane_changes;
}

void note_blocked(Changer& x, const Car& car, std::uint32_t target) {
    x.last_blocked[target] = &car;
    if (x.first_blocked[target] == nullptr) x.first_blocked[target] = &car;
}

void look_at(Changer& x, Car& car, std::uint32_t k) {
    State& s = *x.s;
    Vehicle& veh = s.vehicles[car.id];
    const Driver& d = s.drivers[car.type];
    look_up_rows(x, veh);
    const bool right = may_enter(x, d, k, -1), left = may_enter(x, d, k, 1);
    if (veh.at_stop || (!right && !left)) {
        keep(x, car, k);
        return;
    }
    const Near leader = leader_on(x, car, veh, d, k);
    std::uint32_t state_right = 0, state_left = 0;
    if (right) {
        state_right = consider(x, car, k, -1, leader);
        if ((state_right & kRight) != 0 && (state_right & kBlocked) == 0) return hop(x, car, k, -1);
        if ((state_right & kRight) != 0 && (state_right & kUrgent) != 0) note_blocked(x, car, k - 1);
    }
    if (left) {
        state_left = consider(x, car, k, 1, leader);
        if ((state_left & kLeft) != 0 && (state_left & kBlocked) == 0) return hop(x, car, k, 1);
        if ((state_left & kLeft) != 0 && (state_left & kUrgent) != 0) note_blocked(x, car, k + 1);
    }
    if ((state_right & kUrgent) != 0 && (state_left & kUrgent) != 0) state_left = 0;
    veh.change.own = state_right | state_left;
    keep(x, car, k);
}

void store(Changer& x) {
    for (std::uint32_t k = 0; k < x.n; ++k) {
        x.result[k].clear();
        for (const Car* car : x.done[k]) x.result[k].push_back(*car);
    }
    for (std::uint32_t k = 0; k < x.n; ++k) {
        x.s->lanes[x.lane0 + k].cars.swap(x.result[k]);
        note_cars(*x.s, x.lane0 + k);
    }
}

}  // namespace

void shift_behind(const State& s, Vehicle& veh) {
    std::uint32_t lane = veh.lane;
    for (int i = 0; i < veh.behinds; ++i) {
        std::uint32_t& b = veh.behind[static_cast<std::size_t>(i)];
        std::uint32_t found = kNone;
        for (const std::uint32_t link : s.road.in_of(s.road.lanes[lane]))
            if (s.road.lanes[s.road.links[link].from].edge == s.road.lanes[b].edge) found = s.road.links[link].from;
        if (found == kNone) return;
        b = found;
        lane = found;
    }
}

void change_lanes(Changer& x, State& s, std::uint32_t edge, Scratch& out) {
    x.s = &s;
    x.out = &out;
    x.edge = edge;
    x.lane0 = s.road.edge_lane_begin[edge];
    x.n = std::min(s.road.edge_lanes[edge], Changer::kMaxLanes);
    std::size_t all = 0;
    for (std::uint32_t k = 0; k < x.n; ++k) {
        x.cursor[k] = 0;
        x.done[k].clear();
        x.density[k] = 0.0;
        x.first_blocked[k] = x.last_blocked[k] = nullptr;
        all += s.lanes[x.lane0 + k].cars.size();
    }
    x.changed = false;
    for (std::size_t i = 0; i < all; ++i) {
        std::uint32_t k = kNone;
        for (std::uint32_t c = 0; c < x.n; ++c) {
            const auto& cars = s.lanes[x.lane0 + c].cars;
            if (x.cursor[c] >= cars.size()) continue;
            if (k == kNone || cars[x.cursor[c]].pos_m > s.lanes[x.lane0 + k].cars[x.cursor[k]].pos_m) k = c;
        }
        Car& car = s.lanes[x.lane0 + k].cars[x.cursor[k]++];
        look_at(x, car, k);
    }
    if (x.changed) store(x);
}

}  // namespace sd::micro
