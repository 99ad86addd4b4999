// The streets of one catchment as a tree of manholes: shortest ways over its street cells to the outfall, cut into
// stretches of equal length.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"

namespace sd::drainage {

struct Manhole {
    std::uint32_t cell = 0;             ///< lowest street cell of its stretch
    std::int32_t parent = 0;            ///< manhole downstream, earlier in the list; of the first: −1
    std::vector<std::uint32_t> inlets;  ///< its stretch's street cells
};

/// `cells` distinct and not empty; streets that do not touch are joined by the shortest gap. The first manhole is the
/// one nearest to the outfall.
[[nodiscard]] std::vector<Manhole> manholes_of(const City& city, const std::vector<std::uint32_t>& cells,
                                               std::uint32_t outfall_cell, double spacing_m);

}  // namespace sd::drainage
