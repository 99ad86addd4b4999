#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/core/math.h"
#include "tests/sim/traffic_towns.h"

namespace sd::traffic {
namespace {

using namespace traffic_test;

std::uint64_t grid_hash(int threads, std::uint64_t seed, int ticks) {
    GridTown town;
    town.crossings = 8;
    town.lanes = 2;
    City city = grid_city(town);
    BusLine line;
    line.buses = 3;
    for (std::uint32_t e = 0; e < 20; ++e) {
        if (line.route.empty() || city.edges[line.route.back().at()].to == city.edges[e].from) {
            line.route.push_back(EdgeId{e});
        }
    }
    city.bus_lines.push_back(line);
    Config config;
    config.trips_per_hour_peak = 20'000.0;
    State state = make(city, config, kEvening, Draw(seed)).value();
    std::vector<float> depth(city.edges.size(), 0.0F);
    EdgeInputs inputs;
    inputs.depth_m = depth;
    Parallel parallel(threads);
    for (int t = 0; t < ticks; ++t) {
        for (std::size_t e = 0; e < depth.size(); e += 7) depth[e] = 0.003F * static_cast<float>(t);
        step(state, city, inputs, Draw(seed), kEvening + seconds(t), seconds(1), parallel);
    }
    EXPECT_GT(counts(state).arrived, 100u);
    return hash(state);
}

TEST(Traffic, IsTheSameForEveryNumberOfThreadsAndAgain) {
    const auto one = grid_hash(1, 11, 150);
    EXPECT_EQ(one, grid_hash(1, 11, 150));
    for (const int threads : {2, 3, 4}) EXPECT_EQ(one, grid_hash(threads, 11, 150)) << threads << " threads";
    EXPECT_NE(one, grid_hash(1, 12, 150));
}

TEST(Traffic, WhoSetOutIsInsideArrivedOrGaveUp) {
    GridTown town;
    town.crossings = 6;
    const City city = grid_city(town);
    Config config;
    config.trips_per_hour_peak = 60'000.0;  // far more than the town can carry
    config.capacity = 3'000;
    State state = make(city, config, kEvening, Draw(2)).value();
    Parallel parallel(2);
    VehicleColumns v;
    for (int t = 0; t < 400; ++t) {
        step(state, city, {}, Draw(2), kEvening + seconds(t), seconds(1), parallel);
        if (t % 50 != 0) continue;
        const Counts c = counts(state);
        fill(v, state, city);
        ASSERT_EQ(c.departed, c.arrived + c.abandoned + v.id.size());
        ASSERT_LE(v.id.size(), config.capacity);
        std::set<std::uint32_t> numbers(v.id.begin(), v.id.end());
        ASSERT_EQ(numbers.size(), v.id.size()) << "a vehicle is in two places";
    }
    EXPECT_GT(counts(state).held, 0u);
}

TEST(Traffic, AWarmStartIsNearTheSteadyState) {
    const City city = grid_city({20, 150.0, 1, 11.1F, 3.5F, 60.0, 3});
    Config config;
    config.trips_per_hour_peak = 30'000.0;
    State state = make(city, config, kEvening, Draw(4)).value();
    const double at_start = counts(state).inside;
    Parallel parallel(2);
    for (int t = 0; t < 600; ++t) step(state, city, {}, Draw(4), kEvening + seconds(t), seconds(1), parallel);
    const double later = counts(state).inside;
    EXPECT_GT(later, 0.6 * at_start);
    EXPECT_LT(later, 1.6 * at_start);
}

TEST(Detectors, CountEveryPassageOnceByKind) {
    const City city = street({200.0F, 150.0F, 400.0F}, 13.9F);
    State state = quiet(city);
    for (int i = 0; i < 6; ++i) {
        ASSERT_NE(place(state, {EdgeId{0}, 0, 0, 90.0 - 14.0 * i, 5.0, VehicleKind::Car}), kNone);
        ASSERT_NE(place(state, {EdgeId{0}, 0, 1, 84.0 - 14.0 * i, 5.0, VehicleKind::Motorbike}), kNone);
    }
    Parallel parallel(1);
    for (int t = 0; t < 45; ++t) step(state, city, {}, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    for (const std::uint32_t e : {0u, 1u}) {
        EXPECT_EQ(edge_count(state, EdgeId{e}), 12.0);
        EXPECT_EQ(edge_count_motorbike(state, EdgeId{e}), 6.0);
    }
    EXPECT_EQ(on_edge(state, 2), 12.0);
    EXPECT_GT(edge_occupancy(state, EdgeId{1}), 0.0);
    EXPECT_LT(edge_occupancy(state, EdgeId{1}), 0.5);
    EXPECT_GT(edge_speed_m_s(state, EdgeId{1}), 5.0);
    EXPECT_LE(edge_speed_m_s(state, EdgeId{1}), 13.9);
}

double speed_in_water(float depth_m, VehicleKind kind) {
    const City city = street({3'000.0F}, 13.9F);
    State state = quiet(city);
    place(state, {EdgeId{0}, 0, 0, 10.0, 3.0, kind});
    const std::vector<float> depth{depth_m};
    EdgeInputs inputs;
    inputs.depth_m = depth;
    Parallel parallel(1);
    for (int t = 0; t < 60; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    VehicleColumns v;
    fill(v, state, city);
    return static_cast<double>(v.speed_m_s.at(0));
}

TEST(Water, SlowsCarsByPregnolatosCurve) {
    for (const double w : {100.0, 150.0, 200.0, 250.0}) {
        const double exact = (0.0009 * w * w - 0.5529 * w + 86.9448) / 3.6;
        const double expected = std::min(exact, 13.9);
        EXPECT_NEAR(speed_in_water(static_cast<float>(w / 1000.0), VehicleKind::Car), expected, 0.02 * expected);
    }
}

TEST(Water, StallsAtTheLimitOfTheClassAndLetsGoWhenItFalls) {
    EXPECT_EQ(speed_in_water(0.31F, VehicleKind::Car), 0.0);
    EXPECT_EQ(speed_in_water(0.26F, VehicleKind::Motorbike), 0.0);
    EXPECT_GT(speed_in_water(0.26F, VehicleKind::Car), 0.5);
    const City city = street({500.0F}, 11.1F);
    State state = quiet(city);
    place(state, {EdgeId{0}, 0, 0, 50.0, 10.0, VehicleKind::Car});
    std::vector<float> depth{0.35F};
    EdgeInputs inputs;
    inputs.depth_m = depth;
    Parallel parallel(1);
    for (int t = 0; t < 20; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_EQ(edge_stalled(state, EdgeId{0}), 1.0);
    EXPECT_EQ(counts(state).stalled, 1u);
    EXPECT_FALSE(edge_open(state, EdgeId{0}));
    depth[0] = 0.05F;
    for (int t = 20; t < 40; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_EQ(counts(state).stalled, 0u);
    EXPECT_TRUE(edge_open(state, EdgeId{0}));
    EXPECT_GT(state.lanes.speed_m_s[0], 5.0F);
}

TEST(Routes, GoRoundAClosedStreet) {
    GridTown town;
    town.crossings = 5;
    town.signal_every = 0;
    const City city = grid_city(town);
    Config config;
    config.trips_per_hour_peak = 4'000.0;
    State state = make(city, config, kEvening, Draw(6)).value();
    std::vector<std::uint8_t> closed(city.edges.size(), 0);
    EdgeInputs inputs;
    Parallel parallel(1);
    int t = 0;
    for (; t < 120; ++t) step(state, city, inputs, Draw(6), kEvening + seconds(t), seconds(1), parallel);
    const EdgeId shut{20};
    ASSERT_GT(edge_count(state, shut), 0.0) << "the test needs a street that is used";
    closed[shut.at()] = 1;
    inputs.closed = closed;
    for (; t < 180; ++t) step(state, city, inputs, Draw(6), kEvening + seconds(t), seconds(1), parallel);
    const double passed = edge_count(state, shut);
    const auto arrived = counts(state).arrived;
    for (; t < 480; ++t) step(state, city, inputs, Draw(6), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_EQ(edge_count(state, shut), passed);
    EXPECT_EQ(on_edge(state, shut.index), 0.0);
    EXPECT_GT(counts(state).arrived, arrived + 200);
    EXPECT_EQ(counts(state).teleports, 0u);
}

TEST(Routes, FollowShortestPathsOnTheChessboard) {
    const City city = grid_city({4, 100.0, 1, 10.0F, 3.5F, 60.0, 0});
    const Network net = make_network(city);
    RouteTable table = make_routes(net, {15});
    Parallel parallel(1);
    refresh_routes(table, net, 2, parallel);
    for (std::uint32_t node = 0; node < 15; ++node) {
        std::uint32_t at = node;
        int hops = 0;
        while (at != 15 && hops < 20) {
            at = net.to[table.next_edge(net, at, 0, Group::Car)];
            ++hops;
        }
        const int manhattan = (3 - static_cast<int>(node % 4)) + (3 - static_cast<int>(node / 4));
        EXPECT_EQ(hops, manhattan) << "from node " << node;
    }
}

TEST(Buses, FollowTheirLineInOrder) {
    City city = ring(8, 2'400.0, 11.1F);
    BusLine line;
    for (std::uint32_t e = 0; e < 8; ++e) line.route.push_back(EdgeId{e});
    line.buses = 2;
    city.bus_lines.push_back(line);
    State state = quiet(city);
    ASSERT_EQ(bus_slots(state), 2u);
    Parallel parallel(1);
    std::uint32_t last = bus(state, 0).edge.index;
    int changes = 0;
    int standing = 0;
    for (int t = 0; t < 600; ++t) {
        step(state, city, {}, Draw(1), kEvening + seconds(t), seconds(1), parallel);
        const BusView view = bus(state, 0);
        ASSERT_TRUE(view.in_service);
        standing += view.speed_m_s < 0.1F ? 1 : 0;
        if (view.edge.index == last) continue;
        ASSERT_EQ(view.edge.index, (last + 1) % 8);
        last = view.edge.index;
        ++changes;
    }
    EXPECT_GE(changes, 8);
    EXPECT_GT(standing, 40);  // about ten stops of 15 s
    EXPECT_EQ(counts(state).inside, 0u) << "buses are no trips";
}

TEST(Demand, PeaksInTheEveningWindowAndSleepsAtNight) {
    for (const double hour : {16.75, 17.5, 18.5}) EXPECT_DOUBLE_EQ(demand_factor(hour), 1.0);
    EXPECT_LT(demand_factor(3.0), 0.1);
    for (int k = 0; k <= 240; ++k) {
        EXPECT_GE(demand_factor(0.1 * k), 0.0);
        EXPECT_LE(demand_factor(0.1 * k), 1.0);
    }
    EXPECT_LT(homeward_share(7.0), 0.3);
    EXPECT_GT(homeward_share(18.0), 0.6);
}

TEST(Demand, CountsArePoisson) {
    // P(0) and P(≤1) at mean 0.7 are e^-0.7 and 1.7·e^-0.7.
    const double p0 = math::exp(-0.7);
    EXPECT_EQ(draw_count(0.7, p0 - 1e-9), 0);
    EXPECT_EQ(draw_count(0.7, p0 + 1e-9), 1);
    EXPECT_EQ(draw_count(0.7, 1.7 * p0 - 1e-9), 1);
    EXPECT_EQ(draw_count(0.7, 1.7 * p0 + 1e-9), 2);
    EXPECT_EQ(draw_count(0.0, 0.999), 0);
}

TEST(Traffic, RefusesSettingsThatMakeNoSenseAndNamesThemAll) {
    Config config;
    config.motorbike_share = 1.5;
    config.route_round = milliseconds(1);
    const auto made = make(street({100.0F}, 10.0F), config, kEvening, Draw(1));
    ASSERT_FALSE(made.has_value());
    EXPECT_GE(made.error().size(), 2u);
}

}  // namespace
}  // namespace sd::traffic
