#include "sim/sewer/structure.h"

#include <cmath>

#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

/// A basin that drains to a tide of ± 1.5 m through a gated outfall.
Network tidal(bool flap) {
    Network net;
    Curve tide;
    tide.id = "tide";
    for (int i = 0; i <= 144; ++i) {
        tide.x.push_back(i * 600.0);
        tide.y.push_back(1.5 * math::sin(2.0 * kPi * i * 600.0 / 44700.0));
    }
    net.curves = {tide};
    net.nodes = {manhole("basin", -0.5, 3.0, 400.0), manhole("a", -0.8, 3.0), outfall("river", -1.0, Outfall::Series)};
    net.nodes[2].series = 0;
    net.nodes[2].flap = flap;
    net.conduits = {pipe("p", 0, 1, 0.8, 80.0), pipe("q", 1, 2, 0.8, 60.0)};
    return net;
}

TEST(Outfall, FlapGateNeverLetsTheTideIn) {
    Rig run(tidal(true));
    double least = 1.0;
    double locked_min = 0.0;
    std::int64_t out = 0;
    for (int i = 0; i < 24 * 60; ++i) {
        run.go(minutes(1), {{0, 0.02}});
        least = std::min(least, run.state.flow_m3_s[1]);
        EXPECT_GE(run.state.volume[2], out);  // what has left never comes back
        out = run.state.volume[2];
        if (run.state.flow_m3_s[1] == 0.0) locked_min += 1.0;
    }
    EXPECT_EQ(least, 0.0);
    EXPECT_GT(locked_min, 120.0);
    EXPECT_GT(out, 0);
    EXPECT_EQ(imbalance(run.state), 0);
}

TEST(Outfall, WithoutItTheTideComesIn) {
    Rig run(tidal(false));
    double least = 0.0;
    for (int i = 0; i < 24 * 60; ++i) {
        run.go(minutes(1), {{0, 0.02}});
        least = std::min(least, run.state.flow_m3_s[1]);
    }
    EXPECT_LT(least, -0.05);
    EXPECT_EQ(imbalance(run.state), 0);
}

TEST(Outfall, TideLockedPipeHoldsItsWholeLength) {
    Network net;
    net.nodes = {manhole("a", 0.0, 9.0, 1.5), outfall("river", 0.0, Outfall::Level, 5.0)};
    net.nodes[1].flap = true;
    net.conduits = {pipe("p", 0, 1, 0.8, 60.0)};
    Rig run(net);
    run.go_minutes(10, {{0, 0.02}});
    const SectionSpec circle{Shape::Circular, 0.8};
    const double level = run.state.head_m[0];
    EXPECT_GT(level, 0.2);
    EXPECT_LT(level, 0.8);
    EXPECT_NEAR(1.5 * level + 60.0 * geometry(circle, level).area_m2, 12.0, 0.01);
}

TEST(Outfall, LevelFromOutsideIsRead) {
    Network net = tidal(true);
    net.nodes[2].outfall = Outfall::External;
    Rig run(net);
    Forcing forcing;
    const std::vector<double> high = {0.0, 0.0, 2.0};
    const std::vector<double> low = {0.0, 0.0, -1.0};
    forcing.outfall_level_m = high;
    run.go_minutes(30, {{0, 0.05}}, forcing);
    EXPECT_EQ(run.state.volume[2], 0);
    EXPECT_EQ(run.state.head_m[2], 2.0);
    forcing.outfall_level_m = low;
    run.go_minutes(30, {}, forcing);
    EXPECT_GT(run.state.volume[2], 0);
}

/// A wet well, a pump and a channel away from it.
Network pumped(PumpCurve kind, Curve curve_of_pump) {
    Network net;
    net.curves = {std::move(curve_of_pump)};
    net.nodes = {manhole("well", 0.0, 6.0, 10.0), manhole("high", 4.0, 8.0), outfall("out", 3.0, Outfall::Free)};
    net.conduits = {pipe("p", 1, 2, 0.6, 50.0)};
    Pump pump;
    pump.id = "pump";
    pump.from = 0;
    pump.to = 1;
    pump.curve = 0;
    pump.kind = kind;
    pump.on_m = 2.0;
    pump.off_m = 0.5;
    pump.starts_on = false;
    net.pumps = {pump};
    return net;
}

TEST(Pump, SwitchesBetweenItsLevels) {
    Rig run(pumped(PumpCurve::Depth, curve("c", {0.0, 1.0}, {0.1, 0.1})));
    int switches = 0;
    bool was = false;
    double highest = 0.0;
    double lowest = 9.0;
    for (int i = 0; i < 7200; i += 5) {
        run.go(seconds(5), {{0, 0.03}});
        const bool on = run.state.pump_on[0] != 0;
        switches += on != was ? 1 : 0;
        was = on;
        if (i < 1200) continue;
        highest = std::max(highest, run.state.head_m[0]);
        lowest = std::min(lowest, run.state.head_m[0]);
    }
    // A cycle moves 15 m³: 500 s to fill at 0.03, 214 s to empty at 0.07.
    EXPECT_NEAR(switches, 2.0 * 7200.0 / 714.3, 3.0);
    EXPECT_NEAR(highest, 2.0, 0.06);
    EXPECT_NEAR(lowest, 0.5, 0.06);
    EXPECT_EQ(imbalance(run.state), 0);
}

TEST(Pump, StandsStillWithoutPower) {
    Rig run(pumped(PumpCurve::Depth, curve("c", {0.0, 1.0}, {0.1, 0.1})));
    const std::vector<std::uint8_t> dead = {1, 0};
    Forcing forcing;
    forcing.running = dead;
    run.go_minutes(20, {{0, 0.03}}, forcing);
    EXPECT_EQ(run.state.flow_m3_s[1], 0.0);
    EXPECT_NEAR(run.state.head_m[0], 3.6, 1e-3);
    run.go_minutes(2);  // power is back
    EXPECT_NEAR(run.state.flow_m3_s[1], 0.1, 1e-6);
}

TEST(Pump, RunsOnItsHeadCurve) {
    Network net = pumped(PumpCurve::Head, curve("c", {0.0, 4.0}, {0.16, 0.0}));
    net.pumps[0].on_m = net.pumps[0].off_m = 0.0;
    net.pumps[0].starts_on = true;
    Rig run(net);
    run.go_minutes(120, {{0, 0.05}});
    EXPECT_NEAR(run.state.flow_m3_s[1], 0.05, 1e-3);
    EXPECT_NEAR(0.16 - 0.04 * (run.state.head_m[1] - run.state.head_m[0]), run.state.flow_m3_s[1], 1e-3);
}

TEST(Pump, StepwiseCurvesTakeTheStepOfTheirDepth) {
    for (const PumpCurve kind : {PumpCurve::DepthStep, PumpCurve::Volume}) {
        const double unit = kind == PumpCurve::Volume ? 10.0 : 1.0;  // 10 m² of well
        Network net = pumped(kind, curve("c", {1.0 * unit, 2.0 * unit, 5.0 * unit}, {0.01, 0.05, 0.2}));
        net.nodes[0].initial_m = 3.0;
        net.pumps[0].on_m = net.pumps[0].off_m = 0.0;
        net.pumps[0].starts_on = true;
        Rig run(net);
        run.go(seconds(10));
        EXPECT_NEAR(run.state.flow_m3_s[1], 0.2, 1e-9);
        run.go_minutes(2);
        EXPECT_NEAR(run.state.flow_m3_s[1], 0.05, 1e-9);
    }
}

TEST(Pump, NeverDrinksADryWell) {
    Network net = pumped(PumpCurve::Depth, curve("c", {0.0, 1.0}, {0.5, 0.5}));
    net.pumps[0].on_m = net.pumps[0].off_m = 0.0;
    net.pumps[0].starts_on = true;
    Rig run(net);
    for (int i = 0; i < 120; ++i) {
        run.go(seconds(10), {{0, 0.01}});
        EXPECT_GE(run.state.volume[0], 0);
    }
    EXPECT_NEAR(run.state.flow_m3_s[1], 0.01, 1e-4);
}

TEST(Orifice, FollowsTorricelliWhenCovered) {
    Orifice o;
    o.circular = false;
    o.height_m = 0.5;
    o.width_m = 0.8;
    o.discharge = 0.62;
    EXPECT_NEAR(orifice_flow(o, 1.0, 3.25, 0.0, 1.0), 0.62 * 0.4 * std::sqrt(2.0 * kGravity_m_s2 * 2.0), 1e-3);
    EXPECT_NEAR(orifice_flow(o, 1.0, 3.0, 2.5, 1.0), 0.62 * 0.4 * std::sqrt(2.0 * kGravity_m_s2 * 0.5), 1e-3);
    EXPECT_EQ(orifice_flow(o, 1.0, 3.0, 2.5, 1.0), -orifice_flow(o, 1.0, 2.5, 3.0, 1.0));
    EXPECT_EQ(orifice_flow(o, 1.0, 0.9, 0.5, 1.0), 0.0);
    EXPECT_EQ(orifice_flow(o, 1.0, 3.0, 0.0, 0.0), 0.0);
    // No jump where it becomes covered.
    EXPECT_NEAR(orifice_flow(o, 1.0, 1.4999, 0.0, 1.0), orifice_flow(o, 1.0, 1.5001, 0.0, 1.0), 1e-3);
}

TEST(Weir, FollowsItsFormulas) {
    Weir w;
    w.length_m = 2.0;
    w.height_m = 1.0;
    EXPECT_NEAR(weir_flow(w, 1.0, 1.4, 0.0, 1.0), 1.84 * 2.0 * std::pow(0.4, 1.5), 1e-9);
    EXPECT_NEAR(weir_flow(w, 1.0, 1.4, 1.2, 1.0),
                1.84 * 2.0 * std::pow(0.4, 1.5) * std::pow(1.0 - std::pow(0.5, 1.5), 0.385), 1e-9);
    EXPECT_EQ(weir_flow(w, 1.0, 0.9, 0.2, 1.0), 0.0);
    EXPECT_EQ(weir_flow(w, 1.0, 1.2, 1.2, 1.0), 0.0);
    w.contractions = 2;
    EXPECT_NEAR(weir_flow(w, 1.0, 1.4, 0.0, 1.0), 1.84 * (2.0 - 0.08) * std::pow(0.4, 1.5), 1e-9);
    Weir notch;
    notch.height_m = 1.0;
    notch.side_slope = 1.0;
    EXPECT_NEAR(weir_flow(notch, 0.0, 0.4, -1.0, 1.0), 1.38 * std::pow(0.4, 2.5), 1e-9);
}

TEST(Weir, HoldsABasinAtItsCrest) {
    Network net;
    net.nodes = {manhole("basin", 0.0, 5.0, 100.0), manhole("below", -1.0, 5.0), outfall("out", -2.0, Outfall::Free)};
    net.conduits = {pipe("p", 1, 2, 1.0, 50.0)};
    Weir w;
    w.id = "weir";
    w.from = 0;
    w.to = 1;
    w.crest_m = 1.0;
    w.height_m = 2.0;
    w.length_m = 2.0;
    net.weirs = {w};
    Rig run(net);
    run.go_minutes(180, {{0, 0.3}});
    EXPECT_NEAR(run.state.head_m[0], 1.0 + std::pow(0.3 / (1.84 * 2.0), 2.0 / 3.0), 2e-3);
    // Raising it by the setting raises the basin.
    const std::vector<double> setting = {1.0, 0.75};
    Forcing forcing;
    forcing.setting = setting;
    run.go_minutes(180, {{0, 0.3}}, forcing);
    EXPECT_NEAR(run.state.head_m[0], 1.5 + std::pow(0.3 / (1.84 * 2.0), 2.0 / 3.0), 2e-3);
}

TEST(Conduit, BlockedByItsSetting) {
    Network net;
    net.nodes = {manhole("a", 1.0, 20.0, 50.0), outfall("out", 0.0, Outfall::Free)};
    net.conduits = {pipe("p", 0, 1, 0.6, 100.0)};
    Rig run(net);
    const std::vector<double> shut = {0.0};
    Forcing forcing;
    forcing.setting = shut;
    run.go_minutes(30, {{0, 0.1}}, forcing);
    EXPECT_EQ(run.state.flow_m3_s[0], 0.0);
    EXPECT_EQ(run.state.volume[1], 0);
    run.go_minutes(30);
    EXPECT_GT(run.state.volume[1], 0);
}

TEST(Rim, SpillsPondsOrStands) {
    Network net;
    net.nodes = {manhole("a", 0.0, 2.0, 1.0), manhole("b", 0.0, 2.0, 1.0)};
    net.nodes[0].rim = Rim::Spills;
    net.nodes[1].rim = Rim::Ponds;
    net.nodes[1].ponded_area_m2 = 100.0;
    Rig run(net);
    run.go_minutes(10, {{0, 0.01}, {1, 0.01}});
    EXPECT_NEAR(run.state.head_m[0], 2.0, 1e-6);
    EXPECT_NEAR(static_cast<double>(run.state.ledger.spilled) * run.model.options.quantum_m3, 4.0, 1e-3);
    EXPECT_NEAR(run.state.head_m[1], 2.0 + 4.0 / 100.0, 1e-4);
    EXPECT_EQ(imbalance(run.state), 0);
}

}  // namespace
}  // namespace sd::sewer
