#include "sim/flood_forcing.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"

namespace sd::flood {
namespace {

constexpr double kFine = 16'777'216.0;  ///< 2^24 parts of a quantum, so that slow rain is not rounded away
constexpr int kFineBits = 24;

// Whole quanta of a rate over dt; what is left waits in `rest`.
std::int32_t take_whole(std::int64_t& rest, double rate_mm_h, double dt_s, double quantum_m) {
    rest += std::llround(mm_h_to_m_s(rate_mm_h) * dt_s / quantum_m * kFine);
    const std::int64_t whole = rest >> kFineBits;
    rest -= whole << kFineBits;
    return static_cast<std::int32_t>(whole);
}

struct TileSums {
    std::int64_t loss = 0;
    std::int32_t most = 0;
};

TileSums rain_on_row(std::int32_t* depth, const std::uint8_t* cover, int n, std::int32_t rain,
                     const std::int32_t* loss_of_cover) {
    TileSums sums;
    for (int i = 0; i < n; ++i) {
        const std::int32_t have = depth[i] + rain;
        const std::int32_t loss = std::min(have, loss_of_cover[cover[i]]);
        depth[i] = have - loss;
        sums.loss += loss;
        sums.most = std::max(sums.most, have - loss);
    }
    return sums;
}

void source_tile(State& s, const weather::State& weather, int tx, int ty, bool dry, double dt_s) {
    const Layout& l = s.cells.layout;
    const std::size_t t =
        static_cast<std::size_t>(ty) * static_cast<std::size_t>(l.tiles_x) + static_cast<std::size_t>(tx);
    const int i0 = tx * kTileX;
    const int j0 = ty * kTileY;
    const int nx = std::min(kTileX, l.grid.nx - i0);
    const int ny = std::min(kTileY, l.grid.ny - j0);
    s.tile_rain[t] = 0;
    s.tile_loss[t] = 0;
    std::int32_t rain = 0;
    if (!dry) {
        const LocalXY middle{l.grid.origin.x_m + (i0 + nx * 0.5) * l.grid.cell_m,
                             l.grid.origin.y_m + (j0 + ny * 0.5) * l.grid.cell_m};
        rain = take_whole(s.rain_rest[t], weather::rain_mm_h(weather, middle), dt_s, l.quantum_m);
    }
    if (rain == 0 && (s.pervious[t] == 0 || s.cells.tile_max[t] == 0)) return;
    std::int32_t most = 0;
    for (int j = 0; j < ny; ++j) {
        const std::size_t k = l.at(i0, j0 + j);
        const TileSums sums = rain_on_row(s.cells.depth.data() + k, s.cover.data() + k, nx, rain, s.loss_now.data());
        s.tile_loss[t] += sums.loss;
        most = std::max(most, sums.most);
    }
    s.cells.tile_max[t] = most;
    s.tile_rain[t] = static_cast<std::int64_t>(rain) * nx * ny;
    s.rain_total[t] += rain;
}

std::int32_t depth_at_level(const Layout& l, std::int32_t bed, double level_m) {
    const std::int64_t level = std::llround((level_m - l.datum_m) / l.quantum_m);
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(level - bed, 0, kWall));
}

void prescribe(State& s, const Rim& rim, double level_m) {
    for (const std::uint32_t cell : rim.cells) {
        const std::size_t k = s.cells.layout.at(cell);
        const std::int32_t change = depth_at_level(s.cells.layout, s.cells.bed[k], level_m) - s.cells.depth[k];
        s.cells.add(cell, change);
        s.ledger.tidal += change;
    }
}

// Flather's condition: the river beyond the rim carries the expected tide (discharge = wave speed × level above the
// mean) and the mean inflow; what differs from that leaves at the long-wave speed instead of being thrown back.
void radiate(State& s, const Rim& rim, double mean_m, double expected_m, Duration dt) {
    const Layout& l = s.cells.layout;
    const double to_quanta = dt.seconds() / (l.grid.cell_m * l.quantum_m);
    for (std::size_t n = 0; n < rim.cells.size(); ++n) {
        const std::uint32_t cell = rim.cells[n];
        const double depth_m = s.cells.depth_m(cell);
        const double wave_m_s = std::sqrt(kGravity_m_s2 * depth_m) * s.config.radiation;
        const double tide_m_s = std::min(wave_m_s, s.config.upstream_wave_m_s);
        // Implicit in the level, so that the rim neither throws back nor swallows more when the time step is long.
        const double courant = wave_m_s * dt.seconds() / l.grid.cell_m;
        const double differs_m2_s = wave_m_s * (s.cells.level_m(cell) - expected_m) / (1.0 + courant);
        const double out_m2_s = differs_m2_s + tide_m_s * (expected_m - mean_m);
        const double in_m2_s = static_cast<double>(rim.mean_m2_s[n]) - (depth_m > 0.0 ? out_m2_s : 0.0);
        const std::int32_t held = s.cells.depth[l.at(cell)];
        const auto quanta = static_cast<std::int64_t>(in_m2_s * to_quanta);
        const auto change = static_cast<std::int32_t>(std::clamp<std::int64_t>(quanta, -(held / 4), kWall / 16));
        s.cells.add(cell, change);
        s.ledger.upstream += change;
    }
}

}  // namespace

void apply_sources(State& s, const weather::State& weather, Duration dt, Parallel& parallel) {
    const Layout& l = s.cells.layout;
    const double dt_s = dt.seconds();
    const bool dry = weather::is_dry(weather);
    for (std::size_t c = 0; c < s.loss_now.size(); ++c) {
        const auto cover = static_cast<Cover>(c);
        const double share = is_water(cover) ? 0.0 : 1.0 - impervious_share(cover);
        s.loss_now[c] = take_whole(s.loss_rest[c], s.config.infiltration_mm_h * share, dt_s, l.quantum_m);
    }
    auto body = [&](Range rows, int) {
        for (int ty = rows.begin; ty < rows.end; ++ty) {
            for (int tx = 0; tx < l.tiles_x; ++tx) source_tile(s, weather, tx, ty, dry, dt_s);
        }
    };
    parallel.for_ranges(l.tiles_y, body);
    for (const std::int64_t q : s.tile_rain) s.ledger.rain += q;
    for (const std::int64_t q : s.tile_loss) s.ledger.infiltration -= q;
}

void apply_tide(State& s, const tide::State& tide) {
    for (const Rim& rim : s.rims) {
        if (rim.tidal) prescribe(s, rim, tide.level_m);
    }
}

void apply_radiation(State& s, const tide::State& tide, Duration dt) {
    for (const Rim& rim : s.rims) {
        if (rim.tidal) continue;
        const double rise_m = s.config.upstream_rise_m;
        radiate(s, rim, tide.mean_level_m + rise_m, tide.upstream_level_m + rise_m, dt);
    }
}

}  // namespace sd::flood
