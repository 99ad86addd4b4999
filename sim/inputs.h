// Applying inputs to the world.
#pragma once

#include <vector>

#include "sim/input.h"
#include "sim/world.h"

namespace sd {

/// In order, before the models step. Inputs were checked (check_input); an unknown target is a bug here.
void apply(World& world, const std::vector<Input>& due);

/// Rain averaged over a fixed lattice of places of the city.
[[nodiscard]] double mean_rain_mm_h(const World& world);

}  // namespace sd
