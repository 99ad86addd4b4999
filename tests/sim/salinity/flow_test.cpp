#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/sim/salinity/channels.h"

namespace sd::salinity {
namespace {

constexpr double kG = 9.81;
constexpr double kTwoPi = 6.28318530717958647692;

TEST(SalinityFlow, WaterAtRestStaysAtRestOverAnyBed) {
    const Network net = build(test::delta());
    State state = make(net, 0.7, 30.0, 10'000.0);
    Work work = make_work(net);
    const Forcing still{{0.7, 0.7}, {0.0}, 30.0};
    for (int k = 0; k < 2000; ++k) step(state, work, net, still, 60.0);
    for (const double q : state.flow_m3_s) EXPECT_LT(std::fabs(q), 1e-8);
    EXPECT_NEAR(level_m(net, state, {4, 20'000.0}), 0.7, 1e-12);
}

// Closed canal driven at its mouth, linear theory [Dean & Dalrymple 1991]: η = a cos(k(L − x))/cos(kL) · cos ωt.
double standing_wave_error(double step_m, double dt_s) {
    const double depth_m = 8.0;
    const double length_m = 40'000.0;
    const double amplitude_m = 0.02;
    const double omega = kTwoPi / 44'714.0;
    const double k = omega / std::sqrt(kG * depth_m);
    const Network net = build(test::channel(length_m, step_m, 100.0, -depth_m));
    State state = make(net, 0.0, 0.0, 1.0);
    const auto shape = [&](double x) { return amplitude_m * std::cos(k * (length_m - x)) / std::cos(k * length_m); };
    for (std::size_t c = 0; c < state.volume_m3.size(); ++c) {
        const double x = c + 2 < state.volume_m3.size()    ? static_cast<double>(c + 1) * step_m
                         : c + 2 == state.volume_m3.size() ? 0.0
                                                           : length_m;
        state.volume_m3[c] += net.cell_area_m2[c] * shape(x);
    }
    Work work = make_work(net);
    double worst_m = 0.0;
    double t_s = 0.0;
    while (t_s < 2.0 * 44'714.0) {
        t_s += dt_s;
        step(state, work, net, {{shape(0.0) * std::cos(omega * t_s)}, {0.0}, 0.0}, dt_s);
        for (double x = 5'000.0; x <= length_m; x += 5'000.0) {
            worst_m = std::max(worst_m, std::fabs(level_m(net, state, {0, x}) - shape(x) * std::cos(omega * t_s)));
        }
    }
    return worst_m / shape(length_m);
}

TEST(SalinityFlow, ClosedCanalAnswersTheTideAsLinearTheorySays) {
    const double coarse = standing_wave_error(1000.0, 60.0);
    RecordProperty("relative_error", std::to_string(coarse));
    EXPECT_LT(coarse, 0.02);
    EXPECT_LT(standing_wave_error(500.0, 30.0), 0.01);
}

// Manning's law for uniform flow down a slope of 1e-4.
TEST(SalinityFlow, UniformFlowTakesManningsDepth) {
    Description d = test::channel(20'000.0, 500.0, 200.0, -5.0);
    const double slope = 1e-4;
    const double n = 0.025;
    const double depth_m = 4.0;
    d.reaches[0].manning_s_m13 = n;
    d.reaches[0].sections = {{0.0, 200.0, -depth_m}, {20'000.0, 200.0, -depth_m + slope * 20'000.0}};
    const Network net = build(d);
    const double area_m2 = 200.0 * depth_m;
    const double q = area_m2 * std::pow(area_m2 / (200.0 + 2.0 * depth_m), 2.0 / 3.0) * std::sqrt(slope) / n;
    State state = make(net, 2.0, 0.0, 1.0);
    Work work = make_work(net);
    for (int k = 0; k < 60 * 48; ++k) step(state, work, net, {{0.0}, {q}, 0.0}, 60.0);
    for (double x = 1'000.0; x < 19'000.0; x += 1'000.0) {
        EXPECT_NEAR(level_m(net, state, {0, x}) - (-depth_m + slope * x), depth_m, 0.005 * depth_m) << x;
        EXPECT_NEAR(flow_m3_s(net, state, {0, x}), -q, 1e-3 * q);
    }
}

// Steady flow through a sluice loses Q²/(2g (0.8 b h)²) of head.
TEST(SalinityFlow, SluiceHoldsBackTheHeadOfItsLaw) {
    Description d = test::channel(4'000.0, 500.0, 50.0, -4.0);
    d.sluices = {{"gate", "channel", 2'250.0, 10.0, -3.0, 0.5}};
    const Network net = build(d);
    State state = make(net, 0.0, 0.0, 1.0);
    Work work = make_work(net);
    for (int k = 0; k < 60 * 24; ++k) step(state, work, net, {{0.0}, {20.0}, 0.0}, 60.0);
    const double inner_m = level_m(net, state, {0, 2'500.0});
    const double outer_m = level_m(net, state, {0, 2'000.0});
    const double gate_m2 = 0.8 * 0.5 * 10.0 * (inner_m + 3.0);
    EXPECT_NEAR(inner_m - outer_m, 20.0 * 20.0 / (2.0 * kG * gate_m2 * gate_m2), 0.01 * (inner_m - outer_m));
    EXPECT_NEAR(flow_m3_s(net, state, {0, 2'250.0}), -20.0, 1e-6);
}

TEST(SalinityFlow, ATideThatLaysTheCanalDryKeepsVolumesPositive) {
    Description d = test::channel(5'000.0, 250.0, 30.0, -1.5);
    d.reaches[0].manning_s_m13 = 0.025;
    d.reaches[0].sections = {{0.0, 30.0, -3.0}, {5'000.0, 30.0, -0.5}};
    const Network net = build(d);
    State state = make(net, 0.5, 20.0, 2'000.0);
    Work work = make_work(net);
    double shallowest_m = 1.0;
    for (int k = 0; k < 60 * 50; ++k) {
        const double level = -0.4 + 1.4 * std::cos(kTwoPi * k / 745.0);
        step(state, work, net, {{level}, {0.0}, 20.0}, 60.0);
        for (std::size_t c = 0; c < state.volume_m3.size(); ++c) {
            ASSERT_GT(state.volume_m3[c], 0.0);
            ASSERT_GE(state.salt_kg[c], 0.0);
            ASSERT_LE(state.salt_kg[c], 20.0 * (1.0 + 1e-9) * state.volume_m3[c]);
            shallowest_m = std::min(shallowest_m, state.volume_m3[c] / net.cell_area_m2[c]);
        }
    }
    EXPECT_LT(shallowest_m, 0.1);  // it really fell dry
}

}  // namespace
}  // namespace sd::salinity
