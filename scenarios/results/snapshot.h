// The state of the water at one moment, as maps and series take it. Every field of this room is dense: one value per
// cell at j·nx + i, row 0 south, as in GridSpec.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/grid.h"
#include "sim/flood/water.h"

namespace sd::results {

using Field = std::vector<float>;

/// Shallower water is drawn and counted as dry: the film that rain leaves everywhere, whose speed means nothing.
inline constexpr double kWet_m = 0.01;

struct Snapshot {
    double t_s = 0.0;          ///< since the frame's epoch, ≥ 0
    Field depth_m;             ///< ≥ 0
    Field level_m;             ///< bed + depth, above the vertical datum; the bed where dry
    Field x_m2_s;              ///< discharge per metre eastward (depth × velocity)
    Field y_m2_s;              ///< northward
    Field canal_depth_m = {};  ///< of canals narrower than a cell; NaN where there is none. Empty: no canals
    Field canal_level_m = {};
};

/// Component of the velocity in m/s: discharge / depth; 0 where shallower than `wet_m`.
[[nodiscard]] inline float velocity_m_s(float discharge_m2_s, float depth_m, double wet_m = kWet_m) {
    return static_cast<double>(depth_m) < wet_m ? 0.0F : discharge_m2_s / depth_m;
}

/// Reads the whole sheet into `out`, whose memory is used again. `grid` and `bed_m` (bed_of) are those the water was
/// made with; levels are NaN where there is no bed.
void take_snapshot(const flood::Water& water, const Field& bed_m, const GridSpec& grid, double t_s, Snapshot& out);
/// The bed in metres above the vertical datum; NaN where `ground` has none (walls, outside the area).
[[nodiscard]] Field bed_of(const flood::Ground& ground);

/// What was greatest in each cell over a run (flood::ExtremeFields and the bed). Readers take a cell for wet where
/// depth_m > 0, so 0 must stand where the water was never wet_m deep.
struct Maxima {
    double wet_m = kWet_m;
    Field depth_m;              ///< ≥ 0; 0 where never wet
    Field level_m;              ///< NaN where never wet
    Field speed_m_s;            ///< 0 where never wet
    Field depth_speed_m2_s;     ///< depth × speed at the same instant, greatest of those
    double arrival_m = kWet_m;  ///< depth that counts as arrived
    Field arrival_s;            ///< first time at least arrival_m deep, since the epoch; NaN where never
    Field duration_s;           ///< time at least arrival_m deep; 0 where never
    double last_s = 0.0;        ///< up to when

    Maxima() = default;
    /// For a grid of that many cells; `wet_m` > 0.
    explicit Maxima(std::size_t cells, double wet_m = kWet_m);
};

}  // namespace sd::results
