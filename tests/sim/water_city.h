// Small made-up cities for the water tests: a grid, a ground and one cover, nothing else.
#pragma once

#include <functional>

#include "sim/city/city.h"
#include "sim/core/parallel.h"
#include "sim/flood.h"

namespace sd::test {

using Ground = std::function<double(int, int)>;

inline City water_city(int nx, int ny, double cell_m, const Ground& ground_m, Cover cover = Cover::Bare) {
    City city;
    city.grid = GridSpec{nx, ny, cell_m, {}};
    city.ground_m = Grid<float>(nx, ny);
    city.cover = Grid<std::uint8_t>(nx, ny, static_cast<std::uint8_t>(cover));
    city.ward = Grid<std::int16_t>(nx, ny, -1);
    city.drain = Grid<std::int16_t>(nx, ny, -1);
    for (int j = 0; j < ny; ++j) {
        for (int i = 0; i < nx; ++i) city.ground_m(i, j) = static_cast<float>(ground_m(i, j));
    }
    return city;
}

/// A state with water of the given depth in every cell, the ledger knowing of it.
inline flood::State pond(const City& city, const flood::Config& config, const Ground& depth_m) {
    flood::State s = flood::make(city, config, -1000.0).value();
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const double quanta = depth_m(i, j) / s.cells.layout.quantum_m;
            if (quanta > 0.0) s.cells.add(city.grid.cell(i, j), static_cast<std::int32_t>(quanta));
        }
    }
    for (const std::int32_t d : s.cells.depth) s.ledger.initial += d;
    return s;
}

/// Steps under a dry sky without tide.
inline void run_dry(flood::State& s, Duration dt, int steps, Parallel& parallel) {
    const weather::State sky;
    const tide::State sea;
    for (int k = 0; k < steps; ++k) flood::step(s, sky, sea, {}, dt, parallel);
}

}  // namespace sd::test
