#include "sim/flood_bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood.h"
#include "sim/flood/limit_kernel.h"

// The only file of the simulation that reads a wall clock: it measures, and nothing that it makes is ever hashed.
namespace sd::flood {
namespace {

constexpr int kRepeats = 5;
constexpr double kCell_m = 10.0;

City basin(int n, bool pits_only) {
    City city;
    city.grid = GridSpec{n, n, kCell_m, {}};
    city.ground_m = Grid<float>(n, n);
    city.cover = Grid<std::uint8_t>(n, n, static_cast<std::uint8_t>(pits_only ? Cover::Dense : Cover::River));
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            double z = 0.5 * math::sin(2.0 * kPi * i / 128.0) * math::sin(2.0 * kPi * j / 128.0);
            if (pits_only) {
                const int tile = j / kTileY * (n / kTileX) + i / kTileX;
                const bool inside = i % kTileX > 0 && j % kTileY > 0;
                z = tile % 50 == 0 && inside ? -5.0 : 2.0;
                if (z < 0.0) city.cover(i, j) = static_cast<std::uint8_t>(Cover::Lake);
            }
            city.ground_m(i, j) = static_cast<float>(z);
        }
    }
    return city;
}

// A step of water in the middle, so that every face carries something.
void tilt(State& s, int n) {
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const auto extra = static_cast<std::int32_t>((i < n / 2 ? 4.0 : 0.5) / s.cells.layout.quantum_m);
            s.cells.add(s.cells.layout.grid.cell(i, j), extra);
        }
    }
    s.ledger.initial = 0;
    for (const std::int32_t d : s.cells.depth) s.ledger.initial += d;
}

double median(std::array<double, kRepeats> v) {
    std::sort(v.begin(), v.end());
    return v[kRepeats / 2];
}

template <class Body>
double mcells_per_s(double cells, int steps, const Body& body) {
    std::array<double, kRepeats> rates{};
    body();  // pages, caches, worker threads
    for (double& rate : rates) {
        const auto start = std::chrono::steady_clock::now();
        for (int k = 0; k < steps; ++k) body();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        rate = cells * steps / took.count() / 1.0e6;
    }
    return median(rates);
}

double time_engine(State& s, int steps, Parallel& parallel) {
    const weather::State sky;
    const tide::State sea;
    const double cells = static_cast<double>(s.cells.layout.grid.cells());
    return mcells_per_s(cells, steps, [&] { step(s, sky, sea, {}, milliseconds(500), parallel); }) *
           static_cast<double>(std::max(1, s.last_sub_steps));
}

double time_limit(int n, int steps, Parallel& parallel) {
    LimitProbe probe(n, kCell_m);
    return mcells_per_s(static_cast<double>(n) * n, steps, [&] { probe.step(0.5F, parallel); });
}

}  // namespace

FloodBenchFigures bench_flood(int n, int steps, int threads, const std::string& isa) {
    SD_CHECK(n >= kTileX && steps > 0);
    Parallel parallel(threads);
    Config config;
    config.isa = isa;
    config.theta = 0.9;
    FloodBenchFigures f;
    f.n = n;
    f.threads = threads;
    {
        State s = make(basin(n, false), config, 2.0).value();
        tilt(s, n);
        f.isa = std::string(isa_name(s.isa));
        f.engine_mcell_s = time_engine(s, steps, parallel);
        f.mass_error = mass_error_relative(s);
    }
    f.limit_mcell_s = time_limit(n, steps, parallel);
    State pits = make(basin(n, true), config, 0.0).value();
    f.dry_city_mcell_s = time_engine(pits, steps, parallel);
    return f;
}

}  // namespace sd::flood
