// May a link be used at a given time, with these foes approaching? Reads the approaches noted after planning.
#pragma once

#include "sim/traffic/state.h"

namespace sd::micro {

/// Somebody who asks.
struct Asking {
    double arrival_s = 0.0, arrival_m_s = 0.0, leave_m_s = 0.0;
    double length_m = 5.0, decel = 4.5, timegap_s = 1.0;
    double impatience = 0.0, waited_s = 0.0;
    std::uint32_t id = kNone;
    bool ignore_red = false;
};

/// `blockers`, if given, gets those in the way (zipper links).
[[nodiscard]] bool opened(const State& s, std::uint32_t link, const Asking& ego,
                          std::vector<const Approach*>* blockers = nullptr);
/// Entering traffic must not cut in anywhere, priority or not.
[[nodiscard]] bool foes_near(const State& s, std::uint32_t link, const Asking& ego);
/// Speed at which two streams merge one by one.
[[nodiscard]] double zipper_speed(const State& s, std::uint32_t link, const Driver& d, const Car& car, double dist,
                                  double v_safe, double arrival_s, const std::vector<const Approach*>& foes);
[[nodiscard]] double impatience_of(const Driver& d, double waited_s);
/// Links of a right-before-left junction wait for each other in a circle that `link` belongs to.
[[nodiscard]] bool circle_of_yielding(const State& s, std::uint32_t link);

[[nodiscard]] inline bool is_cont(const State& s, std::uint32_t link) {
    const char c = state_of(s, link);
    return s.road.links[link].cont && c != 'o' && c != 'w';
}
/// The link behind an internal junction whose entry had right of way, or only stands at yellow.
[[nodiscard]] bool after_major(const State& s, std::uint32_t link);
/// The same, with the entry in a given state.
[[nodiscard]] bool after_state(const State& s, std::uint32_t link, char state);
[[nodiscard]] inline double leave_time(const RoadLink& l, double arrival_s, double arrival_v, double leave_v,
                                       double length) {
    if (arrival_s >= kNever) return kNever;
    return arrival_s + (l.length_m + length) / std::max(0.5 * (arrival_v + leave_v), kEps);
}

}  // namespace sd::micro
