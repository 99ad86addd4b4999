// Openings, losses, dykes and rules against what books say of them.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/flood/isa.h"
#include "sim/hydro/case.h"

namespace sd::hydro {
namespace {

TEST(Openings, AFreeBroadWeirCarriesItsBookValue) {
    EXPECT_NEAR(opening_m3_s(2.0, 0.0, 1.0, 5.0, 1e9), 1.7049 * 5.0, 0.01);  // (2/3)^1.5 √g b H^1.5
    EXPECT_EQ(opening_m3_s(1.5, 1.5, 1.0, 5.0, 1e9), 0.0);
    EXPECT_DOUBLE_EQ(opening_m3_s(0.0, 2.0, 1.0, 5.0, 1e9), -opening_m3_s(2.0, 0.0, 1.0, 5.0, 1e9));
    EXPECT_LT(opening_m3_s(2.0, 1.8, 1.0, 5.0, 1e9), 0.9 * opening_m3_s(2.0, 0.0, 1.0, 5.0, 1e9)) << "drowned";
}

TEST(Openings, AGateRunsAsAnOrificeOnceCovered) {
    const double q = opening_m3_s(3.0, 0.0, 0.0, 2.0, 0.5);
    EXPECT_NEAR(q, 0.6 * 2.0 * 0.5 * std::sqrt(2.0 * 9.81 * 2.75), 0.01);
}

TEST(Openings, GrowWithTheHeadWithoutAJumpBetweenTheFormulas) {
    double last = 0.0;  // more head, more flow; no jump between the two formulas
    for (double up = 0.01; up < 3.0; up += 0.01) {
        const double q = opening_m3_s(up, 0.0, 0.0, 2.0, 1.0);
        EXPECT_GE(q, last);
        EXPECT_LT(q - last, 0.12);
        last = q;
    }
}

TEST(Openings, AFullCulvertFollowsFrictionAndLosses) {
    const Barrel pipe{0.0, 0.0, 0.0, 1.0, 50.0, 0.013, 1.5, 1};
    const double area = 3.14159265 / 4.0;
    const double friction = 2.0 * 9.81 * 0.013 * 0.013 * 50.0 / std::pow(0.25, 4.0 / 3.0);
    EXPECT_NEAR(culvert_m3_s(pipe, 3.0, 2.0), area * std::sqrt(2.0 * 9.81 / (2.5 + friction)), 0.01);
    EXPECT_DOUBLE_EQ(culvert_m3_s(pipe, 2.0, 3.0), -culvert_m3_s(pipe, 3.0, 2.0));
    EXPECT_EQ(culvert_m3_s(pipe, -0.1, -0.5), 0.0);
}

TEST(Losses, GreenAmptFollowsItsImplicitEquation) {
    const Soil clay{LossKind::GreenAmpt, 0.25e-3 / 3600.0, 0.320, 0.3, 0.0, 0.0, 0.0, 0.0};
    double taken = 0.0;
    for (int k = 0; k < 7200; ++k) taken += capacity_m(clay, taken, 1.0);
    const double front = 0.320 * 0.3;
    const double hours = (taken - front * std::log(1.0 + taken / front)) / 0.25e-3;  // F − ψΔθ ln(1 + F/ψΔθ) = K t
    EXPECT_NEAR(hours, 2.0, 0.02);
}

TEST(Losses, HortonFallsToItsLastCapacity) {
    const Soil soil{LossKind::Horton, 0.0, 0.0, 0.0, 2.0e-5, 1.0e-6, 3.0e-3, 0.0};
    double excess = 0.0, total = 0.0;
    for (int k = 0; k < 3600; ++k) {
        const double now = capacity_m(soil, excess, 1.0);
        total += now;
        excess += std::max(0.0, now - 1.0e-6);
    }
    // f = fc + (f0 − fc) e^(−kt), integrated over the hour; ponded all the time.
    const double exact = 1.0e-6 * 3600.0 + (2.0e-5 - 1.0e-6) / 3.0e-3 * (1.0 - std::exp(-3.0e-3 * 3600.0));
    EXPECT_NEAR(total, exact, 0.01 * exact);
}

TEST(Losses, CurveNumberRunoffIsThatOfTheTable) {
    const Soil soil{LossKind::CurveNumber, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 80.0};
    double runoff = 0.0;
    for (int k = 0; k < 100; ++k) runoff += runoff_m(soil, 0.001 * k, 0.001);
    EXPECT_NEAR(runoff, 0.0506, 0.0005);  // 100 mm on CN 80: S = 63.5 mm, (100 − 12.7)² / (100 + 50.8)
}

// A basin of two halves with a dyke on the faces between them, full to 1 m in the west.
Case two_basins(flood::Scheme scheme, double crest_m) {
    Case c;
    c.scheme = scheme;
    c.ground.grid = GridSpec{40, 10, 5.0, {0.0, 0.0}};
    c.ground.bed_m.assign(400, 0.0);
    c.ground.manning.assign(400, 0.03);
    c.hydrology.soil_of.assign(400, 0);
    c.hydrology.soils = {Soil{}};
    for (std::uint32_t cell = 0; cell < 400; ++cell) c.depth_m.push_back(cell % 40 < 20 ? 1.0 : 0.0);
    Dyke dyke{"dyke", {}};
    for (int j = 0; j < 10; ++j) dyke.faces.push_back({c.ground.grid.cell(20, j), true, crest_m});
    c.dykes = {dyke};
    return c;
}

double east_m3(const Case& c, const CaseState& run) {
    double sum = 0.0;
    for (std::uint32_t cell = 0; cell < c.ground.grid.cells(); ++cell)
        if (cell % 40 >= 20) sum += run.water->depth_m(cell) * 25.0;
    return sum;
}

class Dykes : public testing::TestWithParam<flood::Scheme> {};
INSTANTIATE_TEST_SUITE_P(All, Dykes, testing::Values(flood::Scheme::Inertia, flood::Scheme::Fv1, flood::Scheme::Fv2));

TEST_P(Dykes, HoldWaterBelowTheirCrest) {
    const Case c = two_basins(GetParam(), 1.2);
    Parallel parallel(2);
    CaseState run = make_case_state(c, flood::isa_index(""));
    const std::uint64_t before = run.water->hash();
    advance(c, run, 600.0, parallel);
    EXPECT_EQ(east_m3(c, run), 0.0);
    EXPECT_EQ(run.water->hash(), before) << "still water behind a dyke stays exactly still";
}

TEST_P(Dykes, LetPassWhatStandsAboveTheirCrest) {
    const Case c = two_basins(GetParam(), 0.6);
    Parallel parallel(2);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 3600.0, parallel);
    EXPECT_NEAR(run.water->level_m(c.ground.grid.cell(5, 5)), 0.6, 0.03) << "the west drains to the crest";
    EXPECT_NEAR(east_m3(c, run) / (20 * 10 * 25.0), 0.4, 0.03);
}

TEST_P(Dykes, BreakWhereAndWhenTheyShould) {
    Case c = two_basins(GetParam(), 1.2);
    c.breaches = {{"gap", {c.dykes[0].faces[5], c.dykes[0].faces[4]}, 60.0, kNoCell, 0.0, 10.0, 0.0, 120.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 60.0, parallel);
    EXPECT_EQ(east_m3(c, run), 0.0);
    advance(c, run, 120.0, parallel);
    const double half = east_m3(c, run);
    EXPECT_GT(half, 0.0);
    advance(c, run, 7200.0, parallel);
    EXPECT_NEAR(east_m3(c, run) / (20 * 10 * 25.0), 0.5, 0.02) << "both sides level";
    EXPECT_LT(half, 1500.0) << "the gap grows, it does not burst";
}

TEST(Rules, AGateOpensWhileTheInsideStandsHigher) {
    Case c = two_basins(flood::Scheme::Inertia, 5.0);
    const GridSpec& g = c.ground.grid;
    Link gate{"gate", LinkKind::Gate, {g.cell(19, 5)}, {g.cell(20, 5)}, 0.0, 2.0, 1.0};
    gate.rule = {g.cell(2, 2), g.cell(37, 7), false, 0.10};  // away from the drawdown at the gate itself
    gate.flap = true;
    c.links = {gate};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    EXPECT_EQ(run.links[0].opening, 1.0);
    advance(c, run, 7200.0, parallel);
    const double gap_m = run.water->level_m(g.cell(2, 2)) - run.water->level_m(g.cell(37, 7));
    EXPECT_NEAR(gap_m, 0.08, 0.03) << "it shuts when the difference falls to 0.10 m; the basins still rock a little";
    EXPECT_TRUE(apply(c, run, Order{0.0, OrderKind::Gate, "gate", 1.0, {}, ""}));
    advance(c, run, 14400.0, parallel);
    EXPECT_NEAR(run.water->level_m(g.cell(19, 5)), run.water->level_m(g.cell(20, 5)), 0.01) << "opened by hand";
    EXPECT_FALSE(apply(c, run, Order{0.0, OrderKind::Gate, "goat", 1.0, {}, ""}));
}

TEST(Rules, APumpWithoutPowerStands) {
    Case c = two_basins(flood::Scheme::Inertia, 5.0);
    const GridSpec& g = c.ground.grid;
    Link pump{"pump", LinkKind::Pump, {g.cell(19, 5)}, {g.cell(21, 5)}};
    pump.pump_m3_s = {"", {0.0, 5.0}, {0.2, 0.2}};
    pump.on_m = 0.3;
    pump.off_m = 0.2;
    pump.needs_power = true;
    c.links = {pump};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 600.0, parallel);
    EXPECT_NEAR(run.links[0].passed_m3, 120.0, 1.0);
    EXPECT_TRUE(apply(c, run, Order{0.0, OrderKind::Power, "*", 0.0, {}, ""}));
    advance(c, run, 1200.0, parallel);
    EXPECT_NEAR(run.links[0].passed_m3, 120.0, 1.0);
}

// A dry plain with one outfall on it, higher than the junction behind.
TEST(Drains, DryGroundGivesTheSewerNoWater) {
    Case c = two_basins(flood::Scheme::Inertia, -1.0e3);
    c.depth_m.clear();
    sewer::Network net;
    for (int k = 0; k < 2; ++k) {
        sewer::Node node;
        node.id = k == 0 ? "out" : "shaft";
        node.invert_m = k == 0 ? -0.5 : -1.5;
        node.rim_m = -0.5;
        if (k == 0) node.outfall = sewer::Outfall::External;
        net.nodes.push_back(node);
    }
    sewer::Conduit pipe;
    pipe.id = "pipe";
    pipe.from = 1;
    pipe.to = 0;
    pipe.length_m = 50.0;
    pipe.section.height_m = 0.4;
    net.conduits.push_back(pipe);
    sewer::Options options;
    options.quantum_m3 = flood::quantum_of_m(c.precision, c.ground) * 25.0 / 64.0;
    auto model = sewer::compile(net, options);
    ASSERT_TRUE(model) << to_text(model.error());
    c.drains.model = std::make_shared<const sewer::Model>(std::move(*model));
    c.drains.per_surface = 64;
    c.drains.outlets = {{0, c.ground.grid.cell(30, 5)}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 3600.0, parallel);
    EXPECT_EQ(budget(c, run).now_m3, 0.0);
    EXPECT_NEAR(sewer_budget(c, run).stored_m3, 0.0, 1e-6);
}

class Demands : public testing::TestWithParam<flood::Scheme> {};
INSTANTIATE_TEST_SUITE_P(All, Demands, testing::Values(flood::Scheme::Inertia, flood::Scheme::Fv1));

TEST_P(Demands, ThatCannotBeServedAreNotTakenLater) {
    Case c = two_basins(GetParam(), -1.0e3);
    c.depth_m.clear();
    RimSpec thirst{"thirst", RimKind::Discharge, flood::Side::West, {}, {"", {0.0, 240.0, 241.0}, {-5.0, -5.0, 0.0}}};
    for (int j = 0; j < 10; ++j) thirst.cells.push_back(c.ground.grid.cell(0, j));
    c.rims = {thirst};
    c.hydrology.rain.uniform_mm_h = {"", {0.0, 300.0, 301.0}, {0.0, 0.0, 60.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 1200.0, parallel);
    EXPECT_NEAR(budget(c, run).rims_m3, 0.0, 0.1);
    EXPECT_GT(budget(c, run).rain_m3, 1.0);
}

TEST(Rain, SmallCellsBringWhatTheyHold) {
    Case c = two_basins(flood::Scheme::Inertia, -1.0e3);
    c.depth_m.clear();
    for (const double east_m : {98.0, 103.0, 117.0}) {
        c.hydrology.rain.cells = {{0.0, 3600.0, {east_m, 25.0}, 0.0, 0.0, 6.0, 100.0}};
        Parallel parallel(1);
        CaseState run = make_case_state(c, flood::isa_index(""));
        advance(c, run, 3600.0, parallel);
        EXPECT_NEAR(budget(c, run).rain_m3, 2.0 * 3.14159265 * 36.0 * 0.1, 1.5) << east_m;  // ∫ of the Gaussian · 0.1 m
    }
}

TEST(Dykes, TheHigherOfTwoOnAFaceHoldsAndDryGaugesOpenNothing) {
    Case c = two_basins(flood::Scheme::Inertia, 2.0);
    c.dykes.push_back({"low", c.dykes[0].faces});
    for (DykeFace& face : c.dykes[1].faces) face.crest_m = 0.3;
    c.breaches = {{"gap", c.dykes[0].faces, -1.0, c.ground.grid.cell(30, 5), -0.5, 10.0, 0.0, 0.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 300.0, parallel);
    EXPECT_EQ(east_m3(c, run), 0.0);
}

TEST(Water, HasNoRoomAboveWhatItCanCount) {
    for (const auto scheme : {flood::Scheme::Inertia, flood::Scheme::Fv1, flood::Scheme::Fv2}) {
        Case c = two_basins(scheme, -1.0e3);
        c.sources = {{"flood", c.ground.grid.cell(5, 5), {"", {0.0}, {1.0e5}}}};
        Parallel parallel(1);
        CaseState run = make_case_state(c, flood::isa_index(""));
        advance(c, run, 20.0, parallel);
        const Budget b = budget(c, run);
        EXPECT_LE(std::fabs(b.residual_m3()), 2e-7 * b.throughput_m3()) << flood::name_of(scheme);
        EXPECT_GT(b.now_m3, b.initial_m3);
    }
}

}  // namespace
}  // namespace sd::hydro
