#include <algorithm>

#include "sim/traffic/strip.h"

namespace sd::micro {

namespace {

/// Somebody near, as the one who plans sees him.
struct Other {
    double gap = 0.0;        ///< from own front to his rear
    double clearance = 0.0;  ///< between the sides; negative: one behind the other
    double speed = 0.0;
    const Driver* d = nullptr;
};

void bound_by(Plan& p, const Other& o) {
    const double v = p.car.speed_m_s;
    if (o.gap < 0.0) {  // beside
        const double pass = pass_speed(o.clearance, p.d.gap_lat);
        if (pass < p.v) p.v = std::max(pass, p.v_min);
        return;
    }
    if (o.clearance <= kTouch_m) {
        const double gap = o.gap - p.d.gap;
        const double safe = follow_speed(p.d, v, gap, o.speed, o.d->decel, p.want(), p.s.dt);
        if (p.any_last) lower_leave_speed(p.last(), safe);
        p.v = std::min(p.v, safe);
        p.link_pass = std::min(p.link_pass, safe);
        return;
    }
    if (o.clearance >= clearance_for(v, p.d.gap_lat)) return;
    const double pass = std::max(o.speed, pass_speed(o.clearance, p.d.gap_lat));
    p.v = std::min(p.v, std::max(krauss_free(p.d.decel, o.gap, pass, p.s.dt, false), p.v_min));
}

/// The lanes beside a lane of the same edge, itself included.
struct Lanes {
    std::array<std::uint32_t, 3> at{};
    int n = 0;
};
Lanes lanes_about(const State& s, std::uint32_t lane) {
    Lanes out;
    const RoadLane& l = s.road.lanes[lane];
    out.at[static_cast<std::size_t>(out.n++)] = lane;
    if (l.left != kNone) out.at[static_cast<std::size_t>(out.n++)] = l.left;
    if (l.right != kNone) out.at[static_cast<std::size_t>(out.n++)] = l.right;
    return out;
}

/// Those about to enter a lane beside ours from other arms of a junction: nobody yields for them, but a body that
/// straddles the line between the lanes needs the room. Who is nearer to it goes first. `start`: own front to the
/// lanes' beginning; `y`: own place across there.
void mind_those_joining(Plan& p, std::uint32_t lane, double y, double start) {
    const State& s = p.s;
    for (const std::uint32_t link : s.road.in_of(s.road.lanes[lane])) {
        const std::uint32_t from = s.road.links[link].from;
        if (!s.road.lanes[from].internal) continue;
        for (const Car& o : s.lanes[from].cars) {
            const double his = s.road.lanes[from].length_m - o.pos_m;
            if (his > start || (his == start && o.id >= p.car.id)) break;  // the others are farther still
            const double side = std::abs(across(s, lane, o) - y) - 0.5 * (static_cast<double>(o.width_m) + p.d.width);
            const double gap = start - his - static_cast<double>(o.length_m);
            if (side <= kTouch_m && gap < p.d.gap) {
                const double stop = stop_speed(p.d, p.car.speed_m_s, start - kPosEps_m, p.d.decel, p.want(), s.dt);
                p.v = std::min(p.v, std::max(stop, p.v_min));
                p.link_pass = std::min(p.link_pass, p.v);
            } else {
                bound_by(p, {gap, side, o.speed_m_s, &s.drivers[o.type]});
            }
        }
    }
}

}  // namespace

void follow_on_strip(Plan& p) {
    const State& s = p.s;
    const double y = across(s, p.own_lane, p.car);
    const Lanes lanes = lanes_about(s, p.own_lane);
    for (int k = 0; k < lanes.n; ++k) {
        const std::uint32_t lane = lanes.at[static_cast<std::size_t>(k)];
        const auto& cars = s.lanes[lane].cars;
        // front first: those ahead of us come before the first one behind
        auto at = std::partition_point(cars.begin(), cars.end(), [&p](const Car& o) {
            return o.pos_m > p.car.pos_m || (o.pos_m == p.car.pos_m && o.id < p.car.id);
        });
        while (at != cars.begin()) {
            --at;
            if (at->id == p.car.id) continue;
            const double back = at->pos_m - static_cast<double>(at->length_m);
            if (at->pos_m - s.longest_m > p.car.pos_m + p.reach + p.d.gap) break;
            const double side =
                std::abs(across(s, lane, *at) - y) - 0.5 * (static_cast<double>(at->width_m) + p.d.width);
            bound_by(p, {back - p.car.pos_m, side, at->speed_m_s, &s.drivers[at->type]});
            if (side <= kTouch_m && back > p.car.pos_m + s.longest_m) break;
        }
        for (const Partial& o : s.lanes[lane].partials) {
            if (o.car.id == p.car.id || o.back_m + static_cast<double>(o.car.length_m) <= p.car.pos_m) continue;
            const double side =
                std::abs(across(s, lane, o.car) - y) - 0.5 * (static_cast<double>(o.car.width_m) + p.d.width);
            bound_by(p, {o.back_m - p.car.pos_m, side, o.car.speed_m_s, &s.drivers[o.car.type]});
        }
    }
}

void follow_on_next_strip(Plan& p) {
    const State& s = p.s;
    const double y = centre_of(s, p.lane) + static_cast<double>(p.car.lat_m);
    const double start = p.seen - s.road.lanes[p.lane].length_m;  // own front to that lane's beginning
    const Lanes lanes = lanes_about(s, p.lane);
    for (int k = 0; k < lanes.n; ++k) {
        const std::uint32_t lane = lanes.at[static_cast<std::size_t>(k)];
        const auto& cars = s.lanes[lane].cars;
        for (std::size_t i = cars.size(); i-- > 0;) {
            const Car& o = cars[i];
            if (o.id == p.car.id) continue;
            const double gap = start + o.pos_m - static_cast<double>(o.length_m);
            if (gap - s.longest_m > p.reach + p.d.gap) break;
            const double side = std::abs(across(s, lane, o) - y) - 0.5 * (static_cast<double>(o.width_m) + p.d.width);
            bound_by(p, {gap, side, o.speed_m_s, &s.drivers[o.type]});
            if (side <= kTouch_m && gap > s.longest_m) break;
        }
        if (k > 0 && !s.road.lanes[lane].internal) mind_those_joining(p, lane, y, start);
        for (const Partial& o : s.lanes[lane].partials) {
            if (o.car.id == p.car.id) continue;
            const double side =
                std::abs(across(s, lane, o.car) - y) - 0.5 * (static_cast<double>(o.car.width_m) + p.d.width);
            bound_by(p, {start + o.back_m, side, o.car.speed_m_s, &s.drivers[o.car.type]});
        }
    }
}

}  // namespace sd::micro
