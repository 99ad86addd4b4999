// The inner loops of the flood model on one tile, compiled once per instruction set. Every variant does the same IEEE
// operations in the same order per cell (no fused multiply-add, no approximate instructions), so the bits are equal.
#pragma once

#include <cstddef>

#include "sim/flood/precision.h"

namespace sd::flood {

/// Constants of one sub-step.
template <class P>
struct KernelStep {
    using Real = typename P::Real;
    Real theta = 0;
    Real side = 0;    ///< (1 − θ)/2
    Real metres = 0;  ///< of one unit of Depth
    Real pull = 0;    ///< g·Δt/Δx·metres: discharge per metre of depth per unit of fall
    Real dt_s = 0;
    Real to_depth = 0;                 ///< Δt/(Δx·metres): m²/s → units of Depth over the sub-step
    Real to_discharge = 0;             ///< its inverse
    typename P::Depth least_flow = 0;  ///< shallower flow stands still, > 0
};

/// Columns already offset to the tile's south-west cell.
template <class P>
struct KernelTile {
    using Real = typename P::Real;
    using Depth = typename P::Depth;
    const Depth* bed = nullptr;
    Depth* depth = nullptr;
    const Real* friction = nullptr;
    const Depth* crest_x = nullptr;  ///< of western faces; null: no dykes
    const Depth* crest_y = nullptr;  ///< of southern faces
    // Water between buildings; null: none in or beside the tile.
    const Real* roomless = nullptr;  ///< 1/share of the cell's area that holds water, ≥ 1
    const Real* gap_x = nullptr;     ///< share of the western face that carries water, 0…1
    const Real* gap_y = nullptr;     ///< of the southern face
    const Real* qx_old = nullptr;
    const Real* qy_old = nullptr;
    Real* qx = nullptr;
    Real* qy = nullptr;
    Real* keep = nullptr;
    std::ptrdiff_t stride = 0;
    int rows = 0;
};

template <class P>
struct KernelTable {
    using Step = KernelStep<P>;
    using Tile = KernelTile<P>;
    using Depth = typename P::Depth;
    /// New discharges of the tile's western and southern faces.
    void (*flux)(const Step&, const Tile&) = nullptr;
    /// depth += sign × what the faces carry; `least` and `most` are over the tile afterwards.
    void (*update)(const Step&, const Tile&, int sign, Depth& least, Depth& most) = nullptr;
    /// keep = the share of its outflow that a cell holds.
    void (*outflow)(const Step&, const Tile&) = nullptr;
    /// Scales each face by its donor's keep.
    void (*scale)(const Step&, const Tile&) = nullptr;
};

[[nodiscard]] const KernelTable<F32>& kernels_baseline(F32);
[[nodiscard]] const KernelTable<F64>& kernels_baseline(F64);
[[nodiscard]] const KernelTable<F32>& kernels_avx2(F32);
[[nodiscard]] const KernelTable<F64>& kernels_avx2(F64);
[[nodiscard]] const KernelTable<F32>& kernels_avx512(F32);
[[nodiscard]] const KernelTable<F64>& kernels_avx512(F64);

}  // namespace sd::flood
