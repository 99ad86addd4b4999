#include "sim/traffic/right_of_way.h"

#include <cmath>

namespace sd::micro {

namespace {

constexpr double kPatience_s = 180.0;  ///< after so long a wait one pushes in
constexpr double kZipperAhead_s = 16.0;

/// When a foe arrives who brakes for us as hard as our impatience makes him.
double braked_arrival(const State& s, double arrival_s, const Approach& foe, double impatience, double& speed) {
    if (std::floor(arrival_s / s.dt) == std::floor(foe.arrival_s / s.dt)) return foe.arrival_s;
    const double m = foe.decel * impatience;
    const double wait = foe.arrival_s - arrival_s;
    const double d = wait * m;
    const double saved = wait * d / 2.0;
    const double v = foe.dist_m / std::max(kEps, foe.arrival_s - s.now + s.dt);
    const double left = foe.dist_m - v * (arrival_s - s.now);
    if (0.5 * v * v / m <= left) {
        speed = 0.0;
        return foe.arrival_s + 30.0;
    }
    const double root = 4.0 * (v - d) * (v - d) - 8.0 * m * saved;
    if (root < 0.0) {
        speed = 0.0;
        return foe.arrival_s + 30.0;
    }
    const double x = (std::sqrt(root) * -0.5 - d + v) / m;
    speed = v - (wait + x) * m;
    return foe.arrival_s + x;
}

bool unsafe_merge(double lead_v, double follow_v, double lead_decel, double follow_decel) {
    return lead_v * lead_v / lead_decel <= follow_v * follow_v / follow_decel;
}

bool blocked_by(const State& s, std::uint32_t foe_link, const Approach& foe, const Asking& ego, double leave_s,
                bool same_target) {
    if (!foe.will_pass) return false;
    const char state = state_of(s, foe_link);
    if (state == 'w') {
        if (ego.waited_s > foe.waited_s) return false;
        if (ego.waited_s == foe.waited_s && ego.arrival_s < foe.arrival_s) return false;
    }
    double foe_arrival = foe.arrival_s;
    double foe_braking = foe.braking_m_s;
    if (ego.impatience > 0.0 && ego.arrival_s < foe.arrival_s) {
        const double braked = braked_arrival(s, ego.arrival_s, foe, ego.impatience, foe_braking);
        foe_arrival = (1.0 - ego.impatience) * foe.arrival_s + ego.impatience * braked;
    }
    const double ahead = state == 'Z' ? kZipperAhead_s : ego.timegap_s;
    if (foe.leave_s < ego.arrival_s)  // ego follows
        return same_target && (ego.arrival_s - foe.leave_s < ahead ||
                               unsafe_merge(foe.leave_m_s, ego.arrival_m_s, foe.decel, ego.decel));
    if (foe_arrival > leave_s + ahead)  // ego leads
        return same_target && unsafe_merge(ego.leave_m_s, foe_braking, ego.decel, foe.decel);
    return true;
}

}  // namespace

double impatience_of(const Driver& d, double waited_s) {
    return std::clamp(d.impatience + waited_s / kPatience_s, 0.0, 1.0);
}

bool after_major(const State& s, std::uint32_t link) {
    const RoadLink& l = s.road.links[link];
    if (l.via == kNone || l.cont || !l.inner) return false;
    const char entry = state_of(s, l.entry);
    return has_priority(entry) || is_yellow(entry);
}

bool after_state(const State& s, std::uint32_t link, char state) {
    const RoadLink& l = s.road.links[link];
    return l.via != kNone && !l.cont && l.inner && state_of(s, l.entry) == state;
}

bool opened(const State& s, std::uint32_t link, const Asking& ego, std::vector<const Approach*>* blockers) {
    const char state = state_of(s, link);
    if (is_red(state) && !ego.ignore_red) return false;
    if (is_cont(s, link)) return true;
    if ((has_priority(state) || after_state(s, link, 'G')) && state != 'Z') return true;
    if ((state == 's' || state == 'w') && ego.waited_s <= 0.0) return false;
    const RoadLink& self = s.road.links[link];
    const double leave_s = leave_time(self, ego.arrival_s, ego.arrival_m_s, ego.leave_m_s, ego.length_m);
    const bool entry_red = after_state(s, link, 'r');
    for (const std::uint32_t foe_link : s.road.foes_of(self)) {
        const bool same_target = self.to == s.road.links[foe_link].to;
        const bool closed = any_approach(s, foe_link, [&](const Approach& foe) {
            if (foe.id == ego.id || (entry_red && foe.speed_m_s <= kHalting_m_s)) return false;
            if (!blocked_by(s, foe_link, foe, ego, leave_s, same_target)) return false;
            if (blockers != nullptr) blockers->push_back(&foe);
            return blockers == nullptr;
        });
        if (closed) return false;
    }
    return blockers == nullptr || blockers->empty();
}

bool foes_near(const State& s, std::uint32_t link, const Asking& ego) {
    const RoadLink& self = s.road.links[link];
    Asking same = ego;
    same.impatience = 0.0;
    same.waited_s = 0.0;
    const double leave_s = leave_time(self, ego.arrival_s, ego.arrival_m_s, ego.leave_m_s, ego.length_m);
    for (const std::uint32_t foe_link : s.road.foes_of(self)) {
        const bool same_target = self.to == s.road.links[foe_link].to;
        if (any_approach(s, foe_link, [&](const Approach& foe) {
                return foe.id != ego.id && blocked_by(s, foe_link, foe, same, leave_s, same_target);
            }))
            return true;
    }
    if (self.via == kNone) return false;
    const std::uint32_t out = s.road.lanes[self.via].link_begin;
    for (const Conflict& c : s.road.conflicts_of(s.road.links[out]))
        if (!c.same_source && (!s.lanes[c.lane].cars.empty() || !s.lanes[c.lane].partials.empty())) return true;
    return false;
}

namespace {
bool could_brake_for(double follow_dist, double lead_dist, double follow_v, double follow_decel, double lead_v) {
    return follow_dist > lead_dist && lead_v > follow_v - follow_decel;
}
}  // namespace

double zipper_speed(const State& s, std::uint32_t link, const Driver& d, const Car& car, double dist, double v_safe,
                    double arrival_s, const std::vector<const Approach*>& foes) {
    const double brake = brake_gap(car.speed_m_s, d.decel, 0.0, s.dt);
    if (dist > std::max(s.road.links[link].visibility_m, brake)) return v_safe;
    for (const Approach* foe : foes) {
        const bool later =
            foe->arrival_s > arrival_s && !could_brake_for(dist, foe->dist_m, car.speed_m_s, d.decel, foe->speed_m_s);
        const bool he_brakes = could_brake_for(foe->dist_m, dist, foe->speed_m_s, foe->decel, car.speed_m_s);
        const bool tie = foe->arrival_s == arrival_s && foe->dist_m == dist && car.id < foe->id;
        if (later || he_brakes || tie) continue;
        // be behind him, with a safe gap, when both reach the merge
        const double gap = dist - foe->dist_m - d.gap - foe->length_m;
        const double until = std::max(s.dt, foe->dist_m / std::max(foe->speed_m_s, kHalting_m_s));
        const double secure = secure_gap(d, car.speed_m_s, foe->speed_m_s, foe->decel, s.dt);
        const double shortfall = std::max(0.0, secure - gap);
        const double follow = std::max(0.0, foe->speed_m_s - shortfall / until);
        const double bound = std::max(follow, car.speed_m_s - d.decel * s.dt);
        v_safe = std::min(v_safe, std::max(0.0, bound));
    }
    return v_safe;
}

bool circle_of_yielding(const State& s, std::uint32_t link) {
    std::uint32_t at = link;
    for (int hop = 0; hop < 100; ++hop) {
        double nearest = kNever;
        std::uint32_t next = kNone;
        for (const std::uint32_t foe_link : s.road.foes_of(s.road.links[at])) {
            const bool own = s.road.links[foe_link].from == s.road.links[link].from;
            if (any_approach(s, foe_link, [&](const Approach& foe) {
                    if (!own && foe.dist_m < nearest) {
                        nearest = foe.dist_m;
                        if (foe.will_pass) next = foe_link;
                    }
                    return own;
                }))
                return true;
        }
        if (next == kNone) return false;
        if (next == link) return true;
        at = next;
    }
    return false;
}

}  // namespace sd::micro
