// Two-dimensional local inertia on a raster [Bates et al. 2010; de Almeida & Bates 2013, q-centred]: one sheet of water
// and the step that moves it. Sources, rims and structures are the caller's; they add and take whole quanta of depth.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/time.h"
#include "sim/flood/cells.h"
#include "sim/flood/extremes.h"

namespace sd::flood {

/// Flow shallower than this stands still: films on rough ground do not run, and dry tiles cost nothing.
inline constexpr double kLeastFlow_m = 1.0e-3;

template <class P>
struct SheetOf {
    using Real = typename P::Real;
    using Depth = typename P::Depth;
    CellsOf<P> cells;
    Column<Real> friction;  ///< ½·g·n² per cell
    // Dykes on the western and southern faces of cells, counted as beds are; 0 where none. Empty: no dykes at all.
    Column<Depth> crest_x, crest_y;
    // Buildings that water passes between; see KernelTile. Empty: none at all.
    Column<Real> roomless, gap_x, gap_y;
    Column<Real> gap_pace;           ///< (wave)² over that of what the cell holds in open ground; 0 in open ground
    std::array<Column<Real>, 2> qx;  ///< m²/s through the western face of each cell; [current] is valid
    std::array<Column<Real>, 2> qy;  ///< through the southern face
    int current = 0;
    Column<Real> keep;  ///< share of outflow a cell can give; scratch of the rare limiter
    // Per tile.
    std::vector<std::uint8_t> active;  ///< fluxes were worked out in the last sub-step
    std::vector<std::uint8_t> stale;   ///< buffers of q still to be zeroed after going dry, 0…2
    std::vector<std::uint8_t> gapped;  ///< a face of the tile has buildings beside it; empty: none
    std::vector<double> gap_wave;      ///< greatest of the tile's gap_pace; empty: no buildings
    std::vector<double> gap_depth;     ///< depth over what is held, greatest of the tile, ≥ 1; empty: 1
    std::vector<Depth> tile_least;     ///< least depth after the last sub-step
    Extremes extremes;
    double theta = 0.9;               ///< weight of a face's own discharge in the q-centred mean, 0.7…1
    int isa = 0;                      ///< index of the instruction set in use
    std::uint64_t limited_steps = 0;  ///< sub-steps in which some cell would have run dry
};
/// The city's.
using Sheet = SheetOf<F32>;

/// Sizes every column for the layout: walls everywhere, no water.
template <class P>
void size_sheet(SheetOf<P>& sheet, const Layout& layout);

/// How many equal parts of dt the deepest water needs at this Courant number, (0, 1].
template <class P>
[[nodiscard]] int sub_steps_for(const SheetOf<P>& sheet, Duration dt, double cfl);

/// One sub-step of dt: fluxes, depths, and the rare mending of cells that would run dry.
template <class P>
void sub_step(SheetOf<P>& sheet, Duration dt, Parallel& parallel);

/// A dyke on the western or southern face of a cell; a crest at or below the beds beside it is none.
template <class P>
void set_crest(SheetOf<P>& sheet, std::uint32_t cell, bool west, double crest_m);
/// Buildings that water passes between: per cell, the share of its area that holds water, and of its western and
/// southern face that carries it, each (0, 1]. Depths then are what cells hold, spread over all their area. Before any
/// water.
template <class P>
void set_gaps(SheetOf<P>& sheet, std::span<const double> room, std::span<const double> gap_x,
              std::span<const double> gap_y);
/// Depth of the water between the buildings of a cell, m.
template <class P>
[[nodiscard]] double standing_m(const SheetOf<P>& sheet, std::uint32_t cell);
/// Keeps extremes from now on; they are whole after look().
template <class P>
void watch(SheetOf<P>& sheet, double threshold_m);
template <class P>
void look(SheetOf<P>& sheet);

struct Velocity {
    float x_m_s = 0.0F;
    float y_m_s = 0.0F;
};
template <class P>
[[nodiscard]] Velocity velocity(const SheetOf<P>& sheet, std::uint32_t cell);

}  // namespace sd::flood
