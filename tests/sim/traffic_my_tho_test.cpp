#include <gtest/gtest.h>

#include <filesystem>

#include "sim/city/recipe.h"
#include "tests/sim/traffic_towns.h"

namespace sd::traffic {
namespace {

using namespace traffic_test;

TEST(DefaultCity, IsInRushHourFromTheFirstMinuteAndKeepsFlowing) {
    const std::filesystem::path data = std::filesystem::path(SD_SOURCE_DIR) / "data" / "my_tho";
    if (!std::filesystem::exists(data / "recipe.yaml")) GTEST_SKIP() << "no " << data << ": the default city's data";
    const auto city = build_my_tho(data);
    ASSERT_TRUE(city.has_value()) << to_text(city.error());
    const Instant start = instant_of({2026, 10, 28, 17, 45, 0.0});
    State state = make(*city, {}, start, Draw(1)).value();
    EXPECT_GE(counts(state).in_motion, 6'500u);
    Parallel parallel(2);
    Counts before;
    for (int t = 0; t < 420; ++t) {
        if (t == 180) before = counts(state);
        step(state, *city, {}, Draw(1), start + seconds(t), seconds(1), parallel);
    }
    const Counts after = counts(state);
    EXPECT_GE(after.in_motion, 6'500u);
    // Arrivals keep pace with departures: nothing locks up.
    const auto departed = static_cast<double>(after.departed - before.departed);
    EXPECT_GT(static_cast<double>(after.arrived - before.arrived), 0.85 * departed);
    EXPECT_LT(after.held, 50u);
    EXPECT_EQ(first_overlap(state), "");
    int buses = 0;
    for (std::uint32_t slot = 0; slot < bus_slots(state); ++slot) buses += bus(state, slot).in_service ? 1 : 0;
    EXPECT_GT(buses, static_cast<int>(bus_slots(state)) * 8 / 10);
}

}  // namespace
}  // namespace sd::traffic
