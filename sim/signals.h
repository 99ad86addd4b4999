// Who may enter a junction now. Signals run two phases with amber and all-red; everywhere else the two streams of a
// junction take turns: the more important road goes until a gap or until the other has waited too long.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.h"
#include "sim/traffic_network.h"

namespace sd::traffic {

enum class Aspect : std::uint8_t { Red, Amber, Green, Creep };  ///< Creep: go, at walking pace (dark signal)

inline constexpr double kAmber_s = 3.0;
inline constexpr double kAllRed_s = 2.0;

/// Aspect of a working signal for approaches of `green_phase`; `group` (a node) shifts the cycle.
[[nodiscard]] Aspect signal_aspect(Instant now, double cycle_s, std::uint8_t green_phase, std::uint32_t group);

/// State of the turn-taking at a junction without a working signal.
struct TurnColumns {
    std::vector<std::uint8_t> axis;      ///< stream that goes now, 0 or 1
    std::vector<std::uint16_t> served;   ///< sub-steps since it got its turn
    std::vector<std::uint8_t> clearing;  ///< sub-steps left in which nobody enters
};

/// What the two streams of a junction want.
struct Approach {
    bool wants[2] = {false, false};     ///< somebody is near who could enter
    std::uint8_t rank[2] = {255, 255};  ///< best road class
};

/// One sub-step of turn taking at `node`. `dark`: a signal without power, all roads equal and turns shorter.
void take_turns(TurnColumns& turns, std::uint32_t node, const Approach& approach, bool dark, double dt_s);

}  // namespace sd::traffic
