#include "sim/traffic/plan.h"

#include "sim/traffic/right_of_way.h"
#include "sim/traffic/strip.h"

namespace sd::micro {

namespace {

constexpr double kYellowDecel_m_s2 = 3.0;
constexpr double kStopLine_m = 1.0;  ///< where one waits who will have priority again

void stay_behind(Plan& p, const Leader& lead, double safe) {
    if (p.any_last)
        lower_leave_speed(p.last(), follow_speed(p.d, p.last().leave_v < 0.0 ? p.last().pass : p.last().leave_v,
                                                 lead.gap, lead.speed, lead.decel, p.want(), p.s.dt));
    p.v = std::min(p.v, safe);
    p.link_pass = std::min(p.link_pass, safe);
}

void follow(Plan& p, const Leader& lead) {
    stay_behind(p, lead, follow_speed(p.d, p.car.speed_m_s, lead.gap, lead.speed, lead.decel, p.want(), p.s.dt));
}

/// Is the lane on his own way, up to the one looked at?
bool on_way(const Plan& p, std::uint32_t lane) {
    if (lane == p.lane || lane == p.own_lane) return true;
    const BestLane* best = best_of(p.s, p.veh, p.own_lane);
    if (best == nullptr) return false;
    for (std::uint32_t i = best->link_begin; i < best->link_end; ++i) {
        const std::uint32_t next = p.s.road.links[p.s.best.links[i]].next;
        if (next == p.lane) return false;
        if (next == lane) return true;
    }
    return false;
}

void follow_on_own_lane(Plan& p, const Car* ahead) {
    double back = kNever;
    Leader lead;
    if (ahead != nullptr) {
        back = ahead->pos_m - static_cast<double>(ahead->length_m);
        lead = {0.0, ahead->speed_m_s, p.s.drivers[ahead->type].decel};
    }
    for (const Partial& o : p.s.lanes[p.own_lane].partials) {
        if (o.car.id == p.car.id || o.back_m >= back) continue;
        if (o.back_m + static_cast<double>(o.car.length_m) <= p.car.pos_m) continue;
        back = o.back_m;
        lead = {0.0, o.car.speed_m_s, p.s.drivers[o.car.type].decel};
    }
    if (back >= kNever) return;
    lead.gap = back - p.car.pos_m - static_cast<double>(p.car.gap_m);
    follow(p, lead);
}

void follow_on_next_lane(Plan& p) {
    const Tail& tail = p.s.tails[p.lane];
    if (tail.id == kNone || tail.id == p.car.id) return;
    const RoadLane& lane = p.s.road.lanes[p.lane];
    const Leader lead{tail.back_m + p.seen - lane.length_m - static_cast<double>(p.car.gap_m), tail.speed_m_s,
                      p.s.drivers[tail.type].decel};
    if (lead.gap < 0.0 && !on_way(p, tail.back_lane)) {
        // he comes from elsewhere and lies across our way: stop before the junction
        double stop = p.seen - lane.length_m - kPosEps_m;
        const RoadLink& link = p.s.road.links[p.last().link];
        if (p.s.road.lanes[link.from].internal) stop -= p.s.road.lanes[link.from].length_m;
        stay_behind(p, lead, stop_speed(p.d, p.car.speed_m_s, stop, p.d.decel, p.want(), p.s.dt));
        return;
    }
    follow(p, lead);
}

/// Stops of the route on the lane looked at. True: nothing behind it matters now.
bool plan_stop(Plan& p) {
    const Vehicle& v = p.veh;
    if (v.next_stop >= v.stops.size() || v.at_stop) return false;
    const PlannedStop& stop = v.stops[v.next_stop];
    const RoadLane& lane = p.s.road.lanes[p.lane];
    if (lane.internal || lane.edge != p.s.road.lanes[stop.stop.lane].edge || stop.at != v.at + p.view) return false;
    p.stop_dist = p.seen + stop.stop.end_m + kEps - lane.length_m;
    const double speed = std::max(stop_speed(p.d, p.car.speed_m_s, p.stop_dist, p.d.decel, p.want(), p.s.dt), p.v_min);
    if (p.any_last)
        lower_leave_speed(p.last(), stop_speed(p.d, p.link_pass, stop.stop.end_m, p.d.decel, p.want(), p.s.dt));
    p.v = std::min(p.v, speed);
    Item item;
    item.pass = item.wait = p.v;
    item.dist = p.stop_dist;
    p.items.push_back(item);
    return true;
}

void plan_arrival(Plan& p) {
    const RoadLane& lane = p.s.road.lanes[p.lane];
    const double left = p.seen + p.veh.arrival_pos_m - lane.length_m - p.s.dt * p.lane_v;
    const double v = std::max(kEps, free_speed(p.d, p.car.speed_m_s, left, p.lane_v, p.want(), p.s.dt));
    p.v = std::min(p.v, v);
    if (p.any_last) lower_leave_speed(p.last(), v);
    Item item;
    item.pass = item.wait = p.v;
    item.dist = p.seen;
    p.items.push_back(item);
}

void plan_dead_end(Plan& p) {
    const double v = stop_speed(p.d, p.car.speed_m_s, p.seen, p.d.decel, p.want(), p.s.dt);
    if (p.any_last) lower_leave_speed(p.last(), v);
    p.v = std::min(p.v, v);
    Item item;
    item.pass = item.wait = p.v;
    item.dist = p.seen;
    p.items.push_back(item);
}

/// Where he would stop before a link, and how hard he may brake for it.
struct StopLine {
    double dist = 0.0, decel = 4.5, brake = 0.0;
};
StopLine stop_line(const Plan& p, const RoadLink& link, char state) {
    const bool yield_to_light = is_red(state) || is_yellow(state);
    StopLine out;
    out.decel = yield_to_light ? std::max(std::min(kYellowDecel_m_s2, p.d.emergency), p.d.decel) : p.d.decel;
    out.brake = brake_gap(p.car.speed_m_s, out.decel, 0.0, p.s.dt);
    double offset = yield_to_light        ? kStopLine_m
                    : has_priority(state) ? std::min(link.visibility_m - kPosEps_m, kStopLine_m)
                                          : std::min(link.visibility_m - kPosEps_m, 0.0);
    if (p.seen >= out.brake) offset = std::min(offset, p.seen - out.brake);
    out.dist = std::max(0.0, p.seen - std::max(kPosEps_m, offset));
    return out;
}

double arrival_time(const Plan& p, double arrival_v) {
    double t = p.s.now - p.s.dt + least_time(p.d, p.seen, p.v, arrival_v);
    if (p.veh.at_stop) t += std::max(0.0, p.veh.stop_left_s);
    return t;
}

/// Speed on arrival at a minor link: slow enough to look before one drives on.
double arrival_speed(Plan& p, std::uint32_t id, const StopLine& line, bool& request) {
    const RoadLink& link = p.s.road.links[id];
    const char state = state_for(p.s, p.d, id);
    const bool could_brake = !has_priority(state) && line.brake < p.seen && !after_major(p.s, id);
    double out = p.link_pass;
    if (could_brake && p.seen > link.visibility_m) {
        const double there = safe_stop(link.visibility_m, p.d.decel, 0.0, p.s.dt);
        out = std::min(p.link_pass, speed_after(p.d, link.visibility_m, there, p.d.accel));
        p.slowed_for_minor = true;
    } else if (state == '=' && p.car.waited_s > 0.0 && circle_of_yielding(p.s, id)) {
        const double share = link.dir == 's' ? 0.25 : 0.75;
        if (p.s.draw.chance(stream_of("micro.circle"), static_cast<std::uint32_t>(p.veh.serial),
                            static_cast<std::uint64_t>(p.s.tick), share))
            request = false;
    }
    if (could_brake && p.s.road.lanes[link.to].roundabout) p.slowed_for_minor = true;
    return out;
}

/// One link. False: he need not look beyond it.
bool plan_link(Plan& p, std::uint32_t id) {
    const RoadLink& link = p.s.road.links[id];
    const char state = state_for(p.s, p.d, id);
    const StopLine line = stop_line(p, link, state);
    const bool inside = p.s.road.lanes[p.own_lane].internal;
    const bool leaving = inside && !p.any_last;
    const bool abort = p.slowed_for_minor && !p.s.road.lanes[link.from].internal;
    bool request = (p.v > 0.1 * kEps * p.s.dt && !abort) || leaving;
    double wait = std::min(p.v, stop_speed(p.d, p.car.speed_m_s, line.dist, line.decel, p.want(), p.s.dt));
    Item item;
    item.link = id;
    item.dist = p.seen;
    if ((is_red(state) || is_yellow(state)) && p.seen >= line.brake) {
        item.pass = p.v;
        item.wait = wait;
        item.arrival_s = arrival_time(p, p.link_pass);
        item.arrival_v = wait;
        p.items.push_back(item);
        return false;
    }
    check_junction(p, id, wait, request);
    if (p.any_last) lower_leave_speed(p.last(), p.lane_v);
    const double arrival_v = arrival_speed(p, id, line, request);
    double braking_v = 0.0;
    if (p.seen < brake_gap(p.v, p.d.decel, p.d.tau, p.s.dt) && !p.veh.at_stop)
        braking_v = std::min(slowest_arrival(p.d, p.seen, p.v), arrival_v);
    item.pass = p.v;
    item.wait = wait;
    item.request = request;
    item.arrival_s = arrival_time(p, arrival_v);
    item.arrival_v = arrival_v;
    item.braking_v = braking_v;
    item.leave_v = std::min(limit_of(p.s, p.d, static_cast<double>(p.car.factor), link.next),
                            speed_after(p.d, link.length_m, arrival_v, p.d.accel));
    p.items.push_back(item);
    if (link.via == kNone) {
        p.seen_normal = true;
        ++p.view;
    }
    constexpr double kAhead = 5.0;  // lengths, to see whether a junction can be left again
    return !((!request || p.v <= 0.0 || p.seen > p.reach) && p.seen_normal &&
             p.seen_outside > std::max(p.d.length * kAhead, p.d.length + p.seen_inside));
}

void enter_next_lane(Plan& p, std::uint32_t id) {
    p.lane = p.s.road.links[id].next;
    const RoadLane& lane = p.s.road.lanes[p.lane];
    p.lane_v = limit_of(p.s, p.d, static_cast<double>(p.car.factor), p.lane);
    const double v = std::max(free_speed(p.d, p.car.speed_m_s, p.seen, p.lane_v, p.want(), p.s.dt), p.v_min);
    p.v = std::min(v, p.v);
    (lane.internal ? p.seen_inside : p.seen_outside) += lane.length_m;
    p.seen += lane.length_m;
    p.link_pass = std::min(speed_after(p.d, lane.length_m, p.v, p.d.accel), p.lane_v);
    p.any_last = true;
}

void start(Plan& p) {
    const RoadLane& lane = p.s.road.lanes[p.own_lane];
    const double fastest = fastest_next(p.d, p.car.speed_m_s, p.s.dt);
    p.v_min = slowest_next(p.d, p.car.speed_m_s, p.s.dt);
    p.lane_v = std::max(p.want(), p.v_min);
    p.v = std::min(fastest, p.lane_v);
    p.reach = p.s.dt * fastest + brake_gap(fastest, p.d.decel, p.d.tau, p.s.dt);
    p.seen = lane.length_m - p.car.pos_m;
    p.seen_inside = lane.internal ? p.seen : 0.0;
    p.link_pass = std::min(speed_after(p.d, p.seen, p.v, p.d.accel), p.lane_v);
    const BestLane* best = best_of(p.s, p.veh, p.own_lane);
    if (best != nullptr) {
        p.next_link = p.s.best.links.data() + best->link_begin;
        p.link_end = p.s.best.links.data() + best->link_end;
    }
}

void plan_car(Plan& p, const Car* ahead) {
    start(p);
    const auto edges = static_cast<std::uint32_t>(route_of(p.s, p.veh.route).size());
    const bool inside = p.s.road.lanes[p.own_lane].internal;
    // inside a junction the links to its end come first, then those of the lane it leads to
    std::uint32_t inner = inside ? p.s.road.lanes[p.own_lane].link_begin : kNone;
    if (p.s.strip)
        follow_on_strip(p);
    else
        follow_on_own_lane(p, ahead);
    for (;;) {
        if (p.any_last) p.last().wait = std::min(p.last().wait, p.v);
        if (plan_stop(p)) break;
        const std::uint32_t place = p.veh.at + p.view;  // of the normal edge looked at or just left
        if (!p.s.road.lanes[p.lane].internal && place + 1 >= edges) {
            plan_arrival(p);
            break;
        }
        std::uint32_t link = kNone;
        if (inner != kNone) {
            link = inner;
            inner = p.s.road.links[link].via == kNone ? kNone : p.s.road.lanes[p.s.road.links[link].via].link_begin;
        } else if (p.next_link != p.link_end) {
            link = *p.next_link++;
        }
        if (link == kNone) {
            plan_dead_end(p);
            break;
        }
        if (!plan_link(p, link)) break;
        enter_next_lane(p, link);
        if (p.s.strip)
            follow_on_next_strip(p);
        else
            follow_on_next_lane(p);
    }
}

}  // namespace

void plan_lane(const State& s, std::uint32_t lane, Scratch& out) {
    double lengths_ahead = 0.0;
    const Car* ahead = nullptr;
    for (const Car& car : s.lanes[lane].cars) {
        out.item_begin.push_back(static_cast<std::uint32_t>(out.items.size()));
        Plan p{s, out.items, car, s.vehicles[car.id], s.drivers[car.type]};
        p.first = out.items.size();
        p.own_lane = p.lane = lane;
        plan_car(p, ahead);
        keep_junctions_clear(p, lengths_ahead);
        lengths_ahead += static_cast<double>(car.length_m) + static_cast<double>(car.gap_m);
        ahead = &car;
    }
}

}  // namespace sd::micro
