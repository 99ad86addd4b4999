#include "sim/traffic/decide.h"

#include "sim/traffic/move.h"
#include "sim/traffic/right_of_way.h"

namespace sd::micro {

namespace {

enum class Next : std::uint8_t { GoOn, Stop };

struct Deciding {
    const State& s;
    const Car& car;
    Vehicle& veh;
    const Driver& d;
    Bound out;
    double zipper = kNever;
};

Next no_request(Deciding& x, const Item& item) {
    const Road& road = x.s.road;
    if (item.link != kNone && road.lanes[road.links[item.link].from].internal && road.lanes[x.veh.lane].internal &&
        road.links[item.link].junction == road.lanes[x.veh.lane].junction) {
        // stands on the junction and cannot leave it: others may go first
        x.veh.entry_s = x.veh.conflict_s = kNever;
    }
    x.out.safe = item.wait;
    if (x.out.safe < x.car.speed_m_s || x.out.safe < kHalting_m_s) x.out.waits = true;
    return Next::Stop;
}

/// Near a minor link, already past the point where one would look and wait.
Next look_before_minor(Deciding& x, const Item& item, bool can_brake, bool yellow) {
    const RoadLink& link = x.s.road.links[item.link];
    if (item.dist > link.visibility_m && (can_brake || !yellow)) {
        x.out.safe = item.wait;
        x.out.waits = true;
        return Next::Stop;
    }
    x.out.low_dist = item.dist;
    x.out.low = std::min((item.dist + kPosEps_m) / x.s.dt, item.pass);
    x.out.low_can_brake = can_brake;
    return Next::GoOn;
}

Next closed(Deciding& x, const Item& item, bool can_brake) {
    const RoadLink& link = x.s.road.links[item.link];
    if (!can_brake && link.signal == kNone && item.dist < brake_gap(x.car.speed_m_s, x.d.emergency, 0.0, x.s.dt)) {
        x.out.safe = item.pass;  // too late
        return Next::GoOn;
    }
    x.out.safe = item.wait;
    x.out.waits = true;
    return Next::Stop;
}

Next decide_link(Deciding& x, const Item& item) {
    const char state = state_for(x.s, x.d, item.link);
    const bool yellow = is_yellow(state);
    const double v = x.car.speed_m_s;
    const bool can_brake = item.dist > brake_gap(v, x.d.decel, 0.0, x.s.dt) || v < x.d.decel * x.s.dt;
    if (yellow && can_brake) {
        x.out.safe = item.wait;
        x.out.waits = true;
        return Next::Stop;
    }
    Asking ask;
    ask.arrival_s = item.arrival_s;
    ask.arrival_m_s = item.arrival_v;
    ask.leave_m_s = item.leave_v < 0.0 ? item.pass : item.leave_v;
    ask.length_m = x.d.length;
    ask.decel = x.d.decel;
    ask.timegap_s = x.d.timegap_minor;
    ask.impatience = can_brake ? impatience_of(x.d, x.car.waited_s) : 1.0;
    ask.waited_s = x.car.waited_s;
    ask.id = x.car.id;
    std::vector<const Approach*> foes;
    const bool open = yellow || (!is_red(state) && opened(x.s, item.link, ask, state == 'Z' ? &foes : nullptr));
    if (open && !has_priority(state) && !after_major(x.s, item.link) && !is_cont(x.s, item.link) &&
        look_before_minor(x, item, can_brake, yellow) == Next::Stop)
        return Next::Stop;
    if (open) {
        x.out.safe = item.pass;
        if (x.out.safe < x.d.decel && x.out.safe <= item.wait && x.out.safe < fastest_next(x.d, v, x.s.dt))
            x.out.waits = true;  // will hardly get across
        return Next::GoOn;
    }
    if (state == 'Z') {
        x.zipper =
            std::min(x.zipper, zipper_speed(x.s, item.link, x.d, x.car, item.dist, item.pass, item.arrival_s, foes));
        x.out.safe = item.pass;
        return Next::GoOn;
    }
    return closed(x, item, can_brake);
}

/// Standing at a stop: 0 while it lasts.
double bound_by_stop(const State& s, Car& car, Vehicle& veh, double v) {
    if (veh.next_stop >= veh.stops.size()) return v;
    const PlannedStop& stop = veh.stops[veh.next_stop];
    if (veh.at_stop) {
        veh.stop_left_s -= s.dt;
        if (veh.stop_left_s > 1e-9 || (stop.stop.until_s >= 0.0 && s.now < stop.stop.until_s)) return 0.0;
        veh.at_stop = false;
        ++veh.next_stop;
        car.waited_s = 0.0;
        car.flags = static_cast<std::uint16_t>(car.flags & ~kAtStop);
        veh.best = kNone;  // renewed with the transfers
        return v;
    }
    if (veh.lane == stop.stop.lane && veh.at == stop.at && car.pos_m >= stop.stop.start_m - kEps && v <= kHalting_m_s) {
        veh.at_stop = true;
        veh.stop_left_s = stop.stop.duration_s;
        car.flags = static_cast<std::uint16_t>(car.flags | kAtStop);
    }
    return v;
}

/// Krauss's imperfection: a bit slower than possible, by chance.
double dawdle(const State& s, const Driver& d, const Vehicle& veh, double v) {
    if (d.sigma <= 0.0 || d.follow != CarFollow::Krauss) return v;
    const double chance = s.draw.uniform(stream_of("micro.dawdle"), static_cast<std::uint32_t>(veh.serial),
                                         static_cast<std::uint64_t>(s.tick));
    const double scale = v < d.accel ? v : d.accel;
    return std::max(0.0, v - d.sigma * scale * chance * s.dt);
}

double start_late(const State& s, const Driver& d, const Vehicle& veh, double v) {
    const double since = veh.moving_s - s.dt;
    if (d.startup_delay <= 0.0 || veh.moving_s <= 0.0 || since >= d.startup_delay) return v;
    const double left = d.startup_delay - since;
    return left >= s.dt ? 0.0 : (s.dt - left) / s.dt * v;
}

}  // namespace

Bound bound_of(const State& s, const Car& car, Vehicle& veh, std::span<const Item> items) {
    Deciding x{s, car, veh, s.drivers[car.type], {}, kNever};
    for (const Item& item : items) {
        const Next next = item.link != kNone && item.request ? decide_link(x, item) : no_request(x, item);
        if (next == Next::Stop) break;
    }
    if (x.out.safe + kEps < x.out.low) {
        if (x.out.low_can_brake && x.out.safe < car.speed_m_s) {
            const double want = limit_of(s, x.d, static_cast<double>(car.factor), veh.lane);
            const double stop = stop_speed(x.d, car.speed_m_s, x.out.low_dist, x.d.decel, want, s.dt);
            x.out.safe = std::min(x.out.safe, std::max(slowest_next(x.d, car.speed_m_s, s.dt), stop));
            x.out.low = 0.0;
            x.out.waits = true;
        } else {
            x.out.low = x.out.safe;
        }
    }
    if (s.road.lanes[veh.lane].roundabout) x.out.waits = false;
    x.out.safe = std::min(x.out.safe, x.zipper);
    return x.out;
}

double next_speed(const State& s, Car& car, Vehicle& veh, const Bound& bound) {
    const Driver& d = s.drivers[car.type];
    const double v = car.speed_m_s;
    const double raw_accel = (std::max(bound.safe, 0.0) - v) / s.dt;
    if (bound.safe <= kHalting_m_s && car.waited_s > 2.0 && raw_accel <= 0.5 * d.accel)
        veh.moving_s = 0.0;
    else if (veh.at_stop)
        veh.moving_s = s.dt;
    else
        veh.moving_s += s.dt;
    const double stop = std::min(bound.safe, bound_by_stop(s, car, veh, bound.safe));
    const double low = std::min(slowest_next(d, v, s.dt), std::max(bound.safe, slowest_emergency(d, v, s.dt)));
    const double lane_v = limit_of(s, d, static_cast<double>(car.factor), veh.lane);
    double high = std::min({lane_v, fastest_next(d, v, s.dt), stop});
    high = std::max(low, high);
    double next = std::max(low, dawdle(s, d, veh, high));
    next = patch_speed(veh.change, d, v, low, next, high, s.dt);
    next = start_late(s, d, veh, next);
    if (next > 0.0) next = std::max(next, bound.low);
    if (next < 0.1 * kEps * s.dt && veh.stop_dist_m > kPosEps_m) next = 0.0;
    return std::max(next, 0.0);
}

}  // namespace sd::micro
