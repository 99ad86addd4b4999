// What the rest of the world does to streets: water, grip, closures, power. Set before a step, in force until set
// again.
#pragma once

#include <cstdint>
#include <span>

#include "sim/traffic/state.h"

namespace sd::micro {

/// An empty span means dry, open, grippy, powered everywhere.
struct EdgeInputs {
    std::span<const float> depth_m;                ///< per edge: greatest water depth on it
    std::span<const std::uint8_t> closed;          ///< per edge: 1 = nobody enters
    std::span<const float> friction;               ///< per edge: 0…1 of dry
    std::span<const std::uint8_t> signal_powered;  ///< per signal: 0 = dark, every stream stops before it goes
};
void set_inputs(State& s, const EdgeInputs& inputs);

}  // namespace sd::micro
