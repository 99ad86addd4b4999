// People of each population cell: how many are there now, the water they stand in, light, and who is stuck.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"
#include "sim/power.h"

namespace sd::population {

struct State {
    std::vector<float> depth_m;         ///< water over the ground of the cell
    std::vector<std::uint8_t> powered;  ///< 1 on, 0 off; on where a cell has no cabinet
    std::vector<float> trapped;         ///< people stuck in water near the cell
    std::vector<float> present;         ///< people in the cell now (residents at home + workers)
    float work_ratio = 0.0F;            ///< constant: residents of the city per job, spreads those away over jobs
};

[[nodiscard]] State make(const City& city, Instant now);
/// `cell_depth_m` and `trapped`: one value per population cell.
void step(State& state, const City& city, const power::State& power, std::span<const float> cell_depth_m,
          std::span<const float> trapped, Instant now);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::population
