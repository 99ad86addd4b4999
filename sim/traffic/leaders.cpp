// Traffic inside junctions: who is on a path that crosses or joins ours, and whether to stop short of it, follow it, or
// drive on because it is ours to go first.
#include "sim/traffic/plan.h"

namespace sd::micro {

namespace {

constexpr double kJamBlock_s = 5.0;  ///< a junction blocked for so long is left to others

/// Somebody on a foe's lane.
struct Other {
    const Car& car;
    double back_m = 0.0;         ///< on the foe's lane
    std::uint32_t lane = kNone;  ///< of his front
    bool front_here = true;
};

/// What a conflict with him means.
struct Judged {
    double gap = 0.0;
    double to_crossing = -1.0;  ///< < 0: stop as soon as possible
    bool in_the_way = false;
};

std::uint32_t normal_before(const Road& road, std::uint32_t lane) {
    for (int i = 0; i < 8 && lane != kNone && road.lanes[lane].internal; ++i) lane = road.lanes[lane].before;
    return lane;
}

bool ignores_waiting(const Plan& p, const RoadLink& link, const Conflict& c) {
    if (!c.waits) return false;
    const std::uint32_t own = p.s.road.lanes[link.from].entry;
    const std::uint32_t foe = p.s.road.lanes[c.lane].entry;
    if (own == kNone || foe == kNone) return false;
    return is_green(state_of(p.s, own)) && is_green(state_of(p.s, foe)) &&
           p.s.road.links[own].from != p.s.road.links[foe].from;
}

/// False: he does not matter.
bool judge(const Plan& p, const RoadLink& link, const Conflict& c, const Other& o, Judged& out) {
    const Road& road = p.s.road;
    const bool joined = c.same_target || c.same_source;
    const double dist = p.seen - c.behind_m;
    const double foe_dist = road.lanes[c.lane].length_m - c.foe_behind_m;
    const double foe_size = joined ? 0.0 : c.foe_size_m;
    const double length = static_cast<double>(o.car.length_m);
    const double back = foe_dist - o.back_m;
    const bool past = back + foe_size < 0.0;
    const bool entered = back < length;
    const bool cannot_ignore = c.waits || joined;
    out.in_the_way =
        ((!past && dist > 0.0) || (c.same_target && dist > back - length)) && entered && !road.links[c.exit].inner;
    const bool will_pass = o.front_here ? (o.car.flags & kWillPass) != 0 : c.same_target;
    if (!out.in_the_way && ignores_waiting(p, link, c)) return false;
    if (dist < -kPosEps_m && !out.in_the_way) return false;
    if (c.same_source && road.lanes[p.own_lane].edge == road.lanes[link.from].edge &&
        o.back_m + length < p.car.pos_m - p.d.length)
        return false;
    const bool at_stop = (o.car.flags & kAtStop) != 0;
    if ((!cannot_ignore || at_stop || c.same_target) && !will_pass && o.front_here && !out.in_the_way) return false;
    if (o.car.waited_s >= (p.s.scenario.options.ignore_junction_blocker_s < 0.0
                               ? kNever
                               : p.s.scenario.options.ignore_junction_blocker_s))
        return false;
    if (c.waits && !c.same_source) {
        out.gap = -kNever;
    } else {
        if (past && !c.same_target) return false;
        double back2 = back;
        if (c.same_target && back2 < 0.0) back2 += std::max(0.0, c.foe_behind_m - c.behind_m);
        out.gap = dist - p.d.gap - back2 - foe_size;
    }
    const bool asap = o.front_here ? cannot_ignore : joined;
    out.to_crossing = asap ? -1.0 : dist;
    return true;
}

/// Who of two on the junction goes first, by the right of way of their links and the time they came.
bool response_times(const Plan& p, std::uint32_t id, const Other& o, double gap, double& ego_s, double& foe_s) {
    const RoadLink& link = p.s.road.links[id];
    const Vehicle& foe = p.s.vehicles[o.car.id];
    const std::uint32_t entry = link.entry;
    const std::uint32_t foe_entry = p.s.road.lanes[o.lane].entry;
    const char own_state = state_of(p.s, entry), foe_state = state_of(p.s, foe_entry);
    bool response = true, response_foe = true;
    if (is_red(own_state) || is_red(foe_state)) {
        if (!is_red(foe_state) && o.car.speed_m_s > kHalting_m_s && gap < 0.0) {
            const double foe_gap = -gap - static_cast<double>(o.car.length_m);
            const Driver& fd = p.s.drivers[o.car.type];
            response = foe_gap < brake_gap(o.car.speed_m_s, fd.decel, fd.tau, p.s.dt);
            response_foe = !response;
        } else {
            response = is_red(foe_state);
            response_foe = is_red(own_state);
        }
    } else if (has_priority(own_state) != has_priority(foe_state)) {
        response = !has_priority(own_state);
        response_foe = !has_priority(foe_state);
    } else if (is_yellow(own_state) && is_yellow(foe_state)) {
        response = o.car.speed_m_s >= p.car.speed_m_s;
        response_foe = p.car.speed_m_s >= o.car.speed_m_s;
    } else {
        const std::uint32_t own_request = p.s.road.links[entry].request;
        const std::uint32_t foe_request = p.s.road.links[foe_entry].request;
        response = p.s.road.responds(link.junction, own_request, foe_request);
        response_foe = p.s.road.responds(link.junction, foe_request, own_request);
    }
    if (!response) {
        foe_s = foe.conflict_s;
        ego_s = p.veh.entry_s;
    } else if (response_foe) {
        foe_s = foe.conflict_s;
        ego_s = p.veh.conflict_s;
    }
    return response;
}

bool goes_first(const Plan& p, std::uint32_t id, const Other& o, double gap) {
    const Road& road = p.s.road;
    const RoadLink& link = road.links[id];
    const RoadLane& own = road.lanes[p.own_lane];
    if (!own.internal || own.junction != link.junction) return true;
    const RoadLane& foe_lane = road.lanes[o.lane];
    if (!foe_lane.internal || foe_lane.junction != link.junction) return true;
    const Vehicle& foe = p.s.vehicles[o.car.id];
    double ego_s = p.veh.conflict_s, foe_s = foe.entry_s;
    if (normal_before(road, o.lane) == normal_before(road, link.from)) {
        ego_s = p.veh.entry_firm_s;
        foe_s = foe.entry_firm_s;
    } else {
        response_times(p, id, o, gap, ego_s, foe_s);
    }
    if (ego_s != foe_s) return ego_s > foe_s;
    if (p.car.speed_m_s != o.car.speed_m_s) return p.car.speed_m_s < o.car.speed_m_s;
    return p.veh.serial < foe.serial;
}

/// Lowers the bounds for somebody who goes first.
void give_way(Plan& p, std::uint32_t id, const Other& o, const Judged& j) {
    const RoadLane& lane = p.s.road.lanes[p.s.road.links[id].from];
    const double v0 = p.car.speed_m_s;
    const Driver& fd = p.s.drivers[o.car.type];
    double v = 0.0;
    if (j.gap >= 0.0)
        v = follow_speed(p.d, v0, j.gap, o.car.speed_m_s, fd.decel, p.want(), p.s.dt);
    else
        v = stop_speed(p.d, v0, p.seen - lane.length_m - kPosEps_m, p.d.decel, p.want(), p.s.dt);
    if (j.to_crossing >= 0.0) {
        const double stop = stop_speed(p.d, v0, j.to_crossing - p.d.gap, p.d.decel, p.want(), p.s.dt);
        if (j.gap <= -kNever) {
            v = std::max(v, stop);
        } else {
            const double foe_to_crossing = j.to_crossing - j.gap;
            const double time = foe_to_crossing / std::max(o.car.speed_m_s, kHalting_m_s);
            const double final_v = std::max(v0, 2.0 * (j.to_crossing - p.d.gap) / time - v0);
            const double v2 = v0 + (final_v - v0) / time * p.s.dt;
            v = std::max(v, std::min(v2, stop));
        }
    }
    if (p.any_last) lower_leave_speed(p.last(), v);
    p.v = std::min(p.v, v);
    p.link_pass = std::min(p.link_pass, v);
}

void meet(Plan& p, std::uint32_t id, const Conflict& c, const Other& o, bool& request) {
    if (o.car.id == p.car.id) return;
    Judged j;
    if (!judge(p, p.s.road.links[id], c, o, j)) return;
    if (!goes_first(p, id, o, j.gap) && !j.in_the_way) return;
    give_way(p, id, o, j);
    if (p.any_last) p.v = std::max(p.v, p.last().wait);
    const RoadLane& his = p.s.road.lanes[o.lane];
    const RoadLane& own = p.s.road.lanes[p.own_lane];
    if (p.v < kHalting_m_s && (his.before == own.before || his.before == p.own_lane || (o.car.flags & kAtStop) != 0 ||
                               o.car.waited_s > kJamBlock_s)) {
        request = false;
        if (p.any_last && his.before == p.own_lane) p.last().request = false;
    }
}

}  // namespace

void check_junction(Plan& p, std::uint32_t id, double& v_wait, bool& request) {
    const RoadLink& link = p.s.road.links[id];
    if (link.conflict_begin == link.conflict_end) return;
    for (const Conflict& c : p.s.road.conflicts_of(link)) {
        const LaneRow& foes = p.s.lanes[c.lane];
        if (foes.cars.empty() && foes.partials.empty()) continue;
        const double own_size = c.same_target || c.same_source ? 0.0 : c.size_m;
        if (p.seen - c.behind_m + own_size < 0.0 && !c.same_target) continue;  // beyond the crossing already
        for (const Car& car : foes.cars)
            meet(p, id, c, Other{car, car.pos_m - static_cast<double>(car.length_m), c.lane, true}, request);
        for (const Partial& o : foes.partials) meet(p, id, c, Other{o.car, o.back_m, o.front_lane, false}, request);
    }
    v_wait = std::min(v_wait, p.v);
}

}  // namespace sd::micro
