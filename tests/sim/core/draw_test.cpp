#include "sim/core/draw.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sd {
namespace {

// Known-answer vectors of the Random123 distribution for philox4x32-10.
TEST(Draw, PhiloxMatchesThePublishedVectors) {
    using Four = std::array<std::uint32_t, 4>;
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Draw, IsAFunctionOfItsArguments) {
    const Draw draw(7);
    EXPECT_EQ(draw.bits(1, 2, 3), Draw(7).bits(1, 2, 3));
    EXPECT_NE(draw.bits(1, 2, 3), draw.bits(2, 2, 3));
    EXPECT_NE(draw.bits(1, 2, 3), draw.bits(1, 3, 3));
    EXPECT_NE(draw.bits(1, 2, 3), draw.bits(1, 2, 4));
    EXPECT_NE(draw.bits(1, 2, 3), Draw(8).bits(1, 2, 3));
}

TEST(Draw, MomentsAreRight) {
    const Draw draw(1);
    constexpr int kN = 200'000;
    double mean = 0.0;
    double normal_mean = 0.0;
    double normal_square = 0.0;
    double waiting = 0.0;
    for (std::uint64_t i = 0; i < kN; ++i) {
        const double u = draw.uniform(1, 5, i);
        ASSERT_GE(u, 0.0);
        ASSERT_LT(u, 1.0);
        ASSERT_LT(draw.below(4, 5, i, 3), 3U);
        mean += u / kN;
        const double z = draw.normal(2, 5, i);
        normal_mean += z / kN;
        normal_square += z * z / kN;
        waiting += draw.exponential(3, 5, i, 4.0) / kN;
    }
    EXPECT_NEAR(mean, 0.5, 4 * 0.2887 / std::sqrt(kN));
    EXPECT_NEAR(normal_mean, 0.0, 4 / std::sqrt(kN));
    EXPECT_NEAR(normal_square, 1.0, 4 * std::sqrt(2.0 / kN));
    EXPECT_NEAR(waiting, 4.0, 4 * 4.0 / std::sqrt(kN));
}

}  // namespace
}  // namespace sd
