#include "sim/core/math.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sd {
namespace {

constexpr double kRelative = 4e-16 * 8;  // a few ulp

TEST(Math, AgreesWithTheCLibraryToAFewUlp) {
    for (int i = -4000; i <= 4000; ++i) {
        const double x = i * 0.0173;
        EXPECT_NEAR(math::exp(x), std::exp(x), std::exp(x) * kRelative * 4) << x;
        EXPECT_NEAR(math::sin(x), std::sin(x), 1e-15) << x;
        EXPECT_NEAR(math::cos(x), std::cos(x), 1e-15) << x;
        EXPECT_NEAR(math::cbrt(x), std::cbrt(x), std::fabs(std::cbrt(x)) * kRelative) << x;
        EXPECT_NEAR(math::tanh(x), std::tanh(x), 1e-15) << x;
        if (i > 0) {
            EXPECT_NEAR(math::log(x), std::log(x), std::fabs(std::log(x)) * kRelative + 1e-16) << x;
            EXPECT_NEAR(math::pow(x, 0.37), std::pow(x, 0.37), std::pow(x, 0.37) * kRelative * 2) << x;
        }
        const double y = 1.0 - i * 0.0007;
        EXPECT_NEAR(math::atan2(y, x), std::atan2(y, x), 2e-15) << y << " " << x;
    }
}

TEST(Math, LimitsAreDefined) {
    EXPECT_EQ(math::exp(-1000.0), 0.0);
    EXPECT_TRUE(std::isinf(math::exp(1000.0)));
    EXPECT_EQ(math::atan2(0.0, 0.0), 0.0);
    EXPECT_EQ(math::pow(0.0, 2.0), 0.0);
    EXPECT_EQ(math::cbrt(0.0), 0.0);
}

}  // namespace
}  // namespace sd
