// The inner loops of the flood nowcast: plain loops over rows that compilers vectorise. Local inertia in its simplest
// form [Bates et al. 2010], one face at a time, floats, friction taken implicitly.
#pragma once

#include <cstddef>

namespace sd {

/// Columns with one cell of rim on every side; p points at the cell (0, 0) inside the rim.
struct NowcastColumns {
    const float* bed_m = nullptr;
    float* depth_m = nullptr;
    const float* drag = nullptr;    ///< g·n² per cell
    const float* mobile = nullptr;  ///< 1 = depth is computed, 0 = prescribed (river) or outside
    float* qx = nullptr;            ///< m²/s through the western face
    float* qy = nullptr;            ///< through the southern face
    std::ptrdiff_t stride = 0;
};
struct NowcastStep {
    float dt_s = 1.0F;
    float cell_m = 10.0F;
};
/// Cells [i0, i1) × [j0, j1).
struct NowcastTile {
    int i0 = 0;
    int i1 = 0;
    int j0 = 0;
    int j1 = 0;
};

void nowcast_flux(const NowcastColumns& columns, const NowcastStep& step, const NowcastTile& tile);
/// Returns the largest computed depth of the tile.
float nowcast_update(const NowcastColumns& columns, const NowcastStep& step, const NowcastTile& tile);

}  // namespace sd
