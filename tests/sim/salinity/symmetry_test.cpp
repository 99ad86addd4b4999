// What must not matter: which way a reach is drawn, how long the step is, which of two equal arms is named first.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/sim/salinity/channels.h"

namespace sd::salinity {
namespace {

// The same river with every reach drawn from its other end.
Description turned(Description d) {
    for (Reach& reach : d.reaches) {
        std::swap(reach.from, reach.to);
        std::reverse(reach.sections.begin(), reach.sections.end());
        for (Section& s : reach.sections) s.at_m = reach.length_m - s.at_m;
    }
    const auto turn = [&](const std::string& name, double at_m) {
        for (const Reach& reach : d.reaches) {
            if (reach.name == name) return reach.length_m - at_m;
        }
        return at_m;
    };
    for (Sluice& sluice : d.sluices) sluice.at_m = turn(sluice.reach, sluice.at_m);
    for (Station& station : d.stations) station.at_m = turn(station.reach, station.at_m);
    return d;
}

State run(const Network& net, double dt_s, double days) {
    State state = make(net, 0.5, 30.0, 8'000.0);
    Work work = make_work(net);
    const int steps = static_cast<int>(days * 86'400.0 / dt_s + 0.5);
    for (int k = 1; k <= steps; ++k) step(state, work, net, test::delta_forcing(dt_s * k), dt_s);
    return state;
}

TEST(SalinitySymmetry, TheDirectionOfDrawingDoesNotMatter) {
    const Network net = build(test::delta());
    const Network other = build(turned(test::delta()));
    const State a = run(net, 60.0, 4.3);
    const State b = run(other, 60.0, 4.3);
    for (std::uint32_t r = 0; r < net.reaches.size(); ++r) {
        const double length_m = net.source.reaches[r].length_m;
        for (double x = 0.0; x <= length_m; x += 500.0) {
            const Place here{r, x};
            const Place there{r, length_m - x};
            ASSERT_NEAR(level_m(net, a, here), level_m(other, b, there), 1e-9);
            ASSERT_NEAR(flow_m3_s(net, a, here), -flow_m3_s(other, b, there), 1e-6);
            ASSERT_NEAR(salinity_g_l(net, a, here), salinity_g_l(other, b, there), 1e-8);
        }
    }
}

TEST(SalinitySymmetry, EqualArmsCarryEqualWaterAndSalt) {
    Description d = test::delta();
    d.reaches[3].length_m = d.reaches[2].length_m;
    d.reaches[3].sections = d.reaches[2].sections;
    const Network net = build(d);
    const State state = run(net, 60.0, 2.0);
    for (double x = 0.0; x <= 8'000.0; x += 400.0) {
        EXPECT_NEAR(flow_m3_s(net, state, {2, x}), flow_m3_s(net, state, {3, x}), 1e-6);
        EXPECT_NEAR(salinity_g_l(net, state, {2, x}), salinity_g_l(net, state, {3, x}), 1e-9);
    }
}

TEST(SalinitySymmetry, StepsOfHalfAMinuteAndAMinuteAgree) {
    const Network net = build(test::delta());
    const State coarse = run(net, 60.0, 5.0);
    const State fine = run(net, 30.0, 5.0);
    for (double x = 500.0; x <= 20'000.0; x += 500.0) {
        EXPECT_NEAR(level_m(net, coarse, {0, x}), level_m(net, fine, {0, x}), 0.005);
        EXPECT_NEAR(salinity_g_l(net, coarse, {0, x}), salinity_g_l(net, fine, {0, x}), 0.2);  // of 30
    }
}

TEST(SalinitySymmetry, ProfileSpansTheReachAndMeetsAtNodes) {
    const Network net = build(test::delta());
    const State state = run(net, 60.0, 1.0);
    const auto mouth = profile(net, state, 0);
    const auto arm = profile(net, state, 2);
    ASSERT_EQ(mouth.size(), net.reaches[0].faces + 1U);
    EXPECT_DOUBLE_EQ(mouth.front().at_m, 0.0);
    EXPECT_DOUBLE_EQ(mouth.back().at_m, 20'000.0);
    EXPECT_DOUBLE_EQ(mouth.back().salinity_g_l, arm.front().salinity_g_l);
    EXPECT_DOUBLE_EQ(mouth.back().level_m, arm.front().level_m);
    EXPECT_GT(mouth.front().salinity_g_l, mouth.back().salinity_g_l);
}

}  // namespace
}  // namespace sd::salinity
