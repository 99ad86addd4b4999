// Two-dimensional shallow water by finite volumes, for streets, dam breaks and fast flow: HLLC fluxes with hydrostatic
// reconstruction, first order or second order (limited linear reconstruction with a two-stage strong-stability-
// preserving step), in single or double precision. Depth is whole quanta as in the local-inertia scheme, so water is
// neither made nor lost: no clipping, outflow is limited by what the donor holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/flood/cells.h"
#include "sim/flood/extremes.h"
#include "sim/flood/fv_kernel.h"

namespace sd::flood {

/// Water no deeper than this stands still and dries nothing out.
inline constexpr double kThin_m = 1.0e-5;
/// Second order falls back to first where a neighbour is shallower: next to a shore slopes mean nothing.
inline constexpr double kSmooth_m = 1.0e-3;

/// What lies beyond a side of a rim cell.
enum class Side : std::uint8_t { West, East, South, North };

/// One open face of the rim. The neighbour beyond it has the cell's own bed.
struct RimFace {
    std::uint32_t cell = 0;  ///< index in the grid, j·nx + i; must lie at that side of the grid
    Side side = Side::West;
    bool level_given = false;  ///< else what stands beyond is as deep as the cell
    double level_m = 0.0;      ///< above datum
    bool flow_given = false;   ///< else what stands beyond moves as the cell does; with level_given: as the inflow says
    double inflow_m2_s = 0.0;  ///< into the grid, per metre of rim
    double carried_m3 = 0.0;   ///< out: net inflow since the start
};

template <class P>
struct FvSheet {
    using Real = typename P::Real;
    using Depth = typename P::Depth;
    Layout layout;
    Column<Depth> bed;
    Column<Depth> depth;
    Column<Real> hu;    ///< m²/s eastward
    Column<Real> hv;    ///< m²/s northward
    Column<Real> drag;  ///< g·n²
    // Dykes on the western and southern faces of cells, counted as beds are; 0 where none. Empty: no dykes at all.
    Column<Depth> crest_x, crest_y;
    // Second order only: the predicted state and what faces brought on the way to it.
    Column<Depth> depth_next, half_net;
    Column<Real> hu_next, hv_next;
    std::vector<Depth> tile_max;      ///< ≥ the deepest cell of each tile
    std::vector<std::uint8_t> awake;  ///< tiles with water in or beside them
    std::vector<RimFace> rim;
    Extremes extremes;
    double fastest_m_s = 0.0;  ///< wave of the last step
    int order = 1;
    int isa = 0;
    struct Scratch;
    std::shared_ptr<Scratch> scratch;  ///< row buffers per thread; no state

    [[nodiscard]] double metres() const;  ///< of one unit of Depth
    [[nodiscard]] double depth_m(std::uint32_t cell) const {
        return metres() * static_cast<double>(depth[layout.at(cell)]);
    }
    [[nodiscard]] double bed_m(std::uint32_t cell) const {
        return layout.datum_m + metres() * static_cast<double>(bed[layout.at(cell)]);
    }
    [[nodiscard]] double level_m(std::uint32_t cell) const { return bed_m(cell) + depth_m(cell); }
    /// Sets depth to the nearest whole quantum; the caller keeps the ledger.
    void set_depth(std::uint32_t cell, double depth_m);
};

/// Walls everywhere, no water, no friction. order 1 or 2; isa as isa_index().
template <class P>
[[nodiscard]] FvSheet<P> make_fv(const GridSpec& grid, double lowest_m, double highest_m, int order, int isa);
/// Bed above datum and Manning's n of one cell.
template <class P>
void set_ground(FvSheet<P>& sheet, std::uint32_t cell, double bed_m, double manning);

/// A dyke on the western or southern face of a cell; a crest at or below the beds beside it is none.
template <class P>
void set_crest(FvSheet<P>& sheet, std::uint32_t cell, bool west, double crest_m);

/// The longest stable step at this Courant number ((0, 0.5]; 0.45 suits both orders), s. Looks at every cell.
template <class P>
[[nodiscard]] double stable_step_s(const FvSheet<P>& sheet, double courant);

/// Advances by dt_s. `fastest_m_s` afterwards is the fastest wave seen, for the next step's length.
template <class P>
void fv_step(FvSheet<P>& sheet, double dt_s, Parallel& parallel);

/// Keeps extremes from now on; they are whole after look().
template <class P>
void watch(FvSheet<P>& sheet, double threshold_m);
template <class P>
void look(FvSheet<P>& sheet);

/// Water on the sheet: the exact sum, rounded once.
template <class P>
[[nodiscard]] double volume_m3(const FvSheet<P>& sheet);
/// Hash of depths and discharges.
template <class P>
[[nodiscard]] std::uint64_t hash(const FvSheet<P>& sheet);

}  // namespace sd::flood
