// Against closed solutions; bars from the published figures of the best first-order engine (LISFLOOD-FP 8.1 FV1).
#include <gtest/gtest.h>

#include "tests/sim/flood/fv_cases.h"

namespace sd::flood {
namespace {

template <class P>
class FvExact : public testing::Test {
protected:
    Parallel parallel_{1};
};
using Precisions = testing::Types<F32, F64>;
TYPED_TEST_SUITE(FvExact, Precisions);

/// Ritter (1892): 10 m over dry bed, dam at 500 m.
double ritter(double x_m, double t_s) {
    const double c = std::sqrt(kGravity_m_s2 * 10.0);
    const double x = x_m - 500.0;
    if (x <= -c * t_s) return 10.0;
    if (x >= 2.0 * c * t_s) return 0.0;
    return 4.0 / (9.0 * kGravity_m_s2) * std::pow(c - x / (2.0 * t_s), 2);
}

/// Stoker (1957): 10 m over 1 m.
double stoker(double x_m, double t_s) {
    const double middle_m = 3.96175;
    const double c = std::sqrt(kGravity_m_s2 * 10.0);
    const double u = 2.0 * (c - std::sqrt(kGravity_m_s2 * middle_m));
    const double x = x_m - 500.0;
    if (x <= -c * t_s) return 10.0;
    if (x < (u - std::sqrt(kGravity_m_s2 * middle_m)) * t_s)
        return 4.0 / (9.0 * kGravity_m_s2) * std::pow(c - x / (2.0 * t_s), 2);
    return x < middle_m * u / (middle_m - 1.0) * t_s ? middle_m : 1.0;
}

template <class P>
double dam_error(double cell_m, int order, double below_m, Parallel& parallel) {
    const GridSpec grid{static_cast<int>(1000.0 / cell_m), 1, cell_m, {}};
    auto s = sheet_of<P>(
        grid, order, [](double, double) { return 0.0; }, [=](double x, double) { return x < 500.0 ? 10.0 : below_m; });
    const double before = volume_m3(s);
    const double t_s = below_m > 0.0 ? 20.0 : 10.0;
    play(s, t_s, parallel);
    EXPECT_EQ(volume_m3(s), before);
    return relative_l1(s, [=](double x, double) { return below_m > 0.0 ? stoker(x, t_s) : ritter(x, t_s); });
}

TYPED_TEST(FvExact, DamBreakOnDryBed) {
    EXPECT_LE(dam_error<TypeParam>(10.0, 1, 0.0, this->parallel_), 1.05 * 1.64e-2);
    EXPECT_LE(dam_error<TypeParam>(5.0, 1, 0.0, this->parallel_), 1.05 * 1.13e-2);
    EXPECT_LE(dam_error<TypeParam>(10.0, 2, 0.0, this->parallel_), 0.65 * 1.64e-2);
    EXPECT_LE(dam_error<TypeParam>(5.0, 2, 0.0, this->parallel_), 0.5 * 1.13e-2);
    EXPECT_LE(dam_error<TypeParam>(1.0, 2, 0.0, this->parallel_), 0.5 * 4.10e-3);
}

TYPED_TEST(FvExact, DamBreakOnWetBed) {
    EXPECT_LE(dam_error<TypeParam>(10.0, 1, 1.0, this->parallel_), 1.05 * 2.68e-2);
    EXPECT_LE(dam_error<TypeParam>(5.0, 1, 1.0, this->parallel_), 1.05 * 1.56e-2);
    EXPECT_LE(dam_error<TypeParam>(10.0, 2, 1.0, this->parallel_), 0.5 * 2.68e-2);
    EXPECT_LE(dam_error<TypeParam>(1.0, 2, 1.0, this->parallel_), 2e-3);
}

/// Thacker (1981), radial basin, as in SWASHES.
TYPED_TEST(FvExact, SlopingShoreOfABasin) {
    const double a = 100.0;
    const double h0 = 10.0;
    const double r0 = 80.0;
    const double omega = std::sqrt(8.0 * kGravity_m_s2 * h0) / a;
    const double big_a = (a * a - r0 * r0) / (a * a + r0 * r0);
    const double period_s = 2.0 * kPi / omega;
    const auto r2 = [](double x, double y) { return (x - 200.0) * (x - 200.0) + (y - 200.0) * (y - 200.0); };
    const Field bed = [&](double x, double y) { return h0 * (r2(x, y) / (a * a) - 1.0); };
    const auto depth = [&](double t_s) {
        return [&, t_s](double x, double y) {
            const double c = 1.0 - big_a * std::cos(omega * t_s);
            const double root = std::sqrt(1.0 - big_a * big_a);
            const double level = h0 * (root / c - 1.0 - r2(x, y) / (a * a) * (root * root / (c * c) - 1.0));
            return std::max(0.0, level - bed(x, y));
        };
    };
    const GridSpec grid{100, 100, 4.0, {}};
    for (const int order : {1, 2}) {
        auto s = sheet_of<TypeParam>(grid, order, bed, depth(0.0));
        const double before = volume_m3(s);
        const double share = order == 1 ? 1.0 : 0.3;
        play(s, period_s / 2.0, this->parallel_);
        EXPECT_LE(relative_l1(s, depth(period_s / 2.0)), share * 4.8e-2);
        play(s, period_s / 2.0, this->parallel_);
        EXPECT_LE(relative_l1(s, depth(period_s)), share * 1.10e-1);
        play(s, 2.0 * period_s, this->parallel_);
        EXPECT_LE(relative_l1(s, depth(3.0 * period_s)), share * 2.1e-1);
        EXPECT_NEAR(volume_m3(s) / before, 1.0, 1e-14);
    }
}

/// Level 0.1 m round a bump that stands out of it.
TYPED_TEST(FvExact, StillWaterStaysExactlyStill) {
    const Field bed = [](double x, double) {
        return x > 8.0 && x < 12.0 ? std::max(0.0, 0.2 - 0.05 * (x - 10.0) * (x - 10.0)) : 0.0;
    };
    for (const int order : {1, 2}) {
        auto s = make_fv<TypeParam>(GridSpec{250, 5, 0.1, {}}, 0.0, 0.2, order, isa_index(""));
        for (std::uint32_t c = 0; c < s.layout.grid.cells(); ++c) {
            const LocalXY at = s.layout.grid.center_of(c);
            set_ground(s, c, bed(at.x_m, at.y_m), 0.0);
            s.set_depth(c, std::max(0.0, 0.1 - s.bed_m(c)));
        }
        const auto before = hash(s);
        play(s, 60.0, this->parallel_);
        EXPECT_EQ(hash(s), before) << "order " << order;
    }
}

}  // namespace
}  // namespace sd::flood
