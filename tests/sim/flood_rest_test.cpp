#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/water_city.h"

namespace sd {
namespace {

bool moves(const flood::State& s) {
    const auto now = static_cast<std::size_t>(s.current);
    for (const float q : s.qx[now]) {
        if (q != 0.0F) return true;
    }
    for (const float q : s.qy[now]) {
        if (q != 0.0F) return true;
    }
    return false;
}

// Lake at rest over an emerged bump [SWASHES 3.1.2]: depth 0.1 m, bump up to 0.2 m, 1 h.
TEST(FloodAtRest, LakeOverAnEmergedBumpNeverMoves) {
    const auto bump = [](int i, int) {
        const double x = i + 0.5;
        return std::max(0.0, 0.2 - 0.05 * (x - 10.0) * (x - 10.0));
    };
    const City city = test::water_city(25, 25, 1.0, bump, Cover::Lake);
    flood::State s = flood::make(city, {}, 0.1).value();
    const auto before = s.cells.depth;
    Parallel parallel(1);
    test::run_dry(s, seconds(10), 360, parallel);
    EXPECT_EQ(s.cells.depth, before);
    EXPECT_FALSE(moves(s));
    EXPECT_NEAR(flood::depth_m(s, city.grid.cell(0, 0)), 0.1F, 1e-6F);
}

TEST(FloodAtRest, RoughBedUnderALevelSurfaceStaysStill) {
    const auto ground = [](int i, int j) { return 1.7 * std::sin(i * 0.37) * std::cos(j * 0.53) - 2.0; };
    const City city = test::water_city(150, 70, 10.0, ground, Cover::River);
    flood::State s = flood::make(city, {}, -1.234567).value();
    const auto before = s.cells.depth;
    Parallel parallel(2);
    test::run_dry(s, seconds(1), 50, parallel);
    EXPECT_EQ(s.cells.depth, before);
    EXPECT_FALSE(moves(s));
}

TEST(FloodAtRest, DryCityCostsNoTile) {
    const City city = test::water_city(300, 100, 10.0, [](int i, int) { return 0.01 * i; });
    flood::State s = flood::make(city, {}, -5.0).value();
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 2, parallel);
    for (const std::uint8_t active : s.active) EXPECT_EQ(active, 0);
    EXPECT_EQ(flood::volume_m3(s), 0.0);
}

TEST(FloodAtRest, TileGoneDryForgetsItsDischarge) {
    // A film on a slope runs into a sink at the east end; the western tiles must end inactive and without discharge.
    const City city = test::water_city(200, 16, 10.0, [](int i, int) { return 100.0 - 0.5 * i; });
    flood::Config slick;
    slick.manning_scale = 0.2;
    flood::State s = test::pond(city, slick, [](int i, int) { return i < 20 ? 0.02 : 0.0; });
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 4000, parallel);
    EXPECT_EQ(s.active[0], 0);
    EXPECT_EQ(s.stale[0], 0);
    for (const auto& q : s.qx) EXPECT_EQ(q[s.cells.layout.at(10, 5)], 0.0F);
}

}  // namespace
}  // namespace sd
