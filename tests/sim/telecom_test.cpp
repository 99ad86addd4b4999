#include "sim/telecom.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/sim/power_city.h"

namespace sd {
namespace {

constexpr std::array<float, 2> kDry{0.0F, 0.0F};

struct Telecom : testing::Test {
    City city = test::asset_city();
    power::State power = power::make(city, test::at_clock(12));
    telecom::State state = telecom::make(city);

    void run(Duration for_, std::span<const float> depth_m) {
        for (Duration t; t < for_; t = t + seconds(60)) telecom::step(state, city, power, depth_m, seconds(60));
    }
};

TEST_F(Telecom, FloodedCabinetLeavesExactlyTheBatteryHours) {
    power::step(power, city, kDry, std::array{0.5F, 0.0F, 0.0F}, test::at_clock(12), seconds(60));
    ASSERT_EQ(power.cabinet_on[0], 0);
    run(hours(4) - minutes(1), kDry);
    EXPECT_EQ(state.up[0], 1);
    EXPECT_NEAR(state.battery[0], 1.0 / 240.0, 1e-6);
    run(minutes(1), kDry);
    EXPECT_EQ(state.up[0], 0);
    EXPECT_EQ(state.battery[0], 0.0F);
    EXPECT_EQ(state.up[1], 1) << "its cabinet has power";
}

TEST_F(Telecom, PowerBringsADeadSiteBackAndRechargesSlower) {
    ASSERT_TRUE(power::fail(power, city, "cabinet:2", true));
    power::step(power, city, kDry, std::array{0.0F, 0.0F, 0.0F}, test::at_clock(12), seconds(60));
    run(hours(3), kDry);
    ASSERT_EQ(state.up[1], 0);
    ASSERT_TRUE(power::fail(power, city, "cabinet:2", false));
    power::step(power, city, kDry, std::array{0.0F, 0.0F, 0.0F}, test::at_clock(15), seconds(60));
    run(minutes(1), kDry);
    EXPECT_EQ(state.up[1], 1);
    run(hours(2) - minutes(1), kDry);
    EXPECT_NEAR(state.battery[1], 0.5, 1e-6) << "2 h of charge at ratio 2 into a 2 h battery";
    run(hours(9), kDry);
    EXPECT_EQ(state.battery[1], 1.0F);
}

TEST_F(Telecom, WaterAboveThePlinthKillsAtOnceAndForTheRepairTime) {
    run(minutes(1), std::array{0.81F, 0.0F});
    EXPECT_EQ(state.up[0], 0);
    EXPECT_EQ(state.battery[0], 1.0F);
    run(telecom::kRepair - minutes(1), kDry);
    EXPECT_EQ(state.up[0], 0);
    run(minutes(1), kDry);
    EXPECT_EQ(state.up[0], 1);
}

TEST_F(Telecom, HashSeesTheBattery) {
    const std::uint64_t before = telecom::hash(state);
    power.cabinet_on[0] = 0;
    run(minutes(1), kDry);
    EXPECT_NE(telecom::hash(state), before);
}

}  // namespace
}  // namespace sd
