#include <gtest/gtest.h>

#include "tests/sim/traffic_towns.h"

namespace sd::traffic {
namespace {

using namespace traffic_test;

/// Speed at which the IDM's equilibrium gap equals `gap_m`, by bisection on (s0 + vT) / √(1 − (v/v0)⁴).
double equilibrium_speed(const ClassTraits& c, double v0, double gap_m) {
    double lo = 0.0;
    double hi = v0;
    for (int i = 0; i < 60; ++i) {
        const double v = 0.5 * (lo + hi);
        const double r = v / v0;
        const double gap =
            (static_cast<double>(c.gap_m) + v * static_cast<double>(c.headway_s)) / std::sqrt(1.0 - r * r * r * r);
        (gap < gap_m ? lo : hi) = v;
    }
    return lo;
}

double ring_speed(int cars, double length_m, double v0) {
    const int parts = 5;
    const City city = ring(parts, length_m, static_cast<float>(v0));
    State state = quiet(city);
    const double edge_m = length_m / parts;
    for (int i = 0; i < cars; ++i) {
        const double at = (i + 0.5) * length_m / cars;
        const auto edge = static_cast<std::uint32_t>(at / edge_m);
        EXPECT_NE(place(state, {EdgeId{edge}, 0, 0, at - edge * edge_m, 2.0, VehicleKind::Car}), kNone);
    }
    Parallel parallel(1);
    for (int t = 0; t < 900; ++t) step(state, city, {}, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    VehicleColumns v;
    fill(v, state, city);
    EXPECT_EQ(v.speed_m_s.size(), static_cast<std::size_t>(cars));
    double sum = 0.0;
    for (const float speed : v.speed_m_s) sum += static_cast<double>(speed);
    return sum / cars;
}

class Ring : public testing::TestWithParam<int> {};

TEST_P(Ring, SettlesOnTheFundamentalDiagram) {
    const double length = 1'000.0;
    const double v0 = 13.9;
    const ClassTraits& car = traits_of(VehicleKind::Car);
    const double gap = length / GetParam() - static_cast<double>(car.length_m);
    const double exact = equilibrium_speed(car, v0, gap);
    EXPECT_NEAR(ring_speed(GetParam(), length, v0), exact, 0.005 * exact);
}
INSTANTIATE_TEST_SUITE_P(Densities, Ring, testing::Values(10, 25, 40, 60));

TEST(Follow, BodiesNeverOverlapInARushHourOfMixedTraffic) {
    for (const int lanes : {1, 2}) {
        GridTown town;
        town.crossings = 7;
        town.lanes = lanes;
        const City city = grid_city(town);
        Config config;
        config.trips_per_hour_peak = 25'000.0 * lanes;
        config.motorbike_share = 0.7;
        State state = make(city, config, kEvening, Draw(3)).value();
        ASSERT_EQ(first_overlap(state), "");
        Parallel parallel(2);
        for (int t = 0; t < 240; ++t) {
            step(state, city, {}, Draw(3), kEvening + seconds(t), seconds(1), parallel);
            ASSERT_EQ(first_overlap(state), "") << "after " << t << " s, " << lanes << " lanes";
        }
        EXPECT_GT(counts(state).inside, 500u);
    }
}

TEST(Follow, MotorbikesFilterPastAQueueOfCarsToTheStopLine) {
    City city = street({200.0F, 200.0F}, 11.1F);
    city.nodes[1].signal = true;
    city.nodes[1].cycle_s = 600.0F;
    State state = quiet(city);
    // Red for this approach for at least the next minute, whatever the node's shift.
    Instant now = kEvening;
    while (signal_aspect(now, 600.0, 0, 1) != Aspect::Red ||
           signal_aspect(now + seconds(80), 600.0, 0, 1) != Aspect::Red)
        now = now + seconds(5);
    for (int i = 0; i < 10; ++i) {
        ASSERT_NE(place(state, {EdgeId{0}, 0, 0, 195.0 - 8.0 * i, 0.0, VehicleKind::Car}), kNone);
    }
    const auto bike = place(state, {EdgeId{0}, 0, 1, 20.0, 5.0, VehicleKind::Motorbike});
    ASSERT_NE(bike, kNone);
    Parallel parallel(1);
    for (int t = 0; t < 70; ++t) step(state, city, {}, Draw(1), now + seconds(t), seconds(1), parallel);
    VehicleColumns v;
    fill(v, state, city);
    for (std::size_t i = 0; i < v.id.size(); ++i) {
        if (v.id[i] == bike) {
            EXPECT_GT(v.x_m[i], 190.0F);
            EXPECT_LT(v.x_m[i], 200.0F);
        }
    }
}

TEST(Follow, AFasterLaneIsTaken) {
    const City city = street({1'500.0F}, 13.9F, 2);
    State state = quiet(city);
    ASSERT_NE(place(state, {EdgeId{0}, 0, 0, 60.0, 4.0, VehicleKind::Truck, kNoZone, 0.3}), kNone);
    ASSERT_NE(place(state, {EdgeId{0}, 0, 0, 30.0, 8.0, VehicleKind::Car}), kNone);
    Parallel parallel(1);
    for (int t = 0; t < 60; ++t) step(state, city, {}, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_EQ(state.lanes.count[1], 1);
    EXPECT_EQ(state.lanes.kind[state.net.slot_begin[1]], VehicleKind::Car);
    EXPECT_GT(state.lanes.pos_m[state.net.slot_begin[1]], state.lanes.pos_m[state.net.slot_begin[0]] + 100.0F);
}

}  // namespace
}  // namespace sd::traffic
