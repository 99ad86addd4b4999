// Favours between drivers: the one who must change asks the vehicle ahead on the other lane to hurry and the one behind
// to leave a gap, and adapts his own speed meanwhile.
#include <cmath>
#include <limits>

#include "sim/traffic/change.h"

namespace sd::micro {

namespace {

constexpr double kHelpOvertake_m_s = 10.0 / 3.6;
constexpr double kFallBehind_m_s2 = 7.0 / 3.6;
constexpr double kCutInLeft_m_s = 27.0;
constexpr double kRamp_m = 200.0;

double overtake_distance(const Wish& w, const Driver& behind, const Near& ahead_of, double gap, double length_behind,
                         double v_behind, double v_ahead) {
    const Driver& ahead = w.x.s->drivers[ahead_of.type];
    return std::max(0.0, gap + ahead_of.length + ahead_of.min_gap + length_behind +
                             secure_gap(ahead, v_ahead, v_behind, behind.decel, w.x.s->dt));
}

/// Cannot pass him: slow down to fall in behind.
double fall_in(Wish& w, double remaining_s, double planned, double next_gap, double next_speed, std::uint32_t dir) {
    const double dt = w.x.s->dt;
    const double v = w.car.speed_m_s;
    ask(w, w.neigh_lead, dir | kBlockingLeader, std::numeric_limits<double>::infinity());
    const Driver& lead = w.x.s->drivers[w.neigh_lead.type];
    const double want = limit_of(*w.x.s, w.d, static_cast<double>(w.car.factor), w.x.lane0 + w.lane);
    const double target =
        std::max(slowest_next(w.d, v, dt), follow_speed(w.d, v, next_gap, next_speed, lead.decel, want, dt));
    if (target >= v) {
        advise(w.veh.change, v, target, dt);
        return planned;
    }
    const double decel =
        remaining_s == 0.0 ? w.d.decel : std::min(w.d.decel, std::max(kFallBehind_m_s2, (v - target) / remaining_s));
    const double next = std::min(planned, std::max(0.0, v - decel * dt));
    advise(w.veh.change, v, next, dt);
    return next;
}

/// Speed he plans; −1: he overtakes the leader of the other lane.
double ask_leader(Wish& w, double remaining_s, std::uint32_t dir) {
    ChangeState& c = w.veh.change;
    const double dt = w.x.s->dt;
    const double v = w.car.speed_m_s;
    const double want = limit_of(*w.x.s, w.d, static_cast<double>(w.car.factor), w.x.lane0 + w.lane);
    double planned = std::min(v, stop_speed(w.d, v, c.left_m - c.blocker_m, w.d.decel, want, dt));
    for (int i = 0; i < c.advices; ++i) {
        const double a = c.advice[static_cast<std::size_t>(i)];
        if (a >= -w.d.decel) planned = std::min(planned, v + a * dt);
    }
    const Near& lead = w.neigh_lead;
    if (!lead.any()) return planned;
    const double next_speed = lead.speed - std::max(1.0, -lead.accel) * dt;
    const double next_gap = lead.gap + (next_speed - planned) * dt;
    const Driver& ld = w.x.s->drivers[lead.type];
    if ((w.blocked & kByLeader) == 0) {
        const double target =
            std::max(slowest_next(w.d, v, dt), follow_speed(w.d, v, next_gap, next_speed, ld.decel, want, dt));
        advise(c, v, target, dt);
        return std::min(target, planned);
    }
    const double dv = planned - lead.speed;
    const double distance = overtake_distance(w, w.d, lead, lead.gap, w.d.length, v, lead.speed);
    const double time = dv > 0.0 ? distance / dv : remaining_s + 1.0;
    const bool no_right = w.to > 0 && w.x.s->limit_m_s[w.x.lane0 + w.lane] > 70.0 / 3.6 && v > 60.0 / 3.6;
    const bool room = c.left_m - c.blocker_m - brake_gap(v, w.d.decel, w.d.tau, dt) >= distance;
    if ((dv < 0.0 || no_right || !room || remaining_s < time) && !lead.at_stop)
        return fall_in(w, remaining_s, planned, next_gap, next_speed, dir);
    ask(w, lead, dir | kBlockingLeader, lead.speed);
    return -1.0;
}

/// He will pass us; we slow down so that he can.
void let_pass(Wish& w, const Driver& fd, double remaining_s, double planned, double neigh_new, std::uint32_t dir) {
    const Near& f = w.neigh_follow;
    const double v = w.car.speed_m_s;
    const double dt = w.x.s->dt;
    double help = std::max(f.speed, v + kHelpOvertake_m_s);
    const bool patient_right = w.to < 0 && w.car.waited_s > -1.0;
    const bool left =
        w.to > 0 && (planned > kCutInLeft_m_s || w.x.s->road.lanes[w.x.lane0 + w.lane].length_m > kRamp_m);
    if (f.speed > v && (patient_right || left)) {
        help = std::max(neigh_new, v + kHelpOvertake_m_s);
        if ((f.speed - v) / fd.decel < remaining_s) {
            ask(w, f, dir | kBlockingFollower, help);
            return;
        }
    }
    ask(w, f, dir | kBlockingFollower, help);
    Near self;
    self.length = w.d.length;
    self.min_gap = w.d.gap;
    self.type = w.car.type;
    const double distance = overtake_distance(w, fd, self, f.gap, f.length, help, planned);
    const double need = distance / remaining_s;
    advise(w.veh.change, v, std::max(help - need, v - w.d.decel * dt), dt);
}

void ask_follower(Wish& w, double remaining_s, double planned, std::uint32_t dir) {
    const Near& f = w.neigh_follow;
    if (!f.any()) return;
    const State& s = *w.x.s;
    const double dt = s.dt;
    const Driver& fd = s.drivers[f.type];
    const double want = limit_of(s, fd, f.factor, f.lane == kNone ? w.x.lane0 + w.lane : f.lane);
    const auto follow = [&](double gap) { return follow_speed(fd, f.speed, gap, planned, w.d.decel, want, dt); };
    if ((w.blocked & kByFollower) == 0) {
        if ((w.blocked & kByLeader) == 0) return;
        const double first = follow(f.gap + planned * dt);
        ask(w, f, dir, follow(f.gap + (planned - first) * dt));
        return;
    }
    if (planned - f.speed >= kHelpOvertake_m_s) {
        const double needed = secure_gap(fd, f.speed, planned, w.d.decel, dt);
        if ((needed - f.gap) / remaining_s < planned - f.speed) {
            ask(w, f, dir | kBlockingFollower, planned - kHelpOvertake_m_s);
            return;
        }
    }
    const double neigh_new = std::max(0.0, f.speed - fd.decel * dt);
    const double neigh_new_1s = std::max(0.0, f.speed - fd.decel);
    const double dv = planned - neigh_new_1s;
    const double gap = f.gap + dv;
    const double secure = secure_gap(fd, neigh_new_1s, planned, w.d.decel, dt);
    if (gap > 0.0 && gap >= secure) {
        const double first = std::max(neigh_new, follow(f.gap + planned * dt));
        ask(w, f, dir | kBlockingFollower, std::max(neigh_new, follow(f.gap + (planned - first) * dt)));
    } else if (dv > 0.0 && dv * remaining_s > secure - gap + kPosEps_m) {
        ask(w, f, dir | kBlockingFollower, neigh_new);
    } else if (w.to < 0 && s.limit_m_s[w.x.lane0 + w.lane] > 70.0 / 3.6 && f.speed > 60.0 / 3.6) {
        ask(w, f, dir | kBlockingFollower, std::max(neigh_new, kHelpOvertake_m_s));
    } else {
        let_pass(w, fd, remaining_s, planned, neigh_new, dir);
    }
}

}  // namespace

void advise(ChangeState& c, double own_speed, double speed, double dt) {
    if (c.advices < c.advice.size()) c.advice[c.advices++] = (speed - own_speed) / dt;
}

void ask(Wish& w, const Near& who, std::uint32_t bits, double speed) {
    if (who.same_edge) {
        Vehicle& veh = w.x.s->vehicles[who.id];
        advise(veh.change, who.speed, speed, w.x.s->dt);
        veh.change.own |= bits;
    } else {
        w.x.out->notes.push_back({who.id, bits, (speed - who.speed) / w.x.s->dt});
    }
}

void deliver_notes(State& s) {
    for (Scratch& out : s.scratch) {
        for (const Note& n : out.notes) {
            Vehicle& veh = s.vehicles[n.id];
            if (veh.where != Where::Driving) continue;
            ChangeState& c = veh.change;
            if (c.advices < c.advice.size()) c.advice[c.advices++] = n.accel_m_s2;
            c.own |= n.bits;
        }
        out.notes.clear();
    }
}

void ask_neighbours(Wish& w, double remaining_s) {
    const std::uint32_t dir = w.to < 0 ? kAskedRight : kAskedLeft;
    const double planned = ask_leader(w, remaining_s, dir);
    if (planned >= 0.0) ask_follower(w, remaining_s, planned, dir);
}

}  // namespace sd::micro
