// The inner loops of the finite-volume scheme on one row of cells, compiled once per instruction set and precision.
// Every variant does the same IEEE operations in the same order per cell, so the bits are equal; and every formula is
// symmetric under mirroring and transposing the grid, so a turned city gives the turned bytes.
//
// First or second order in space: HLLC fluxes [Toro 2001] between hydrostatically reconstructed states [Audusse et al.
// 2004], limited linear reconstruction, friction fully implicit. Pressure enters only as differences that are exactly
// zero over still water.
#pragma once

#include <cstdint>

#include "sim/flood/precision.h"

namespace sd::flood {

/// Constants of one stage.
template <class P>
struct FvStep {
    using Real = typename P::Real;
    Real metres = 1;   ///< of one unit of Depth
    Real gravity = 0;  ///< m/s²
    Real dt_s = 0;
    Real dt_dx = 0;              ///< s/m
    Real dx_g = 0;               ///< cell size over gravity, s²
    Real to_depth = 0;           ///< m²/s through a face → units of Depth over dt
    Real to_half = 0;            ///< half of it
    Real thin_m = 0;             ///< shallower water stands still
    Real smooth_m = 0;           ///< second order needs all neighbours at least this deep
    Real margin = 0;             ///< units of Depth that outflow leaves behind
    typename P::Depth wall = 0;  ///< beds from here on are walls
};

/// One row of the sheet, at the first cell of a run; cells −1 … n may be read.
template <class P>
struct FvRow {
    const typename P::Depth* bed = nullptr;
    typename P::Depth* depth = nullptr;
    typename P::Real* hu = nullptr;          ///< m²/s eastward
    typename P::Real* hv = nullptr;          ///< m²/s northward
    const typename P::Real* drag = nullptr;  ///< g·n²
};

/// What is worked out per row and kept while neighbouring rows need it. Faces are those west and south of the cell.
template <class P>
struct FvWork {
    using Real = typename P::Real;
    Real* h = nullptr;  ///< m
    Real* u = nullptr;  ///< m/s
    Real* v = nullptr;
    Real* keep = nullptr;     ///< share of its outflow that the cell holds, 0…1
    Real* x_mass = nullptr;   ///< m²/s through the western face; once settled, after the donor's limit
    Real* x_left = nullptr;   ///< momentum flux less the western side's pressure
    Real* x_right = nullptr;  ///< momentum flux less the eastern side's pressure
    Real* y_mass = nullptr;
    Real* y_left = nullptr;
    Real* y_right = nullptr;
    Real* x_along = nullptr;  ///< flux of the motion along the western face
    Real* y_along = nullptr;
    // Second order: rise over the cell along x and along y. What moves along a face is carried as its donor has it.
    // First order: x_e and y_e are how far friction makes the level rise.
    Real* x_h = nullptr;
    Real* x_e = nullptr;  ///< of the water level
    Real* x_u = nullptr;
    Real* y_h = nullptr;
    Real* y_e = nullptr;
    Real* y_v = nullptr;
};

/// Where a stage of second order leaves its result; null for first order.
template <class P>
struct FvStage {
    typename P::Depth* depth = nullptr;
    typename P::Real* hu = nullptr;
    typename P::Real* hv = nullptr;
    typename P::Depth* half_net = nullptr;  ///< what the faces of the first stage brought, halved face by face
};

template <class P>
struct FvTable {
    using Step = FvStep<P>;
    using Row = FvRow<P>;
    using Work = FvWork<P>;
    using Real = typename P::Real;
    /// h, u, v of cells −2 … n + 1; x_e and y_e too when [0] first order, not when [1] second.
    void (*primitives[2])(const Step&, const Row&, const Work&, int n) = {nullptr, nullptr};
    /// Rises over cells −1 … n along the row; needs h, u, v of cells −2 … n + 1.
    void (*slopes_x)(const Step&, const Row&, const Work&, int n) = nullptr;
    void (*slopes_y)(const Step&, const Row& south, const Row& here, const Row& north, const Work& work_south,
                     const Work& work, const Work& work_north, int n) = nullptr;
    /// Western faces of cells 0 … n; returns the fastest wave, m/s. [0] first, [1] second order, [2] [3] the same with
    /// dykes: crests of those faces, as beds are counted.
    Real (*faces_x[4])(const Step&, const Row&, const Work&, const typename P::Depth* crests, int n) = {};
    /// Southern faces of cells 0 … n − 1.
    Real (*faces_y[4])(const Step&, const Row& south, const Row& here, const Work& work_south, const Work& work,
                       const typename P::Depth* crests, int n) = {};
    /// keep of cells −1 … n (the faces of cell −1 and n that lie outside the run carry nothing).
    void (*keep)(const Step&, const Row&, const Work&, const Work& north, int n) = nullptr;
    /// Masses of faces after their donors' limits, in place, and what moves along faces; needs keep of both sides.
    void (*settle)(const Step&, const Work& south, const Work&, int n) = nullptr;
    /// First order, in place, of settled faces, as below. Returns the deepest cell.
    typename P::Depth (*update)(const Step&, const Row&, const Work&, const Work& north, int n);
    /// Second order, first stage: into `out`, leaving the row as it is.
    typename P::Depth (*predict)(const Step&, const Row&, const Work&, const Work& north, const FvStage<P>& out, int n);
    /// Second stage: `row` is the predicted state (of which the work was made), `out` the state to complete: depths
    /// move by half of what faces carried in either stage.
    typename P::Depth (*correct)(const Step&, const Row&, const Work&, const Work& north, const FvStage<P>& out, int n);
};

[[nodiscard]] const FvTable<F32>& fv_baseline(F32);
[[nodiscard]] const FvTable<F64>& fv_baseline(F64);
[[nodiscard]] const FvTable<F32>& fv_avx2(F32);
[[nodiscard]] const FvTable<F64>& fv_avx2(F64);
[[nodiscard]] const FvTable<F32>& fv_avx512(F32);
[[nodiscard]] const FvTable<F64>& fv_avx512(F64);

}  // namespace sd::flood
