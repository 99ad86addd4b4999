#include "sim/sewer/exchange.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draw.h"
#include "sim/core/units.h"
#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

constexpr ExchangeUnits kUnits{0x1p-24 * 100.0, 65536};
constexpr double kQuantum_m3 = kUnits.surface_m3 / 65536.0;

TEST(Exchange, FollowsTheFormulas) {
    const Opening grate{true, 2.0, 0.3, 0.0};
    const double g2 = 2.0 * kGravity_m_s2;
    EXPECT_NEAR(exchange_flow(grate, {1.05, 0.05, 100.0, 0}, {0.0, 1.0, 1.2, 0}), 1.66 * 2.0 * std::pow(0.05, 1.5),
                1e-12);
    EXPECT_NEAR(exchange_flow(grate, {1.8, 0.8, 100.0, 0}, {0.0, 1.0, 1.2, 0}), 0.67 * 0.3 * std::sqrt(g2 * 0.8),
                1e-12);
    EXPECT_NEAR(exchange_flow(grate, {1.8, 0.8, 100.0, 0}, {1.75, 1.0, 1.2, 0}), 0.67 * 0.3 * std::sqrt(g2 * 0.05),
                1e-12);
    EXPECT_NEAR(exchange_flow(grate, {1.1, 0.1, 100.0, 0}, {1.4, 1.0, 1.2, 0}), -0.67 * 0.3 * std::sqrt(g2 * 0.3),
                1e-12);
    const Opening cover{false, 0.0, 0.28, 0.0};
    const double width = 2.0 * std::sqrt(kPi * 0.28);
    EXPECT_NEAR(exchange_flow(cover, {1.1, 0.1, 100.0, 0}, {0.0, 1.0, 1.2, 0}),
                2.0 / 3.0 * 0.54 * width * std::pow(0.1, 1.5) * std::sqrt(g2), 1e-12);
    EXPECT_NEAR(exchange_flow(cover, {1.1, 0.1, 100.0, 0}, {1.04, 1.0, 1.2, 0}),
                0.056 * width * 0.1 * std::sqrt(g2 * 0.06), 1e-12);
    EXPECT_NEAR(exchange_flow(cover, {1.4, 0.4, 100.0, 0}, {1.3, 1.0, 1.2, 0}), 0.167 * 0.28 * std::sqrt(g2 * 0.1),
                1e-12);
    EXPECT_NEAR(exchange_flow(cover, {1.0, 0.0, 100.0, 0}, {1.25, 1.0, 1.2, 0}), -0.167 * 0.28 * std::sqrt(g2 * 0.25),
                1e-12);
    EXPECT_EQ(exchange_flow(cover, {1.0, 0.0, 100.0, 0}, {0.5, 1.0, 1.2, 0}), 0.0);
}

TEST(Exchange, CloggingShutsItByShare) {
    Opening grate{true, 2.0, 0.3, 0.0};
    const Street street{1.05, 0.05, 100.0, 1'000'000'000};
    const Shaft shaft{0.0, 1.0, 1.2, 0};
    const double open = exchange_flow(grate, street, shaft);
    grate.clogged = 0.6;
    EXPECT_NEAR(exchange_flow(grate, street, shaft), 0.4 * open, 1e-12);
    grate.clogged = 1.0;
    EXPECT_EQ(exchange(grate, street, shaft, 1.0, kUnits), 0);
}

TEST(Exchange, NeverTakesMoreThanTheGiverHasNorTurnsTheSlope) {
    const Draw draw(11);
    int in = 0;
    int out = 0;
    for (std::uint64_t k = 0; k < 200'000; ++k) {
        const auto u = [&](std::uint32_t i, double lo, double hi) { return draw.uniform(1, i, k, lo, hi); };
        const Opening opening{draw.chance(2, 0, k, 0.5), u(0, 0.0, 8.0), u(1, 0.0, 2.0), u(2, 0.0, 1.0)};
        const double ground = u(3, -1.0, 1.0);
        const double depth = draw.chance(2, 1, k, 0.2) ? 0.0 : u(4, 0.0, 1.0);
        Street street{ground + depth, depth, u(5, 1.0, 400.0), 0};
        street.available = static_cast<std::int64_t>(depth * street.area_m2 / kUnits.surface_m3 * u(6, 0.0, 1.0));
        Shaft shaft{ground + u(7, -2.0, 2.0), ground + u(8, -0.1, 0.1), u(9, 0.5, 50.0), 0};
        shaft.volume = static_cast<std::int64_t>(u(10, 0.0, 5.0) / kQuantum_m3);
        const std::int64_t moved = exchange(opening, street, shaft, u(11, 0.01, 60.0), kUnits);
        ASSERT_LE(moved, street.available);
        ASSERT_LE(-moved * kUnits.per_surface, shaft.volume);
        const double before = std::max(street.level_m, shaft.rim_m) - shaft.head_m;
        const double volume = static_cast<double>(moved) * kUnits.surface_m3;
        const double after = before - volume / street.area_m2 - volume / shaft.area_m2;
        ASSERT_TRUE(moved <= 0 || (before > 0.0 && after >= -1e-9)) << k;
        ASSERT_TRUE(moved >= 0 || (before < 0.0 && after <= 1e-9)) << k;
        in += moved > 0 ? 1 : 0;
        out += moved < 0 ? 1 : 0;
    }
    EXPECT_GT(in, 20'000);
    EXPECT_GT(out, 20'000);
}

TEST(Exchange, StreetAndSewerTogetherKeepEveryQuantum) {
    Network net;
    net.nodes = {manhole("a", 0.0, 2.0), manhole("b", -0.5, 2.0), outfall("out", -1.0, Outfall::Level, 1.9)};
    net.conduits = {pipe("p", 0, 1, 0.5, 80.0), pipe("q", 1, 2, 0.3, 80.0)};
    Options options;
    options.quantum_m3 = kQuantum_m3;
    Rig run(net, options);
    const Opening cover{false, 0.0, 0.28, 0.0};
    std::int64_t street = 0;  // surface quanta on a cell of 100 m² at level 2
    std::int64_t in = 0;
    int up = 0;
    int down = 0;
    for (int i = 0; i < 3600; ++i) {
        const double depth = static_cast<double>(street) * kUnits.surface_m3 / 100.0;
        const Street cell{2.0 + depth, depth, 100.0, street};
        const Shaft shaft{run.state.head_m[0], 2.0, surface_m2(run.model, run.state, 0), run.state.volume[0]};
        const std::int64_t moved = exchange(cover, cell, shaft, 1.0, kUnits);
        street -= moved;
        ASSERT_GE(street, 0);
        up += moved < 0 ? 1 : 0;
        down += moved > 0 ? 1 : 0;
        std::fill(run.inflow.begin(), run.inflow.end(), 0);
        run.inflow[0] = moved * kUnits.per_surface;
        run.inflow[1] = i < 1200 ? static_cast<std::int64_t>(0.15 / kQuantum_m3) : 0;
        in += run.inflow[1];
        Forcing forcing;
        forcing.inflow = run.inflow;
        advance(run.model, run.state, run.scratch, forcing, seconds(1));
        const std::int64_t wet = run.state.volume[0] + run.state.volume[1] + run.state.volume[2];
        ASSERT_EQ(wet + street * kUnits.per_surface, in + run.state.ledger.initial);
    }
    EXPECT_GT(up, 100);
    EXPECT_GT(down, 100);
}

}  // namespace
}  // namespace sd::sewer
