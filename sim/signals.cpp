#include "sim/signals.h"

#include <cmath>

namespace sd::traffic {
namespace {

// Longest turns while somebody else waits [assumed; they give an all-way junction about 1,500 cars an hour].
constexpr double kMajorTurn_s = 14.0;
constexpr double kEqualTurn_s = 7.0;
constexpr double kMinorTurn_s = 5.0;
constexpr double kDarkTurn_s = 4.0;
constexpr double kClearing_s = 1.0;
constexpr double kDarkClearing_s = 2.0;

std::uint16_t steps_of(double seconds, double dt_s) { return static_cast<std::uint16_t>(std::lround(seconds / dt_s)); }

}  // namespace

Aspect signal_aspect(Instant now, double cycle_s, std::uint8_t green_phase, std::uint32_t group) {
    const double shift_s = static_cast<double>(group * 2654435761u >> 16) / 65536.0 * cycle_s;
    const auto cycle_ns = static_cast<std::int64_t>(cycle_s * 1e9);
    double in_cycle_s = static_cast<double>(now.ns % cycle_ns) * 1e-9 + shift_s;
    if (in_cycle_s >= cycle_s) in_cycle_s -= cycle_s;
    const double half_s = 0.5 * cycle_s;
    const bool second = in_cycle_s >= half_s;
    if (second != (green_phase == 1)) return Aspect::Red;
    const double in_phase_s = second ? in_cycle_s - half_s : in_cycle_s;
    if (in_phase_s < half_s - kAmber_s - kAllRed_s) return Aspect::Green;
    return in_phase_s < half_s - kAllRed_s ? Aspect::Amber : Aspect::Red;
}

void take_turns(TurnColumns& turns, std::uint32_t node, const Approach& approach, bool dark, double dt_s) {
    if (turns.clearing[node] > 0) {
        --turns.clearing[node];
        return;
    }
    const std::uint8_t mine = turns.axis[node];
    const auto other = static_cast<std::uint8_t>(1 - mine);
    if (turns.served[node] < 0xFFFF) ++turns.served[node];
    if (!approach.wants[other]) return;
    const bool equal = dark || approach.rank[0] == approach.rank[1];
    const double turn_s = dark    ? kDarkTurn_s
                          : equal ? kEqualTurn_s
                                  : (approach.rank[mine] < approach.rank[other] ? kMajorTurn_s : kMinorTurn_s);
    if (approach.wants[mine] && turns.served[node] < steps_of(turn_s, dt_s)) return;
    turns.axis[node] = other;
    turns.served[node] = 0;
    turns.clearing[node] = static_cast<std::uint8_t>(steps_of(dark ? kDarkClearing_s : kClearing_s, dt_s));
}

}  // namespace sd::traffic
