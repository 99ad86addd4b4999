// Pumps that a scenario adds to a city: part of its public register from then on, with mains supply like the rest.
#pragma once

#include <vector>

#include "scenarios/scenario.h"
#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// A drain's pump is named like the drain and adds to what it has; one over a sluice "Bơm " and the sluice's name.
/// Errors name what the city has instead.
[[nodiscard]] Result<void> add_pumps(City& city, const std::vector<AddedPump>& pumps);

}  // namespace sd
