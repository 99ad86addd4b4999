#include "sim/flood_bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/isa.h"

// The only file of the simulation's water that reads a wall clock: it measures, and nothing that it makes is ever
// hashed.
namespace sd::flood {
namespace {

constexpr int kRepeats = 5;
constexpr double kBank_m = 10.0;     ///< dry land around a pond: higher than its waves run up
constexpr double kLongest_s = 10.0;  ///< longer than any stable step of this case

std::unique_ptr<Water> basin(const FloodBenchCase& what) {
    const int n = what.n;
    Ground ground{GridSpec{n, n, 10.0, {}}, {}, {}};
    ground.bed_m.resize(ground.grid.cells());
    ground.manning.assign(ground.grid.cells(), 0.03);
    const double radius = what.wet_share < 1.0 ? n * std::sqrt(what.wet_share / kPi) : 2.0 * n;
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const double wave = math::sin(2.0 * kPi * i / 128.0) * math::sin(2.0 * kPi * j / 128.0);
            const double away = std::hypot(i + 0.5 - 0.5 * n, j + 0.5 - 0.5 * n);
            ground.bed_m[ground.grid.cell(i, j)] = away < radius ? 0.5 * wave + 0.5 : kBank_m;
        }
    }
    auto water = make_water(what.scheme, what.precision, ground, isa_index(what.isa));
    for (std::uint32_t c = 0; c < ground.grid.cells(); ++c) {
        const double level_m = c % static_cast<std::uint32_t>(n) < static_cast<std::uint32_t>(n / 2) ? 6.0 : 2.0;
        water->set_depth(c, std::max(0.0, level_m - water->bed_m(c)));
    }
    water->watch(0.1);
    return water;
}

}  // namespace

double seconds_per_step(const FloodBenchCase& what, int steps, Parallel& parallel) {
    SD_CHECK(what.n >= kTileX && steps > 0);
    const auto water = basin(what);
    const double volume_m3 = water->volume_m3();
    std::array<double, kRepeats> took_s{};
    (void)water->step(kLongest_s, parallel);  // pages, caches, worker threads
    for (double& s : took_s) {
        const auto start = std::chrono::steady_clock::now();
        for (int k = 0; k < steps; ++k) (void)water->step(kLongest_s, parallel);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        s = took.count() / steps;
    }
    SD_CHECK(water->volume_m3() == volume_m3);
    SD_CHECK(water->extremes().depth_m.size() == static_cast<std::size_t>(what.n) * static_cast<std::size_t>(what.n));
    std::sort(took_s.begin(), took_s.end());
    return took_s[kRepeats / 2];
}

double snapshot_restore_s(const FloodBenchCase& what, Parallel& parallel) {
    const auto water = basin(what);
    for (int k = 0; k < 3; ++k) (void)water->step(kLongest_s, parallel);
    const std::uint64_t before = water->hash();
    auto start = std::chrono::steady_clock::now();
    const Bytes taken = water->snapshot();
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    (void)water->step(kLongest_s, parallel);
    start = std::chrono::steady_clock::now();
    const bool restored = water->restore(taken).has_value();
    took += std::chrono::steady_clock::now() - start;
    SD_CHECK(restored && water->hash() == before);
    return took.count();
}

}  // namespace sd::flood
