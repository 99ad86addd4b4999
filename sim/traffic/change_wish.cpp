// Whether a driver wants another lane, and why.
#include <cmath>

#include "sim/traffic/change.h"

namespace sd::micro {

namespace {

constexpr double kLookForward_s = 10.0;
constexpr double kLookAheadMemory = 0.9;
constexpr double kLookAheadLeft = 2.0;
constexpr double kGainFloor_m_s = 10.0;
constexpr double kTurnLane_m = 200.0;
constexpr double kStoppedAhead_m = 100.0;
constexpr double kThresholdRight = 2.0, kThresholdLeft = 0.2;
constexpr double kKeepRight_s = 5.0;
constexpr double kUrgency = 2.0;

/// Numbers of one consideration.
struct View {
    const BestLane* curr = nullptr;
    const BestLane* neigh = nullptr;
    const BestLane* best = nullptr;
    std::size_t curr_at = 0, neigh_at = 0, best_at = 0;
    int offset = 0;  ///< to the best lane
    int curr_offset = 0;
    double bonus = 0.0;  ///< of a roundabout
    double curr_dist = 0.0, neigh_dist = 0.0;
    double look_ahead = 0.0, usable = 0.0, neigh_left = 0.0;
    double v_max = 0.0, neigh_v_max = 0.0;
    bool to_best = false, right = false;
};

bool too_short(double dist, int lanes, double need) { return dist / std::max(1, std::abs(lanes)) < need; }

bool view_of(Wish& w, View& v) {
    v.right = w.to < 0;
    v.curr_at = w.lane;
    v.neigh_at = static_cast<std::size_t>(static_cast<int>(w.lane) + w.to);
    v.curr = w.x.row[v.curr_at];
    v.neigh = w.x.row[v.neigh_at];
    if (v.curr == nullptr || v.neigh == nullptr) return false;
    v.offset = v.curr_offset = w.x.offset[v.curr_at];
    if (v.offset == 0 && w.x.offset[v.neigh_at] == 0) v.offset = w.to;
    const int best_at = static_cast<int>(w.lane) + v.offset;
    if (best_at < 0 || best_at >= static_cast<int>(w.x.n)) return false;
    v.best_at = static_cast<std::size_t>(best_at);
    v.best = w.x.row[v.best_at];
    if (v.best == nullptr) return false;
    v.curr_dist = v.curr->length_m;
    v.neigh_dist = v.neigh->length_m;
    v.to_best = (v.right && v.offset < 0) || (!v.right && v.offset > 0);
    return true;
}

void look_ahead(Wish& w, View& v) {
    const State& s = *w.x.s;
    ChangeState& c = w.veh.change;
    const double speed = w.car.speed_m_s;
    if (speed > c.look_ahead_m_s) {
        c.look_ahead_m_s = speed;
    } else {
        const double memory = 1.0 - (1.0 - kLookAheadMemory) * s.dt;
        c.look_ahead_m_s = std::max(0.0, memory * c.look_ahead_m_s + (1.0 - memory) * speed);
    }
    const double length = w.d.length + w.d.gap;
    v.look_ahead = c.look_ahead_m_s * kLookForward_s * w.d.strategic * (v.right ? 1.0 : kLookAheadLeft) + length * 2.0;
    const double pos = w.car.pos_m;
    if (v.offset == 0 && w.leader.any() && w.leader.at_stop && w.leader.gap < v.curr_dist - pos)
        v.look_ahead = 0.5 * (length + w.leader.length + w.leader.min_gap + w.leader.gap);
    else if (v.offset == w.to && w.neigh_lead.any() && w.neigh_lead.at_stop && w.neigh_lead.gap < v.curr_dist - pos)
        v.look_ahead = length + w.neigh_lead.length + w.neigh_lead.min_gap + w.neigh_lead.gap;
    if (w.d.strategic < 0.0) v.look_ahead = -1e3;
}

/// A stop of the route on this edge can always be driven up to.
double up_to_stop(const Wish& w, View& v) {
    if (w.veh.stop_dist_m >= kNever || w.veh.next_stop >= w.veh.stops.size()) return -kNever;
    const PlannedStop& stop = w.veh.stops[w.veh.next_stop];
    if (w.x.s->road.lanes[stop.stop.lane].edge != w.x.edge || stop.at != w.veh.at) return -kNever;
    const double stop_pos = w.car.pos_m + w.veh.stop_dist_m - w.car.speed_m_s * w.x.s->dt;
    v.curr_dist = std::max(v.curr_dist, stop_pos);
    v.neigh_dist = std::max(v.neigh_dist, stop_pos);
    return w.veh.stop_dist_m;
}

std::uint32_t strategic(Wish& w, View& v) {
    const std::uint32_t lca = v.right ? kRight : kLeft;
    const double pos = w.car.pos_m;
    if (v.to_best && v.offset == v.curr_offset && too_short(v.usable, v.offset, v.look_ahead))
        return lca | kStrategic | kUrgent;
    const double overtake = w.leader.any() ? w.leader.gap + w.d.length + w.leader.length + w.leader.min_gap : -1.0;
    if (w.leader.any() && w.leader.at_stop && w.leader.gap < kStoppedAhead_m &&
        std::min(v.neigh_dist, v.curr_dist) - pos > overtake &&
        (!w.neigh_lead.any() || !w.neigh_lead.at_stop || w.neigh_lead.gap > overtake)) {
        v.curr_dist = pos + w.leader.gap;
        return lca | kStrategic | kUrgent;
    }
    if (!v.to_best && too_short(v.neigh_left, std::abs(v.offset) + 2, v.look_ahead)) return kStay | kStrategic;
    if (v.offset == 0 && v.neigh_left * 2.0 < v.look_ahead) return kStay | kStrategic;
    const State& s = *w.x.s;
    if (v.offset == 0 && (!w.leader.any() || !w.leader.at_stop) && v.bonus == 0.0 && v.neigh_dist < kTurnLane_m) {
        const std::uint32_t last = s.best.lanes[v.neigh->lane_end - 1];
        const RoadLane& lane = s.road.lanes[last];
        if (lane.link_begin != lane.link_end) return kStay | kStrategic;
    }
    return 0;
}

/// Room for somebody who has to come the other way.
bool reserve(Wish& w, const Near& blocker, std::uint32_t counter, double left, bool relief) {
    if (!blocker.any() || !blocker.same_edge) return true;
    ChangeState& his = w.x.s->vehicles[blocker.id].change;
    if ((his.own & counter) == 0) return true;
    const double room = left - brake_gap(w.car.speed_m_s, w.d.decel, 0.0, w.x.s->dt);
    const double need = blocker.length + blocker.min_gap;
    ChangeState& c = w.veh.change;
    if (need <= room) {
        c.blocker_m = std::max(need, c.blocker_m);
        return true;
    }
    const Driver& d = w.x.s->drivers[blocker.type];
    const double own = w.d.length + w.d.gap;
    const double his_room = his.left_m - brake_gap(blocker.speed, d.decel, 0.0, w.x.s->dt);
    if (own <= his_room || his.left_m > left) {
        his.blocker_m = std::max(own, his.blocker_m);
        return true;
    }
    if (!relief) c.blocker_m = std::max(need, c.blocker_m);
    return false;
}

void prepare_urgent(Wish& w, const View& v) {
    ChangeState& c = w.veh.change;
    c.left_m = v.curr_dist - w.car.pos_m;
    if (v.to_best && std::abs(v.offset) > 1) c.blocker_m = std::max(v.right ? 20.0 : 40.0, c.blocker_m);
    const bool can_continue = v.curr->lane_end - v.curr->lane_begin > 1;
    const std::uint32_t counter = v.right ? kLeft : kRight;
    bool reserved = reserve(w, w.neigh_lead, counter, c.left_m, can_continue);
    const Car* first = w.x.first_blocked[w.lane];
    if (first != nullptr && first->id != w.neigh_lead.id) {
        Near near;
        near.id = first->id;
        near.speed = first->speed_m_s;
        near.length = static_cast<double>(first->length_m);
        near.min_gap = static_cast<double>(first->gap_m);
        near.type = first->type;
        near.same_edge = true;
        reserved = reserve(w, near, counter, c.left_m, can_continue) && reserved;
    }
    if (!reserved) c.dont_brake = can_continue;
    const double lanes = std::max(1, std::abs(v.offset));
    const double remaining = std::max(w.x.s->dt, c.left_m / std::max(c.look_ahead_m_s, kEps) / lanes / kUrgency);
    ask_neighbours(w, remaining);
}

/// Speed one would reach behind this leader, or with none, within the distance.
double speed_behind(const Wish& w, const Near& lead, double dist, double v_max, bool accelerating) {
    const double dt = w.x.s->dt;
    double v = 0.0;
    if (accelerating) {
        const double soon = w.car.speed_m_s + w.d.accel - w.d.accel * dt;
        v = lead.any() ? follow_speed(w.d, soon, lead.gap, lead.speed, w.x.s->drivers[lead.type].decel, v_max, dt)
                       : follow_speed(w.d, soon, dist, 0.0, w.d.decel, v_max, dt);
    } else {
        v = lead.any()
                ? safe_follow(w.d, w.car.speed_m_s, lead.gap, lead.speed, w.x.s->drivers[lead.type].decel, dt, true)
                : safe_stop(dist, w.d.decel, w.d.tau, dt);
    }
    return std::min(v_max, v);
}

std::uint32_t consider_right(Wish& w, View& v, double gain, double here, double there) {
    ChangeState& c = w.veh.change;
    const double dt = w.x.s->dt;
    const double right = kThresholdRight / std::max(1e-9, w.d.speed_gain);
    if (here - 5.0 / 3.6 > there) {
        if (c.speed_gain < 0.0) c.speed_gain *= dt == 1.0 ? 0.5 : math::pow(0.5, dt);
    } else {
        if (c.speed_gain < 0.0 || gain > 0.0) c.speed_gain -= dt * gain;
        const double speed = w.car.speed_m_s;
        const double road_factor = v.v_max / w.x.s->limit_m_s[w.x.lane0 + w.lane];
        const double accept = 7.0 * road_factor * std::max(1.0, speed);
        double full = std::max(0.0, v.neigh_dist - brake_gap(v.v_max, w.d.decel, w.d.tau, dt));
        double seconds = std::min(accept, full / v.v_max);
        if (w.neigh_lead.any() && w.neigh_lead.speed < v.v_max) {
            const double secure =
                secure_gap(w.d, v.v_max, w.neigh_lead.speed, w.x.s->drivers[w.neigh_lead.type].decel, dt);
            full = std::max(0.0, std::min(full, w.neigh_lead.gap - secure));
            seconds = std::min(seconds, full / (v.v_max - w.neigh_lead.speed));
        }
        c.keep_right -= dt * right * (seconds / accept) / kKeepRight_s;
        if (c.keep_right * w.d.keep_right < -right) return kRight | kKeepRight;
    }
    if (c.speed_gain < -right && v.neigh_dist / std::max(0.1, w.car.speed_m_s) > 20.0) return kRight | kSpeedGain;
    return 0;
}

std::uint32_t consider_left(Wish& w, View& v, double gain, double here, double there) {
    ChangeState& c = w.veh.change;
    const double dt = w.x.s->dt;
    if (here > there) {
        if (c.speed_gain > 0.0) c.speed_gain *= dt == 1.0 ? 0.5 : math::pow(0.5, dt);
    } else if (here == there) {
        if (c.speed_gain > 0.0) c.speed_gain *= dt == 1.0 ? 0.8 : math::pow(0.8, dt);
    } else {
        c.speed_gain += dt * gain;
    }
    const double left = kThresholdLeft / std::max(1e-9, w.d.speed_gain);
    if (c.speed_gain > left && gain > kEps && v.neigh_dist / std::max(0.1, w.car.speed_m_s) > 20.0)
        return kLeft | kSpeedGain;
    return 0;
}

/// Brakes for somebody ahead who cannot get over.
void slow_for_blocked(Wish& w, const Car* blocked, std::uint32_t& state) {
    if (blocked == nullptr) return;
    const double gap = blocked->pos_m - static_cast<double>(blocked->length_m) - w.car.pos_m - w.d.gap;
    if (gap <= kPosEps_m || w.car.speed_m_s >= w.d.decel) return;
    state |= blocked->speed_m_s < kHalting_m_s ? kBackBlockerStanding : kBackBlocker;
    const double want = limit_of(*w.x.s, w.d, static_cast<double>(w.car.factor), w.x.lane0 + w.lane);
    advise(w.veh.change, w.car.speed_m_s,
           follow_speed(w.d, w.car.speed_m_s, gap - kPosEps_m, blocked->speed_m_s, w.x.s->drivers[blocked->type].decel,
                        want, w.x.s->dt),
           w.x.s->dt);
}

/// Reasons that need no hurry.
std::uint32_t voluntary(Wish& w, View& v, std::uint32_t state) {
    const State& s = *w.x.s;
    ChangeState& c = w.veh.change;
    const std::uint32_t lca = v.right ? kRight : kLeft;
    const bool accelerating =
        (w.neigh_lead.any() && w.neigh_lead.accel > 0.0) || (w.leader.any() && w.leader.accel > 0.0);
    const double there =
        std::min(v.neigh_v_max, speed_behind(w, w.neigh_lead, v.neigh_dist, v.neigh_v_max, accelerating));
    const double here = std::min(v.v_max, speed_behind(w, w.leader, v.curr_dist, v.v_max, accelerating));
    double inconvenience = v.right ? c.speed_gain / kThresholdRight : -c.speed_gain / kThresholdLeft;
    inconvenience = std::min(1.0, std::max(here / std::max(there, 1e-9) - 1.0, inconvenience));
    const std::uint32_t asked = v.right ? kAskedRight : kAskedLeft;
    if (v.bonus > 0.0) return v.right ? state | kStay | kCooperative : state | lca | kCooperative;
    if (v.right && v.offset == 0 && s.limit_m_s[w.x.lane0 + w.lane] > 80.0 / 3.6 && c.look_ahead_m_s > kHalting_m_s)
        return state | kStay | kStrategic;
    if ((c.own & kBlockingFollower) != 0 && inconvenience <= w.d.cooperative && (c.own & asked) != 0 &&
        (v.to_best || !too_short(v.neigh_dist, std::abs(v.offset) + 1, v.look_ahead)))
        return state | lca | kCooperative | kUrgent;
    const double gain = (there - here) / std::max(there, kGainFloor_m_s);
    const std::uint32_t wish =
        v.right ? consider_right(w, v, gain, here, there) : consider_left(w, v, gain, here, there);
    if (wish != 0) return state | wish;
    if (v.to_best && v.offset == v.curr_offset && w.d.strategic >= 0.0 && gain >= 0.0 &&
        (v.right ? c.speed_gain < 0.0 : c.speed_gain > 0.0))
        return state | lca | kStrategic;
    return state;
}

}  // namespace

std::uint32_t wants_change(Wish& w) {
    View v;
    if (!view_of(w, v)) return 0;
    const State& s = *w.x.s;
    ChangeState& c = w.veh.change;
    const double to_stop = up_to_stop(w, v);
    std::uint32_t state = c.own & kKept;
    slow_for_blocked(w, w.x.last_blocked[w.lane], state);
    if (w.x.first_blocked[w.lane] != w.x.last_blocked[w.lane]) slow_for_blocked(w, w.x.first_blocked[w.lane], state);
    look_ahead(w, v);
    v.bonus = roundabout_bonus(w, v.right ? *v.curr : *v.neigh, *v.best);
    v.curr_dist += v.bonus;
    v.neigh_dist += v.bonus;
    const double pos = w.car.pos_m;
    v.usable = std::max(v.curr_dist - pos - w.x.occupation[v.best_at], to_stop);
    const double jam = std::max(w.x.occupation[v.neigh_at], w.x.occupation[v.curr_at]);
    v.neigh_left = std::max(0.0, v.neigh_dist - pos - jam);
    const double factor = static_cast<double>(w.car.factor);
    v.v_max = limit_of(s, w.d, factor, w.x.lane0 + w.lane);
    v.neigh_v_max = limit_of(s, w.d, factor, w.x.lane0 + static_cast<std::uint32_t>(v.neigh_at));
    state |= strategic(w, v);
    if ((state & kStay) != 0) return state;
    if ((state & kUrgent) != 0) {
        prepare_urgent(w, v);
        return state;
    }
    return voluntary(w, v, state);
}

}  // namespace sd::micro
