#include "twin/traffic_belief.h"

#include <gtest/gtest.h>

#include "tests/twin/rig.h"

namespace sd {
namespace {

using test::kStart;

class TrafficBeliefTest : public testing::Test {
protected:
    test::SmallCity town = test::make_small_city();
    Belief belief = make_belief(town.city, kStart);
    Grid<float> dry{town.city.grid.nx, town.city.grid.ny};

    void read(std::uint32_t device, std::uint32_t minute, std::vector<float> values) {
        StoredReading r{device, 1, minute, kStart + minutes(minute), static_cast<std::uint8_t>(values.size()), {}};
        std::copy(values.begin(), values.end(), r.values);
        apply_reading(belief, r, r.at);
        belief.quality[device] = Quality::Good;
    }
};

TEST_F(TrafficBeliefTest, JamFadesAlongTheStreetIntoTheUsualPace) {
    TrafficBelief traffic(town.city);
    for (std::uint32_t m = 1; m <= 5; ++m) {
        read(town.loops[0], m, {10.0F * static_cast<float>(m), 1.0F, 0.8F});
        traffic.assimilate(belief, dry);
    }
    const std::uint32_t jammed = town.city.devices[town.loops[0]].target;
    const std::uint32_t next = jammed + 2;  // the following edge of the same direction
    ASSERT_EQ(town.city.edges[next].from, town.city.edges[jammed].to);
    const auto far = static_cast<std::uint32_t>(town.city.edges.size() - 1);
    const EdgeColumns& edges = traffic.edges();
    EXPECT_NEAR(static_cast<double>(edges.speed_m_s[jammed]), 1.0, 0.3);
    EXPECT_GT(edges.speed_m_s[next], edges.speed_m_s[jammed]);
    EXPECT_LT(edges.speed_m_s[next], edges.speed_m_s[far]);
}

TEST_F(TrafficBeliefTest, VehiclesComeFromFlowOverSpeed) {
    TrafficBelief traffic(town.city);
    for (std::uint32_t m = 1; m <= 8; ++m) {
        read(town.loops[0], m, {30.0F * static_cast<float>(m), 5.0F, 0.2F});
        traffic.assimilate(belief, dry);
    }
    const std::uint32_t edge = town.city.devices[town.loops[0]].target;
    // 30 a minute at about 5 m/s over 80 m: 0.5 / 5 × 80 = 8.
    EXPECT_NEAR(static_cast<double>(traffic.edges().vehicles[edge]), 8.0, 1.0);
}

TEST_F(TrafficBeliefTest, DeepWaterClosesAStreet) {
    TrafficBelief traffic(town.city);
    const RoadEdge& edge = town.city.edges[7];
    dry.at(edge.cells[3]) = 0.5F;
    EXPECT_DOUBLE_EQ(deepest_on(edge, dry), 0.5);
    traffic.assimilate(belief, dry);
    EXPECT_EQ(traffic.edges().open[7], 0);
    EXPECT_EQ(traffic.edges().speed_m_s[7], 0.0F);
    EXPECT_EQ(traffic.edges().open[100], 1);
}

TEST_F(TrafficBeliefTest, BusesTellOfStreetsWithoutDetector) {
    TrafficBelief without(town.city);
    TrafficBelief with(town.city);
    without.assimilate(belief, dry);
    const std::uint32_t on = 6;  // of the bus line's route
    const LocalXY at = town.city.grid.center_of(town.city.edges[on].cells[4]);
    for (std::uint32_t m = 1; m <= 4; ++m) {
        read(town.bus, m, {static_cast<float>(at.x_m), static_cast<float>(at.y_m), 0.5F});
        with.assimilate(belief, dry);
    }
    EXPECT_LT(with.edges().speed_m_s[on], without.edges().speed_m_s[on]);
}

}  // namespace
}  // namespace sd
