#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/units.h"
#include "tests/sim/water_city.h"

namespace sd {
namespace {

constexpr int kNx = 40;
constexpr int kNy = 20;

// Two basins with a wall between at column 20; `kind` joins them. The western one is inside.
City two_basins(StructureKind kind, float close_above_m = 1.0e9F) {
    City city = test::water_city(
        kNx, kNy, 10.0, [](int i, int) { return i == 20 ? 5.0 : 0.0; }, Cover::Canal);
    Structure s;
    s.kind = kind;
    s.name = "G";
    s.cell_inside = city.grid.cell(19, 10);
    s.cell_outside = city.grid.cell(21, 10);
    s.width_m = 5.0F;
    s.sill_m = 0.0F;
    s.height_m = 1.5F;
    s.pump_m3_s = kind == StructureKind::Pump ? 2.0F : 0.0F;
    s.close_above_m = close_above_m;
    if (kind == StructureKind::Pump) s.cabinet = CabinetId{0};
    city.structures = {s};
    city.dykes = {Dyke{"wall", {}, {}, 5.0F}};
    for (int j = 0; j < kNy; ++j) city.dykes[0].cells.push_back(city.grid.cell(20, j));
    return city;
}

double mean_depth(const flood::State& s, bool inside) {
    double sum = 0.0;
    for (int j = 0; j < kNy; ++j) {
        for (int i = 0; i < 19; ++i) sum += s.cells.depth_m(s.cells.layout.grid.cell(inside ? i : i + 21, j));
    }
    return sum / (19.0 * kNy);
}

flood::State filled(const City& city, double inside_m, double outside_m) {
    return test::pond(city, {}, [=](int i, int) { return i == 20 ? 0.0 : (i < 20 ? inside_m : outside_m); });
}

TEST(FloodDyke, KeepsWaterOutUntilItBreaks) {
    const City city = two_basins(StructureKind::FlapGate);
    flood::State s = filled(city, 0.0, 3.0);
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 600, parallel);
    EXPECT_EQ(mean_depth(s, true), 0.0);
    EXPECT_FALSE(flood::breach(s, "nowhere", {205, 105}, 0.5));
    ASSERT_TRUE(flood::breach(s, "wall", {230, 105}, 0.5));  // beside the wall: the nearest piece opens
    test::run_dry(s, seconds(1), 3600, parallel);
    EXPECT_NEAR(mean_depth(s, true), mean_depth(s, false), 0.02);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
}

TEST(FloodSluice, ClosedHoldsAndOpenLevelsTheBasins) {
    const City city = two_basins(StructureKind::Sluice);
    flood::State s = filled(city, 0.2, 1.0);
    Parallel parallel(1);
    ASSERT_TRUE(flood::set_sluice(s, "G", 0.0));
    test::run_dry(s, seconds(1), 130, parallel);  // travel of the gate
    EXPECT_EQ(s.structures.opening[0], 0.0F);
    const double shut = mean_depth(s, true);
    test::run_dry(s, seconds(1), 600, parallel);
    EXPECT_EQ(s.structures.flow_m3_s[0], 0.0F);
    EXPECT_NEAR(mean_depth(s, true), shut, 0.01);
    ASSERT_TRUE(flood::set_sluice(s, "G", 1.0));
    test::run_dry(s, seconds(1), 30'000, parallel);
    EXPECT_NEAR(mean_depth(s, true), mean_depth(s, false), 0.02);
    EXPECT_FALSE(flood::set_sluice(s, "H", 1.0));
    EXPECT_FALSE(flood::set_pump(s, "G", 1.0));
}

TEST(FloodSluice, RuleShutsAboveItsLevelAndReopensBelow) {
    City city = two_basins(StructureKind::Sluice, 0.8F);
    flood::State s = filled(city, 0.5, 1.0);
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 200, parallel);
    EXPECT_EQ(s.structures.opening[0], 0.0F);
    for (int j = 0; j < kNy; ++j) {
        for (int i = 21; i < kNx; ++i) s.cells.add(city.grid.cell(i, j), -s.cells.depth[s.cells.layout.at(i, j)] / 2);
    }
    test::run_dry(s, seconds(1), 200, parallel);
    EXPECT_EQ(s.structures.opening[0], 1.0F);
}

TEST(FloodFlapGate, LetsWaterOutButNeverIn) {
    const City city = two_basins(StructureKind::FlapGate);
    Parallel parallel(1);
    flood::State in = filled(city, 0.2, 1.0);
    test::run_dry(in, seconds(1), 600, parallel);
    EXPECT_NEAR(mean_depth(in, true), 0.2, 1e-6);
    flood::State out = filled(city, 1.0, 0.2);
    test::run_dry(out, seconds(1), 600, parallel);
    EXPECT_LT(mean_depth(out, true), 0.9);
}

TEST(FloodPump, LiftsWaterOnlyWithPower) {
    const City city = two_basins(StructureKind::Pump);
    const weather::State sky;
    const tide::State sea;
    Parallel parallel(1);
    flood::State s = filled(city, 0.5, 1.0);
    const std::uint8_t off[1] = {0};
    const std::uint8_t on[1] = {1};
    for (int k = 0; k < 100; ++k) flood::step(s, sky, sea, off, seconds(1), parallel);
    EXPECT_EQ(s.structures.flow_m3_s[0], 0.0F);
    for (int k = 0; k < 100; ++k) flood::step(s, sky, sea, on, seconds(1), parallel);
    EXPECT_NEAR(static_cast<double>(s.structures.flow_m3_s[0]), 2.0, 1e-3);
    const std::int64_t moved = s.cells.depth[s.cells.layout.at(21, 10)];
    EXPECT_GT(moved, 0);
    ASSERT_TRUE(flood::set_pump(s, "G", 0.5));
    flood::step(s, sky, sea, on, seconds(1), parallel);
    EXPECT_NEAR(static_cast<double>(s.structures.flow_m3_s[0]), 1.0, 1e-3);
}

}  // namespace
}  // namespace sd
