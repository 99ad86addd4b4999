// How much room buildings leave to water, from a fine picture of them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/grid.h"

namespace sd {

struct Gaps {
    std::vector<double> room;   ///< per cell: share of its area that is open
    std::vector<double> gap_x;  ///< of its western face that water passes through
    std::vector<double> gap_y;  ///< of its southern face
};

/// `built`: 1 where a building stands, `fine` × `fine` places in every cell, row 0 south. Through a face passes what
/// the narrowest cross-section between both cells' middles leaves open.
[[nodiscard]] Gaps gaps_of_plan(const std::vector<std::uint8_t>& built, const GridSpec& grid, int fine);

/// Of the built share of every cell alone, taken as equal squares in rows: a cross-section of them is open by 1 −
/// √share.
[[nodiscard]] Gaps gaps_of_share(const std::vector<double>& built_share, const GridSpec& grid);

}  // namespace sd
