// Still water, dam breaks and the sloshing basin: exact solutions [SWASHES, Delestre et al. 2013].
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/verify_case.h"

namespace sd::flood {
namespace {

const std::vector<Scheme> kAll{Scheme::Inertia, Scheme::Fv1, Scheme::Fv2};
const std::vector<Scheme> kVolumes{Scheme::Fv1, Scheme::Fv2};

double fastest_m_s(const Played& p) {
    double most = 0.0;
    for (int j = 0; j < p.grid().ny; ++j) {
        for (int i = 0; i < p.grid().nx; ++i) {
            const double h = p.depth_m(i, j);
            if (h <= kThin_m) continue;
            const Discharge q = p.discharge(i, j);
            most = std::max(most, std::sqrt(q.x_m2_s * q.x_m2_s + q.y_m2_s * q.y_m2_s) / h);
        }
    }
    return most;
}

void rest_rows(const Case& what, double level_m, double until_s, Parallel& parallel, Rows& rows) {
    for (const Way& way : ways(kAll)) {
        Played p(what, way);
        p.play(until_s, parallel);
        double drift = 0.0;
        for (int j = 0; j < what.grid.ny; ++j) {
            for (int i = 0; i < what.grid.nx; ++i) {
                const double due = std::max(0.0, level_m - p.bed_m(i, j));
                drift = std::max(drift, std::fabs(p.depth_m(i, j) - due));
            }
        }
        const std::string name = what.name + "." + way.name();
        rows.push_back(row_of(name + ".speed", fastest_m_s(p), way.precision == Precision::F64 ? 1e-12 : 1e-5, "m/s"));
        rows.push_back(row_of(name + ".drift", drift, 1e-6, "m"));
        rows.push_back(same_bytes_row(what, way, until_s / 60.0, parallel));
    }
}

/// An ESRI ASCII grid's numbers, north row first; empty when it cannot be read.
std::vector<double> ascii_grid(const std::filesystem::path& file, int nx, int ny) {
    std::ifstream in(file);
    std::string word;
    for (int k = 0; k < 12 && in >> word; ++k) continue;  // six headings of two words
    std::vector<double> out;
    double v = 0.0;
    while (in >> v) out.push_back(v);
    if (out.size() != static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny)) out.clear();
    return out;
}

double ritter(double x_m, double t_s) {
    const double c = std::sqrt(kGravity_m_s2 * 10.0);
    if (x_m <= -c * t_s) return 10.0;
    if (x_m >= 2.0 * c * t_s) return 0.0;
    const double s = c - x_m / (2.0 * t_s);
    return 4.0 / (9.0 * kGravity_m_s2) * s * s;
}

double stoker(double x_m, double t_s) {
    const double middle_m = 3.96175;
    const double c = std::sqrt(kGravity_m_s2 * 10.0);
    const double cm = std::sqrt(kGravity_m_s2 * middle_m);
    const double u = 2.0 * (c - cm);
    if (x_m < (u - cm) * t_s) return ritter(x_m, t_s);
    return x_m < middle_m * u / (middle_m - 1.0) * t_s ? middle_m : 1.0;
}

// Bars: errors of LISFLOOD-FP 8.1 FV1 at 10, 5 and 1 m, and the shares of them asked of each order.
struct DamBars {
    double cell_m;
    double peer;
    double second_share;
};

void dam_rows(const char* name, double below_m, double inertia_bar, const std::vector<DamBars>& bars, bool quick,
              Parallel& parallel, Rows& rows) {
    for (const DamBars& bar : bars) {
        if (quick && bar.cell_m < 2.0) continue;
        Case what{std::string(name) + ".dx" + std::to_string(static_cast<int>(bar.cell_m)),
                  GridSpec{static_cast<int>(1000.0 / bar.cell_m), 1, bar.cell_m, {}},
                  [](double, double) { return 0.0; },
                  [=](double x, double) { return x < 500.0 ? 10.0 : below_m; },
                  0.0,
                  {}};
        const double t_s = below_m > 0.0 ? 20.0 : 10.0;
        for (const Way& way : ways(kAll)) {
            Played p(what, way);
            const double before = p.volume_m3();
            p.play(t_s, parallel);
            double limit = inertia_bar;
            if (way.scheme == Scheme::Fv1) limit = 1.05 * bar.peer;
            if (way.scheme == Scheme::Fv2) limit = bar.second_share * bar.peer;
            const std::string row = what.name + "." + way.name();
            rows.push_back(row_of(row + ".l1", p.relative_l1([=](double x, double) {
                return below_m > 0.0 ? stoker(x - 500.0, t_s) : ritter(x - 500.0, t_s);
            }),
                                  limit, "L1 relative"));
            rows.push_back(row_of(row + ".mass", std::fabs(p.volume_m3() / before - 1.0), 1e-12, "relative"));
            if (bar.cell_m > 7.0) rows.push_back(same_bytes_row(what, way, t_s, parallel));
        }
    }
}

struct Basin {
    double a = 100.0;
    double h0 = 10.0;
    double r0 = 80.0;
    double big_a = (a * a - r0 * r0) / (a * a + r0 * r0);
    double omega = std::sqrt(8.0 * kGravity_m_s2 * h0) / a;
    double period_s = 2.0 * kPi / omega;
    static double r2(double x, double y) { return (x - 200.0) * (x - 200.0) + (y - 200.0) * (y - 200.0); }
    [[nodiscard]] double bed(double x, double y) const { return h0 * (r2(x, y) / (a * a) - 1.0); }
    [[nodiscard]] double level(double x, double y, double t_s) const {
        const double c = 1.0 - big_a * math::cos(omega * t_s);
        const double root = std::sqrt(1.0 - big_a * big_a);
        return h0 * (root / c - 1.0 - r2(x, y) / (a * a) * (root * root / (c * c) - 1.0));
    }
    [[nodiscard]] double depth(double x, double y, double t_s) const {
        return std::max(0.0, level(x, y, t_s) - bed(x, y));
    }
};

}  // namespace

void verify_rest(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    const Case bump{"rest.bump",
                    GridSpec{250, 3, 0.1, {}},
                    [](double x, double) {
                        return x > 8.0 && x < 12.0 ? std::max(0.0, 0.2 - 0.05 * (x - 10.0) * (x - 10.0)) : 0.0;
                    },
                    [](double, double) { return 0.1; },
                    0.0,
                    {}};
    rest_rows(bump, 0.1, plan.quick ? 60.0 : 3600.0, parallel, rows);
    const auto bed = ascii_grid(plan.reference / "humps" / "humps.dem", 75, 30);
    if (bed.empty()) {
        rows.push_back({"rest.humps", 0.0, 0.0, false, "cannot read humps/humps.dem in " + plan.reference.string()});
        return;
    }
    const Case humps{"rest.humps",
                     GridSpec{75, 30, 1.0, {}},
                     [&](double x, double y) {
                         const auto north = static_cast<std::size_t>(29 - static_cast<int>(y));
                         return bed[north * 75 + static_cast<std::size_t>(x)];
                     },
                     [](double, double) { return 0.875; },
                     0.04,
                     {}};
    rest_rows(humps, 0.875, plan.quick ? 60.0 : 600.0, parallel, rows);
}

void verify_dams(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    dam_rows("dam.ritter", 0.0, 0.085, {{10.0, 1.64e-2, 0.65}, {5.0, 1.13e-2, 0.5}, {1.0, 4.10e-3, 0.5}}, plan.quick,
             parallel, rows);
    dam_rows("dam.stoker", 1.0, 0.13, {{10.0, 2.68e-2, 0.5}, {5.0, 1.56e-2, 0.5}, {1.0, 4.05e-3, 0.49}}, plan.quick,
             parallel, rows);
}

void verify_basin(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    const Basin basin;
    // LISFLOOD-FP 8.1 FV1 after half a period, one and three.
    const std::array<std::array<double, 3>, 2> peer{{{4.8e-2, 1.10e-1, 2.1e-1}, {2.5e-2, 6.2e-2, 1.5e-1}}};
    const std::array<double, 3> marks{0.5, 1.0, 3.0};
    for (std::size_t g = 0; g < (plan.quick ? 1u : 2u); ++g) {
        const double cell_m = g == 0 ? 4.0 : 2.0;
        const int n = static_cast<int>(400.0 / cell_m);
        const Case what{g == 0 ? "basin.dx4" : "basin.dx2",
                        GridSpec{n, n, cell_m, {}},
                        [&](double x, double y) { return basin.bed(x, y); },
                        [&](double x, double y) { return basin.level(x, y, 0.0); },
                        0.0,
                        {}};
        for (const Way& way : ways(kVolumes)) {
            Played p(what, way);
            const double before = p.volume_m3();
            const std::string name = what.name + "." + way.name();
            for (std::size_t m = 0; m < marks.size(); ++m) {
                const double t_s = marks[m] * basin.period_s;
                p.play(t_s, parallel);
                const double share = way.scheme == Scheme::Fv1 ? 1.0 : 0.3;
                rows.push_back(row_of(name + ".l1.t" + std::to_string(m + 1),
                                      p.relative_l1([&](double x, double y) { return basin.depth(x, y, t_s); }),
                                      share * peer[g][m], "L1 relative"));
            }
            rows.push_back(row_of(name + ".mass", std::fabs(p.volume_m3() / before - 1.0),
                                  way.precision == Precision::F64 ? 1e-10 : 2e-7, "relative"));
            if (g == 0) rows.push_back(same_bytes_row(what, way, 0.5 * basin.period_s, parallel));
        }
    }
}

}  // namespace sd::flood
