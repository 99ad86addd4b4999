#include <algorithm>
#include <cmath>

#include "sim/traffic/move.h"
#include "sim/traffic/strip.h"

namespace sd::micro {

namespace {

constexpr double kCell_m = 0.25;  ///< grid of places across
constexpr double kThinkEvery_s = 1.0;
constexpr double kAside_m_s = 1.2;      ///< fastest move aside
constexpr double kMoveCost_s = 0.15;    ///< m/s of speed that a metre aside must bring
constexpr double kStay_m_s = 0.2;       ///< and this at least
constexpr double kStrategic_m_s = 5.0;  ///< a lane that leads elsewhere is worth so much less near its end
constexpr double kHeed_m = 60.0;        ///< so far before and behind one looks, over the ends of an edge too
constexpr double kSettle_m = 8.0, kSettle_s = 2.0;  ///< before the end of an edge one is within a lane
constexpr double kKerbRoom_m = 1.2;                 ///< cars leave this to motorbikes where the lane allows

using Seat = Shifter::Seat;

double half(const Seat& a, const Seat& b) {
    return 0.5 * (static_cast<double>(a.car.width_m) + static_cast<double>(b.car.width_m)) + a.margin + b.margin;
}
double rear(const Seat& a) { return a.car.pos_m - static_cast<double>(a.car.length_m); }
bool beside(const Seat& a, const Seat& b) { return rear(a) < b.car.pos_m && rear(b) < a.car.pos_m; }

/// Seats that can matter to one: from `ahead_m` before him to `behind_m` after him.
struct Window {
    std::size_t begin = 0, end = 0;
};
Window window(const Shifter& x, std::size_t i, double ahead_m, double behind_m) {
    const double front = x.seats[i].car.pos_m + ahead_m, back = x.seats[i].car.pos_m - behind_m;
    const auto at = [&x](double pos) {
        return static_cast<std::size_t>(
            std::partition_point(x.seats.begin(), x.seats.end(), [pos](const Seat& o) { return o.car.pos_m > pos; }) -
            x.seats.begin());
    };
    return {at(front), at(back)};
}

struct Range2 {
    double low = 0.0, high = 0.0;
};

/// How far one may move aside without touching those beside.
Range2 free_range(const State& s, const Shifter& x, std::size_t i, std::uint32_t edge) {
    const Seat& me = x.seats[i];
    const double w = 0.5 * static_cast<double>(me.car.width_m);
    Range2 r{w, s.edge_width_m[edge] - w};
    // a little more than the body counts as beside: both will move
    const double ahead = me.car.speed_m_s * s.dt + kTouch_m, behind = kTouch_m;
    const Window near = window(x, i, ahead + s.longest_m, static_cast<double>(me.car.length_m) + 10.0);
    for (std::size_t j = near.begin; j < near.end; ++j) {
        const Seat& o = x.seats[j];
        if (j == i) continue;
        if (rear(o) - ahead >= me.car.pos_m || o.car.pos_m + o.car.speed_m_s * s.dt + behind <= rear(me)) continue;
        const double room = half(me, o) + kTouch_m + 1e-6;
        if (o.y > me.y)
            r.high = std::min(r.high, o.y - room);
        else
            r.low = std::max(r.low, o.y + room);
    }
    return r;
}

/// Speed that everybody ahead would let one have at a place across.
double speed_at(const State& s, const Shifter& x, std::size_t i, const Window& ahead, double y, double limit) {
    const Seat& me = x.seats[i];
    const Driver& d = s.drivers[me.car.type];
    const double v = me.car.speed_m_s;
    const double reach = 15.0 + 3.0 * v;
    double best = limit;
    for (std::size_t j = ahead.begin; j < ahead.end; ++j) {
        const Seat& o = x.seats[j];
        if (j == i || o.car.pos_m <= me.car.pos_m) continue;
        const double gap = rear(o) - me.car.pos_m;
        if (gap > reach) continue;
        const double side = std::abs(o.y - y) - half(me, o);
        if (side >= clearance_for(limit, d.gap_lat)) continue;
        if (side <= kTouch_m) {
            const double follow =
                safe_follow(d, v, std::max(0.0, gap - d.gap), o.car.speed_m_s, s.drivers[o.car.type].decel, s.dt, true);
            best = std::min(best, follow);
        } else {
            const double pass = std::max(o.car.speed_m_s, pass_speed(side, d.gap_lat));
            best = std::min(best, gap < 0.0 ? pass_speed(side, d.gap_lat) : std::max(pass, pass + 0.1 * gap));
        }
    }
    return best;
}

bool lane_of_place(const State& s, std::uint32_t edge, double y, std::uint32_t& lane) {
    const std::uint32_t first = s.road.edge_lane_begin[edge];
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        lane = first + k;
        if (y <= s.lane_centre_m[lane] + 0.5 * s.road.lanes[lane].width_m) return true;
    }
    return false;
}

/// What a place is worth, in m/s; very little where one may not be.
double worth(const State& s, const Shifter& x, std::size_t i, const Window& ahead, std::uint32_t edge, double y) {
    const Seat& me = x.seats[i];
    const Vehicle& veh = s.vehicles[me.car.id];
    const Driver& d = s.drivers[me.car.type];
    std::uint32_t lane = kNone;
    if (!lane_of_place(s, edge, y, lane) || (s.road.lanes[lane].allow & d.bit) == 0) return -kNever;
    const double limit = limit_of(s, d, static_cast<double>(me.car.factor), lane);
    double value = speed_at(s, x, i, ahead, y, limit) - kMoveCost_s * std::abs(y - me.y);
    const BestLane* row = best_of(s, veh, lane);
    const double left = s.road.lanes[lane].length_m - me.car.pos_m;
    if (row != nullptr && row->offset != 0 && left < 40.0 + 8.0 * me.car.speed_m_s)
        value -= kStrategic_m_s * std::abs(row->offset);
    return value;
}

/// Where a car keeps in a lane: the kerb's side is left free if that makes room enough for others.
double car_place(const State& s, std::uint32_t lane, double width) {
    const double spare = s.road.lanes[lane].width_m - width;
    if (spare < kKerbRoom_m) return s.lane_centre_m[lane];
    return s.lane_centre_m[lane] + 0.5 * spare - 0.2;
}

double choose(const State& s, const Shifter& x, std::size_t i, std::uint32_t edge, const Range2& r) {
    const Seat& me = x.seats[i];
    const Driver& d = s.drivers[me.car.type];
    const Window ahead = window(x, i, 15.0 + 3.0 * me.car.speed_m_s + s.longest_m, 0.0);
    double target = me.y;
    double best = worth(s, x, i, ahead, edge, me.y) + kStay_m_s;
    const auto consider = [&](double y) {
        if (y < r.low || y > r.high) return;
        const double value = worth(s, x, i, ahead, edge, y);
        if (value > best) best = value, target = y;
    };
    if (d.motorbike) {
        const int cells = static_cast<int>(s.edge_width_m[edge] / kCell_m);
        for (int c = 1; c < cells; ++c) consider(c * kCell_m);
        return target;
    }
    // cars keep a place in a lane; a wrong place is left as soon as there is room
    const double own = car_place(s, me.lane, d.width);
    target = std::clamp(own, r.low, r.high);
    best = worth(s, x, i, ahead, edge, own) + 2.0 * kStay_m_s;
    const std::uint32_t first = s.road.edge_lane_begin[edge];
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k)
        if (first + k != me.lane) consider(car_place(s, first + k, d.width));
    return target;
}

/// Somebody gets newly in the way: may he, and may those behind be made to brake?
bool safe_move(const State& s, const Shifter& x, std::size_t i, double y) {
    const Seat& me = x.seats[i];
    const Driver& d = s.drivers[me.car.type];
    const Window near = window(x, i, kHeed_m, kHeed_m);
    for (std::size_t j = near.begin; j < near.end; ++j) {
        const Seat& o = x.seats[j];
        if (j == i) continue;
        const double now = std::abs(o.y - me.y) - half(me, o), then = std::abs(o.y - y) - half(me, o);
        if (then > kTouch_m || now <= kTouch_m) continue;
        if (beside(me, o)) return false;
        const Driver& od = s.drivers[o.car.type];
        if (o.car.pos_m > me.car.pos_m) {
            const double gap = rear(o) - me.car.pos_m - d.gap;
            if (gap < secure_gap(d, me.car.speed_m_s, o.car.speed_m_s, od.decel, s.dt) - 0.5 * d.gap) return false;
        } else {
            const double gap = rear(me) - o.car.pos_m - 0.5 * od.gap;
            if (gap < secure_gap(od, o.car.speed_m_s, me.car.speed_m_s, d.decel, s.dt)) return false;
        }
    }
    return true;
}

/// Towards the end of an edge one keeps within a lane that leads on: over a junction, bodies that straddle two lanes
/// are in the way of those who come from elsewhere.
double settled(const State& s, const Seat& me, double target) {
    const RoadLane& lane = s.road.lanes[me.lane];
    if (lane.length_m - me.car.pos_m > kSettle_m + kSettle_s * me.car.speed_m_s) return target;
    const BestLane* row = best_of(s, s.vehicles[me.car.id], me.lane);
    if (row == nullptr || row->offset != 0) return target;
    const double spare = std::max(0.0, 0.5 * (lane.width_m - static_cast<double>(me.car.width_m)));
    return std::clamp(target, s.lane_centre_m[me.lane] - spare, s.lane_centre_m[me.lane] + spare);
}

/// Whoever stands keeps his place, unless his lane leads elsewhere: he squeezes over as soon as those beside let him.
bool stays(const State& s, const Seat& me) {
    if ((me.car.flags & kAtStop) != 0) return true;
    if (me.car.speed_m_s >= kHalting_m_s) return false;
    const BestLane* row = best_of(s, s.vehicles[me.car.id], me.lane);
    return row == nullptr || row->offset == 0;
}

/// Somebody on another edge, seen at a place of this one.
void heed(Shifter& x, const State& s, const Car& car, double front, double y) {
    Seat seat{car, y, kNone, 0.0};
    seat.car.pos_m = front;
    if (car.speed_m_s >= kHalting_m_s) seat.margin = kAside_m_s * s.dt;
    x.seats.push_back(seat);
}

void heed_downstream(Shifter& x, const State& s, std::uint32_t lane) {
    for (std::uint32_t l = s.road.lanes[lane].link_begin; l < s.road.lanes[lane].link_end; ++l) {
        double start = s.road.lanes[lane].length_m;
        for (std::uint32_t next = s.road.links[l].next;
             next != kNone && start < s.road.lanes[lane].length_m + kHeed_m;) {
            const auto& cars = s.lanes[next].cars;
            for (std::size_t i = has_cars(s, next) ? cars.size() : 0; i-- > 0 && cars[i].pos_m < kHeed_m;)
                heed(x, s, cars[i], start + cars[i].pos_m, s.lane_centre_m[lane] + static_cast<double>(cars[i].lat_m));
            start += s.road.lanes[next].length_m;
            const bool on = s.road.lanes[next].internal && s.road.lanes[next].link_begin < s.road.lanes[next].link_end;
            next = on ? s.road.links[s.road.lanes[next].link_begin].next : kNone;
        }
    }
}

void heed_upstream(Shifter& x, const State& s, std::uint32_t lane) {
    for (const std::uint32_t link : s.road.in_of(s.road.lanes[lane])) {
        double end = 0.0;
        std::uint32_t from = s.road.links[link].from;
        while (from != kNone && end > -kHeed_m) {
            const double length = s.road.lanes[from].length_m;
            for (const Car& car :
                 has_cars(s, from) ? std::span<const Car>(s.lanes[from].cars) : std::span<const Car>{}) {
                if (car.pos_m < length - kHeed_m) break;
                heed(x, s, car, end + car.pos_m - length, s.lane_centre_m[lane] + static_cast<double>(car.lat_m));
            }
            end -= length;
            const auto in = s.road.in_of(s.road.lanes[from]);
            from = s.road.lanes[from].internal && !in.empty() ? s.road.links[in.front()].from : kNone;
        }
    }
}

void gather(Shifter& x, const State& s, std::uint32_t edge) {
    x.seats.clear();
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        const std::uint32_t lane = s.road.edge_lane_begin[edge] + k;
        for (const Car& car : s.lanes[lane].cars) x.seats.push_back({car, across(s, lane, car), lane, 0.0});
    }
    const auto near_end = [&](const Seat& a) { return a.car.pos_m > s.road.edge_length_m[edge] - kHeed_m; };
    const auto near_start = [](const Seat& a) { return rear(a) < kHeed_m; };
    const bool ahead = std::any_of(x.seats.begin(), x.seats.end(), near_end);
    const bool behind = std::any_of(x.seats.begin(), x.seats.end(), near_start);
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        if (ahead) heed_downstream(x, s, s.road.edge_lane_begin[edge] + k);
        if (behind) heed_upstream(x, s, s.road.edge_lane_begin[edge] + k);
    }
    std::sort(x.seats.begin(), x.seats.end(), [](const Seat& a, const Seat& b) {
        return a.car.pos_m != b.car.pos_m ? a.car.pos_m > b.car.pos_m : a.car.id < b.car.id;
    });
}

}  // namespace

void shift_on_strip(Shifter& x, State& s, std::uint32_t edge, Scratch& out) {
    gather(x, s, edge);
    const auto think_every = static_cast<std::uint64_t>(kThinkEvery_s / s.dt + 0.5);
    for (std::size_t i = 0; i < x.seats.size(); ++i) {
        Seat& me = x.seats[i];
        if (me.lane == kNone || stays(s, me)) continue;
        const Range2 r = free_range(s, x, i, edge);
        if (r.low > r.high) continue;
        // a driver looks for a better place once in a few steps, and meanwhile goes where he wanted to
        if ((static_cast<std::uint64_t>(s.tick) + s.vehicles[me.car.id].serial) % think_every == 0)
            me.car.aim_m = static_cast<float>(choose(s, x, i, edge, r));
        const double target = settled(s, me, static_cast<double>(me.car.aim_m));
        const double most = std::min(kAside_m_s, 0.2 + 0.25 * me.car.speed_m_s) * s.dt;
        const double y = std::clamp(me.y + std::clamp(target - me.y, -most, most), r.low, r.high);
        if (y == me.y || std::abs(y - me.y) > most + 1e-9 || !safe_move(s, x, i, y)) continue;
        me.y = y;
        std::uint32_t lane = kNone;
        if (lane_of_place(s, edge, y, lane) && lane != me.lane) {
            ++out.lane_changes;
            me.lane = lane;
        }
        me.car.lat_m = static_cast<float>(me.y - s.lane_centre_m[me.lane]);
    }
    auto& result = s.shifted[edge];
    result.clear();
    for (const Seat& seat : x.seats)
        if (seat.lane != kNone) result.push_back({seat.car, seat.lane});
}

void commit_shift(State& s, std::uint32_t edge) {
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) s.lanes[s.road.edge_lane_begin[edge] + k].cars.clear();
    for (const Shifted& r : s.shifted[edge]) {
        s.lanes[r.lane].cars.push_back(r.car);
        Vehicle& veh = s.vehicles[r.car.id];
        if (veh.lane == r.lane) continue;
        veh.lane = r.lane;
        shift_behind(s, veh);
    }
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) note_cars(s, s.road.edge_lane_begin[edge] + k);
}

namespace {

/// Calls `clear(car, front)` for those who come over a junction onto a lane, fronts seen from its beginning; false as
/// soon as it is.
template <class Clear>
bool all_clear_upstream(const State& s, std::uint32_t lane, double from_m, Clear clear) {
    if (from_m < -kHeed_m) return true;
    for (const std::uint32_t link : s.road.in_of(s.road.lanes[lane])) {
        const std::uint32_t from = s.road.links[link].from;
        const double start_m = from_m - s.road.lanes[from].length_m;
        if (has_cars(s, from))
            for (const Car& car : s.lanes[from].cars)
                if (!clear(car, start_m + car.pos_m)) return false;
        if (s.road.lanes[from].internal && !all_clear_upstream(s, from, start_m, clear)) return false;
    }
    return true;
}

}  // namespace

bool room_on_strip(const State& s, std::uint32_t lane, double pos, double y, double speed, const Driver& d) {
    const std::uint32_t edge = s.road.lanes[lane].edge;
    const double back = pos - d.length;
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        const std::uint32_t l = s.road.edge_lane_begin[edge] + k;
        const auto clear = [&](const Car& o, double front) {
            const double rear_o = front - static_cast<double>(o.length_m);
            const double side = std::abs(across(s, l, o) - y) - 0.5 * (static_cast<double>(o.width_m) + d.width);
            if (side > std::max(kTouch_m, 0.5 * clearance_for(speed, d.gap_lat))) return true;
            const Driver& od = s.drivers[o.type];
            if (front >= pos) return rear_o - pos - d.gap >= secure_gap(d, speed, o.speed_m_s, od.decel, s.dt);
            return back - front - od.gap >= secure_gap(od, o.speed_m_s, speed, d.decel, s.dt);
        };
        for (const Car& o : s.lanes[l].cars)
            if (!clear(o, o.pos_m)) return false;
        for (const Partial& o : s.lanes[l].partials)
            if (!clear(o.car, o.back_m + static_cast<double>(o.car.length_m))) return false;
        if (back < kHeed_m && !all_clear_upstream(s, l, 0.0, clear)) return false;
    }
    return true;
}

double least_clearance(const State& s) {
    double least = kNever;
    std::vector<Seat> seats;
    for (std::uint32_t edge = 0; edge < s.road.edge_lanes.size(); ++edge) {
        seats.clear();
        for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
            const std::uint32_t lane = s.road.edge_lane_begin[edge] + k;
            for (const Car& car : s.lanes[lane].cars) seats.push_back({car, across(s, lane, car), lane, 0.0});
            for (const Partial& o : s.lanes[lane].partials) {
                Seat seat{o.car, across(s, lane, o.car), lane, 0.0};
                seat.car.pos_m = o.back_m + static_cast<double>(o.car.length_m);
                seats.push_back(seat);
            }
        }
        std::sort(seats.begin(), seats.end(), [](const Seat& a, const Seat& b) { return a.car.pos_m > b.car.pos_m; });
        for (std::size_t i = 0; i < seats.size(); ++i)
            for (std::size_t j = i + 1; j < seats.size(); ++j) {
                const double along = rear(seats[i]) - seats[j].car.pos_m;
                if (along > s.longest_m) break;
                const double side = std::abs(seats[i].y - seats[j].y) - half(seats[i], seats[j]);
                least = std::min(least, std::max(along, side));
            }
    }
    return least;
}

}  // namespace sd::micro
