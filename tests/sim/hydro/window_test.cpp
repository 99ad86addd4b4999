// A fine window in a coarse sheet: still water stays still, nothing is lost, and flow passes as if it were not there.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/flood/isa.h"
#include "sim/hydro/case.h"

namespace sd::hydro {
namespace {

constexpr int kWide = 60;
constexpr int kHigh = 24;

/// A channel of 10 m cells that falls eastward, with bumps.
Case channel(double slope, double bump_m, double level_m) {
    Case c;
    c.ground.grid = GridSpec{kWide, kHigh, 10.0, {0.0, 0.0}};
    for (int j = 0; j < kHigh; ++j) {
        for (int i = 0; i < kWide; ++i) {
            const double bed_m = -slope * 10.0 * i + bump_m * std::sin(0.5 * i) * std::sin(0.7 * j);
            c.ground.bed_m.push_back(bed_m);
            c.depth_m.push_back(std::max(0.0, level_m - bed_m));
        }
    }
    c.ground.manning.assign(c.ground.bed_m.size(), 0.03);
    c.hydrology.soils = {Soil{}};
    c.hydrology.soil_of.assign(c.ground.bed_m.size(), 0);
    return c;
}

void add_window(Case& c, flood::Scheme scheme, flood::Precision precision) {
    Window w;
    w.name = "streets";
    w.i0 = 25;
    w.j0 = 6;
    w.i1 = 37;
    w.j1 = 18;
    w.refine = 4;
    w.scheme = scheme;
    w.precision = precision;
    w.ground.grid = fine_grid(c.ground.grid, w);
    for (std::uint32_t cell = 0; cell < w.ground.grid.cells(); ++cell) {
        const std::uint32_t under = c.ground.grid.cell_clamped(w.ground.grid.center_of(cell));
        w.ground.bed_m.push_back(c.ground.bed_m[under]);
        w.ground.manning.push_back(0.03);
        w.depth_m.push_back(c.depth_m[under]);
        w.soil_of.push_back(0);
    }
    cut_out(w, c.ground, c.depth_m, c.hydrology.soil_of);
    c.windows.push_back(std::move(w));
}

double residual(const Case& c, const CaseState& state) {
    const Budget b = budget(c, state);
    return std::fabs(b.residual_m3()) / b.throughput_m3();
}

using Kind = std::pair<flood::Scheme, flood::Precision>;
class Windows : public testing::TestWithParam<Kind> {};
INSTANTIATE_TEST_SUITE_P(All, Windows,
                         testing::Values(Kind{flood::Scheme::Fv1, flood::Precision::F32},
                                         Kind{flood::Scheme::Fv2, flood::Precision::F32},
                                         Kind{flood::Scheme::Fv2, flood::Precision::F64}));

TEST_P(Windows, StillWaterStaysStill) {
    Case c = channel(0.0, 0.4, 1.0);
    add_window(c, GetParam().first, GetParam().second);
    Parallel parallel(2);
    CaseState state = make_case_state(c, flood::isa_index(""));
    advance(c, state, 600.0, parallel);
    const flood::Water& fine = *state.windows[0].water;
    for (std::uint32_t cell = 0; cell < c.windows[0].ground.grid.cells(); ++cell)
        EXPECT_NEAR(fine.level_m(cell), 1.0, 1e-5) << cell;
    EXPECT_NEAR(state.water->level_m(c.ground.grid.cell(10, 10)), 1.0, 1e-5);
    EXPECT_LE(residual(c, state), 2e-7);
}

TEST_P(Windows, FlowPassesAsIfTheyWereNotThere) {
    Case plain = channel(0.001, 0.0, 0.0);
    RimSpec in{"in", RimKind::Discharge, flood::Side::West, {}, {"", {0.0}, {60.0}}};
    RimSpec out{"out", RimKind::Level, flood::Side::East, {}, {"", {0.0}, {0.4}}};
    for (int j = 0; j < kHigh; ++j) {
        in.cells.push_back(plain.ground.grid.cell(0, j));
        out.cells.push_back(plain.ground.grid.cell(kWide - 1, j));
    }
    plain.rims = {in, out};
    plain.hydrology.rain.uniform_mm_h = {"", {0.0}, {30.0}};
    Case with = plain;
    add_window(with, GetParam().first, GetParam().second);
    Parallel parallel(2);
    CaseState a = make_case_state(plain, flood::isa_index(""));
    CaseState b = make_case_state(with, flood::isa_index(""));
    advance(plain, a, 3600.0, parallel);
    advance(with, b, 3600.0, parallel);
    for (const int i : {10, 22, 40, 50}) {
        const std::uint32_t cell = plain.ground.grid.cell(i, 12);
        EXPECT_NEAR(a.water->level_m(cell), b.water->level_m(cell), 0.02) << i;
    }
    const LocalXY middle = plain.ground.grid.center(30, 12);
    const std::uint32_t fine = with.windows[0].ground.grid.cell_clamped(middle);
    EXPECT_NEAR(b.windows[0].water->level_m(fine), a.water->level_m(plain.ground.grid.cell(30, 12)), 0.03);
    EXPECT_LE(residual(with, b), 2e-7);
    EXPECT_GT(b.windows[0].hydrology.rain_m, 0.0);
}

TEST_P(Windows, FillFromOutsideAndGiveBack) {
    Case c = channel(0.0, 0.0, 0.0);
    c.sources = {{"burst", c.ground.grid.cell(5, 12), {"", {0.0, 299.0, 300.0}, {20.0, 20.0, 0.0}}}};
    add_window(c, GetParam().first, GetParam().second);
    Parallel one(1);
    Parallel three(3);
    CaseState a = make_case_state(c, 0);
    CaseState b = make_case_state(c, flood::isa_index(""));
    for (int k = 1; k <= 20; ++k) {
        advance(c, a, 60.0 * k, one);
        advance(c, b, 60.0 * k, three);
        EXPECT_LE(residual(c, a), 2e-7) << k;
    }
    EXPECT_EQ(hash(a), hash(b)) << "threads and instruction sets do not matter";
    EXPECT_GT(a.windows[0].water->volume_m3(), 100.0);
}

}  // namespace
}  // namespace sd::hydro
