#include "sim/traffic/agreement.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/traffic/verify.h"

namespace sd::micro {
namespace {

TEST(Agreement, DistributionsLieApartByTheirGreatestDifference) {
    EXPECT_EQ(ks_distance({1.0, 2.0, 3.0}, {3.0, 1.0, 2.0}), 0.0);
    EXPECT_EQ(ks_distance({1.0, 2.0}, {5.0, 6.0, 7.0}), 1.0);
    EXPECT_DOUBLE_EQ(ks_distance({1.0, 2.0, 3.0, 4.0}, {1.0, 2.0, 3.0, 9.0}), 0.25);
    EXPECT_DOUBLE_EQ(ks_distance({1.0, 1.0, 1.0, 2.0}, {1.0, 2.0, 2.0, 2.0}), 0.5);  // ties step together
    EXPECT_DOUBLE_EQ(ks_distance({1.0, 2.0, 3.0, 4.0, 5.0, 6.0}, {4.0}), 0.5);
    EXPECT_EQ(ks_distance({}, {1.0}), 1.0);
}

TEST(Agreement, FlowsAreCloseByHaversMeasure) {
    EXPECT_EQ(geh(0.0, 0.0), 0.0);
    EXPECT_EQ(geh(700.0, 700.0), 0.0);
    EXPECT_NEAR(geh(1000.0, 850.0), 4.93, 0.01);
    EXPECT_EQ(geh(1000.0, 850.0), geh(850.0, 1000.0));
    EXPECT_GT(geh(0.0, 13.0), 5.0);
}

TEST(Agreement, ACarTakesTheTimeOfSoManyMotorbikes) {
    // 3600 s of motorbikes at 0.5 s and cars at 1.75 s: pure 7200 an hour, of 85/15 3600/(0.85·0.5 + 0.15·1.75).
    EXPECT_NEAR(car_in_motorbikes(7200.0, 3600.0 / (0.85 * 0.5 + 0.15 * 1.75), 0.15), 3.5, 1e-12);
}

TEST(Agreement, ARowThatCouldNotBeMeasuredDoesNotHold) {
    EXPECT_TRUE((VerifyRow{"", 1.0, 0.0, 1.0, ""}).ok());
    EXPECT_FALSE((VerifyRow{"", std::nan(""), 0.0, 1.0, "no program"}).ok());
}

}  // namespace
}  // namespace sd::micro
