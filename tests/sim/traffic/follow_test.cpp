// Car-following against published and analytic columns, and that a step's length or threads change nothing they must
// not.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/traffic/follow.h"
#include "sim/traffic/verify.h"

namespace sd::micro {
namespace {

constexpr double kV0 = 13.89;

TEST(Krauss, WithoutImperfectionKeepsTheAnalyticEquilibrium) {
    const VehicleType car = table_car(CarFollow::Krauss, 0.0);
    for (const int n : {20, 46, 60, 100}) {
        const double expected = std::min(kV0, 1000.0 / n - 7.5);
        EXPECT_NEAR(ring_speed(car, n, 1.0), expected, 0.005 * expected) << n;
    }
}

TEST(Krauss, WithImperfectionIsSumosColumn) {
    const VehicleType car = table_car(CarFollow::Krauss, 0.5);
    EXPECT_NEAR(ring_speed(car, 44, 1.0), 12.805, 0.02 * 12.805);
    EXPECT_NEAR(ring_speed(car, 80, 1.0), 4.063, 0.02 * 4.063);
    EXPECT_NEAR(ring_speed(car, 46, 0.5), 13.064, 0.02 * 13.064);
}

TEST(Idm, EquilibriumDoesNotDependOnTheStep) {
    const VehicleType car = table_car(CarFollow::Idm, 0.0);
    for (const int n : {40, 80, 100}) {
        const double expected = idm_equilibrium_m_s(car, 1000.0 / n - 5.0, kV0);
        for (const double step_s : {1.0, 0.5, 0.25})
            EXPECT_NEAR(ring_speed(car, n, step_s), expected, 0.005 * expected) << n << " " << step_s;
    }
}

TEST(Discharge, IsThatOfTheTables) {
    Discharge d;
    d.per_hour = {2200.0};
    d.types = {table_car(CarFollow::Krauss, 0.0)};
    EXPECT_NEAR(discharge(d).flow_h, 2320.0, 0.02 * 2320.0);
    d.types = {table_car(CarFollow::Krauss, 0.5)};
    EXPECT_NEAR(discharge(d).flow_h, 1950.0, 0.03 * 1950.0);
    d.types = {table_car(CarFollow::Idm, 0.0)};
    const double fine = discharge(d).flow_h;
    EXPECT_GT(fine, 1700.0);
    EXPECT_LT(fine, 2000.0);
}

TEST(SafeStop, NeverOvershoots) {
    const Driver d = driver_of(table_car(CarFollow::Krauss, 0.0));
    for (const double dt : {0.25, 0.5, 1.0})
        for (double gap = 0.5; gap < 120.0; gap += 3.7) {
            double left = gap, v = kV0;
            for (int i = 0; i < 2000 && v > 0.0; ++i) {
                v = std::min(stop_speed(d, v, left, d.decel, kV0, dt), v + d.accel * dt);
                left -= v * dt;
                ASSERT_GE(left, -1e-9) << gap << " " << dt;
            }
            EXPECT_LT(left, 1.0) << gap << " " << dt;
        }
}

TEST(FreeSpeed, MeetsTheLimitWhereItBegins) {
    const Driver d = driver_of(table_car(CarFollow::Krauss, 0.0));
    for (double dist = 1.0; dist < 100.0; dist += 7.3) {
        double left = dist, v = std::min(kV0, free_speed(d, kV0, dist, 5.0, kV0, 1.0));
        while (left > v) {
            left -= v;
            v = std::min(v + d.accel, free_speed(d, v, left, 5.0, kV0, 1.0));
        }
        EXPECT_LE(std::min(v, free_speed(d, v, left, 5.0, kV0, 1.0)), 5.0 + d.decel) << dist;
    }
}

}  // namespace
}  // namespace sd::micro
