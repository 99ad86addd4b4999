// What a flood map needs of a whole run: how deep, how fast and how forceful the water ever was in each cell, when it
// came and how long it stayed. Kept while the water steps, in tiles where it moves only, and written only where
// something grew; 24 bytes a cell.
//
// A state is looked at as the next step begins to work on it (it is in the cache then), so `look` must be called before
// reading. In a tile where no water is deep enough to flow, films are seen at that call only.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/flood/cells.h"

namespace sd::flood {

/// Shallower water counts as standing still: discharge over next to no depth is no speed.
inline constexpr double kLeastSpeedDepth_m = 0.01;

/// What every cell of a block is known to have reached: while nothing in it stands higher or runs faster, no peak can
/// have grown, and the peaks are left in memory unread. Levels, not depths: water is level where ground is not.
struct Floor {
    double level = -1.0;  ///< bed + depth, units of the sheet's Depth above datum
    float force2 = 0.0F;  ///< (depth·speed)², m⁴/s²
    float speed2 = 0.0F;  ///< m²/s²
};

/// Rows of kTileX cells of one tile lie together: block (row j, tile column tx) is j·tiles_x + tx.
struct Extremes {
    bool on = false;
    double threshold_m = 0.1;
    double now_s = 0.0;  ///< since the watch began
    /// Per block kTileX greatest depths (m), then as many greatest (speed)² (m²/s²) and (depth·speed)² (m⁴/s²): squares
    /// spare a root and a quotient per cell and step.
    Column<float> peaks;
    Column<float> arrived_s;             ///< first time deeper than the threshold; −1 never
    Column<float> wet_from_s;            ///< deeper than the threshold since; −1 where it is not
    Column<float> wet_s;                 ///< sum of the stretches before: a steadily wet cell costs no write
    std::vector<Floor> floors;           ///< per block
    std::vector<std::uint8_t> wet_rows;  ///< per block: 0 no cell is deeper than the threshold, 1 all are, 2 some
    std::vector<std::uint8_t> moved;     ///< per tile: water moved in the last step

    [[nodiscard]] std::size_t block(const Layout& layout, int tx, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(layout.tiles_x) + static_cast<std::size_t>(tx);
    }
};

/// Begins (again) at time 0 with nothing seen. The bed must not change while watched.
void begin(Extremes& extremes, const Layout& layout, double threshold_m);

/// One entry per cell, j·nx + i, to the precision of float.
struct ExtremeFields {
    std::vector<float> depth_m;
    std::vector<float> speed_m_s;         ///< |q|/h where h > kLeastSpeedDepth_m, else 0
    std::vector<float> depth_speed_m2_s;  ///< of the same instant, where h > kLeastSpeedDepth_m
    std::vector<float> arrival_s;         ///< first time deeper than the threshold; NaN never
    std::vector<float> wet_s;             ///< how long deeper than the threshold, all stretches together
};
[[nodiscard]] ExtremeFields fields_of(const Extremes& extremes, const Layout& layout);

}  // namespace sd::flood
