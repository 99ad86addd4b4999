#include "sim/hydro/hydrology.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/check.h"

namespace sd::hydro {
namespace {

int blocks(int cells) { return (cells + kBlock - 1) / kBlock; }

/// What one call works on.
struct Span {
    const HydrologyView& config;
    HydrologyState& state;
    const GridSpec& grid;
    flood::Water& water;
    double from_s;
    double until_s;
    bool raining;
    bool fine;  ///< some cell of rain is so small that one place a block would miss or double it
};

// One row of blocks: what fell since the last time, in whole quanta.
void fall(const Span& s, int block_row, std::vector<double>& fell_m) {
    const int wide = blocks(s.grid.nx);
    const double quantum_m = s.water.quantum_m();
    const std::size_t first = static_cast<std::size_t>(block_row) * static_cast<std::size_t>(wide);
    for (int b = 0; b < wide; ++b) {
        const std::size_t k = first + static_cast<std::size_t>(b);
        const LocalXY middle{s.grid.origin.x_m + (b + 0.5) * kBlock * s.grid.cell_m,
                             s.grid.origin.y_m + (block_row + 0.5) * kBlock * s.grid.cell_m};
        const double half_m = 0.5 * (kBlock - 1) * s.grid.cell_m;
        const LocalXY corner{middle.x_m - half_m, middle.y_m - half_m};
        const double fell = s.fine ? fallen_mean_m(s.config.rain, corner, s.grid.cell_m, kBlock, s.from_s, s.until_s)
                                   : fallen_m(s.config.rain, middle, s.from_s, s.until_s);
        const double due_m = s.state.rest_m[k] + fell;
        const double whole_m = std::floor(due_m / quantum_m) * quantum_m;
        s.state.rest_m[k] = due_m - whole_m;
        fell_m[static_cast<std::size_t>(b)] = whole_m;
    }
}

// What the ground takes of `there_m`, of which `fell_m` is new rain. `taken_m` remembers.
double soak(const Soil& soil, double there_m, double fell_m, double rained_m, float& taken_m, double dt_s,
            double quantum_m) {
    const double before_m = static_cast<double>(taken_m);
    const double most_m = soil.kind == LossKind::CurveNumber ? fell_m - runoff_m(soil, rained_m, fell_m)
                                                             : capacity_m(soil, before_m, dt_s);
    const double now_m = std::min(most_m, there_m);
    double grown_m = now_m;
    if (soil.kind == LossKind::Horton) grown_m = std::max(0.0, now_m - soil.last_m_s * dt_s);
    taken_m = static_cast<float>(before_m + grown_m);
    // The rests of a quantum are carried by the total taken, not lost: what is whole now less what was whole before.
    const double whole_m = soil.kind == LossKind::Horton ? std::round(now_m / quantum_m)
                                                         : std::round(static_cast<double>(taken_m) / quantum_m) -
                                                               std::round(before_m / quantum_m);
    return std::min(whole_m * quantum_m, there_m);
}

struct Rows {
    std::vector<double> fell_m, depth_m, change_m;
};

void work_row(const Span& s, int j, Rows& rows, double& rain_m, double& soaked_m) {
    const std::size_t row = static_cast<std::size_t>(j) * static_cast<std::size_t>(s.grid.nx);
    const std::size_t block_row = static_cast<std::size_t>(j / kBlock) * static_cast<std::size_t>(blocks(s.grid.nx));
    const bool soils = !s.state.taken_m.empty();
    if (soils) s.water.holds(j, rows.depth_m);
    for (std::size_t i = 0; i < static_cast<std::size_t>(s.grid.nx); ++i) {
        const std::uint8_t kind = s.config.soil_of[row + i];
        const double fell_m = kind == kOutside ? 0.0 : rows.fell_m[i / kBlock];
        double taken_m = 0.0;
        if (soils && kind != kOutside && s.config.soils[kind].kind != LossKind::None) {
            taken_m =
                soak(s.config.soils[kind], rows.depth_m[i] + fell_m, fell_m, s.state.block_m[block_row + i / kBlock],
                     s.state.taken_m[row + i], s.until_s - s.from_s, s.water.quantum_m());
        }
        rows.change_m[i] = fell_m - taken_m;
        rain_m += fell_m;
        soaked_m += taken_m;
    }
    s.water.add_row(j, rows.change_m);
}

void work_tile_row(const Span& s, int ty, Rows& rows) {
    const auto t = static_cast<std::size_t>(ty);
    s.state.row_rain_m[t] = s.state.row_taken_m[t] = 0.0;
    const int end = std::min(s.grid.ny, (ty + 1) * flood::kTileY);
    for (int j = ty * flood::kTileY; j < end; ++j) {
        if (j % kBlock == 0 && s.raining) fall(s, j / kBlock, rows.fell_m);
        work_row(s, j, rows, s.state.row_rain_m[t], s.state.row_taken_m[t]);
        if (!s.raining || ((j + 1) % kBlock != 0 && j + 1 != end)) continue;
        const std::size_t first = static_cast<std::size_t>(j / kBlock) * rows.fell_m.size();
        for (std::size_t b = 0; b < rows.fell_m.size(); ++b) s.state.block_m[first + b] += rows.fell_m[b];
    }
}

}  // namespace

HydrologyState make_hydrology(const HydrologyView& config, const GridSpec& grid) {
    static_assert(flood::kTileY % kBlock == 0, "a block lies in one tile row");
    SD_CHECK(config.soil_of.size() == grid.cells());
    HydrologyState state;
    const auto count = static_cast<std::size_t>(blocks(grid.nx)) * static_cast<std::size_t>(blocks(grid.ny));
    state.rest_m.assign(count, 0.0);
    state.block_m.assign(count, 0.0);
    const bool soils = std::any_of(config.soils.begin(), config.soils.end(),
                                   [](const Soil& soil) { return soil.kind != LossKind::None; });
    if (soils) state.taken_m.assign(grid.cells(), 0.0F);
    const auto tile_rows = static_cast<std::size_t>((grid.ny + flood::kTileY - 1) / flood::kTileY);
    state.row_rain_m.assign(tile_rows, 0.0);
    state.row_taken_m.assign(tile_rows, 0.0);
    return state;
}

void rain_and_soak(const HydrologyView& config, HydrologyState& state, const GridSpec& grid, flood::Water& water,
                   double until_s, Parallel& parallel) {
    const bool raining = rains(config.rain, state.done_s, until_s);
    const bool fine = smallest_m(config.rain, state.done_s, until_s) < 2.0 * kBlock * grid.cell_m;
    const Span span{config, state, grid, water, state.done_s, until_s, raining, fine};
    state.done_s = until_s;
    if (until_s <= span.from_s || (!raining && state.taken_m.empty())) return;
    auto body = [&](Range tile_rows, int) {
        Rows rows;
        rows.fell_m.assign(static_cast<std::size_t>(blocks(grid.nx)), 0.0);
        rows.depth_m.assign(static_cast<std::size_t>(grid.nx), 0.0);
        rows.change_m = rows.depth_m;
        for (int ty = tile_rows.begin; ty < tile_rows.end; ++ty) work_tile_row(span, ty, rows);
    };
    parallel.for_ranges(static_cast<int>(state.row_rain_m.size()), body);
    for (std::size_t t = 0; t < state.row_rain_m.size(); ++t) {
        state.rain_m += state.row_rain_m[t];
        state.infiltration_m += state.row_taken_m[t];
    }
}

}  // namespace sd::hydro
