// Canals under the sheet: still water, banks, junctions, and what comes back from a snapshot.
#include "sim/flood/canals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "sim/core/draw.h"
#include "sim/flood/isa.h"

namespace sd::flood {
namespace {

constexpr std::uint32_t kStream = stream_of("canals_test");

/// Uneven ground and a canal of `count` nodes along its middle row, whose bed and width change all the way.
struct Country {
    GridSpec grid;
    Ground ground;
    CanalNetwork net;
    std::unique_ptr<Water> water;
    Canals canals;

    Country(Scheme scheme, Precision precision, int count, double level_m) : grid{count, 5, 20.0, {0.0, 0.0}} {
        const Draw draw(11);
        ground = {grid, std::vector<double>(grid.cells(), 0.0), std::vector<double>(grid.cells(), 0.03)};
        for (std::uint32_t c = 0; c < grid.cells(); ++c) ground.bed_m[c] = 1.5 + 0.4 * draw.uniform(kStream, c, 0);
        for (int i = 0; i < count; ++i) {
            const auto k = static_cast<std::uint32_t>(i);
            CanalNode n;
            n.cell = grid.cell(i, 2);
            n.length_m = 12.0 + 12.0 * draw.uniform(kStream, k, 1);
            n.bed_m = 0.5 * draw.uniform(kStream, k, 2);
            n.width_m = 2.0 + 3.0 * draw.uniform(kStream, k, 3);
            n.side_slope = i % 3 == 0 ? 0.0 : 0.7;
            n.level_m = level_m;
            net.nodes.push_back(n);
            if (i > 0) net.links.push_back({k - 1, k, 20.0, false});
        }
        net.names = {{"canal", 0, static_cast<std::uint32_t>(count)}};
        water = make_water(scheme, precision, ground, isa_index(""));
        canals = make_canals(net, grid, *water);
    }
    void fill_ground(double level_m) {
        for (std::uint32_t c = 0; c < grid.cells(); ++c) water->set_depth(c, std::max(0.0, level_m - water->bed_m(c)));
    }
    void play(double for_s, int threads = 1) {
        Parallel parallel(threads);
        while (for_s > 1e-9) {
            const double dt_s = water->step(std::min({for_s, 2.0, stable_step_s(net, canals, *water)}), parallel);
            canal_step(net, canals, *water, dt_s, parallel);
            for_s -= dt_s;
        }
    }
    /// In quanta of the canals, everywhere.
    [[nodiscard]] std::int64_t quanta() const {
        std::int64_t sum = 0;
        for (const std::int64_t v : canals.volume) sum += v;
        for (std::uint32_t c = 0; c < grid.cells(); ++c)
            sum += std::llround(water->depth_m(c) / water->quantum_m()) * canals.per_surface;
        return sum;
    }
};

struct Kind {
    Scheme scheme;
    Precision precision;
};
class CanalsOver : public testing::TestWithParam<Kind> {};
INSTANTIATE_TEST_SUITE_P(All, CanalsOver,
                         testing::Values(Kind{Scheme::Inertia, Precision::F32}, Kind{Scheme::Inertia, Precision::F64},
                                         Kind{Scheme::Fv1, Precision::F32}, Kind{Scheme::Fv2, Precision::F64}));

TEST_P(CanalsOver, StillWaterStaysExactlyStillBelowTheBanks) {
    Country c(GetParam().scheme, GetParam().precision, 30, 1.2);
    const auto before = c.canals.volume;
    c.play(1800.0);
    EXPECT_EQ(c.canals.volume, before);
    EXPECT_EQ(c.water->volume_m3(), 0.0);
}

TEST_P(CanalsOver, StillWaterStaysExactlyStillAboveTheBanks) {
    Country c(GetParam().scheme, GetParam().precision, 30, 5.0);
    c.fill_ground(2.5);
    c.play(10.0);  // the last parts of a quantum below the banks fill up
    const auto before = c.canals.volume;
    const std::uint64_t sheet = c.water->hash();
    c.play(1800.0);
    EXPECT_EQ(c.canals.volume, before);
    EXPECT_EQ(c.water->hash(), sheet);
}

TEST_P(CanalsOver, SpillAndRefillKeepEveryQuantum) {
    Country c(GetParam().scheme, GetParam().precision, 30, 1.4);
    c.net.ends = {{0, CanalEndKind::Discharge, 0.0}};
    c.canals = make_canals(c.net, c.grid, *c.water);
    const std::int64_t at_first = c.quanta();
    c.canals.end_value = {4.0};
    c.play(900.0);
    EXPECT_EQ(c.quanta() - at_first, c.canals.through_ends);
    EXPECT_GT(c.water->volume_m3(), 500.0) << "it spilt";
    const double above_m3 = c.water->volume_m3();
    c.canals.end_value = {-4.0};
    c.play(1800.0);
    EXPECT_EQ(c.quanta() - at_first, c.canals.through_ends);
    EXPECT_LT(c.water->volume_m3(), 0.5 * above_m3) << "it fell back in";
    for (const std::int64_t v : c.canals.volume) EXPECT_GE(v, 0);
}

TEST_P(CanalsOver, WaterOnTheGroundFallsIn) {
    Country c(GetParam().scheme, GetParam().precision, 30, -10.0);
    c.fill_ground(1.9);
    const std::int64_t at_first = c.quanta();
    c.play(3600.0);
    EXPECT_EQ(c.quanta(), at_first);
    EXPECT_GT(volume_m3(c.canals), 0.0);
    const double level_m = canal_level_m(c.net, c.canals, 15, *c.water);
    for (std::uint32_t k = 0; k < 30; ++k) EXPECT_NEAR(canal_level_m(c.net, c.canals, k, *c.water), level_m, 0.02);
}

TEST_P(CanalsOver, ASnapshotGoesOnBitForBit) {
    const auto make = [&] {
        Country c(GetParam().scheme, GetParam().precision, 30, 1.4);
        c.net.ends = {{3, CanalEndKind::Discharge, 0.0}, {29, CanalEndKind::Normal, 0.001}};
        c.canals = make_canals(c.net, c.grid, *c.water);
        c.canals.end_value = {3.0, 0.0};
        return c;
    };
    Country one = make();
    one.play(400.0);
    const Bytes sheet = one.water->snapshot();
    const Bytes canals = snapshot(one.net, one.canals);
    one.play(400.0);
    Country other = make();
    ASSERT_TRUE(other.water->restore(sheet));
    ASSERT_TRUE(restore(other.net, other.canals, canals));
    other.play(400.0);
    EXPECT_EQ(hash(other.canals), hash(one.canals));
    EXPECT_EQ(other.water->hash(), one.water->hash());
    other.net.nodes[4].bed_m += 0.1;
    EXPECT_FALSE(restore(other.net, other.canals, canals)) << "of another bed";
}

TEST(Canals, ThreadsDoNotMatter) {
    Country one(Scheme::Inertia, Precision::F32, 5000, -10.0);  // more links than one thread does alone
    Country four(Scheme::Inertia, Precision::F32, 5000, -10.0);
    one.fill_ground(1.8);
    four.fill_ground(1.8);
    one.play(60.0, 1);
    four.play(60.0, 4);
    EXPECT_EQ(hash(one.canals), hash(four.canals));
    EXPECT_EQ(one.water->hash(), four.water->hash());
}

/// Three canals of one section that meet in a point: one brings, two take.
TEST(Canals, AJunctionSharesByWhatEachBranchCarries) {
    const GridSpec grid{41, 41, 20.0, {0.0, 0.0}};
    Ground ground{grid, std::vector<double>(grid.cells(), 5.0), std::vector<double>(grid.cells(), 0.03)};
    CanalNetwork net;
    const auto add = [&](int i, int j, double width_m, double away) {
        CanalNode n;
        n.cell = grid.cell(i, j);
        n.length_m = 20.0;
        n.width_m = width_m;
        n.bed_m = 1.0 - 2.0e-4 * 20.0 * away;
        net.nodes.push_back(n);
        return static_cast<std::uint32_t>(net.nodes.size() - 1);
    };
    for (int i = 0; i <= 20; ++i) {
        add(i, 20, 6.0, i);
        if (i > 0) net.links.push_back({static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(i), 20.0, false});
    }
    const std::uint32_t meet = 20;
    for (const double width_m : {4.0, 2.0}) {
        std::uint32_t last = meet;
        for (int k = 1; k <= 20; ++k) {
            const std::uint32_t now = add(20, width_m > 3.0 ? 20 + k : 20 - k, width_m, 20.0 + k);
            net.links.push_back({last, now, 20.0, false});
            last = now;
        }
        net.ends.push_back({last, CanalEndKind::Normal, 2.0e-4});
    }
    net.ends.push_back({0, CanalEndKind::Discharge, 0.0});
    const auto water = make_water(Scheme::Inertia, Precision::F32, ground, isa_index(""));
    Canals c = make_canals(net, grid, *water);
    c.end_value = {0.0, 0.0, 3.0};
    Parallel parallel(1);
    for (double t_s = 0.0; t_s < 8.0 * 3600.0;) {
        const double dt_s = stable_step_s(net, c, *water);
        canal_step(net, c, *water, dt_s, parallel);
        t_s += dt_s;
    }
    const double wide = c.q_m3_s[20];
    const double narrow = c.q_m3_s[40];
    EXPECT_NEAR(c.q_m3_s[19], 3.0, 1e-3);
    EXPECT_NEAR(wide + narrow, 3.0, 1e-3) << "what comes leaves";
    // Both branches begin at one depth and slope alike: Manning shares.
    const double depth_m = canal_level_m(net, c, meet, *water) - net.nodes[meet].bed_m;
    const auto carries = [&](double w) { return w * depth_m * std::pow(w * depth_m / (w + 2.0 * depth_m), 2.0 / 3.0); };
    EXPECT_NEAR(wide / narrow, carries(4.0) / carries(2.0), 0.02 * wide / narrow);
}

TEST(Canals, RaisedBanksHoldWaterAboveTheGroundAndSpillAsWeirs) {
    const GridSpec grid{3, 1, 20.0, {0.0, 0.0}};
    Ground ground{grid, std::vector<double>(3, 1.0), std::vector<double>(3, 0.03)};
    CanalNetwork net;
    for (std::uint32_t k = 0; k < 3; ++k) {
        CanalNode n;
        n.cell = k;
        n.length_m = 20.0;
        n.width_m = 4.0;
        n.raised = true;
        n.bank_m = 2.0;
        n.level_m = 1.8;
        net.nodes.push_back(n);
        if (k > 0) net.links.push_back({k - 1, k, 20.0, false});
    }
    net.ends = {{0, CanalEndKind::Discharge, 0.0}};
    const auto water = make_water(Scheme::Inertia, Precision::F32, ground, isa_index(""));
    Canals c = make_canals(net, grid, *water);
    Parallel parallel(1);
    const auto play = [&](double m3_s, double for_s) {
        c.end_value = {m3_s};
        for (double t_s = 0.0; t_s < for_s;) {
            const double dt_s = water->step(std::min(1.0, stable_step_s(net, c, *water)), parallel);
            canal_step(net, c, *water, dt_s, parallel);
            t_s += dt_s;
        }
    };
    play(0.0, 600.0);
    EXPECT_EQ(water->volume_m3(), 0.0) << "0.8 m above the ground and dry beside";
    play(0.5, 600.0);
    EXPECT_GT(water->volume_m3(), 200.0);
    // A weir of 2 × 60 m carries 0.5 m³/s at a head of 1.8 cm.
    EXPECT_NEAR(canal_level_m(net, c, 1, *water), 2.018, 0.01);
}

}  // namespace
}  // namespace sd::flood
