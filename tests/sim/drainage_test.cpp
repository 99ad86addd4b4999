// Trunk pipes under streets: what goes in comes out, by the outfall or back onto a lower street.
#include "sim/drainage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <set>

#include "sim/city/recipe.h"
#include "sim/drain_tree.h"
#include "tests/sim/water_city.h"

namespace sd {
namespace {

constexpr int kNx = 40;
constexpr int kNy = 40;

/// What may pass a gate that should be shut while dry pipes fill within seconds: the solver damps the surge in the last
/// shaft, and what it damps looks like head.
constexpr double kLeak_m3 = 2.0;

/// A street of ground 1 m (lower, 0.6 m, from row 30 on) along column 10, a wall, and a river bed east of it.
City drained_to(double river_bed_m, float pump_m3_s = 0.0F) {
    City city = test::water_city(kNx, kNy, 10.0, [=](int i, int j) {
        if (i == 20) return 6.0;
        if (i > 20) return river_bed_m;
        return j < 30 ? 1.0 : 0.6;
    });
    Drain d;
    d.name = "K";
    d.outfall_cell = city.grid.cell(25, 35);
    d.invert_m = -0.7F;
    d.area_m2 = 1.0F;
    d.storage_m3 = 200.0F;
    d.inlet_m3_s = 1.0F;
    d.ground_m = 0.6F;
    d.pump_m3_s = pump_m3_s;
    if (pump_m3_s > 0.0F) d.pump_cabinet = CabinetId{0};
    for (int j = 0; j < kNy; ++j) d.inlet_cells.push_back(city.grid.cell(10, j));
    city.drains = {d};
    return city;
}
City drained(float pump_m3_s = 0.0F) { return drained_to(-3.0, pump_m3_s); }

flood::Config sealed() {
    flood::Config config;
    config.infiltration_mm_h = 0.0;
    return config;
}

/// Rain stands on the streets, the river at river_m.
flood::State wet(const City& city, double rain_m, double river_m) {
    return test::pond(city, sealed(), [=](int i, int) { return i < 20 ? rain_m : (i > 20 ? river_m + 3.0 : 0.0); });
}

double street_m3(const flood::State& s, int from_row = 0) {
    double sum = 0.0;
    for (int j = from_row; j < kNy; ++j) {
        for (int i = 0; i < 20; ++i) sum += s.cells.depth_m(s.cells.layout.grid.cell(i, j)) * 100.0;
    }
    return sum;
}

TEST(DrainTree, FollowsStreetsAndBridgesGaps) {
    City city = test::water_city(100, 20, 10.0, [](int i, int) { return 0.01 * i; });
    std::vector<std::uint32_t> cells;
    for (int i = 0; i < 60; ++i) cells.push_back(city.grid.cell(i, 5));
    for (int j = 6; j < 20; ++j) cells.push_back(city.grid.cell(30, j));  // a side street
    for (int i = 70; i < 90; ++i) cells.push_back(city.grid.cell(i, 5));  // beyond a gap
    const auto holes = drainage::manholes_of(city, cells, city.grid.cell(0, 3), 80.0);
    EXPECT_EQ(holes[0].parent, -1);
    EXPECT_EQ(holes[0].cell, city.grid.cell(0, 5));
    std::set<std::uint32_t> seen;
    for (std::size_t k = 0; k < holes.size(); ++k) {
        if (k > 0) {
            EXPECT_GE(holes[k].parent, 0);
            EXPECT_LT(holes[k].parent, static_cast<std::int32_t>(k));
        }
        seen.insert(holes[k].inlets.begin(), holes[k].inlets.end());
    }
    EXPECT_EQ(seen.size(), cells.size());
    EXPECT_EQ(holes.size(), 8U + 2U + 4U);  // stretches of 80 m: the main street, the side street, beyond the gap
}

TEST(DrainPlan, TheDefaultCityFitsTwoThousandManholes) {
    const City city = build_my_tho(SD_SOURCE_DIR "/data/my_tho").value();
    const auto plan = drainage::make_plan(city, flood::layout_for(city.grid, -20.0, 20.0)).value();
    ASSERT_EQ(plan.trunks.size(), city.drains.size());
    std::size_t nodes = 0;
    std::size_t inlets = 0;
    for (std::size_t d = 0; d < plan.trunks.size(); ++d) {
        const drainage::Trunk& trunk = plan.trunks[d];
        nodes += trunk.model.nodes.size();
        inlets += trunk.inlets.size();
        EXPECT_EQ(trunk.inlets.size(), city.drains[d].inlet_cells.size());
        EXPECT_EQ(trunk.pump_link != sewer::kNone, city.drains[d].pump_m3_s > 0.0F);
        for (const sewer::ConduitRow& c : trunk.model.conduits) {
            EXPECT_GE(c.z_from_m, c.z_to_m - 1e-6) << trunk.name;  // no pipe falls away from the outfall
            EXPECT_LE(c.z_from_m, trunk.model.nodes[static_cast<std::size_t>(c.from)].rim_m - 0.3 + 1e-6);
        }
    }
    std::cout << nodes << " nodes, " << inlets << " inlets\n";
    EXPECT_GT(nodes, 1000U);
    EXPECT_LE(nodes, 2000U);
}

TEST(Drainage, EmptiesTheStreetThroughItsOutfall) {
    const City city = drained();
    flood::State s = wet(city, 0.1, -2.0);
    Parallel parallel(1);
    const double first = street_m3(s);
    test::run_dry(s, seconds(1), 1800, parallel);
    EXPECT_LT(street_m3(s), first - 1000.0);
    const auto f = drainage::figures(s.drains);
    EXPECT_GT(f.discharged_m3, 1000.0);
    EXPECT_EQ(f.outfalls_locked, 0U);
    EXPECT_GT(s.drains.outflow_m3_s[0], 0.1F);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
}

TEST(Drainage, TideLockFillsThePipesAndInletsStop) {
    const City city = drained();
    flood::State s = wet(city, 0.1, 2.0);
    Parallel parallel(1);
    const double first = street_m3(s);
    test::run_dry(s, seconds(1), 1800, parallel);
    EXPECT_LT(drainage::figures(s.drains).discharged_m3, kLeak_m3);
    EXPECT_TRUE(drainage::is_locked(s.drains, 0));
    EXPECT_GT(drainage::figures(s.drains).locked_hours, 0.4);
    const City high = drained_to(1.5);  // dry ground in front of the outfall, above the pipe
    flood::State dry = test::pond(high, sealed(), [](int i, int) { return i < 20 ? 0.1 : 0.0; });
    test::run_dry(dry, seconds(1), 600, parallel);
    EXPECT_GT(drainage::pipe_level_m(dry.drains, 0), 0.0);
    EXPECT_EQ(drainage::figures(dry.drains).outfalls_locked, 0U);  // no river holds that gate
    EXPECT_GE(drainage::fill(s.drains, 0), 1.0);
    EXPECT_LT(drainage::fill(s.drains, 0), 1.5);
    EXPECT_GT(drainage::pipe_level_m(s.drains, 0), s.cells.level_m(city.grid.cell(10, 35)) - 0.02);
    const double pipes_m3 = static_cast<double>(drainage::stored(s.drains)) * s.cells.layout.volume_m3();
    EXPECT_NEAR(street_m3(s), first - pipes_m3 - drainage::figures(s.drains).discharged_m3, 1e-6);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
}

// Water swallowed on the high street rises out of the manholes of the low one while the river holds the gate shut.
TEST(Drainage, SurchargedPipesGiveWaterBackToLowStreets) {
    City city = drained();
    for (int i = 0; i < kNx; ++i) city.ground_m(i, 29) = 6.0F;  // only the pipes join the two streets
    flood::State s = test::pond(city, sealed(), [](int i, int j) { return i > 20 ? 5.0 : (j < 29 ? 0.2 : 0.0); });
    Parallel parallel(1);
    EXPECT_EQ(street_m3(s, 30), 0.0);
    test::run_dry(s, seconds(1), 1800, parallel);
    const auto f = drainage::figures(s.drains);
    EXPECT_GT(street_m3(s, 30), 50.0);
    EXPECT_GT(f.returned_m3, 50.0);
    EXPECT_GT(f.over_rim_peak, 0);
    EXPECT_GT(f.surcharged_peak, f.over_rim_peak - 1);
    EXPECT_NEAR(f.swallowed_m3 - f.returned_m3 - f.discharged_m3,
                static_cast<double>(drainage::stored(s.drains)) * s.cells.layout.volume_m3(), 1e-6);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
}

TEST(Drainage, CloggedInletsSwallowNothing) {
    const City city = drained();
    flood::State s = wet(city, 0.1, -2.0);
    ASSERT_TRUE(flood::clog(s, "K", 1.0));
    EXPECT_FALSE(flood::clog(s, "L", 1.0));
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 60, parallel);
    EXPECT_EQ(drainage::stored(s.drains), 0);
    ASSERT_TRUE(flood::clog(s, "K", 0.5));
    test::run_dry(s, seconds(1), 60, parallel);
    EXPECT_GT(drainage::stored(s.drains), 0);
}

TEST(Drainage, APumpLiftsOverTheTideWhileItHasPower) {
    const City city = drained(0.5F);
    const weather::State sky;
    const tide::State sea;
    Parallel parallel(1);
    const auto discharged_m3 = [&](std::uint8_t powered, double share) {
        flood::State s = wet(city, 0.2, 2.0);
        EXPECT_TRUE(flood::set_pump(s, "K", share));
        for (int k = 0; k < 1200; ++k) flood::step(s, sky, sea, {&powered, 1}, seconds(1), parallel);
        EXPECT_EQ(flood::mass_error_relative(s), 0.0);
        return drainage::figures(s.drains).discharged_m3;
    };
    const double full = discharged_m3(1, -1.0);
    EXPECT_GT(full, 0.8 * 0.5 * 1200);
    EXPECT_LE(full, 0.5 * 1200 + 1e-6);
    EXPECT_NEAR(discharged_m3(1, 0.5), 0.5 * full, 0.1 * full);
    EXPECT_LT(discharged_m3(0, -1.0), kLeak_m3);
    flood::State without = wet(drained(), 0.1, 2.0);
    EXPECT_FALSE(flood::set_pump(without, "K", 1.0));
}

TEST(Drainage, TheSameBytesForAnyNumberOfThreads) {
    const City city = build_my_tho(SD_SOURCE_DIR "/data/my_tho").value();
    std::vector<std::uint64_t> hashes;
    for (const int threads : {1, 3}) {
        flood::State s = flood::make(city, {}, 0.5).value();
        for (std::uint32_t c = 0; c < city.grid.cells(); ++c) {
            if (static_cast<Cover>(city.cover.at(c)) == Cover::Road) s.cells.add(c, 3'000'000);
        }
        Parallel parallel(threads);
        for (int k = 0; k < 20; ++k) drainage::step(s.drains, s.cells, {}, seconds(1), parallel);
        hashes.push_back(flood::hash(s));
    }
    EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace sd
