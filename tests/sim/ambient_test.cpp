#include "sim/ambient.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/power_city.h"

namespace sd {
namespace {

struct Ambient : testing::Test {
    City city = test::asset_city();
    SamplePlan plan = sample_plan_of(city);
    std::vector<float> vehicles{0.0F, 0.0F};
    ambient::Inputs inputs{vehicles, 2.0F, 0.0F};
    std::uint32_t air = plan.device_slot[0];

    ambient::State run(Duration for_, Instant from, std::uint64_t seed = 1) {
        auto state = ambient::make(city, plan, from);
        for (Duration t; t < for_; t = t + seconds(1)) {
            ambient::step(state, city, plan, inputs, Draw(seed), from + t + seconds(1), seconds(1));
        }
        return state;
    }
};

TEST_F(Ambient, DustFollowsTrafficWindAndRain) {
    const float quiet = run(minutes(60), test::at_clock(9)).pm25_ug_m3[air];
    vehicles = {40.0F, 40.0F};
    const float busy = run(minutes(60), test::at_clock(9)).pm25_ug_m3[air];
    inputs.wind_m_s = 6.0F;
    const float windy = run(minutes(60), test::at_clock(9)).pm25_ug_m3[air];
    inputs.rain_mm_h = 40.0F;
    const float washed = run(minutes(60), test::at_clock(9)).pm25_ug_m3[air];
    EXPECT_NEAR(quiet, 18.0, 1e-3);
    EXPECT_GT(busy, windy);
    EXPECT_GT(windy, quiet);
    EXPECT_LT(washed, quiet);
}

TEST_F(Ambient, TwiceTheVehiclesAddThreeDecibels) {
    vehicles = {2000.0F, 2000.0F};
    const float one = run(seconds(1), test::at_clock(9)).noise_dba[air];
    vehicles = {4000.0F, 4000.0F};
    const float two = run(seconds(1), test::at_clock(9)).noise_dba[air];
    EXPECT_NEAR(two - one, 10.0 * std::log10(2.0), 0.02);
}

TEST_F(Ambient, ParkingFollowsTheDayWithinCapacityAndBySeed) {
    const auto noon = run(hours(5), test::at_clock(4));
    EXPECT_NEAR(noon.lot_occupied[0], 0.86 * 120, 20.0);
    EXPECT_LE(noon.lot_occupied[0], 120);
    EXPECT_EQ(run(hours(1), test::at_clock(4), 7).lot_occupied, run(hours(1), test::at_clock(4), 7).lot_occupied);
    const auto a = run(hours(1), test::at_clock(4), 7);
    const auto b = run(hours(1), test::at_clock(4), 8);
    EXPECT_NE(ambient::hash(a), ambient::hash(b));
}

TEST_F(Ambient, BinsFillAndAreCollectedBeforeDawn) {
    const auto evening = run(hours(1), test::at_clock(17));
    EXPECT_GT(evening.bin_fill[0], ambient::make(city, plan, test::at_clock(17)).bin_fill[0]);
    EXPECT_LT(run(minutes(30), test::at_clock(3, 45)).bin_fill[0], 0.01F);
    EXPECT_LE(run(hours(20), test::at_clock(5)).bin_fill[0], 1.0F);
}

TEST_F(Ambient, NearEdgesAreTheEightNearestOfAll) {
    // Thirty short streets, their middles at growing distances in a shuffled order.
    city.edges.clear();
    city.nodes.clear();
    const LocalXY device = city.grid.center_of(plan.of(ProbeGroup::Cell)[air]);
    for (std::uint32_t e = 0; e < 30; ++e) {
        const double away_m = 10.0 + 10.0 * ((e * 7) % 30);
        city.nodes.push_back({{device.x_m + away_m - 1.0, device.y_m}});
        city.nodes.push_back({{device.x_m + away_m + 1.0, device.y_m}});
        RoadEdge edge;
        edge.from = NodeId{2 * e};
        edge.to = NodeId{2 * e + 1};
        city.edges.push_back(edge);
    }
    const auto state = ambient::make(city, plan, test::at_clock(9));
    ASSERT_EQ(state.near.size(), 1U) << "air and noise share the cell";
    ASSERT_EQ(state.near[0].count, 8U);
    for (std::size_t k = 0; k < 8; ++k) {
        EXPECT_FLOAT_EQ(state.near[0].distance_m[k], 10.0F + 10.0F * static_cast<float>(k));
        EXPECT_EQ((state.near[0].edge[k] * 7) % 30, k);
    }
}

}  // namespace
}  // namespace sd
