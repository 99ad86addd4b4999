// Structures that stand on canals, and the canals in a case's ledger.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/flood/isa.h"
#include "sim/hydro/case.h"

namespace sd::hydro {
namespace {

/// A canal of 40 cells in high ground; a structure may stand in its middle.
Case one_canal(double west_m, double east_m) {
    Case c;
    c.ground.grid = GridSpec{40, 3, 20.0, {0.0, 0.0}};
    c.ground.bed_m.assign(120, 5.0);
    c.ground.manning.assign(120, 0.03);
    c.hydrology.soil_of.assign(120, 0);
    c.hydrology.soils = {Soil{}};
    for (std::uint32_t k = 0; k < 40; ++k) {
        flood::CanalNode n;
        n.cell = c.ground.grid.cell(static_cast<int>(k), 1);
        n.length_m = 20.0;
        n.width_m = 4.0;
        n.level_m = k < 20 ? west_m : east_m;
        c.canals.nodes.push_back(n);
        if (k > 0) c.canals.links.push_back({k - 1, k, 20.0, k == 20});
    }
    c.canals.names = {{"canal", 0, 40}};
    return c;
}

double level_m(const Case& c, const CaseState& run, std::uint32_t node) {
    return flood::canal_level_m(c.canals, run.canals, node, *run.water);
}

TEST(CanalStructures, AGateHoldsThenLevelsBothSides) {
    Case c = one_canal(2.0, 0.5);
    c.links = {{"gate", LinkKind::Gate, {canal_place(19)}, {canal_place(20)}, 0.2, 3.0, 1.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    const double before_m3 = budget(c, run).now_m3;
    ASSERT_TRUE(apply(c, run, Order{0.0, OrderKind::Gate, "gate", 0.0, {}, ""}));
    advance(c, run, 60.0, parallel);  // it had begun to be open
    const double kept_m3 = run.links[0].passed_m3;
    advance(c, run, 1800.0, parallel);
    EXPECT_EQ(run.links[0].passed_m3, kept_m3);
    EXPECT_NEAR(level_m(c, run, 30), 0.5, 0.05);
    ASSERT_TRUE(apply(c, run, Order{0.0, OrderKind::Gate, "gate", -1.0, {}, ""}));
    advance(c, run, 6.0 * 3600.0, parallel);
    for (std::uint32_t k = 0; k < 40; ++k) EXPECT_NEAR(level_m(c, run, k), 1.25, 0.01);
    EXPECT_EQ(budget(c, run).now_m3, before_m3);
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0);
}

TEST(CanalStructures, AGateCarriesWhatItsOpeningSays) {
    Case c = one_canal(2.0, 1.0);
    c.links = {{"gate", LinkKind::Gate, {canal_place(19)}, {canal_place(20)}, 0.0, 2.0, 0.5}};
    c.canals.ends = {{0, flood::CanalEndKind::Level}, {39, flood::CanalEndKind::Level}};
    c.canal_ends = {{"", {0.0}, {2.0}}, {"", {0.0}, {1.0}}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 4.0 * 3600.0, parallel);
    const double expected = opening_m3_s(level_m(c, run, 19), level_m(c, run, 20), 0.0, 2.0, 0.5);
    EXPECT_NEAR(run.links[0].flow_m3_s, expected, 0.005 * expected);
    EXPECT_NEAR(run.canals.q_m3_s[10], expected, 0.005 * expected) << "what the canal brings passes";
    EXPECT_NEAR(run.canals.q_m3_s[30], expected, 0.005 * expected);
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0);
}

TEST(CanalStructures, APumpLiftsFromACanalToAField) {
    Case c = one_canal(2.0, 2.0);
    c.canals.links[19].shut = false;
    Link pump{"pump", LinkKind::Pump, {canal_place(5)}, {c.ground.grid.cell(30, 1)}};
    pump.pump_m3_s = {"", {0.0, 9.0}, {0.1, 0.1}};
    c.links = {pump};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 600.0, parallel);
    EXPECT_NEAR(run.links[0].passed_m3, 60.0, 0.1);
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0);
    advance(c, run, 4.0 * 3600.0, parallel);
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0) << "what it lifts runs back into the canal";
}

TEST(CanalStructures, RainFillsACanal) {
    Case c = one_canal(-1.0e3, -1.0e3);
    c.canals.links[19].shut = false;
    c.hydrology.rain.uniform_mm_h = {"", {0.0, 3600.0, 3601.0}, {50.0, 50.0, 0.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 7200.0, parallel);
    const Budget b = budget(c, run);
    EXPECT_EQ(b.residual_m3(), 0.0);
    EXPECT_GT(flood::volume_m3(run.canals), 0.9 * b.rain_m3 / 3.0) << "its own cells' at least";
}

// A river of the terrain along the western rim, into which the canal opens; its bed lies higher than the river's.
TEST(CanalMouth, TheCanalFollowsTheRiverAndFallsDryAboveIt) {
    Case c = one_canal(0.3, 0.3);
    c.canals.links[19].shut = false;
    for (int j = 0; j < 3; ++j) c.ground.bed_m[c.ground.grid.cell(0, j)] = -3.0;
    c.canals.nodes[0].open_water = true;
    RimSpec river{"river", RimKind::Level, flood::Side::West, {}, {"", {0.0, 7200.0, 7201.0}, {1.5, 1.5, -1.0}}};
    for (int j = 0; j < 3; ++j) {
        river.cells.push_back(c.ground.grid.cell(0, j));
        c.depth_m.resize(120, 0.0);
        c.depth_m[river.cells.back()] = 4.5;
    }
    c.rims = {river};
    Parallel parallel(2);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 600.0, parallel);
    EXPECT_GT(run.canals.q_m3_s[0], 0.5) << "the river runs in";
    advance(c, run, 7200.0, parallel);
    for (std::uint32_t k = 0; k < 40; ++k) EXPECT_NEAR(level_m(c, run, k), 1.5, 0.02);
    advance(c, run, 12.0 * 3600.0, parallel);
    EXPECT_LT(level_m(c, run, 39), 0.1) << "the river stands below the bed: the canal runs out over its edge";
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0);
}

TEST(CanalStructures, RainBetweenRaisedBanksStaysThere) {
    Case c = one_canal(-1.0e3, -1.0e3);
    c.canals.links[19].shut = false;
    for (flood::CanalNode& n : c.canals.nodes) {
        n.raised = true;
        n.bank_m = 6.0;
        n.bed_m = 4.0;  // 20 × 4 m² of every cell of 400 m²
    }
    c.hydrology.rain.uniform_mm_h = {"", {0.0, 3600.0, 3601.0}, {50.0, 50.0, 0.0}};
    Parallel parallel(1);
    CaseState run = make_case_state(c, flood::isa_index(""));
    advance(c, run, 7200.0, parallel);
    EXPECT_EQ(budget(c, run).residual_m3(), 0.0);
    EXPECT_NEAR(flood::volume_m3(run.canals), 0.05 * 40 * 80.0, 0.05) << "50 mm over its own surface";
}

}  // namespace
}  // namespace sd::hydro
