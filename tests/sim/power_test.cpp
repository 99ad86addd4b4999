#include "sim/power.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/sim/power_city.h"

namespace sd {
namespace {

constexpr std::array<float, 2> kDrySubstations{0.0F, 0.0F};
constexpr std::array<float, 3> kDryCabinets{0.0F, 0.0F, 0.0F};

struct Power : testing::Test {
    City city = test::asset_city();
    Instant now = test::at_clock(19);
    power::State state = power::make(city, now);

    void run(Duration for_, std::span<const float> substations, std::span<const float> cabinets) {
        for (Duration t; t < for_; t = t + seconds(10)) {
            now = now + seconds(10);
            power::step(state, city, substations, cabinets, now, seconds(10));
        }
    }
};

TEST_F(Power, WaterOverASubstationPlinthDarkensItsCabinetsOnly) {
    run(seconds(10), std::array{0.51F, 0.0F}, kDryCabinets);
    EXPECT_EQ(state.cabinet_on, (std::vector<std::uint8_t>{0, 0, 1}));
    EXPECT_EQ(state.cabinet_load_kw[0], 0.0F);
    EXPECT_GT(state.cabinet_load_kw[2], 0.0F);
}

TEST_F(Power, WaterAtThePlinthDoesNotTrip) {
    run(seconds(10), std::array{0.5F, 0.0F}, std::array{0.4F, 0.0F, 0.0F});
    EXPECT_EQ(state.cabinet_on, (std::vector<std::uint8_t>{1, 1, 1}));
}

TEST_F(Power, RestoresOnlyAfterHalfThePlinthAndTheRepairDelay) {
    run(seconds(10), kDrySubstations, std::array{0.5F, 0.0F, 0.0F});
    ASSERT_EQ(state.cabinet_on[0], 0);
    run(hours(2), kDrySubstations, std::array{0.3F, 0.0F, 0.0F});  // below the plinth, above its half
    EXPECT_EQ(state.cabinet_on[0], 0);
    run(power::kRepair - seconds(10), kDrySubstations, kDryCabinets);
    EXPECT_EQ(state.cabinet_on[0], 0);
    run(seconds(10), kDrySubstations, kDryCabinets);
    EXPECT_EQ(state.cabinet_on[0], 1);
}

TEST_F(Power, WaterThatReturnsRestartsTheRepair) {
    run(seconds(10), kDrySubstations, std::array{0.5F, 0.0F, 0.0F});
    run(power::kRepair - seconds(10), kDrySubstations, kDryCabinets);
    run(seconds(10), kDrySubstations, std::array{0.3F, 0.0F, 0.0F});
    run(power::kRepair - seconds(10), kDrySubstations, kDryCabinets);
    EXPECT_EQ(state.cabinet_on[0], 0);
}

TEST_F(Power, ForcedFailuresNameSubstationsAndCabinets) {
    EXPECT_TRUE(power::fail(state, city, "Trạm A", true));
    EXPECT_TRUE(power::fail(state, city, "cabinet:2", true));
    run(seconds(10), kDrySubstations, kDryCabinets);
    EXPECT_EQ(state.cabinet_on, (std::vector<std::uint8_t>{0, 0, 0}));
    EXPECT_TRUE(power::fail(state, city, "Trạm A", false));
    EXPECT_TRUE(power::fail(state, city, "2", false));
    run(seconds(10), kDrySubstations, kDryCabinets);
    EXPECT_EQ(state.cabinet_on, (std::vector<std::uint8_t>{1, 1, 1}));
}

TEST_F(Power, UnknownTargetsChangeNothing) {
    const std::uint64_t before = power::hash(state);
    for (const char* target : {"", "Trạm C", "cabinet:3", "cabinet:", "cabinet:-1", "1x"}) {
        EXPECT_FALSE(power::fail(state, city, target, true)) << target;
        EXPECT_FALSE(power::is_target(city, target)) << target;
    }
    EXPECT_EQ(power::hash(state), before);
}

TEST_F(Power, HomesPeakInTheEveningAndWorkshopsByDay) {
    const auto load = [&](int hour) { return power::make(city, test::at_clock(hour)).cabinet_load_kw; };
    EXPECT_GT(load(19)[1], load(10)[1]);  // 500 residents, no jobs
    EXPECT_GT(load(10)[2], load(19)[2]);  // 350 jobs, no residents
    for (int hour = 0; hour < 24; ++hour) {
        for (const float kw : load(hour)) EXPECT_TRUE(kw > 0.0F && kw <= 400.0F) << hour;
    }
    EXPECT_FLOAT_EQ(load(19)[1], 0.05F * 400.0F + 0.3F * 500.0F);  // the evening peak itself
}

TEST_F(Power, HashSeesEveryTrip) {
    const std::uint64_t before = power::hash(state);
    power::step(state, city, kDrySubstations, std::array{0.0F, 0.5F, 0.0F}, now, seconds(10));
    EXPECT_NE(power::hash(state), before);
}

}  // namespace
}  // namespace sd
