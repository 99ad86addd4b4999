// What a city has that water can harm: its own buildings, people and streets, for the damage curves.
#pragma once

#include "scenarios/results/damage.h"
#include "sim/city/city.h"

namespace sd {

/// Of building and contents, VND per m² of ground floor: an assumption, said wherever it is used.
inline constexpr double kAssumedValue_per_m2 = 3.0e6;

/// Buildings stand in the cells whose centres they cover, or in that of their middle; a ward's people live in its homes
/// in proportion to their floors. Cells are numbered as in City::grid; ferries, bridges and open water are left out.
[[nodiscard]] results::Exposure city_exposure(const City& city);

}  // namespace sd
