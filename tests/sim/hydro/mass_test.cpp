// Whatever rain, gates, pumps, breaches and sewers do at random moments: water is neither made nor lost, depths never
// fall below zero, and threads do not matter.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/core/draw.h"
#include "sim/flood/isa.h"
#include "sim/hydro/case.h"

namespace sd::hydro {
namespace {

constexpr std::uint32_t kStream = stream_of("hydro_mass_test");

// A town of one valley: hills with noise, a river rim in the west, a dyke across, gates, a pump and a sewer.
class Town {
public:
    Town(std::uint64_t seed, flood::Scheme scheme, flood::Precision precision) : draw_(seed) {
        town_.scheme = scheme;
        town_.precision = precision;
        town_.ground.grid = GridSpec{kWide, kHigh, 10.0, {0.0, 0.0}};
        for (std::uint32_t cell = 0; cell < town_.ground.grid.cells(); ++cell) {
            town_.ground.bed_m.push_back(0.02 * (cell % kWide) + draw_.uniform(kStream, cell, 0));
            town_.ground.manning.push_back(0.02 + 0.05 * draw_.uniform(kStream, cell, 1));
            town_.depth_m.push_back(std::max(0.0, 2.0 * draw_.uniform(kStream, cell, 2) - 1.0));
            town_.hydrology.soil_of.push_back(static_cast<std::uint8_t>(draw_.below(kStream, cell, 3, 4)));
        }
        if (scheme == flood::Scheme::Inertia && draw_.below(kStream, 0, 60, 2) == 1) buildings();
        soils_and_rain();
        rims();
        structures();
        sewer();
        canals();
    }
    [[nodiscard]] const Case& get() const { return town_; }
    [[nodiscard]] Order order(std::uint32_t k) const {
        Order o;
        o.kind = static_cast<OrderKind>(draw_.below(kStream, k, 40, 8));
        o.name = "*";
        o.value = draw_.uniform(kStream, k, 41) * 1.5 - 0.25;
        o.rain = {0.0, 60.0, {100.0, 100.0}, 1.0, 1.0, 150.0, 200.0};
        return o;
    }

private:
    static constexpr int kWide = 70;
    static constexpr int kHigh = 37;
    void buildings() {
        for (std::uint32_t cell = 0; cell < town_.ground.grid.cells(); ++cell) {
            town_.ground.room.push_back(0.15 + 0.85 * draw_.uniform(kStream, cell, 61));
            town_.ground.gap_x.push_back(draw_.uniform(kStream, cell, 62));
            town_.ground.gap_y.push_back(draw_.uniform(kStream, cell, 63));
        }
    }
    void soils_and_rain() {
        Soil ampt{LossKind::GreenAmpt, 3.0e-7, 0.29, 0.3, 0.0, 0.0, 0.0, 0.0};
        Soil horton{LossKind::Horton, 0.0, 0.0, 0.0, 2.0e-5, 1.0e-6, 8.0, 0.0};
        Soil curve{LossKind::CurveNumber, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 75.0};
        town_.hydrology.soils = {Soil{}, ampt, horton, curve};
        town_.hydrology.rain.uniform_mm_h = {
            "", {0.0, 100.0, 300.0}, {0.0, 150.0 * draw_.uniform(kStream, 0, 10), 20.0}};
        town_.hydrology.rain.cells = {{20.0, 200.0, {0.0, 0.0}, 2.0, 1.0, 200.0, 120.0}};
    }
    void rims() {
        RimSpec sea{"sea", RimKind::Level, flood::Side::West, {}, {"", {0.0, 300.0}, {0.5, 1.8}}};
        RimSpec brook{"brook", RimKind::Discharge, flood::Side::East, {}, {"", {0.0, 100.0}, {0.0, 4.0}}};
        RimSpec mouth{"mouth", RimKind::Open, flood::Side::South, {}, {}};
        RimSpec rated{"rated", RimKind::Rating, flood::Side::North, {}, {"", {0.5, 2.0}, {0.0, 3.0}}};
        const GridSpec& g = town_.ground.grid;
        for (int k = 4; k < 14; ++k) {
            sea.cells.push_back(g.cell(0, k));
            brook.cells.push_back(g.cell(kWide - 1, k));
            mouth.cells.push_back(g.cell(k, 0));
            rated.cells.push_back(g.cell(k + 30, kHigh - 1));
        }
        town_.rims = {sea, brook, mouth, rated};
        town_.sources = {{"spring", g.cell(40, 20), {"", {0.0}, {0.8}}},
                         {"drain", g.cell(20, 20), {"", {0.0}, {-0.3}}}};
    }
    void structures() {
        const GridSpec& g = town_.ground.grid;
        Link gate{"gate", LinkKind::Gate, {g.cell(9, 18), g.cell(9, 19)}, {g.cell(11, 18)}, 0.4, 3.0, 1.5};
        gate.rule = {g.cell(11, 18), g.cell(9, 18), false, 0.1};
        gate.travel_s = 30.0;
        Link culvert{"culvert", LinkKind::Culvert, {g.cell(9, 30)}, {g.cell(12, 30)}};
        culvert.barrel = {0.2, 0.1, 0.0, 1.2, 25.0, 0.015, 1.5, 2};
        Link pump{"pump", LinkKind::Pump, {g.cell(30, 10)}, {g.cell(5, 10)}};
        pump.pump_m3_s = {"", {0.0, 4.0}, {2.0, 0.0}};
        pump.on_m = 0.6;
        pump.off_m = 0.4;
        pump.needs_power = true;
        town_.links = {gate, culvert, pump};
        Dyke dyke{"dyke", {}};
        for (int j = 0; j < kHigh; ++j) dyke.faces.push_back({g.cell(10, j), true, 1.6});
        Breach breach{"gap", dyke.faces, -1.0, g.cell(2, 20), 1.4, 45.0, 0.2, 120.0};
        town_.dykes = {dyke};
        town_.breaches = {breach};
    }
    // Two canals that cross: one from the sea through the dyke to a place without a trench, one with raised banks.
    void canals() {
        const GridSpec& g = town_.ground.grid;
        flood::CanalNetwork& net = town_.canals;
        const auto add = [&](int i, int j, double width_m, bool raised) {
            const auto k = static_cast<std::uint32_t>(net.nodes.size());
            flood::CanalNode n;
            n.cell = g.cell(i, j);
            n.length_m = 6.0 + 8.0 * draw_.uniform(kStream, k, 50);
            n.width_m = width_m;
            n.side_slope = draw_.below(kStream, k, 51, 3);
            n.bed_m = -1.0 + 0.5 * draw_.uniform(kStream, k, 52);
            n.raised = raised;
            n.bank_m = town_.ground.bed_m[n.cell] + 0.5;
            n.level_m = 2.0 * draw_.uniform(kStream, k, 53) - 1.0;
            net.nodes.push_back(n);
            return k;
        };
        for (int i = 0; i < 40; ++i) {
            const std::uint32_t k = add(i, 20, 3.0, false);
            if (i > 0) net.links.push_back({k - 1, k, 10.0, i == 11});
        }
        net.nodes.back().open_water = true;
        for (int j = 5; j < 35; ++j) {
            const std::uint32_t k = add(20, j, 2.0, true);
            if (j > 5) net.links.push_back({k - 1, k, 10.0, false});
            if (j == 20) net.links.push_back({20, k, 6.0, false});
        }
        net.names = {{"across", 0, 40}, {"along", 40, 30}};
        net.ends = {{0, flood::CanalEndKind::Level, 0.0},
                    {40, flood::CanalEndKind::Discharge, 0.0},
                    {69, static_cast<flood::CanalEndKind>(draw_.below(kStream, 0, 54, 4)), 0.001}};
        town_.canal_ends = {{"", {0.0, 150.0, 300.0}, {0.0, 1.5, -0.5}},
                            {"", {0.0, 300.0}, {3.0, -3.0}},
                            {"", {0.0, 300.0}, {1.0, 2.5}}};
        Link sluice{"sluice", LinkKind::Gate, {canal_place(10)}, {canal_place(11)}, -0.4, 2.5, 1.2};
        sluice.rule = {canal_place(11), canal_place(10), false, 0.05};
        Link lift{"lift", LinkKind::Pump, {canal_place(30)}, {g.cell(31, 24)}};
        lift.pump_m3_s = {"", {0.0, 5.0}, {0.8, 0.2}};
        town_.links.push_back(sluice);
        town_.links.push_back(lift);
        town_.sources.push_back({"well", canal_place(50), {"", {0.0, 300.0}, {0.7, -0.7}}});
        if (draw_.below(kStream, 0, 55, 2) == 1) town_.drains.outlets[0].cell = canal_place(3);
    }
    void sewer() {
        sewer::Network net;
        for (int k = 0; k < 4; ++k) {
            sewer::Node node;
            node.id = "n" + std::to_string(k);
            node.invert_m = -2.0 + 0.1 * k;
            node.rim_m = 1.0;
            if (k == 0) node.outfall = sewer::Outfall::External;
            net.nodes.push_back(node);
            if (k == 0) continue;
            sewer::Conduit pipe;
            pipe.id = "p" + std::to_string(k);
            pipe.from = k;
            pipe.to = k - 1;
            pipe.length_m = 60.0;
            pipe.section.height_m = 0.6;
            net.conduits.push_back(pipe);
            const std::uint32_t cell = town_.ground.grid.cell(20 + 6 * k, 15);
            town_.drains.inlets.push_back({"i" + std::to_string(k), k, cell, sewer::Opening{k != 2, 1.2, 0.3, 0.0}});
        }
        town_.drains.outlets = {{0, town_.ground.grid.cell(3, 15)}};
        town_.drains.per_surface = 64;
        sewer::Options options;
        // Whole fractions of the sheet's quantum: 2^-24 m in single, 2^-40 m in double precision.
        const double quantum_m = town_.precision == flood::Precision::F64 ? 0x1p-40 : 0x1p-24;
        options.quantum_m3 = quantum_m * 100.0 / 64.0;
        auto model = sewer::compile(net, options);
        SD_CHECK(model.has_value());
        town_.drains.model = std::make_shared<const sewer::Model>(std::move(*model));
    }

    Draw draw_;
    Case town_;
};

// Plays five minutes with orders at random; returns the final hash and checks the ledger all the way.
std::uint64_t play(const Town& town, int threads, int isa) {
    Parallel parallel(threads);
    const Case& c = town.get();
    CaseState run = make_case_state(c, isa);
    const double bar = c.precision == flood::Precision::F64 ? 1.0e-12 : 2.0e-7;
    for (std::uint32_t k = 1; k <= 10; ++k) {
        advance(c, run, 30.0 * static_cast<double>(k), parallel);
        static_cast<void>(apply(c, run, town.order(k)));
        const Budget b = budget(c, run);
        EXPECT_LE(std::fabs(b.residual_m3()), bar * b.throughput_m3()) << "after " << run.t_s << " s";
        for (std::uint32_t cell = 0; cell < c.ground.grid.cells(); ++cell) {
            if (run.water->depth_m(cell) < 0.0) ADD_FAILURE() << "depth below zero in cell " << cell;
        }
        for (std::size_t n = 0; n < run.canals.volume.size(); ++n)
            if (run.canals.volume[n] + run.canals.pending[n] < 0) ADD_FAILURE() << "canal below zero at node " << n;
        EXPECT_EQ(sewer::imbalance(run.sewer), 0);
    }
    return hash(run);
}

RC_GTEST_PROP(HydroMass, ClosesWhateverHappens, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto scheme = *rc::gen::element(flood::Scheme::Inertia, flood::Scheme::Fv1, flood::Scheme::Fv2);
    const auto precision = *rc::gen::element(flood::Precision::F32, flood::Precision::F64);
    const auto threads = *rc::gen::inRange(1, 5);
    const Town town(seed, scheme, precision);
    const std::uint64_t once = play(town, 1, 0);
    RC_ASSERT(play(town, threads, flood::isa_index("")) == once);
    RC_ASSERT(!testing::Test::HasFailure());
}

TEST(HydroMass, EveryTermOfTheLedgerMoves) {
    const Town town(7, flood::Scheme::Inertia, flood::Precision::F32);
    Parallel parallel(2);
    CaseState run = make_case_state(town.get(), flood::isa_index(""));
    advance(town.get(), run, 300.0, parallel);
    const Budget b = budget(town.get(), run);
    EXPECT_GT(b.initial_m3, 0.0);
    EXPECT_GT(b.rain_m3, 0.0);
    EXPECT_LT(b.infiltration_m3, 0.0);
    EXPECT_NE(b.rims_m3, 0.0);
    EXPECT_GT(b.sources_m3, 0.0);
    EXPECT_NE(b.sewer_m3, 0.0);
    EXPECT_NE(b.canals_m3, 0.0);
    EXPECT_EQ(b.residual_m3(), 0.0) << "whole quanta close exactly";
    for (const LinkState& link : run.links) EXPECT_NE(link.passed_m3, 0.0);
}

}  // namespace
}  // namespace sd::hydro
