#include "sim/traffic/enter.h"

#include <algorithm>

#include "sim/traffic/move.h"
#include "sim/traffic/right_of_way.h"
#include "sim/traffic/route.h"
#include "sim/traffic/send.h"
#include "sim/traffic/strip.h"
#include "sim/traffic/trips.h"

namespace sd::micro {

namespace {

/// An attempt to put a vehicle somewhere.
struct Attempt {
    State& s;
    std::uint32_t id;
    Vehicle& veh;
    const Driver& d;
    std::uint32_t lane;
    double pos = 0.0, speed = 0.0;
    bool patch = false;  ///< the speed may be lowered to fit
    double dist = 0.0;   ///< needed to stop
    double lat = 0.0;    ///< from the lane's centre line
};

/// True: this speed is too much and may not be lowered.
bool too_fast(Attempt& a, double allowed) {
    if (allowed >= a.speed) return false;
    if (!a.patch) return a.speed > 0.0;
    a.speed = std::max(0.0, allowed);
    a.dist = brake_gap(a.speed, a.d.decel, a.d.tau, a.s.dt) + a.d.gap;
    return false;
}

double stop_for(const Attempt& a, double gap) {
    return stop_speed(a.d, a.speed, gap, a.d.decel, limit_of(a.s, a.d, a.veh.factor, a.lane), a.s.dt);
}

/// Speed that fits behind somebody; false: there is no room at all.
bool fit_behind(Attempt& a, double gap, double lead_v, const Driver& lead) {
    if (gap < 0.0) return false;
    double v = a.speed;
    if (a.d.follow == CarFollow::Krauss)
        v = std::min(v, safe_follow(a.d, a.speed, gap, lead_v, lead.decel, a.s.dt, true));
    else if (gap < std::max(0.0, v * a.d.tau + v * (v - lead_v) / a.d.twice_sqrt))
        v = std::min(v,
                     follow_speed(a.d, v, gap, lead_v, lead.decel, limit_of(a.s, a.d, a.veh.factor, a.lane), a.s.dt));
    return !too_fast(a, v);
}

bool clear_ahead(Attempt& a, const BestLane* best) {
    const State& s = a.s;
    double seen = s.road.lanes[a.lane].length_m - a.pos;
    a.dist = brake_gap(a.speed, a.d.decel, a.d.tau, s.dt) + a.d.gap;
    if (a.veh.next_stop < a.veh.stops.size() && a.veh.stops[a.veh.next_stop].stop.lane == a.lane &&
        a.veh.stops[a.veh.next_stop].at == a.veh.at &&
        too_fast(a, stop_for(a, a.veh.stops[a.veh.next_stop].stop.end_m - a.pos)))
        return false;
    if (best == nullptr) return true;
    double arrival = s.now + seen / std::max(a.speed, kHalting_m_s);
    for (std::uint32_t i = best->link_begin; i < best->link_end && seen < a.dist; ++i) {
        const std::uint32_t link = s.best.links[i];
        Asking ask;
        ask.arrival_s = arrival;
        ask.arrival_m_s = ask.leave_m_s = a.speed;
        ask.length_m = a.d.length;
        ask.decel = a.d.decel;
        ask.timegap_s = a.d.timegap_minor;
        ask.id = a.id;
        if (!has_priority(state_for(s, a.d, link)) || !opened(s, link, ask)) return !too_fast(a, stop_for(a, seen));
        const std::uint32_t next = s.road.links[link].next;
        const Tail tail = tail_of(s, next);
        if (tail.id != kNone && !fit_behind(a, tail.back_m + seen - a.d.gap, tail.speed_m_s, s.drivers[tail.type]))
            return false;
        const double limit = limit_of(s, a.d, a.veh.factor, next);
        const double allowed = free_speed(a.d, a.speed, seen, limit, limit, s.dt, true);
        if (allowed < a.speed) {
            if (!a.patch) return false;
            a.speed = allowed;
            a.dist = brake_gap(a.speed, a.d.decel, a.d.tau, s.dt) + a.d.gap;
        }
        ask.arrival_m_s = ask.leave_m_s = a.speed;
        if (foes_near(s, link, ask) && too_fast(a, stop_for(a, seen))) return false;
        arrival += s.road.lanes[next].length_m / std::max(a.speed, kEps);
        seen += s.road.lanes[next].length_m;
    }
    return true;
}

bool room_on_lane(Attempt& a) {
    const LaneRow& row = a.s.lanes[a.lane];
    for (const Car& car : row.cars)
        if (car.pos_m >= a.pos && !fit_behind(a, car.pos_m - static_cast<double>(car.length_m) - a.pos - a.d.gap,
                                              car.speed_m_s, a.s.drivers[car.type]))
            return false;
    for (const Partial& o : row.partials)
        if (o.back_m + static_cast<double>(o.car.length_m) >= a.pos &&
            !fit_behind(a, o.back_m - a.pos - a.d.gap, o.car.speed_m_s, a.s.drivers[o.car.type]))
            return false;
    return true;
}

bool fits_before(const Attempt& a, double gap, double speed, const Driver& follower) {
    return gap >= secure_gap(follower, speed, a.speed, a.d.decel, a.s.dt);
}

/// Nobody behind who would have to brake too hard; looks upstream as far as that could matter.
bool clear_behind(const Attempt& a) {
    const State& s = a.s;
    const double back = a.pos - a.d.length;
    for (const Car& car : s.lanes[a.lane].cars)
        if (car.pos_m < a.pos)
            return fits_before(a, back - car.pos_m - static_cast<double>(car.gap_m), car.speed_m_s,
                               s.drivers[car.type]);
    struct Step {
        std::uint32_t lane;
        double length;
    };
    std::array<Step, 48> open{};
    std::size_t n = 0, at = 0;
    double reach = s.road.lanes[a.lane].reach_m - back;
    open[n++] = {a.lane, 0.0};
    while (at < n) {
        const Step here = open[at++];
        if (here.length > 0.0 && here.length >= reach) continue;
        for (const std::uint32_t link : s.road.in_of(s.road.lanes[here.lane])) {
            const std::uint32_t from = s.road.links[link].from;
            const double length = here.length + s.road.lanes[from].length_m;
            reach = std::max(reach, s.road.lanes[from].reach_m - back);
            if (!s.lanes[from].cars.empty()) {
                const Car& car = s.lanes[from].cars.front();
                if (!fits_before(a, length - car.pos_m + back - static_cast<double>(car.gap_m), car.speed_m_s,
                                 s.drivers[car.type]))
                    return false;
            } else if (n < open.size()) {
                open[n++] = {from, length};
            }
        }
    }
    return true;
}

/// The rear may lie on lanes before this one.
void lay_behind(const State& s, Vehicle& veh, double pos, double length) {
    double left = length - pos;
    std::uint32_t lane = veh.lane;
    veh.behinds = 0;
    while (left > 0.0 && veh.behinds < kMaxBehind) {
        lane = s.road.lanes[lane].before;
        if (lane == kNone || lane == veh.lane) return;
        if (s.road.lanes[lane].internal && s.road.links[s.road.lanes[lane].link_begin].dir == 't') return;
        veh.behind[veh.behinds++] = lane;
        left -= s.road.lanes[lane].length_m;
    }
}

void put_on_road(Attempt& a) {
    State& s = a.s;
    Car car;
    car.pos_m = a.pos;
    car.speed_m_s = a.speed;
    car.length_m = static_cast<float>(a.d.length);
    car.gap_m = static_cast<float>(a.d.gap);
    car.width_m = static_cast<float>(a.d.width);
    car.factor = static_cast<float>(a.veh.factor);
    car.lat_m = static_cast<float>(a.lat);
    car.aim_m = static_cast<float>(s.lane_centre_m[a.lane] + a.lat);
    car.id = a.id;
    car.type = a.veh.type;
    auto& cars = s.lanes[a.lane].cars;
    auto at = cars.end();
    while (at != cars.begin() && (at - 1)->pos_m < car.pos_m) --at;
    cars.insert(at, car);
    note_cars(s, a.lane);
    a.veh.where = Where::Driving;
    a.veh.lane = a.lane;
    lay_behind(s, a.veh, a.pos, a.d.length);
    double back = a.pos - a.d.length;
    for (int i = 0; i < a.veh.behinds && back < 0.0; ++i) {
        const std::uint32_t on = a.veh.behind[static_cast<std::size_t>(i)];
        back += s.road.lanes[on].length_m;
        lay_partial(s, on, {car, back, a.lane});
    }
}

/// On a strip: a free place across the lane, at the speed wished or a lower one. Chance says where to look first.
bool place_across(Attempt& a) {
    const State& s = a.s;
    const double spare = s.road.lanes[a.lane].width_m - a.d.width;
    const int places = a.d.motorbike && spare > 0.0 ? static_cast<int>(spare / 0.25) + 1 : 1;
    const auto first =
        static_cast<int>(s.draw.below(stream_of("micro.across"), static_cast<std::uint32_t>(a.veh.serial),
                                      static_cast<std::uint64_t>(s.tick), static_cast<std::uint32_t>(places)));
    const double full = a.speed;
    for (const double share : {1.0, 0.75, 0.5, 0.25, 0.0}) {
        if (share < 1.0 && !a.patch) return false;
        for (int i = 0; i < places; ++i) {
            const int at = (first + i) % places;
            a.lat = places == 1 ? 0.0 : -0.5 * spare + spare * at / std::max(1, places - 1);
            a.speed = full * share;
            if (room_on_strip(s, a.lane, a.pos, s.lane_centre_m[a.lane] + a.lat, a.speed, a.d)) return true;
        }
    }
    return false;
}

bool try_at(State& s, std::uint32_t id, std::uint32_t lane, double pos, double speed, bool patch) {
    Vehicle& veh = s.vehicles[id];
    Attempt a{s, id, veh, s.drivers[veh.type], lane, pos, speed, patch, 0.0, 0.0};
    if (a.pos < 0.0 || a.pos > s.road.lanes[lane].length_m) a.pos = s.road.lanes[lane].length_m;
    const BestLane* best = best_of(s, veh, lane);
    if (s.strip) {
        if (!place_across(a)) return false;
        put_on_road(a);
        return true;
    }
    if (!clear_ahead(a, best) || !room_on_lane(a) || !clear_behind(a)) return false;
    put_on_road(a);
    return true;
}

/// First free place of a lane: behind the last vehicle, or between two.
bool try_free(State& s, std::uint32_t id, std::uint32_t lane, double speed, bool teleport) {
    const Driver& d = s.drivers[s.vehicles[id].type];
    const double length = s.road.lanes[lane].length_m;
    const double start = teleport ? std::min(length, d.length) : std::min(length, d.length + kPosEps_m);
    if (try_at(s, id, lane, start, speed, true)) return true;
    const auto& cars = s.lanes[lane].cars;
    for (std::size_t i = cars.size(); i-- > 0;) {
        const Car follower = cars[i];
        const Driver& fd = s.drivers[follower.type];
        const double lead_back = i == 0 ? length : cars[i - 1].pos_m - static_cast<double>(cars[i - 1].length_m);
        const double v = i == 0 ? speed : std::min(speed, cars[i - 1].speed_m_s);
        const double behind =
            secure_gap(fd, follower.speed_m_s, v, d.decel, s.dt) + static_cast<double>(follower.gap_m);
        const double pos = follower.pos_m + behind + d.length;
        if (pos + d.gap <= lead_back && pos <= length && try_at(s, id, lane, pos, v, true)) return true;
    }
    return false;
}

double occupancy(const State& s, std::uint32_t lane) {
    double sum = 0.0;
    for (const Car& car : s.lanes[lane].cars) sum += static_cast<double>(car.length_m) + static_cast<double>(car.gap_m);
    return sum / s.road.lanes[lane].length_m;
}

/// The lane with the most room at its beginning.
std::uint32_t free_lane(const State& s, std::span<const std::uint32_t> lanes, double depart_pos) {
    std::uint32_t by_gap = kNone, by_load = kNone;
    double best_gap = 0.0, least = kNever;
    for (const std::uint32_t lane : lanes) {
        const double load = occupancy(s, lane);
        if (load < least) least = load, by_load = lane;
        const auto& cars = s.lanes[lane].cars;
        const double gap = (cars.empty() ? s.road.lanes[lane].length_m : cars.back().pos_m) - depart_pos;
        if (gap > best_gap) best_gap = gap, by_gap = lane;
    }
    return by_gap != kNone ? by_gap : by_load;
}

std::uint32_t depart_lane(const State& s, const Vehicle& veh, const Entry& entry) {
    const Driver& d = s.drivers[veh.type];
    const std::uint32_t edge = route_of(s, veh.route)[veh.at];
    std::vector<std::uint32_t> allowed;
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        const std::uint32_t lane = s.road.edge_lane_begin[edge] + k;
        if ((s.road.lanes[lane].allow & d.bit) != 0) allowed.push_back(lane);
    }
    if (allowed.empty()) return kNone;
    const double pos = entry.pos == DepartPos::Given && entry.pos_m >= 0.0 ? entry.pos_m : 0.0;
    const auto rows = s.best.of(veh.best);
    switch (entry.lane) {
        case DepartLane::Given: {
            const std::uint32_t lane = s.road.edge_lane_begin[edge] + entry.lane_index;
            const bool may = std::find(allowed.begin(), allowed.end(), lane) != allowed.end();
            return may ? lane : kNone;
        }
        case DepartLane::Random:
            return allowed[s.draw.below(stream_of("micro.lane"), static_cast<std::uint32_t>(veh.serial),
                                        static_cast<std::uint64_t>(s.tick),
                                        static_cast<std::uint32_t>(allowed.size()))];
        case DepartLane::Free:
            return free_lane(s, allowed, pos);
        case DepartLane::Allowed: {
            std::vector<std::uint32_t> on;
            for (const BestLane& b : rows)
                if (b.continues && (s.road.lanes[b.lane].allow & d.bit) != 0) on.push_back(b.lane);
            return free_lane(s, on.empty() ? allowed : on, pos);
        }
        case DepartLane::Best: {
            constexpr double kFarEnough_m = 3000.0;
            double longest = -1.0;
            for (const BestLane& b : rows) longest = std::max(longest, b.length_m);
            longest = std::min(longest, kFarEnough_m);
            std::vector<std::uint32_t> on;
            for (const BestLane& b : rows)
                if (b.length_m >= longest) on.push_back(b.lane);
            return free_lane(s, on, pos);
        }
        case DepartLane::First:
            break;
    }
    return allowed.front();
}

double depart_speed(const State& s, const Vehicle& veh, const Entry& entry, std::uint32_t lane, bool& patch) {
    const Driver& d = s.drivers[veh.type];
    const double limit = limit_of(s, d, veh.factor, lane);
    patch = true;
    switch (entry.speed) {
        case DepartSpeed::Given:
            patch = false;
            return std::min(entry.speed_m_s, limit);
        case DepartSpeed::Max:
            return limit;
        case DepartSpeed::Random:
            return limit * s.draw.uniform(stream_of("micro.speed"), static_cast<std::uint32_t>(veh.serial),
                                          static_cast<std::uint64_t>(s.tick));
        case DepartSpeed::Desired:
            patch = false;
            return limit;
        case DepartSpeed::SpeedLimit:
            patch = false;
            return limit / std::max(kEps, veh.factor);
        case DepartSpeed::Last:
            return s.lanes[lane].cars.empty() ? limit : std::min(limit, s.lanes[lane].cars.back().speed_m_s);
        case DepartSpeed::Avg: {
            if (s.lanes[lane].cars.empty()) return limit;
            double sum = 0.0;
            for (const Car& car : s.lanes[lane].cars) sum += car.speed_m_s;
            return std::min(limit, sum / static_cast<double>(s.lanes[lane].cars.size()));
        }
    }
    return 0.0;
}

double base_pos(const State& s, const Vehicle& veh, std::uint32_t lane) {
    double pos = std::min(s.drivers[veh.type].length + kPosEps_m, s.road.lanes[lane].length_m);
    if (veh.next_stop < veh.stops.size() && veh.stops[veh.next_stop].at == veh.at)
        pos = std::min(pos, std::max(0.0, veh.stops[veh.next_stop].stop.end_m));
    return pos;
}

bool try_enter(State& s, std::uint32_t id, std::uint32_t lane, const Entry& entry) {
    Vehicle& veh = s.vehicles[id];
    bool patch = true;
    const double speed = depart_speed(s, veh, entry, lane, patch);
    const double length = s.road.lanes[lane].length_m;
    const auto tick = static_cast<std::uint64_t>(s.tick) * 16;
    const auto random = [&s, &veh, tick](std::uint64_t i) {
        return s.draw.uniform(stream_of("micro.pos"), static_cast<std::uint32_t>(veh.serial), tick + i);
    };
    switch (entry.pos) {
        case DepartPos::Given:
            return try_at(s, id, lane, entry.pos_m < 0.0 ? entry.pos_m + length : entry.pos_m, speed, patch);
        case DepartPos::Random:
            return try_at(s, id, lane, random(0) * length, speed, patch);
        case DepartPos::RandomFree:
            for (std::uint64_t i = 0; i < 10; ++i)
                if (try_at(s, id, lane, random(i) * length, speed, patch)) return true;
            return try_free(s, id, lane, speed, false);
        case DepartPos::Free:
            return try_free(s, id, lane, speed, false);
        case DepartPos::Last: {
            const Driver& d = s.drivers[veh.type];
            const Tail tail = tail_of(s, lane);
            if (tail.id == kNone) return try_at(s, id, lane, base_pos(s, veh, lane), speed, patch);
            const double gap = secure_gap(d, speed, tail.speed_m_s, s.drivers[tail.type].decel, s.dt) + d.gap;
            const double pos = std::min(length, tail.back_m - gap);
            return pos >= 0.0 && try_at(s, id, lane, pos, speed, patch);
        }
        case DepartPos::Base:
            break;
    }
    return try_at(s, id, lane, base_pos(s, veh, lane), speed, patch);
}

void note_entry(State& s, std::uint32_t id) {
    Vehicle& veh = s.vehicles[id];
    const Car* car = car_of(s, id);
    veh.depart_s = s.now;
    veh.depart_lane = veh.lane;
    veh.depart_pos_m = car->pos_m;
    veh.depart_speed_m_s = car->speed_m_s;
    veh.driven_m = -car->pos_m;
    ++s.counts.inserted;
    ++s.counts.running;
    s.counts.depart_delay_s += std::max(0.0, veh.depart_s - veh.wish_s);
}

void discard(State& s, std::uint32_t id) {
    free_vehicle(s, id);
    ++s.counts.discarded;
}

enum class Tried : std::uint8_t { In, Waits, Gone };

Tried enter_one(State& s, std::uint32_t id) {
    const Departure& dep = s.scenario.demand.departures[s.vehicles[id].departure];
    if (s.vehicles[id].route == kNone && !find_route(s, id)) {
        say_unplayed(s, "trip without a way to its goal");
        return Tried::Gone;
    }
    Vehicle& veh = s.vehicles[id];
    if (veh.best == kNone) {
        renew_best(s, id);
        const auto edges = route_of(s, veh.route);
        const double length = s.road.edge_length_m[edges.back()];
        const double pos = dep.entry.arrival_pos_m;
        veh.arrival_pos_m = pos < 0.0 ? std::max(0.0, length + pos) : std::min(pos, length);
    }
    const std::uint32_t lane = depart_lane(s, veh, dep.entry);
    if (lane == kNone) return Tried::Waits;
    if (s.failed_s[lane] == s.now) return Tried::Waits;
    if (try_enter(s, id, lane, dep.entry)) {
        note_entry(s, id);
        return Tried::In;
    }
    s.failed_s[lane] = s.now;
    const double limit = s.scenario.options.max_depart_delay_s;
    if (limit >= 0.0 && s.now - veh.wish_s > limit) return Tried::Gone;
    return Tried::Waits;
}

}  // namespace

void enter_all(State& s) {
    std::size_t keep = 0;
    for (std::size_t i = 0; i < s.waiting.size(); ++i) {
        const std::uint32_t id = s.waiting[i];
        switch (enter_one(s, id)) {
            case Tried::In:
                break;
            case Tried::Waits:
                s.waiting[keep++] = id;
                break;
            case Tried::Gone:
                discard(s, id);
                break;
        }
    }
    s.waiting.resize(keep);
}

bool enter_at(State& s, std::uint32_t id, std::uint32_t lane, double pos_m, double speed_m_s) {
    const double limit = limit_of(s, s.drivers[s.vehicles[id].type], s.vehicles[id].factor, lane);
    if (!try_at(s, id, lane, pos_m, std::min(speed_m_s, limit), true)) return false;
    note_entry(s, id);
    return true;
}

void begin_teleport(State& s, const Car& car) {
    Vehicle& veh = s.vehicles[car.id];
    const auto edges = route_of(s, veh.route);
    const bool last = veh.at + 1 >= edges.size();
    if (last || edge_shut(s, s.drivers[veh.type], edges[veh.at + 1])) {
        if (!last) ++s.counts.given_up;
        end_trip(s, car, true);
        return;
    }
    veh.driven_m += s.road.lanes[veh.lane].length_m;
    ++veh.at;
    veh.where = Where::Teleporting;
    veh.lane = kNone;
    veh.behinds = 0;
    veh.at_stop = false;
    veh.entry_s = veh.entry_firm_s = veh.conflict_s = kNever;
    veh.change = {};
    veh.proceed_s = -1.0;
    while (veh.next_stop < veh.stops.size() && veh.stops[veh.next_stop].at < veh.at) ++veh.next_stop;
    s.teleporting.push_back(car.id);
}

void end_teleports(State& s) {
    std::size_t keep = 0;
    for (std::size_t i = 0; i < s.teleporting.size(); ++i) {
        const std::uint32_t id = s.teleporting[i];
        Vehicle& veh = s.vehicles[id];
        const Driver& d = s.drivers[veh.type];
        renew_best(s, id);
        std::vector<std::uint32_t> on;
        for (const BestLane& b : s.best.of(veh.best))
            if (b.continues && (s.road.lanes[b.lane].allow & d.bit) != 0 && !stalled(s, d, b.lane))
                on.push_back(b.lane);
        const std::uint32_t lane = on.empty() ? kNone : free_lane(s, on, 0.0);
        if (lane != kNone && try_free(s, id, lane, std::min(s.limit_m_s[lane], d.max_speed), true)) continue;
        const std::uint32_t edge = route_of(s, veh.route)[veh.at];
        const double travel = s.road.edge_length_m[edge] / std::max(1.0, s.limit_m_s[s.road.edge_lane_begin[edge]]);
        if (veh.proceed_s < 0.0) {
            veh.proceed_s = s.now + travel;
        } else if (veh.proceed_s < s.now) {
            veh.driven_m += s.road.edge_length_m[edge];
            if (veh.at + 1 >= route_of(s, veh.route).size()) {
                Car car;
                car.id = id;
                veh.lane = s.road.edge_lane_begin[edge];
                end_trip(s, car, true);
                continue;
            }
            ++veh.at;
            veh.proceed_s = s.now + travel;
        }
        s.teleporting[keep++] = id;
    }
    s.teleporting.resize(keep);
}

}  // namespace sd::micro
