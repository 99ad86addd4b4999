// Buildings that water passes between (porosity of cells and of faces): still water, normal depth, the head a built-up
// strip costs, the speed of waves.
#include <algorithm>
#include <cmath>
#include <string>

#include "sim/core/draw.h"
#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/isa.h"
#include "sim/flood/verify_case.h"

namespace sd::flood {
namespace {

constexpr std::uint32_t kStream = stream_of("verify_gaps");

std::string name(const char* what, const Way& way) { return std::string("gaps.") + what + "." + way.name(); }

Field everywhere(double share) {
    return [share](double, double) { return share; };
}

/// A number of 0…1 that belongs to a place.
Field scattered(std::uint32_t salt, double low, double high) {
    return [=](double x_m, double y_m) {
        const Draw draw(3);
        const auto place = static_cast<std::uint32_t>(2.0 * x_m) * 4096U + static_cast<std::uint32_t>(2.0 * y_m);
        return low + (high - low) * draw.uniform(kStream, place, salt);
    };
}

/// Uneven ground with buildings of every density, some faces shut, two metres of water.
Case town() {
    Case c{"gaps", GridSpec{97, 41, 10.0, {0.0, 0.0}}, scattered(0, 0.0, 1.5), [](double, double) { return 2.0; }, 0.03,
           {}};
    c.room = scattered(1, 0.15, 1.0);
    c.gap_x = [open = scattered(2, -0.1, 1.0)](double x, double y) { return std::max(0.0, open(x, y)); };
    c.gap_y = [open = scattered(3, -0.1, 1.0)](double x, double y) { return std::max(0.0, open(x, y)); };
    return c;
}

void still_rows(const Way& way, Parallel& parallel, Rows& rows) {
    Played water(town(), way);
    const double before_m3 = water.volume_m3();
    water.play(600.0, parallel);
    double high = -1.0e9;
    double low = 1.0e9;
    double fastest = 0.0;
    for (int j = 0; j < water.grid().ny; ++j) {
        for (int i = 0; i < water.grid().nx; ++i) {
            high = std::max(high, water.level_m(i, j));
            low = std::min(low, water.level_m(i, j));
            const Discharge q = water.discharge(i, j);
            fastest = std::max({fastest, std::fabs(q.x_m2_s), std::fabs(q.y_m2_s)});
        }
    }
    const double quantum_m = way.precision == Precision::F64 ? kFineQuantum_m : 1.0 / 16777216.0;
    rows.push_back(
        row_of(name("still", way), (high - low) / quantum_m, 10.0, "quanta between the levels of still water"));
    rows.push_back(row_of(name("still_flow", way), fastest, 0.0, "m²/s, greatest"));
    rows.push_back(row_of(name("still_volume", way), std::fabs(water.volume_m3() - before_m3), 0.0, "m³"));
}

void normal_depth_row(const Way& way, bool quick, Parallel& parallel, Rows& rows) {
    constexpr double kSlope = 1.0e-3;
    constexpr double kFlow_m2_s = 0.5;
    constexpr double kGap = 0.4;
    const double length_m = quick ? 400.0 : 1000.0;
    const double exact_m = math::pow(kFlow_m2_s * 0.03 / (kGap * std::sqrt(kSlope)), 0.6);
    const auto bed = [=](double x_m, double) { return kSlope * (length_m - x_m); };
    Case c{"",   GridSpec{static_cast<int>(length_m / 10.0), 4, 10.0, {0.0, 0.0}},
           bed,  [=](double x_m, double y_m) { return bed(x_m, y_m) + exact_m; },
           0.03, {}};
    c.openings = {{Side::West, 0.0, 1e9, false, 0.0, true, kFlow_m2_s},
                  {Side::East, 0.0, 1e9, true, bed(length_m - 5.0, 0.0) + exact_m, false, 0.0}};
    c.room = everywhere(0.6);
    c.gap_x = c.gap_y = everywhere(kGap);
    Played water(c, way);
    water.play(3.0 * 3600.0, parallel);
    double worst = 0.0;
    for (int i = 2; i < water.grid().nx - 2; ++i)
        worst = std::max(worst, std::fabs(water.depth_m(i, 1) - exact_m) / exact_m);
    rows.push_back(row_of(name("normal_depth", way), worst, 0.01, "of (q n / (gap √S))^0.6"));
}

// Without advection and bed slope the level falls as h^(13/3)' = −13/3 · n² (q/gap)².
void head_row(const Way& way, Parallel& parallel, Rows& rows) {
    constexpr double kFlow_m2_s = 0.6;
    constexpr double kLast_m = 1.0;
    constexpr double kGap = 0.4;
    const auto built = [](double x_m, double) { return x_m > 202.0 && x_m < 402.0; };
    Case c{"",
           GridSpec{150, 3, 4.0, {0.0, 0.0}},
           [](double, double) { return 0.0; },
           [](double, double) { return kLast_m; },
           0.03,
           {}};
    c.openings = {{Side::West, 0.0, 1e9, false, 0.0, true, kFlow_m2_s},
                  {Side::East, 0.0, 1e9, true, kLast_m, false, 0.0}};
    c.room = [=](double x, double y) { return built(x, y) ? 0.5 : 1.0; };
    c.gap_x = c.gap_y = [=](double x, double y) { return built(x, y) ? kGap : 1.0; };
    Played water(c, way);
    water.play(3.0 * 3600.0, parallel);
    const auto exact_m = [=](double x_m) {
        const double strip_m = std::clamp(402.0 - x_m, 0.0, 200.0);
        const double open_m = 598.0 - x_m - strip_m;
        const double loss = 13.0 / 3.0 * 0.03 * 0.03 * kFlow_m2_s * kFlow_m2_s * (open_m + strip_m / (kGap * kGap));
        return math::pow(kLast_m + loss, 3.0 / 13.0);
    };
    double worst = 0.0;
    for (int i = 1; i < 150; ++i) worst = std::max(worst, std::fabs(water.depth_m(i, 1) - exact_m(4.0 * i + 2.0)));
    rows.push_back(row_of(name("head", way), worst / (exact_m(6.0) - kLast_m), 0.01,
                          "of the head that a built-up strip costs, worst cell"));
}

void wave_row(const Way& way, Parallel& parallel, Rows& rows) {
    constexpr double kLength_m = 1000.0;
    constexpr double kDeep_m = 2.0;
    constexpr double kRoom = 0.5;
    constexpr double kGap = 0.3;
    Case c{"",
           GridSpec{100, 3, 10.0, {0.0, 0.0}},
           [](double, double) { return 0.0; },
           [](double x_m, double) { return kDeep_m + 0.02 * math::cos(kPi * x_m / kLength_m); },
           0.0,
           {}};
    c.room = everywhere(kRoom);
    c.gap_x = c.gap_y = everywhere(kGap);
    Played water(c, way);
    const double period_s = 2.0 * kLength_m / std::sqrt(kGravity_m_s2 * kDeep_m * kGap / kRoom);
    // The level at the wall passes the mean a quarter of a period after the start, and again half a period on.
    double crossed_s = 0.0;
    double before_m = water.level_m(0, 1) - kDeep_m;
    int crossings = 0;
    for (double t_s = 1.0; t_s < 1.5 * period_s; t_s += 1.0) {
        water.play(t_s, parallel);
        const double now_m = water.level_m(0, 1) - kDeep_m;
        if ((now_m > 0.0) != (before_m > 0.0) && ++crossings == 2) crossed_s = t_s - now_m / (now_m - before_m);
        before_m = now_m;
    }
    rows.push_back(row_of(name("wave", way), std::fabs(crossed_s / (0.75 * period_s) - 1.0), 0.01,
                          "of the time a wave of √(g h gap / room) takes"));
}

// Rows of houses of 12 m, 8 m apart, in cells of 2 m as walls; beside them the same in cells of 20 m with the gaps that
// they leave.
double head_past_houses_m(const Case& c, const Way& way, Parallel& parallel) {
    Played water(c, way);
    water.play(1800.0, parallel);
    const int i = static_cast<int>(50.0 / c.grid.cell_m);
    double sum = 0.0;
    for (int j = 0; j < c.grid.ny; ++j) sum += water.level_m(i, j) / c.grid.ny;
    return sum - 1.0;
}

void houses_row(const Way& way, Parallel& parallel, Rows& rows) {
    const auto house = [](double x_m, double y_m) {
        const bool row = x_m > 100.0 && x_m < 500.0 && x_m - 20.0 * std::floor(x_m / 20.0) < 12.0;
        return row && std::fabs(y_m - 20.0 * std::floor(y_m / 20.0) - 10.0) < 6.0;
    };
    Case fine{"",
              GridSpec{300, 20, 2.0, {0.0, 0.0}},
              [=](double x, double y) { return house(x, y) ? std::nan("") : 0.0; },
              [](double, double) { return 1.0; },
              0.03,
              {}};
    fine.openings = {{Side::West, 0.0, 1e9, false, 0.0, true, 0.3}, {Side::East, 0.0, 1e9, true, 1.0, false, 0.0}};
    Case coarse = fine;
    coarse.grid = GridSpec{30, 2, 20.0, {0.0, 0.0}};
    coarse.bed_m = [](double, double) { return 0.0; };
    const auto built = [](double x_m) { return x_m > 100.0 && x_m < 500.0; };
    coarse.room = [=](double x, double) { return built(x) ? 1.0 - 0.36 : 1.0; };
    coarse.gap_x = [=](double x, double) { return built(x) ? 0.4 : 1.0; };
    coarse.gap_y = coarse.gap_x;
    const double walls_m = head_past_houses_m(fine, way, parallel);
    const double gaps_m = head_past_houses_m(coarse, way, parallel);
    rows.push_back(row_of(name("houses", way), std::fabs(gaps_m / walls_m - 1.0), 0.10,
                          "of the head past houses that are walls in cells of 2 m"));
}

}  // namespace

void verify_gaps(const VerifyPlan& plan, Parallel& parallel, Rows& rows) {
    for (const Way& way : ways({Scheme::Inertia})) {
        still_rows(way, parallel, rows);
        normal_depth_row(way, plan.quick, parallel, rows);
        head_row(way, parallel, rows);
        wave_row(way, parallel, rows);
        houses_row(way, parallel, rows);
        Case dam = town();
        dam.level_m = [](double x_m, double y_m) { return x_m < 400.0 && y_m < 250.0 ? 3.0 : 0.3; };
        rows.push_back(same_bytes_row(dam, way, 60.0, parallel));
    }
}

}  // namespace sd::flood
