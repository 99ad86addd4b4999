// The streets of a city as terrain cells with lengths, counted once per street, for kilometres under water.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/picture.h"

namespace sd {

struct StreetCells {
    std::vector<std::uint32_t> cell;  ///< ascending, each once
    std::vector<float> metres;        ///< of street over the cell
};
/// Bridges and ferries have no cells; two-way streets count once.
[[nodiscard]] StreetCells street_cells(const City& city);

/// Depth of a picture at each cell of the city's grid that is asked for; 0 where the picture does not reach.
[[nodiscard]] std::vector<float> depths_at(const Picture& picture, const GridSpec& grid,
                                           const std::vector<std::uint32_t>& cells);

/// Kilometres deeper than `threshold_m`.
[[nodiscard]] double flooded_km(const StreetCells& streets, const std::vector<float>& depth_m, double threshold_m);

}  // namespace sd
