// The inner loops of the flood model on one tile, compiled once per instruction set. Every variant does the same IEEE
// operations in the same order per cell (no fused multiply-add, no approximate instructions), so the bits are equal.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sd::flood {

/// Constants of one sub-step.
struct KernelStep {
    float theta = 0.9F;
    float side = 0.05F;  ///< (1 − θ)/2
    float quantum_m = 0.0F;
    float pull = 0.0F;  ///< g·Δt/Δx·quantum: discharge per metre of depth per quantum of fall
    float dt_s = 0.0F;
    float to_quanta = 0.0F;       ///< Δt/(Δx·quantum): m²/s → quanta over the sub-step
    float to_discharge = 0.0F;    ///< its inverse
    std::int32_t least_flow = 1;  ///< shallower flow than this many quanta stands still, > 0
};

/// Columns already offset to the tile's south-west cell.
struct KernelTile {
    const std::int32_t* bed = nullptr;
    std::int32_t* depth = nullptr;
    const float* friction = nullptr;
    const std::int32_t* crest_x = nullptr;  ///< of western faces; null: no dykes
    const std::int32_t* crest_y = nullptr;  ///< of southern faces
    const float* qx_old = nullptr;
    const float* qy_old = nullptr;
    float* qx = nullptr;
    float* qy = nullptr;
    float* keep = nullptr;
    std::ptrdiff_t stride = 0;
    int rows = 0;
};

struct KernelTable {
    const char* name = "";
    /// New discharges of the tile's western and southern faces.
    void (*flux)(const KernelStep&, const KernelTile&) = nullptr;
    /// depth += sign × what the faces carry; `least` and `most` are over the tile afterwards.
    void (*update)(const KernelStep&, const KernelTile&, int sign, std::int32_t& least, std::int32_t& most) = nullptr;
    /// keep = the share of its outflow that a cell holds.
    void (*outflow)(const KernelStep&, const KernelTile&) = nullptr;
    /// Scales each face by its donor's keep.
    void (*scale)(const KernelStep&, const KernelTile&) = nullptr;
};

[[nodiscard]] const KernelTable& kernels_baseline();
[[nodiscard]] const KernelTable& kernels_avx2();
[[nodiscard]] const KernelTable& kernels_avx512();

}  // namespace sd::flood
