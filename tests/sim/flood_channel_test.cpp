#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "tests/sim/water_city.h"

namespace sd {
namespace {

std::filesystem::path shared() {
    const char* set = std::getenv("SONGDOI_SHARED");
    return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(SD_SOURCE_DIR) / ".." / "shared";
}

struct Reach {
    std::vector<double> bed_m, level_m;
};

Reach read_reach(const std::filesystem::path& file) {
    Reach reach;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        const auto first = line.find(',');
        const auto second = line.find(',', first + 1);
        reach.bed_m.push_back(std::stod(line.substr(first + 1, second - first - 1)));
        reach.level_m.push_back(std::stod(line.substr(second + 1)));
    }
    return reach;
}

// MacDonald et al. (1997), long channel: 200 cells of 5 m, n 0.033, 2 m²/s, level given downstream. The flow comes near
// Froude 1, where a scheme without advection is wrong by about u²/2g: 0.021 m here, steady, at any time step.
TEST(FloodChannel, MacDonaldSteadyLevelAsGoodAsWithoutAdvection) {
    const auto file = shared() / "data" / "flood" / "macdonald" / "mcdo_norain.csv";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "reference data absent: " << file;
    const Reach reach = read_reach(file);
    const int n = static_cast<int>(reach.bed_m.size());
    ASSERT_EQ(n, 200);
    City city = test::water_city(n, 1, 5.0, [&](int i, int) { return reach.bed_m[static_cast<std::size_t>(i)]; });
    city.boundaries = {{"west", BoundarySide::West, {0}, false},
                       {"east", BoundarySide::East, {static_cast<std::uint32_t>(n - 1)}, true}};
    flood::Config config;
    config.manning_scale = 0.033 / manning_of(Cover::Bare);
    config.infiltration_mm_h = 0.0;
    config.radiation = 0.0;
    config.upstream_discharge_m3_s = 2.0 * 5.0;
    flood::State s = flood::make(city, config, 8.0).value();
    tide::State sea;
    sea.level_m = reach.level_m.back();
    const weather::State sky;
    Parallel parallel(1);
    for (int k = 0; k < 1200; ++k) flood::step(s, sky, sea, {}, seconds(1), parallel);
    double miss = 0.0;
    for (int i = 0; i < n; ++i) {
        miss += std::abs(s.cells.level_m(static_cast<std::uint32_t>(i)) - reach.level_m[static_cast<std::size_t>(i)]);
    }
    EXPECT_LT(miss / n, 0.022);
    const float q = s.qx[static_cast<std::size_t>(s.current)][s.cells.layout.at(n / 2, 0)];
    EXPECT_NEAR(static_cast<double>(q), 2.0, 0.002);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
}

// Uniform flow on a slope: q = h^(5/3) √S / n, so the friction term and its cube root are right.
TEST(FloodChannel, UniformFlowObeysManning) {
    constexpr int kN = 1000;
    constexpr double kSlope = 0.001;
    City city = test::water_city(kN, 1, 10.0, [](int i, int) { return 20.0 - kSlope * 10.0 * i; });
    city.boundaries = {{"west", BoundarySide::West, {0}, false}};
    flood::Config config;
    config.infiltration_mm_h = 0.0;
    config.radiation = 0.0;
    config.upstream_discharge_m3_s = 15.0;
    flood::State s = flood::make(city, config, 22.0).value();
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 5000, parallel);
    const double h = std::pow(1.5 * manning_of(Cover::Bare) / std::sqrt(kSlope), 0.6);
    EXPECT_NEAR(s.cells.depth_m(60), h, 0.005 * h);
}

// A long wave on still deep water without friction travels at √(g h).
TEST(FloodChannel, LongWaveTravelsAtItsSpeed) {
    constexpr int kN = 600;
    const City city = test::water_city(kN, 1, 10.0, [](int, int) { return 0.0; });
    flood::Config config;
    config.manning_scale = 0.0;
    const auto hump = [](double x_m) { return 0.01 * std::exp(-x_m * x_m / (2.0 * 150.0 * 150.0)); };
    flood::State s = test::pond(city, config, [&](int i, int) { return 5.0 + 2.0 * hump((i - 300) * 10.0); });
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 300, parallel);
    int crest = 300;
    for (int i = 300; i < kN; ++i) {
        if (s.cells.depth_m(static_cast<std::uint32_t>(i)) > s.cells.depth_m(static_cast<std::uint32_t>(crest)))
            crest = i;
    }
    EXPECT_NEAR((crest - 300) * 10.0, std::sqrt(kGravity_m_s2 * 5.0) * 300.0, 30.0);
    EXPECT_NEAR(s.cells.depth_m(static_cast<std::uint32_t>(crest)) - 5.0, 0.01, 0.001);
}

// Rain on an impervious flat: depth is what fell, on every cell, and less where the ground drinks.
TEST(FloodRain, FallsExactlyAndTheGroundTakesItsShare) {
    const Instant start = instant_of({2026, 10, 28, 12, 0, 0.0});
    weather::Config wc;
    wc.storms = {{start, hours(1), 2.0, 90.0, 0.4}};
    for (const Cover cover : {Cover::Lake, Cover::Bare}) {
        const City city = test::water_city(
            70, 20, 10.0, [](int, int) { return 1.0; }, cover);
        flood::Config config;
        config.infiltration_mm_h = 10.0;
        flood::State s = flood::make(city, config, -1.0).value();
        weather::State sky = weather::make(wc, start);
        Parallel parallel(2);
        for (int k = 1; k <= 3600; ++k) {
            weather::step(sky, wc, start + seconds(k), seconds(1));
            flood::step(s, sky, {}, {}, seconds(1), parallel);
        }
        const double taken_mm = is_water(cover) ? 0.0 : 10.0 * (1.0 - impervious_share(cover));
        EXPECT_NEAR(1000.0 * s.cells.depth_m(700), 90.0 - taken_mm, 1e-3);
        EXPECT_NEAR(flood::rain_mm(s, 700), 90.0, 1e-3);
        EXPECT_EQ(flood::mass_error_relative(s), 0.0);
    }
}

}  // namespace
}  // namespace sd
