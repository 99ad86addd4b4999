// A finer raster inside a case's own: streets around a breach by finite volumes, the province by local inertia. Where
// they touch, the coarse level stands beyond the window's rim, the window's own solver says what passes through each
// fine face, and exactly what passed, counted in quanta, leaves the coarse cell (or enters it).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/flood/water.h"
#include "sim/hydro/hydrology.h"

namespace sd::hydro {

/// Coarse cells [i0, i1) × [j0, j1), each split into refine × refine; at least one coarse cell away from the rim.
struct Window {
    std::string name;
    int i0 = 0, j0 = 0, i1 = 0, j1 = 0;
    int refine = 4;  ///< ≥ 2
    flood::Scheme scheme = flood::Scheme::Fv2;
    flood::Precision precision = flood::Precision::F32;
    flood::Ground ground;         ///< of the fine grid, whose origin is its south-west corner in the case's metres
    std::vector<double> depth_m;  ///< at the start; empty = dry
    std::vector<std::uint8_t> soil_of;  ///< per fine cell
};

/// One coarse face between the case and its window.
struct Seam {
    std::uint32_t coarse = 0;  ///< cell of the case beside the window
    std::size_t first = 0;     ///< of `refine` faces in the window's rim
    double owed_m = 0.0;       ///< depth that the coarse cell still has to give (or get), mostly below a quantum
    double carried_m3 = 0.0;   ///< by the rim's faces, as last seen
};

struct WindowState {
    std::unique_ptr<flood::Water> water;
    HydrologyState hydrology;
    std::vector<Seam> seams;
    double initial_m3 = 0.0;
};

/// The grid that a window has.
[[nodiscard]] GridSpec fine_grid(const GridSpec& coarse, const Window& window);
/// The case's own cells under the window become walls without water.
void cut_out(const Window& window, flood::Ground& coarse, std::vector<double>& depth_m,
             std::vector<std::uint8_t>& soil_of);
/// `ground`: the case's own, after cut_out.
[[nodiscard]] WindowState make_window(const Window& window, const flood::Ground& ground, const Hydrology& hydrology,
                                      int isa);
/// Follows the case, which has just moved on by dt_s.
void step_window(const Window& window, WindowState& state, const GridSpec& grid, flood::Water& coarse, double dt_s,
                 Parallel& parallel);
/// In the window, and between it and the case.
[[nodiscard]] double volume_m3(const WindowState& state, const GridSpec& grid);

}  // namespace sd::hydro
