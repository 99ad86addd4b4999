// Flow in conduits against what is known exactly.
#include <cmath>

#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

/// A straight sewer of `count` pipes down to an outfall.
Network line(int count, double diameter_m, double length_m, double slope, Outfall kind, double level_m = 0.0) {
    Network net;
    for (int i = 0; i < count; ++i) {
        const double invert = 10.0 + (count - i) * length_m * slope;
        net.nodes.push_back(manhole("m" + std::to_string(i), invert, invert + 5.0));
    }
    net.nodes.push_back(outfall("out", 10.0, kind, level_m));
    for (int i = 0; i < count; ++i)
        net.conduits.push_back(pipe("p" + std::to_string(i), i, i + 1, diameter_m, length_m));
    return net;
}

/// Depth at which Manning's formula gives `flow` in a circle, by bisection on the exact geometry.
double normal_depth(double diameter_m, double slope, double flow, double n = 0.013) {
    double lo = 0.0;
    double hi = 0.9 * diameter_m;
    for (int i = 0; i < 80; ++i) {
        const double y = 0.5 * (lo + hi);
        const double angle = 2.0 * std::acos(1.0 - 2.0 * y / diameter_m);
        const double area = diameter_m * diameter_m / 8.0 * (angle - std::sin(angle));
        const double radius = area / (0.5 * diameter_m * angle);
        (area * std::pow(radius, 2.0 / 3.0) * std::sqrt(slope) / n < flow ? lo : hi) = y;
    }
    return lo;
}

TEST(Flow, SteadyUniformFlowIsManningsNormalDepth) {
    for (const double slope : {0.0005, 0.002, 0.01, 0.03}) {
        const double flow = 0.4 * full_flow(1.0, slope);
        Rig run(line(20, 1.0, 50.0, slope, Outfall::Normal));
        run.go_minutes(240, {{0, flow}});
        const double exact = normal_depth(1.0, slope, flow);
        for (std::size_t i = 3; i < 19; ++i) {
            EXPECT_NEAR(run.state.flow_m3_s[i], flow, 1e-3 * flow);
            EXPECT_NEAR(run.state.head_m[i] - run.model.nodes[i].bottom_m, exact, 0.01 * exact) << slope << " " << i;
        }
        EXPECT_EQ(imbalance(run.state), 0);
    }
}

TEST(Flow, FreeOutfallOfAMildPipeRunsAtCriticalDepth) {
    const double slope = 0.0005;
    const double flow = 0.5 * full_flow(1.0, slope);
    Rig run(line(40, 1.0, 5.0, slope, Outfall::Free));
    run.go_minutes(120, {{0, flow}});
    const double exact = normal_depth(1.0, slope, flow);
    const DepthAt critical = depth_at(run.model.sections[0].critical_m, flow, run.model.sections[0].critical_max_m3_s);
    const double last = run.state.head_m[39] - run.model.nodes[39].bottom_m;
    EXPECT_GT(last, critical.depth_m);
    EXPECT_LT(last, 0.85 * exact);  // drawn down towards the brink
    for (std::size_t i = 1; i < 40; ++i)
        EXPECT_LT(run.state.head_m[i], run.state.head_m[i - 1]) << "water runs downhill";
    EXPECT_NEAR(run.state.flow_m3_s[39], flow, 1e-3 * flow);
}

TEST(Flow, BackwaterOfAHighOutfallFollowsTheGraduallyVariedProfile) {
    const double slope = 0.001;
    const double flow = 0.2;
    const double level = 10.9;  // above normal depth: an M1 curve
    const int count = 40;
    const double length = 25.0;
    Rig run(line(count, 1.2, length, slope, Outfall::Level, level));
    run.go_minutes(240, {{0, flow}});
    // dE/dx integrated upstream from the outfall in small steps: E = y + V²/2g, dE/dx = S0 − Sf.
    double y = level - 10.0;
    const SectionSpec spec{Shape::Circular, 1.2};
    const int fine = 50;
    for (int i = count - 1; i >= 0; --i) {
        for (int k = 0; k < fine; ++k) {
            const Geometry g = geometry(spec, y);
            const double friction =
                flow * flow * 0.013 * 0.013 / (g.area_m2 * g.area_m2) / std::pow(g.area_m2 / g.perimeter_m, 4.0 / 3.0);
            const double froude2 = flow * flow * g.width_m / (kGravity_m_s2 * std::pow(g.area_m2, 3.0));
            y -= (slope - friction) / (1.0 - froude2) * length / fine;
        }
        const auto at = static_cast<std::size_t>(i);
        EXPECT_NEAR(run.state.head_m[at] - run.model.nodes[at].bottom_m, y, 0.01) << i;
    }
}

TEST(Flow, FullPipeLosesItsFrictionAndLocalLosses) {
    Network net;
    net.nodes = {manhole("a", 0.0, 50.0), outfall("out", 0.0, Outfall::Level, 5.0)};
    net.conduits = {pipe("p", 0, 1, 0.5, 200.0)};
    net.conduits[0].loss = 2.5;
    Rig run(net);
    const double flow = 0.4;
    run.go_minutes(120, {{0, flow}});
    const double area = kPi * 0.25 * 0.25;
    const double velocity = flow / area;
    const double friction = 200.0 * 0.013 * 0.013 * velocity * velocity / std::pow(0.125, 4.0 / 3.0);
    const double local = 2.5 * velocity * velocity / (2.0 * kGravity_m_s2);
    EXPECT_NEAR(run.state.head_m[0] - 5.0, friction + local, 2e-3 * (friction + local));
}

TEST(Flow, UTubeSwingsAtItsNaturalPeriod) {
    // Two shafts of area S joined by a full frictionless pipe: ω² = 2 g A / (L S).
    const double shaft = 3.0;
    Network net;
    net.nodes = {manhole("a", 0.0, 20.0, shaft), manhole("b", 0.0, 20.0, shaft)};
    net.nodes[0].initial_m = 6.0;
    net.nodes[1].initial_m = 5.0;
    net.conduits = {pipe("p", 0, 1, 1.0, 100.0, 1e-4)};
    Options options = fixed_step(milliseconds(20));
    options.surge_damping_s = 0.0;
    Rig run(net, options);
    const double omega = std::sqrt(2.0 * kGravity_m_s2 * kPi / 4.0 / (100.0 * shaft));
    const double period = 2.0 * kPi / omega;
    std::vector<double> crossings;
    double before = 0.5;
    while (run.state.at.seconds() < 5.0 * period) {
        run.go(milliseconds(20));
        const double now = run.state.head_m[0] - 5.5;
        if ((before > 0.0) != (now > 0.0)) crossings.push_back(run.state.at.seconds());
        before = now;
    }
    ASSERT_GE(crossings.size(), 9U);
    EXPECT_NEAR(crossings[8] - crossings[0], 4.0 * period, 0.02 * 4.0 * period);
    EXPECT_NEAR(crossings[0], period / 4.0, 0.02 * period);
}

TEST(Flow, SurgesAreDampedAlikeWhateverTheStep) {
    // The swing of the U-tube dies at the rate τ ω²/2, in steps of 0.1 s as in steps of 2 s.
    const double shaft = 3.0;
    const double omega2 = 2.0 * kGravity_m_s2 * kPi / 4.0 / (100.0 * shaft);
    for (const std::int64_t step_ms : {100, 500, 2000}) {
        Network net;
        net.nodes = {manhole("a", 0.0, 20.0, shaft), manhole("b", 0.0, 20.0, shaft)};
        net.nodes[0].initial_m = 6.0;
        net.nodes[1].initial_m = 5.0;
        net.conduits = {pipe("p", 0, 1, 1.0, 100.0, 1e-4)};
        Options options = fixed_step(milliseconds(step_ms));
        options.surge_damping_s = 4.0;
        Rig run(net, options);
        double last_high = 0.0;
        double before = 0.0;
        double rising = 0.0;
        const double period = 2.0 * kPi / std::sqrt(omega2);
        while (run.state.at.seconds() < 2.6 * period) {
            run.go(milliseconds(step_ms));
            const double now = run.state.head_m[0] - 5.5;
            if (rising > 0.0 && now < before) last_high = before;
            rising = now - before;
            before = now;
        }
        EXPECT_NEAR(last_high, 0.5 * std::exp(-0.5 * 4.0 * omega2 * 2.0 * period), 0.02) << step_ms;
    }
}

TEST(Flow, SurchargeRisesInShaftsByTheirVolume) {
    // Closed system, pipes full, shafts alone take more water.
    Network net;
    net.nodes = {manhole("a", 0.0, 30.0, 2.0), manhole("b", 0.0, 30.0, 1.0), manhole("c", 0.0, 30.0, 1.5)};
    for (Node& node : net.nodes) node.initial_m = 3.0;
    net.conduits = {pipe("p", 0, 1, 0.8, 60.0), pipe("q", 1, 2, 0.8, 40.0)};
    Rig run(net);
    const double before = run.volume_m3(0) + run.volume_m3(1) + run.volume_m3(2);
    run.go_minutes(10, {{0, 0.01}});
    run.go_minutes(60);
    const double added = 0.01 * 600.0;
    EXPECT_NEAR(run.volume_m3(0) + run.volume_m3(1) + run.volume_m3(2), before + added, 1e-6);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(run.state.head_m[i], 3.0 + added / 4.5, 1e-3);
    EXPECT_EQ(imbalance(run.state), 0);
    EXPECT_LT(head_volume_gap_m3(run.model, run.state, run.scratch), 1e-4);
}

TEST(Flow, LevelPondOverAStorageStaysStill) {
    Network net;
    net.curves = {curve("basin", {0.0, 1.0, 3.0}, {50.0, 200.0, 600.0})};
    net.nodes = {manhole("basin", 0.0, 4.0), manhole("a", 0.5, 5.0), manhole("b", 1.0, 5.0)};
    net.nodes[0].storage = 0;
    net.nodes[0].initial_m = 2.5;
    net.nodes[1].initial_m = 2.0;
    net.nodes[2].initial_m = 1.5;
    net.conduits = {pipe("p", 1, 0, 0.8, 60.0), pipe("q", 2, 1, 0.8, 40.0)};
    Rig run(net);
    run.go_minutes(120);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(run.state.head_m[i], 2.5, 1e-6);
    for (const double flow : run.state.flow_m3_s) EXPECT_NEAR(flow, 0.0, 1e-6);
}

TEST(Flow, StorageFillsByItsCurve) {
    Network net;
    net.curves = {curve("basin", {0.0, 2.0}, {100.0, 300.0})};
    net.nodes = {manhole("basin", 0.0, 4.0)};
    net.nodes[0].storage = 0;
    Rig run(net);
    run.go_minutes(60, {{0, 0.1}});
    // V = 100 d + 50 d² = 360 m³
    EXPECT_NEAR(run.state.head_m[0], (-100.0 + std::sqrt(1e4 + 200.0 * 360.0)) / 100.0, 1e-4);
}

TEST(Flow, LoopSplitsItsFlowBySymmetry) {
    Network net;
    net.nodes = {manhole("top", 2.0, 8.0), manhole("left", 1.5, 8.0), manhole("right", 1.5, 8.0),
                 manhole("join", 1.0, 8.0), outfall("out", 0.5, Outfall::Free)};
    net.conduits = {pipe("tl", 0, 1, 0.6, 100.0), pipe("tr", 0, 2, 0.6, 100.0), pipe("lj", 1, 3, 0.6, 100.0),
                    pipe("rj", 2, 3, 0.6, 100.0), pipe("out", 3, 4, 0.9, 100.0)};
    Rig run(net);
    run.go_minutes(90, {{0, 0.3}});
    EXPECT_NEAR(run.state.flow_m3_s[0], 0.15, 1e-4);
    EXPECT_NEAR(run.state.flow_m3_s[0], run.state.flow_m3_s[1], 1e-9);
    EXPECT_NEAR(run.state.flow_m3_s[2], run.state.flow_m3_s[3], 1e-9);
    EXPECT_NEAR(run.state.flow_m3_s[4], 0.3, 1e-3);
}

TEST(Flow, BarrelsShareTheFlow) {
    Network one;
    one.nodes = {manhole("a", 1.0, 8.0), outfall("out", 0.0, Outfall::Free)};
    one.conduits = {pipe("p", 0, 1, 0.6, 100.0)};
    Network three = one;
    three.conduits[0].barrels = 3;
    Rig a(one);
    Rig b(three);
    a.go_minutes(60, {{0, 0.1}});
    b.go_minutes(60, {{0, 0.3}});
    EXPECT_NEAR(a.state.head_m[0], b.state.head_m[0], 1e-4);
}

}  // namespace
}  // namespace sd::sewer
