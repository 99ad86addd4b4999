#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/sim/salinity/channels.h"

namespace sd::salinity {
namespace {

// Uniform frictionless stream from the head to the sea, already moving.
State streaming(const Network& net, double flow_m3_s) {
    State state = make(net, 0.0, 0.0, 1.0);
    std::fill(state.flow_m3_s.begin(), state.flow_m3_s.end(), -flow_m3_s);
    std::fill(state.salt_kg.begin(), state.salt_kg.end(), 0.0);
    return state;
}

// c = c₀ exp(−u x / K) against the stream, the balance of every estuary.
TEST(SalinityTransport, SteadyProfileIsExponential) {
    Description d = test::channel(40'000.0, 500.0, 100.0, -10.0);
    d.reaches[0].mixing_floor_m2_s = 200.0;
    const Network net = build(d);
    State state = streaming(net, 40.0);
    Work work = make_work(net);
    for (int k = 0; k < 60 * 24 * 40; ++k) step(state, work, net, {{0.0}, {40.0}, 30.0}, 60.0);
    const double scale_m = 200.0 / (40.0 / 1000.0);
    for (double x = 500.0; x <= 20'000.0; x += 500.0) {
        const double exact = 30.0 * std::exp(-x / scale_m);
        EXPECT_NEAR(salinity_g_l(net, state, {0, x}), exact, 0.01 * exact) << x;
    }
}

// Dispersion by mixing · |u| · B gives the same profile as the equal constant.
TEST(SalinityTransport, MixingGrowsWithSpeedAndWidth) {
    Description d = test::channel(40'000.0, 500.0, 100.0, -10.0);
    d.reaches[0].mixing = 50.0;  // · 0.04 m/s · 100 m = 200 m²/s
    const Network net = build(d);
    State state = streaming(net, 40.0);
    Work work = make_work(net);
    for (int k = 0; k < 60 * 24 * 40; ++k) step(state, work, net, {{0.0}, {40.0}, 30.0}, 60.0);
    EXPECT_NEAR(salinity_g_l(net, state, {0, 5'000.0}), 30.0 * std::exp(-1.0), 0.15);
}

struct Cloud {
    double error = 0.0;       ///< Σ|c − exact| / Σ exact
    double mass_error = 0.0;  ///< relative
    double least_g_l = 0.0;
};

// A Gaussian cloud rides 20 km down a stream of 0.5 m/s while it spreads with K = 20 m²/s.
Cloud ride(double step_m, double dt_s) {
    const double u = 0.5;
    const double spread = 20.0;
    Description d = test::channel(60'000.0, step_m, 100.0, -10.0);
    d.reaches[0].mixing_floor_m2_s = spread;
    const Network net = build(d);
    State state = streaming(net, u * 1000.0);
    const auto at = [&](double x, double t) {
        const double var = 2'000.0 * 2'000.0 + 2.0 * spread * t;
        const double off = x - (45'000.0 - u * t);
        return 10.0 * 2'000.0 / std::sqrt(var) * std::exp(-off * off / (2.0 * var));
    };
    const ReachMesh& mesh = net.reaches[0];
    for (std::uint32_t k = 1; k < mesh.faces; ++k) {
        const std::uint32_t c = mesh.first_cell + k - 1;
        state.salt_kg[c] = state.volume_m3[c] * at(k * mesh.step_m, 0.0);
    }
    const double before_kg = totals(net, state).salt_kg;
    Work work = make_work(net);
    const int steps = static_cast<int>(40'000.0 / dt_s + 0.5);
    Cloud out;
    for (int k = 0; k < steps; ++k) step(state, work, net, {{0.0}, {u * 1000.0}, 0.0}, dt_s);
    double sum = 0.0;
    for (std::uint32_t k = 1; k < mesh.faces; ++k) {
        const double x = k * mesh.step_m;
        const double c = salinity_g_l(net, state, {0, x});
        out.error += std::fabs(c - at(x, steps * dt_s));
        sum += at(x, steps * dt_s);
        out.least_g_l = std::min(out.least_g_l, c);
    }
    out.error /= sum;
    out.mass_error = std::fabs(totals(net, state).salt_kg - state.salt_in_kg.total() - before_kg) / before_kg;
    return out;
}

TEST(SalinityTransport, CloudKeepsItsShapeAndEveryGram) {
    const Cloud coarse = ride(500.0, 60.0);
    const Cloud fine = ride(250.0, 30.0);
    RecordProperty("coarse", std::to_string(coarse.error));
    RecordProperty("fine", std::to_string(fine.error));
    EXPECT_LT(coarse.error, 0.05);              // the cloud is four cells wide; the limiter clips its top
    EXPECT_LT(fine.error, coarse.error / 2.8);  // better than first order (2.0)
    EXPECT_LT(coarse.mass_error, 1e-12);
    EXPECT_GE(coarse.least_g_l, 0.0);
}

TEST(SalinityTransport, EvenSalinityStaysEvenInATide) {
    Description d = test::delta();
    d.fresh_g_l = 20.0;
    const Network net = build(d);
    State state = make(net, 0.5, 20.0, 1e9);
    for (std::size_t c = 0; c < state.salt_kg.size(); ++c) state.salt_kg[c] = 20.0 * state.volume_m3[c];
    Work work = make_work(net);
    for (int k = 0; k < 5'000; ++k) {
        Forcing f = test::delta_forcing(60.0 * k);
        f.sea_g_l = 20.0;
        step(state, work, net, f, 60.0);
    }
    for (std::size_t c = 0; c < state.salt_kg.size(); ++c) {
        EXPECT_NEAR(state.salt_kg[c] / state.volume_m3[c], 20.0, 1e-9);
    }
}

// The first flood water is what the ebb left: with a memory the boundary starts from there and ends at the sea's value.
TEST(SalinityTransport, TheSeaRemembersTheEbb) {
    Description d = test::channel(2'000.0, 500.0, 100.0, -10.0);
    d.sea_memory_s = 7'200.0;
    d.reaches[0].manning_s_m13 = 0.05;
    const Network net = build(d);
    State state = make(net, 0.0, 0.05, 1.0);
    std::fill(state.salt_kg.begin(), state.salt_kg.end(), 0.0);
    Work work = make_work(net);
    for (int k = 0; k < 10; ++k) step(state, work, net, {{-0.001 * k}, {0.0}, 30.0}, 60.0);  // ebb
    EXPECT_LT(work.sea_g_l[0], 1e-9);
    double before = 0.0;
    double at_half = 0.0;
    int floods = 0;
    for (int k = 0; k < 240; ++k) {
        step(state, work, net, {{-0.009 + 0.005 * k}, {0.0}, 30.0}, 60.0);
        EXPECT_GE(work.sea_g_l[0], before - 1e-12);
        before = work.sea_g_l[0];
        if (work.sea_g_l[0] > 0.0 && ++floods == 60) at_half = work.sea_g_l[0];
    }
    EXPECT_NEAR(at_half, 15.0, 1.0);
    EXPECT_DOUBLE_EQ(before, 30.0);
}

}  // namespace
}  // namespace sd::salinity
