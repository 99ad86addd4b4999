#include "sim/hydro/window.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace sd::hydro {
namespace {

constexpr double kDry_m = 1.0e-3;      ///< a coarse cell no deeper than this stands beyond the seam as dry ground
constexpr double kNothing_m = -1.0e6;  ///< a level below every bed

/// Of a discharge of the case, what flows over this side of the window into it.
double inward(flood::Side side, const flood::Discharge& q) {
    switch (side) {
        case flood::Side::West:
            return q.x_m2_s;
        case flood::Side::East:
            return -q.x_m2_s;
        case flood::Side::South:
            return q.y_m2_s;
        case flood::Side::North:
            break;
    }
    return -q.y_m2_s;
}

/// The side of the coarse cell at which the window lies.
flood::Side across(flood::Side side) {
    switch (side) {
        case flood::Side::West:
            return flood::Side::East;
        case flood::Side::East:
            return flood::Side::West;
        case flood::Side::South:
            return flood::Side::North;
        case flood::Side::North:
            break;
    }
    return flood::Side::South;
}

void open_seams(const Window& w, WindowState& state, const flood::Ground& ground) {
    const GridSpec& g = ground.grid;
    const GridSpec& fine = w.ground.grid;
    const auto add = [&](int i, int j, flood::Side side, int fi, int fj, bool upright) {
        const std::uint32_t outside = g.cell(i, j);
        std::vector<flood::RimFace> faces(static_cast<std::size_t>(w.refine));
        bool shut = !std::isfinite(ground.bed_m[outside]);
        for (int k = 0; k < w.refine; ++k) {
            flood::RimFace& face = faces[static_cast<std::size_t>(k)];
            face.cell = fine.cell(upright ? fi : fi + k, upright ? fj + k : fj);
            face.side = side;
            face.level_given = true;
            face.flow_given = true;
            shut = shut || !std::isfinite(w.ground.bed_m[face.cell]);  // a building on the rim shuts its seam
        }
        if (shut) return;
        state.seams.push_back({outside, state.water->rim().size(), 0.0, 0.0});
        for (const flood::RimFace& face : faces) state.water->open(face);
    };
    for (int j = w.j0; j < w.j1; ++j) {
        add(w.i0 - 1, j, flood::Side::West, 0, (j - w.j0) * w.refine, true);
        add(w.i1, j, flood::Side::East, fine.nx - 1, (j - w.j0) * w.refine, true);
    }
    for (int i = w.i0; i < w.i1; ++i) {
        add(i, w.j0 - 1, flood::Side::South, (i - w.i0) * w.refine, 0, false);
        add(i, w.j1, flood::Side::North, (i - w.i0) * w.refine, fine.ny - 1, false);
    }
}

// What the rim carried since the last time leaves the coarse cell, in its own quanta; the rest stays owed.
void settle(const Window& window, WindowState& state, Seam& seam, flood::Water& coarse, const GridSpec& grid,
            double dt_s) {
    double carried_m3 = 0.0;
    for (int k = 0; k < window.refine; ++k)
        carried_m3 += state.water->rim()[seam.first + static_cast<std::size_t>(k)].carried_m3;
    const double passed_m3 = carried_m3 - seam.carried_m3;
    seam.carried_m3 = carried_m3;
    seam.owed_m += passed_m3 / (grid.cell_m * grid.cell_m);
    seam.owed_m += coarse.add(seam.coarse, -seam.owed_m);
    coarse.tell_through(seam.coarse, across(state.water->rim()[seam.first].side), passed_m3 / (grid.cell_m * dt_s));
}

}  // namespace

GridSpec fine_grid(const GridSpec& coarse, const Window& w) {
    GridSpec fine;
    fine.nx = (w.i1 - w.i0) * w.refine;
    fine.ny = (w.j1 - w.j0) * w.refine;
    fine.cell_m = coarse.cell_m / w.refine;
    fine.origin = {coarse.origin.x_m + w.i0 * coarse.cell_m, coarse.origin.y_m + w.j0 * coarse.cell_m};
    return fine;
}

void cut_out(const Window& w, flood::Ground& coarse, std::vector<double>& depth_m, std::vector<std::uint8_t>& soil_of) {
    SD_CHECK(w.i0 > 0 && w.j0 > 0 && w.i1 < coarse.grid.nx && w.j1 < coarse.grid.ny && w.refine >= 2);
    for (int j = w.j0; j < w.j1; ++j) {
        for (int i = w.i0; i < w.i1; ++i) {
            const std::uint32_t cell = coarse.grid.cell(i, j);
            coarse.bed_m[cell] = std::nan("");
            if (!depth_m.empty()) depth_m[cell] = 0.0;
            if (!soil_of.empty()) soil_of[cell] = kOutside;
        }
    }
}

WindowState make_window(const Window& w, const flood::Ground& ground, const Hydrology& hydrology, int isa) {
    WindowState state;
    state.water = flood::make_water(w.scheme, w.precision, w.ground, isa);
    for (std::uint32_t cell = 0; cell < w.depth_m.size(); ++cell)
        if (w.depth_m[cell] > 0.0) state.water->add(cell, w.depth_m[cell]);
    open_seams(w, state, ground);
    state.hydrology = make_hydrology({hydrology.rain, hydrology.soils, w.soil_of}, w.ground.grid);
    state.initial_m3 = state.water->volume_m3();
    return state;
}

void step_window(const Window& window, WindowState& state, const GridSpec& grid, flood::Water& coarse, double dt_s,
                 Parallel& parallel) {
    for (const Seam& seam : state.seams) {
        const double level_m = coarse.depth_m(seam.coarse) > kDry_m ? coarse.level_m(seam.coarse) : kNothing_m;
        const flood::Discharge q = coarse.discharge(seam.coarse);
        for (int k = 0; k < window.refine; ++k) {
            flood::RimFace& face = state.water->rim()[seam.first + static_cast<std::size_t>(k)];
            face.level_m = level_m;
            face.inflow_m2_s = inward(face.side, q);
        }
    }
    double left_s = dt_s;
    while (left_s > 1.0e-9 * dt_s) left_s -= state.water->step(left_s, parallel);
    for (Seam& seam : state.seams) settle(window, state, seam, coarse, grid, dt_s);
}

double volume_m3(const WindowState& state, const GridSpec& grid) {
    double owed_m = 0.0;
    for (const Seam& seam : state.seams) owed_m += seam.owed_m;
    return state.water->volume_m3() - owed_m * grid.cell_m * grid.cell_m;
}

}  // namespace sd::hydro
