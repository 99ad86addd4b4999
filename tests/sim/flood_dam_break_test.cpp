#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/units.h"
#include "tests/sim/water_city.h"

// The bars are what LISFLOOD-FP's local inertia solver reaches on the same cases (0.084 and 0.13); the scheme has no
// advection term, so it cannot converge to the shallow-water solution.
namespace sd {
namespace {

flood::Config smooth() {
    flood::Config c;
    c.manning_scale = 0.0;
    c.cfl = 0.2;
    return c;
}

double ritter_m(double x_m, double t_s) {
    const double c = std::sqrt(kGravity_m_s2 * 10.0);
    if (x_m <= -c * t_s) return 10.0;
    if (x_m >= 2.0 * c * t_s) return 0.0;
    const double root = c - x_m / (2.0 * t_s);
    return 4.0 / (9.0 * kGravity_m_s2) * root * root;
}

double stoker_m(double x_m, double t_s) {
    const double h_middle = 3.96175;
    const double c_left = std::sqrt(kGravity_m_s2 * 10.0);
    const double c_middle = std::sqrt(kGravity_m_s2 * h_middle);
    const double u_middle = 2.0 * (c_left - c_middle);
    if (x_m <= -c_left * t_s) return 10.0;
    if (x_m <= (u_middle - c_middle) * t_s) {
        const double root = c_left - x_m / (2.0 * t_s);
        return 4.0 / (9.0 * kGravity_m_s2) * root * root;
    }
    return x_m <= 196.386 * t_s / 20.0 ? h_middle : 1.0;
}

flood::State dam_break(double cell_m, double right_m) {
    const int n = static_cast<int>(1000.0 / cell_m);
    const City city = test::water_city(n, 1, cell_m, [](int, int) { return 0.0; });
    return test::pond(city, smooth(), [=](int i, int) { return i < n / 2 ? 10.0 : right_m; });
}

TEST(FloodDamBreak, OverDryBedIsAsGoodAsLocalInertiaGets) {
    for (const double cell_m : {10.0, 5.0, 2.0}) {
        flood::State s = dam_break(cell_m, 0.0);
        Parallel parallel(1);
        test::run_dry(s, milliseconds(100), 100, parallel);
        const double error = test::l1_relative(s, [](double x) { return ritter_m(x - 500.0, 10.0); });
        RecordProperty("l1_at_" + std::to_string(static_cast<int>(cell_m)), std::to_string(error));
        EXPECT_LE(error, 0.085) << "cell " << cell_m << " m, limited " << s.limited_steps;
        EXPECT_EQ(flood::mass_error_relative(s), 0.0);
    }
}

TEST(FloodDamBreak, OverWetBedIsAsGoodAsLocalInertiaGets) {
    for (const double cell_m : {10.0, 5.0, 2.0}) {
        flood::State s = dam_break(cell_m, 1.0);
        Parallel parallel(1);
        test::run_dry(s, milliseconds(100), 200, parallel);
        const double error = test::l1_relative(s, [](double x) { return stoker_m(x - 500.0, 20.0); });
        EXPECT_LE(error, 0.13) << "cell " << cell_m << " m, limited " << s.limited_steps;
        EXPECT_EQ(flood::mass_error_relative(s), 0.0);
    }
}

}  // namespace
}  // namespace sd
