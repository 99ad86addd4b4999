// Flow that settles: over a bump, down MacDonald's channel; and floods over ground [Environment Agency 2013, tests 2,
// 4].
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <queue>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/verify_case.h"

namespace sd::flood {
namespace {

const std::vector<Scheme> kAll{Scheme::Inertia, Scheme::Fv1, Scheme::Fv2};

// h³ + (z − q²/(2 g h_L²) − h_L) h² + q²/(2g) = 0, the subcritical root, by Newton from above.
double bump_depth_m(double z_m) {
    const double q = 4.42;
    const double below_m = 2.0;
    const double head = q * q / (2.0 * kGravity_m_s2);
    const double b = z_m - head / (below_m * below_m) - below_m;
    double h = 2.5;
    for (int k = 0; k < 60; ++k) {
        h -= (h * h * h + b * h * h + head) / (3.0 * h * h + 2.0 * b * h);
    }
    return h;
}

double bump_bed_m(double x_m) {
    return x_m > 8.0 && x_m < 12.0 ? std::max(0.0, 0.2 - 0.05 * (x_m - 10.0) * (x_m - 10.0)) : 0.0;
}

void bump_rows(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    Case what{"steady.bump",
              GridSpec{250, 1, 0.1, {}},
              [](double x, double) { return bump_bed_m(x); },
              [](double, double) { return 2.0; },
              0.0,
              {}};
    what.openings.push_back({Side::West, 0.0, 1e9, false, 0.0, true, 4.42});
    what.openings.push_back({Side::East, 0.0, 1e9, true, 2.0, false, 0.0});
    for (const Way& way : ways({Scheme::Fv1, Scheme::Fv2})) {
        Played p(what, way);
        p.play(plan.quick ? 150.0 : 400.0, parallel);
        double worst_q = 0.0;
        for (int i = 1; i < 249; ++i) worst_q = std::max(worst_q, std::fabs(p.discharge(i, 0).x_m2_s / 4.42 - 1.0));
        const bool second = way.scheme == Scheme::Fv2;
        const std::string name = what.name + "." + way.name();
        rows.push_back(row_of(name + ".l1", p.relative_l1([](double x, double) { return bump_depth_m(bump_bed_m(x)); }),
                              second ? 5e-4 : 1e-3, "L1 relative"));
        rows.push_back(row_of(name + ".q", worst_q, second ? 0.002 : 0.008, "of 4.42 m²/s"));
    }
}

struct Channel {
    std::vector<double> bed_m, level_m;
};

Channel read_channel(const std::filesystem::path& file) {
    Channel c;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        double x = 0.0;
        double z = 0.0;
        double e = 0.0;
        if (std::sscanf(line.c_str(), "%lf,%lf,%lf", &x, &z, &e) != 3) break;
        c.bed_m.push_back(z);
        c.level_m.push_back(e);
    }
    return c;
}

void channel_rows(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    const Channel c = read_channel(plan.reference / "macdonald" / "mcdo_norain.csv");
    if (c.bed_m.size() != 200) {
        rows.push_back({"steady.macdonald", 0.0, 0.0, false,
                        "cannot read macdonald/mcdo_norain.csv in " + plan.reference.string()});
        return;
    }
    const auto at = [](double x) { return static_cast<std::size_t>(std::clamp(x / 5.0, 0.0, 199.0)); };
    Case what{"steady.macdonald",
              GridSpec{200, 1, 5.0, {}},
              [&](double x, double) { return c.bed_m[at(x)]; },
              [&](double x, double) { return c.bed_m[at(x)] + 0.5; },
              0.033,
              {}};
    // 2 m²/s: what the exact level, (4/g)^(1/3)·(1 + …), is the solution for; 0.4 is this per metre of cell length.
    what.openings.push_back({Side::West, 0.0, 1e9, false, 0.0, true, 2.0});
    what.openings.push_back({Side::East, 0.0, 1e9, true, c.level_m.back(), false, 0.0});
    for (const Way& way : ways(kAll)) {
        Played p(what, way);
        p.play(3600.0, parallel);
        double sum = 0.0;
        for (int i = 0; i < 200; ++i) sum += std::fabs(p.level_m(i, 0) - c.level_m[static_cast<std::size_t>(i)]);
        rows.push_back(row_of(what.name + "." + way.name() + ".mae", sum / 200.0,
                              way.scheme == Scheme::Inertia ? 0.02 : 0.01, "m, mean absolute error of level"));
        rows.push_back(same_bytes_row(what, way, 300.0, parallel));
    }
}

/// Triangle of discharge: 0, peak at the middle, 0 at the end.
double triangle_m3_s(double t_s, double base_s, double peak_m3_s) {
    if (t_s <= 0.0 || t_s >= base_s) return 0.0;
    const double half_s = base_s / 2.0;
    return peak_m3_s * (t_s < half_s ? t_s / half_s : (base_s - t_s) / half_s);
}

void play_hydrograph(Played& p, double from_s, double until_s, double base_s, double peak_m3_s, double width_m,
                     Parallel& parallel) {
    const double slice_s = 30.0;  // inflow is constant over a slice: its mean
    const int slices = static_cast<int>(std::ceil((until_s - from_s) / slice_s - 1e-9));
    for (int k = 0; k < slices; ++k) {
        const double t_s = from_s + k * slice_s;
        const double end_s = std::min(until_s, t_s + slice_s);
        const double mean = 0.5 * (triangle_m3_s(t_s, base_s, peak_m3_s) + triangle_m3_s(end_s, base_s, peak_m3_s));
        p.set_inflow(mean / width_m);
        p.play(end_s, parallel);
    }
}

double depression_bed_m(double x, double y) {
    const double sx = math::sin(kPi * x / 500.0);
    const double sy = math::sin(kPi * y / 500.0);
    return y / 1500.0 + (2000.0 - x) / 3000.0 - 0.5 * sx * sx * sy * sy;
}

/// Level to which each cell fills before it spills over the lowest way out of its depression [Barnes et al. 2014].
std::vector<double> spill_levels(const Played& p) {
    const GridSpec& g = p.grid();
    std::vector<double> level(g.cells(), 0.0);
    std::vector<std::uint8_t> reached(g.cells(), 0);
    using Item = std::pair<double, std::uint32_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    // The lowest ground of the whole closed box is where water ends; every other depression spills towards it.
    std::uint32_t lowest = 0;
    for (std::uint32_t c = 1; c < g.cells(); ++c) {
        const auto nx = static_cast<std::uint32_t>(g.nx);
        const auto bed = [&](std::uint32_t k) { return p.bed_m(static_cast<int>(k % nx), static_cast<int>(k / nx)); };
        if (bed(c) < bed(lowest)) lowest = c;
    }
    const auto nx = static_cast<std::uint32_t>(g.nx);
    level[lowest] = p.bed_m(static_cast<int>(lowest % nx), static_cast<int>(lowest / nx));
    reached[lowest] = 1;
    queue.emplace(level[lowest], lowest);
    while (!queue.empty()) {
        const auto [at_m, c] = queue.top();
        queue.pop();
        const int i = static_cast<int>(c % nx);
        const int j = static_cast<int>(c / nx);
        for (const auto& [di, dj] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            if (!g.contains(i + di, j + dj)) continue;
            const std::uint32_t k = g.cell(i + di, j + dj);
            if (reached[k] != 0) continue;
            reached[k] = 1;
            level[k] = std::max(at_m, p.bed_m(i + di, j + dj));
            queue.emplace(level[k], k);
        }
    }
    return level;
}

struct Ponds {
    std::array<bool, 16> full{};
    double worst_m = 0.0;  ///< |level − sill| of the full ones
};

Ponds ponds_of(const Played& p) {
    const auto spill_m = spill_levels(p);
    Ponds out;
    for (int k = 0; k < 16; ++k) {
        const int i = (250 + 500 * (k % 4)) / 20;
        const int j = (250 + 500 * (k / 4)) / 20;
        const double sill_m = spill_m[p.grid().cell(i, j)];
        const double short_m = std::fabs(p.level_m(i, j) - sill_m);
        // Full: within 5 cm of its sill.
        if (p.depth_m(i, j) < 1e-3 || sill_m - p.bed_m(i, j) < 0.05 || p.level_m(i, j) < sill_m - 0.05) continue;
        out.full[static_cast<std::size_t>(k)] = true;
        out.worst_m = std::max(out.worst_m, short_m);
    }
    return out;
}

/// Where the depth last falls below depth_m along a row, interpolated between cell centres.
double front_m(const Played& p, int row, double depth_m) {
    int last = -1;
    for (int i = 0; i < p.grid().nx; ++i) {
        if (p.depth_m(i, row) >= depth_m) last = i;
    }
    if (last < 0 || last + 1 == p.grid().nx) return (last + 1) * p.grid().cell_m;
    const double inside_m = p.depth_m(last, row);
    const double past = (inside_m - depth_m) / (inside_m - p.depth_m(last + 1, row));
    return (last + 0.5 + past) * p.grid().cell_m;
}

}  // namespace

void verify_steady(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    bump_rows(plan, parallel, rows);
    channel_rows(plan, parallel, rows);
}

void verify_depressions(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    Case what{
        "depressions", GridSpec{100, 100, 20.0, {}}, depression_bed_m, [](double, double) { return -10.0; }, 0.03, {}};
    what.openings.push_back({Side::West, 1900.0, 2000.0, false, 0.0, true, 0.0});
    std::vector<Ponds> all;
    for (const Way& way : ways({Scheme::Inertia, Scheme::Fv1})) {
        Played p(what, way);
        play_hydrograph(p, 0.0, plan.quick ? 6 * 3600.0 : 48 * 3600.0, 85 * 60.0, 20.0, 100.0, parallel);
        const double due_m3 = 20.0 * 85 * 60.0 / 2.0;
        const std::string name = what.name + "." + way.name();
        rows.push_back(row_of(name + ".volume", std::fabs(p.volume_m3() / due_m3 - 1.0), 1e-6, "of the inflow"));
        all.push_back(ponds_of(p));
        if (plan.quick) continue;
        rows.push_back(row_of(name + ".sill", all.back().worst_m, 0.02, "m, level of full ponds against their sills"));
        const double others = all.back().full == all.front().full ? 0.0 : 1.0;
        rows.push_back(row_of(name + ".ponds", others, 0.0, "0 = the same ponds are full as with local inertia"));
    }
}

void verify_plain(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    const double cell_m = plan.quick ? 20.0 : 5.0;
    const int nx = static_cast<int>(1000.0 / cell_m);
    const int ny = static_cast<int>(2000.0 / cell_m);
    Case what{"plain",
              GridSpec{nx, ny, cell_m, {}},
              [](double, double) { return 0.0; },
              [](double, double) { return 0.0; },
              0.05,
              {}};
    what.openings.push_back({Side::West, 990.0, 1010.0, false, 0.0, true, 0.0});
    const double width_m = plan.quick ? 40.0 : 20.0;  // whole cells either side of the middle
    if (plan.quick) what.openings[0] = {Side::West, 980.0, 1020.0, false, 0.0, true, 0.0};
    std::vector<double> inertia_fronts;
    for (const Way& way : ways({Scheme::Inertia, Scheme::Fv1})) {
        Played p(what, way);
        const std::string name = what.name + "." + way.name();
        std::vector<double> fronts;
        int uneven = 0;
        double from_s = 0.0;
        for (const double hour : {1.0, 3.0}) {
            play_hydrograph(p, from_s, hour * 3600.0, 6 * 3600.0, 20.0, width_m, parallel);
            from_s = hour * 3600.0;
            for (const double depth_m : {0.1, 0.2}) fronts.push_back(front_m(p, ny / 2, depth_m));
            for (int j = 0; j < ny / 2; ++j) {
                for (int i = 0; i < nx; ++i) uneven += p.depth_m(i, j) == p.depth_m(i, ny - 1 - j) ? 0 : 1;
            }
        }
        rows.push_back(row_of(name + ".symmetry", uneven, 0, "cells unlike their mirror image"));
        if (inertia_fronts.empty()) inertia_fronts = fronts;
        for (std::size_t k = 0; k < fronts.size(); ++k) {
            const double off_m = std::fabs(fronts[k] - inertia_fronts[k]);
            rows.push_back(row_of(name + ".front" + std::to_string(k + 1), off_m,
                                  std::max(0.05 * inertia_fronts[k], 2.0 * cell_m),
                                  "m from the contour of local inertia in f32 (0.1, 0.2 m at 1 h; at 3 h)"));
        }
    }
}

}  // namespace sd::flood
