#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draw.h"
#include "tests/sim/water_city.h"

namespace sd {
namespace {

constexpr int kNx = 130;
constexpr int kNy = 75;

// Hills, a tidal rim in the east, an open rim in the west, a dyke, a sluice, a flap gate, a pump, a drain.
City busy_city() {
    const auto ground = [](int i, int j) {
        if (j < 20) return -4.0;
        if (j == 20) return 2.0;
        return 0.8 + 0.5 * std::sin(i * 0.21) * std::cos(j * 0.33);
    };
    City city = test::water_city(kNx, kNy, 10.0, ground, Cover::Mixed);
    Boundary east{"east", BoundarySide::East, {}, true};
    Boundary west{"west", BoundarySide::West, {}, false};
    for (int j = 0; j < 20; ++j) {
        for (int i = 0; i < kNx; ++i) city.cover(i, j) = static_cast<std::uint8_t>(Cover::River);
        east.cells.push_back(city.grid.cell(kNx - 1, j));
        west.cells.push_back(city.grid.cell(0, j));
    }
    city.boundaries = {east, west};
    Dyke dyke{"D", {}, {}, 2.0F};
    for (int i = 0; i < kNx; ++i) dyke.cells.push_back(city.grid.cell(i, 20));
    city.dykes = {dyke};
    const auto structure = [&](StructureKind kind, const char* name, int i) {
        Structure s;
        s.kind = kind;
        s.name = name;
        s.cell_inside = city.grid.cell(i, 22);
        s.cell_outside = city.grid.cell(i, 18);
        s.width_m = 6.0F;
        s.sill_m = -0.5F;
        s.height_m = 2.0F;
        s.pump_m3_s = kind == StructureKind::Pump ? 3.0F : 0.0F;
        s.close_above_m = 1.0F;
        return s;
    };
    city.structures = {structure(StructureKind::Sluice, "S", 20), structure(StructureKind::FlapGate, "F", 40),
                       structure(StructureKind::Pump, "P", 60), structure(StructureKind::Culvert, "C", 80)};
    Drain drain;
    drain.name = "K";
    drain.outfall_cell = city.grid.cell(100, 18);
    drain.invert_m = -0.5F;
    drain.area_m2 = 1.5F;
    drain.storage_m3 = 400.0F;
    drain.inlet_m3_s = 1.0F;
    drain.ground_m = 0.8F;
    for (int i = 90; i < 110; i += 2) drain.inlet_cells.push_back(city.grid.cell(i, 30));
    city.drains = {drain};
    return city;
}

// One eventful hour: storm, moving tide, orders and a breach at drawn moments.
flood::State eventful_hour(const City& city, const std::string& isa, int threads, int steps = 900) {
    flood::Config config;
    config.isa = isa;
    config.upstream_discharge_m3_s = 400.0;
    config.infiltration_mm_h = 3.0;
    flood::State s = flood::make(city, config, 0.3).value();
    Parallel parallel(threads);
    weather::Config wc;
    const Instant start = instant_of({2026, 10, 28, 12, 0, 0.0});
    wc.storms = {{start, minutes(10), 50.0, 120.0, 0.4}};
    wc.cells = {{start, minutes(15), {200, 300}, 2.0, 1.0, 250.0, 300.0}};
    weather::State sky = weather::make(wc, start);
    const Draw draw(7);
    const std::uint8_t power[1] = {1};
    bool ordered = true;
    for (int k = 0; k < steps; ++k) {
        const auto tick = static_cast<std::uint64_t>(k);
        weather::step(sky, wc, start + seconds(k + 1), seconds(1));
        tide::State sea;
        sea.level_m = 0.3 + 1.5 * std::sin(k / 200.0);
        sea.mean_level_m = 0.3;
        ordered = ordered &&
                  (!(draw.chance(1, 0, tick, 0.02)) || flood::set_sluice(s, "S", draw.uniform(2, 0, tick, -0.5, 1.0)));
        ordered = ordered &&
                  (!(draw.chance(3, 0, tick, 0.02)) || flood::set_pump(s, "P", draw.uniform(4, 0, tick, -0.2, 1.0)));
        ordered = ordered && (!(draw.chance(5, 0, tick, 0.01)) || flood::clog(s, "K", draw.uniform(6, 0, tick)));
        ordered = ordered && (!(k == 300) || flood::breach(s, "D", {700, 200}, 0.2, 40.0));
        flood::step(s, sky, sea, power, seconds(1), parallel);
    }
    EXPECT_TRUE(ordered);
    return s;
}

TEST(FloodLedger, ClosesToTheLastQuantumThroughStormTideGatesAndBreach) {
    const City city = busy_city();
    const flood::State s = eventful_hour(city, "", 1, 1500);
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
    EXPECT_GT(s.ledger.rain, 0);
    EXPECT_LT(s.ledger.infiltration, 0);
    EXPECT_NE(s.ledger.tidal, 0);
    EXPECT_NE(s.ledger.upstream, 0);
    for (const std::int32_t d : s.cells.depth) ASSERT_GE(d, 0);
}

TEST(FloodLedger, NoticesWaterThatWasMade) {
    const City city = busy_city();
    flood::State s = eventful_hour(city, "", 1, 5);
    s.cells.add(0, 1);
    EXPECT_GT(flood::mass_error_relative(s), 0.0);
}

TEST(FloodRepeats, SameBytesForEveryThreadCount) {
    const City city = busy_city();
    const std::uint64_t one = flood::hash(eventful_hour(city, "", 1));
    for (int threads = 2; threads <= 4; ++threads) {
        EXPECT_EQ(flood::hash(eventful_hour(city, "", threads)), one) << threads << " threads";
    }
}

TEST(FloodRepeats, SameBytesForEveryInstructionSet) {
    const City city = busy_city();
    const std::uint64_t one = flood::hash(eventful_hour(city, "baseline", 1));
    for (const std::string_view isa : flood::isas()) {
        const flood::State s = eventful_hour(city, std::string(isa), 1);
        EXPECT_EQ(flood::isa_name(s.isa), isa);
        EXPECT_EQ(flood::hash(s), one) << isa;
    }
}

TEST(FloodRepeats, CopyGoesOnLikeTheOriginal) {
    const City city = busy_city();
    flood::State a = eventful_hour(city, "", 1, 400);
    flood::State b = a;
    Parallel one(1);
    Parallel three(3);
    test::run_dry(a, seconds(1), 100, one);
    test::run_dry(b, seconds(1), 100, three);
    EXPECT_EQ(flood::hash(a), flood::hash(b));
}

TEST(FloodConfig, RefusesWhatItCannotRun) {
    const City city = test::water_city(10, 10, 10.0, [](int, int) { return 0.0; });
    flood::Config config;
    config.isa = "mmx";
    config.theta = 3.0;
    const auto made = flood::make(city, config, 0.0);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().size(), 2u);
}

// Mirror and transpose: water on the same hills seen in a mirror is the mirror image, to the last bit.
int bump_cm(int i, int j) { return (i * 37 + j * 91 + i * j * 5) % 97; }

flood::State slosh(int nx, int ny, const test::Ground& ground, const test::Ground& depth) {
    const City city = test::water_city(nx, ny, 5.0, ground, Cover::Road);
    flood::State s = test::pond(city, {}, depth);
    Parallel parallel(1);
    test::run_dry(s, seconds(1), 60, parallel);
    return s;
}

TEST(FloodSymmetry, MirrorAndTransposeGiveTheSameBits) {
    constexpr int kN = 70;
    constexpr int kM = 40;
    const auto ground = [](int i, int j) { return 0.01 * bump_cm(i, j); };
    const auto depth = [](int i, int j) { return i < kN / 3 ? 1.5 - 0.01 * bump_cm(i, j) : (j % 7 == 0 ? 0.2 : 0.0); };
    const flood::State a = slosh(kN, kM, ground, depth);
    const flood::State mirrored = slosh(
        kN, kM, [&](int i, int j) { return ground(kN - 1 - i, j); },
        [&](int i, int j) { return depth(kN - 1 - i, j); });
    const flood::State transposed = slosh(
        kM, kN, [&](int i, int j) { return ground(j, i); }, [&](int i, int j) { return depth(j, i); });
    EXPECT_GT(a.limited_steps, 0u);  // the limiter is part of what is compared
    for (int j = 0; j < kM; ++j) {
        for (int i = 0; i < kN; ++i) {
            const std::int32_t d = a.cells.depth[a.cells.layout.at(i, j)];
            ASSERT_EQ(d, mirrored.cells.depth[mirrored.cells.layout.at(kN - 1 - i, j)]) << i << ' ' << j;
            ASSERT_EQ(d, transposed.cells.depth[transposed.cells.layout.at(j, i)]) << i << ' ' << j;
        }
    }
}

}  // namespace
}  // namespace sd
