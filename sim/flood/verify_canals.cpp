// Canals narrower than a cell: normal depth, a tidal wave against the same canal resolved by the sheet itself, banks
// that spill and refill, porous ground.
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/canals.h"
#include "sim/flood/isa.h"
#include "sim/flood/verify_case.h"

namespace sd::flood {
namespace {

/// A straight canal along the middle row of a strip of flat ground.
struct Strip {
    GridSpec grid;
    Ground ground;
    CanalNetwork net;
};

Strip strip(int cells, double cell_m, double ground_m, const CanalNode& section, double bed_slope) {
    Strip s;
    s.grid = GridSpec{cells, 3, cell_m, {0.0, 0.0}};
    s.ground = {s.grid, std::vector<double>(s.grid.cells(), ground_m), std::vector<double>(s.grid.cells(), 0.03)};
    for (int i = 0; i < cells; ++i) {
        CanalNode n = section;
        n.cell = s.grid.cell(i, 1);
        n.length_m = cell_m;
        n.chainage_m = (i + 0.5) * cell_m;
        n.bed_m = section.bed_m - bed_slope * n.chainage_m;
        s.net.nodes.push_back(n);
        const auto k = static_cast<std::uint32_t>(i);
        if (i > 0) s.net.links.push_back({k - 1, k, cell_m, false});
    }
    s.net.names = {{"canal", 0, static_cast<std::uint32_t>(cells)}};
    return s;
}

double manning_m3_s(const CanalNode& n, double depth_m, double slope) {
    const double area_m2 = (n.width_m + n.side_slope * depth_m) * depth_m;
    const double edge_m = n.width_m + 2.0 * depth_m * std::sqrt(1.0 + n.side_slope * n.side_slope);
    return area_m2 * math::cbrt(area_m2 / edge_m * (area_m2 / edge_m)) * std::sqrt(slope) / n.manning;
}

double normal_depth_m(const CanalNode& n, double m3_s, double slope) {
    double low = 0.0;
    double high = 50.0;
    for (int k = 0; k < 80; ++k) {
        const double mid = 0.5 * (low + high);
        (manning_m3_s(n, mid, slope) < m3_s ? low : high) = mid;
    }
    return low;
}

// The sheet and the canals in it, as a case steps them.
void play(const CanalNetwork& net, Canals& c, Water& water, double for_s, double longest_s, Parallel& parallel) {
    double left_s = for_s;
    while (left_s > 1e-9) {
        const double dt_s = water.step(std::min(left_s, longest_s), parallel);
        double canals_s = dt_s;
        while (canals_s > 1e-9 * dt_s) {
            const double step_s = canals_s / std::ceil(canals_s / stable_step_s(net, c, water));
            canal_step(net, c, water, step_s, parallel);
            canals_s -= step_s;
        }
        left_s -= dt_s;
    }
}

void normal_depth_row(const std::string& name, const CanalNode& section, double slope, double m3_s, Parallel& parallel,
                      Rows& rows) {
    Strip s = strip(60, 20.0, 4.0, section, slope);
    s.net.ends = {{0, CanalEndKind::Discharge, 0.0}, {59, CanalEndKind::Normal, slope}};
    const auto water = make_water(Scheme::Inertia, Precision::F32, s.ground, isa_index(""));
    Canals c = make_canals(s.net, s.grid, *water);
    c.end_value = {m3_s, 0.0};
    play(s.net, c, *water, 6.0 * 3600.0, 5.0, parallel);
    const double exact_m = normal_depth_m(section, m3_s, slope);
    double worst = 0.0;
    for (std::uint32_t k = 0; k < 60; ++k) {
        const double depth_m = canal_level_m(s.net, c, k, *water) - s.net.nodes[k].bed_m;
        worst = std::max(worst, std::fabs(depth_m - exact_m) / exact_m);
    }
    rows.push_back(row_of("canals.normal_depth." + name, worst, 0.01, "of Manning's depth, worst of 60 cells"));
}

/// Manning's n that gives water between upright walls without friction what `n` gives it with them.
double without_walls(double n, double width_m, double depth_m) {
    const double ratio = (width_m + 2.0 * depth_m) / width_m;
    return n * math::cbrt(ratio * ratio);
}

// A tide of one metre runs up a canal of 8 m that is shut at its end; beside it the same canal by the sheet itself, in
// cells of 2 m between walls.
void tide_row(Scheme fine_scheme, double bar, bool quick, Parallel& parallel, Rows& rows) {
    constexpr double kMean_m = 2.5;
    const double length_m = quick ? 1000.0 : 3000.0;
    CanalNode section;
    section.width_m = 8.0;
    section.manning = 0.025;
    section.level_m = kMean_m;
    Strip s = strip(static_cast<int>(length_m / 20.0), 20.0, 6.0, section, 0.0);
    s.net.ends = {{0, CanalEndKind::Level, 0.0}};
    const auto over = make_water(Scheme::Inertia, Precision::F32, s.ground, isa_index(""));
    Canals c = make_canals(s.net, s.grid, *over);
    const double manning = without_walls(section.manning, section.width_m, kMean_m);
    Case fine{"",
              GridSpec{static_cast<int>(length_m / 2.0), 4, 2.0, {0.0, 0.0}},
              [](double, double) { return 0.0; },
              [](double, double) { return kMean_m; },
              manning,
              {}};
    fine.openings = {{Side::West, 0.0, 1e9, true, kMean_m, false, 0.0}};
    Played by_sheet(fine, Way{fine_scheme, Precision::F64, Lie::Straight});
    double sum = 0.0;
    int n = 0;
    for (int step = 1; step <= (quick ? 360 : 720); ++step) {
        const double level_m = kMean_m + 0.5 * math::sin(kPi * (step - 0.5) / 360.0);
        c.end_value = {level_m};
        by_sheet.set_level(level_m);
        play(s.net, c, *over, 10.0, 5.0, parallel);
        by_sheet.play(10.0 * step, parallel);
        for (std::uint32_t k = 9; k < s.net.nodes.size(); k += 10) {
            const double fine_m = 0.5 * (by_sheet.level_m(static_cast<int>(k) * 10 + 4, 1) +
                                         by_sheet.level_m(static_cast<int>(k) * 10 + 5, 1));
            const double off_m = canal_level_m(s.net, c, k, *over) - fine_m;
            sum += off_m * off_m;
            ++n;
        }
    }
    rows.push_back(
        row_of("canals.tide.against_" + std::string(name_of(fine_scheme)), std::sqrt(sum / n), bar,
               "m, root mean square of levels along the canal against the sheet in cells of 2 m; range 1 m"));
}

// A flood comes down a canal of 8 m in flat ground and leaves its banks; beside it the same ground in cells of 2 m, in
// which the canal is a trench. Compared is what stands on the ground, cell by cell of the coarse grid.
void spill_rows(bool quick, Parallel& parallel, Rows& rows) {
    constexpr double kGround_m = 2.0;
    constexpr double kInflow_m3_s = 10.0;
    const int cells = quick ? 20 : 40;
    CanalNode section;
    section.width_m = 8.0;
    section.level_m = 1.0;
    Strip s = strip(cells, 20.0, kGround_m, section, 0.0);
    s.grid.ny = 11;
    s.ground = {s.grid, std::vector<double>(s.grid.cells(), kGround_m), std::vector<double>(s.grid.cells(), 0.04)};
    for (int i = 0; i < cells; ++i) s.net.nodes[static_cast<std::size_t>(i)].cell = s.grid.cell(i, 5);
    s.net.ends = {{0, CanalEndKind::Discharge, 0.0}};
    const auto over = make_water(Scheme::Inertia, Precision::F32, s.ground, isa_index(""));
    Canals c = make_canals(s.net, s.grid, *over);
    c.end_value = {kInflow_m3_s};
    const auto trench = [](double y_m) { return std::fabs(y_m - 110.0) < 4.0; };
    Case fine{"",
              GridSpec{cells * 10, 110, 2.0, {0.0, 0.0}},
              [&](double, double y) { return trench(y) ? 0.0 : kGround_m; },
              [&](double, double y) { return trench(y) ? 1.0 : 0.0; },
              0.04,
              {}};
    fine.openings = {{Side::West, 106.0, 114.0, false, 0.0, true, kInflow_m3_s / 8.0}};
    Played by_sheet(fine, Way{Scheme::Inertia, Precision::F32, Lie::Straight});
    const double until_s = quick ? 1200.0 : 2400.0;
    play(s.net, c, *over, until_s, 5.0, parallel);
    by_sheet.play(until_s, parallel);
    double there = 0.0;
    double wanted = 0.0;
    double off = 0.0;
    for (int j = 0; j < s.grid.ny; ++j) {
        for (int i = 0; i < cells; ++i) {
            double fine_m = 0.0;
            for (int b = 0; b < 100; ++b)
                fine_m += std::max(0.0, by_sheet.level_m(i * 10 + b % 10, j * 10 + b / 10) - kGround_m) / 100.0;
            const double coarse_m = over->depth_m(s.grid.cell(i, j));
            there += coarse_m;
            wanted += fine_m;
            off += (coarse_m - fine_m) * (coarse_m - fine_m);
        }
    }
    const double n = static_cast<double>(s.grid.cells());
    rows.push_back(row_of("canals.spill.volume", std::fabs(there - wanted) / wanted, 0.02,
                          "of the water on the ground, against cells of 2 m in which the canal is a trench"));
    rows.push_back(row_of("canals.spill.depth", std::sqrt(off / n) / (wanted / n), 0.10,
                          "root mean square of depths on the ground, of their mean"));
}

}  // namespace

void verify_canals(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    CanalNode section;
    section.bed_m = 1.0;
    section.width_m = 4.0;
    section.manning = 0.03;
    normal_depth_row("rectangle", section, 2.0e-4, 3.0, parallel, rows);
    section.side_slope = 1.0;
    normal_depth_row("trapezoid", section, 2.0e-4, 6.0, parallel, rows);
    section.side_slope = 0.0;
    section.width_m = 2.0;
    normal_depth_row("steep", section, 2.0e-3, 1.0, parallel, rows);
    spill_rows(plan.quick, parallel, rows);
    tide_row(Scheme::Inertia, 0.01, plan.quick, parallel, rows);
    tide_row(Scheme::Fv2, 0.02, plan.quick, parallel, rows);
}

}  // namespace sd::flood
