#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/traffic_towns.h"

namespace sd::traffic {
namespace {

using namespace traffic_test;

City signal_street(float cycle_s) {
    City city = street({600.0F, 1'500.0F}, 13.9F);
    city.nodes[1].signal = true;
    city.nodes[1].cycle_s = cycle_s;
    return city;
}

void queue_up(State& state, VehicleKind kind, double spacing_m, double from_m) {
    const int tracks = kind == VehicleKind::Motorbike ? kTracks : 1;
    for (double at = 598.0; at > from_m; at -= spacing_m) {
        for (int t = 0; t < tracks; ++t) ASSERT_NE(place(state, {EdgeId{0}, 0, t, at, 0.0, kind}), kNone);
    }
}

/// Times (s) at which vehicles enter edge 1, from the beginning of a green.
std::vector<double> entries(State& state, const City& city, double cycle_s, double for_s) {
    Instant now = kEvening;
    while (signal_aspect(now, cycle_s, 0, 1) != Aspect::Red) now = now + milliseconds(500);
    while (signal_aspect(now, cycle_s, 0, 1) == Aspect::Red) now = now + milliseconds(500);
    std::vector<double> times;
    Parallel parallel(1);
    for (int k = 0; k < static_cast<int>(2.0 * for_s); ++k) {
        const double before = on_edge(state, 0);
        step(state, city, {}, Draw(1), now, milliseconds(500), parallel);
        for (double n = on_edge(state, 0); n < before; n += 1.0) times.push_back(0.5 * k);
        now = now + milliseconds(500);
    }
    return times;
}

TEST(Signal, HoldsEverybodyThroughRedAndAllRed) {
    const City city = signal_street(60.0F);
    State state = quiet(city);
    queue_up(state, VehicleKind::Motorbike, 3.0, 300.0);
    Parallel parallel(1);
    double crossed = 0.0;
    for (int k = 0; k < 600; ++k) {
        const Instant now = kEvening + milliseconds(500 * k);
        const double before = on_edge(state, 0);
        step(state, city, {}, Draw(1), now, milliseconds(500), parallel);
        const double went = before - on_edge(state, 0);
        crossed += went;
        const bool red = signal_aspect(now, 60.0, 0, 1) == Aspect::Red;
        ASSERT_TRUE(!red || went == 0.0) << "sub-step " << k;
    }
    EXPECT_GT(crossed, 200.0);
}

TEST(Signal, PhasesNeverShareGreenAndSplitTheCycle) {
    int green[2] = {0, 0};
    for (int k = 0; k < 180; ++k) {
        const Aspect a = signal_aspect(kEvening + milliseconds(500 * k), 90.0, 0, 5);
        const Aspect b = signal_aspect(kEvening + milliseconds(500 * k), 90.0, 1, 5);
        EXPECT_TRUE(a == Aspect::Red || b == Aspect::Red);
        green[0] += a == Aspect::Green ? 1 : 0;
        green[1] += b == Aspect::Green ? 1 : 0;
    }
    EXPECT_NEAR(green[0], 80, 1);  // 45 s less 3 s amber and 2 s all-red, in half seconds
    EXPECT_NEAR(green[1], 80, 1);
}

double saturation_flow(VehicleKind kind, double spacing_m, double from_m) {
    const City city = signal_street(120.0F);
    State state = quiet(city);
    queue_up(state, kind, spacing_m, from_m);
    const auto times = entries(state, city, 120.0, 55.0);
    EXPECT_GT(times.size(), 20u);
    if (times.size() < 20) return 0.0;
    // HCM: from the fourth vehicle of the queue to the last that enters.
    const std::size_t first = times.size() / 6 + 3;
    return 3600.0 * static_cast<double>(times.size() - 1 - first) / (times.back() - times[first]);
}

TEST(Signal, CarsDischargeAtTheTextbookRate) {
    const double flow = saturation_flow(VehicleKind::Car, 7.0, 100.0);
    EXPECT_GT(flow, 1'600.0);
    EXPECT_LT(flow, 2'200.0);
}

TEST(Signal, MotorbikesDischargeSeveralTimesMore) {
    const double flow = saturation_flow(VehicleKind::Motorbike, 2.6, 100.0);
    EXPECT_GT(flow, 6'000.0);
    EXPECT_LT(flow, 13'000.0);
}

/// Cars that get through a crossing of two full one-way streets in three minutes.
double through_crossing(bool powered) {
    City city = street({400.0F, 2'000.0F}, 13.9F);
    for (const double y : {-400.0, 400.0}) {
        RoadNode node;
        node.at = {400.0, y};
        city.nodes.push_back(node);
    }
    RoadEdge across = edge_between(3, 1, 400.0F, 13.9F);
    across.line = {city.nodes[3].at, city.nodes[1].at};
    across.green_phase = 1;
    RoadEdge away = edge_between(1, 4, 400.0F, 13.9F);
    away.line = {city.nodes[1].at, city.nodes[4].at};
    city.edges.push_back(across);
    city.edges.push_back(away);
    city.nodes[1].signal = true;
    city.nodes[1].cycle_s = 60.0F;
    State state = quiet(city);
    for (double at = 395.0; at > 5.0; at -= 7.0) {
        for (const std::uint32_t e : {0u, 2u}) place(state, {EdgeId{e}, 0, 0, at, 0.0, VehicleKind::Car});
    }
    const std::vector<std::uint8_t> power(city.nodes.size(), powered ? 1 : 0);
    EdgeInputs inputs;
    inputs.signal_powered = power;
    Parallel parallel(1);
    const double before = on_edge(state, 0) + on_edge(state, 2);
    for (int t = 0; t < 180; ++t) step(state, city, inputs, Draw(5), kEvening + seconds(t), seconds(1), parallel);
    return before - on_edge(state, 0) - on_edge(state, 2);
}

TEST(Signal, ADarkJunctionPassesFewerButBothRoadsGo) {
    const double lit = through_crossing(true);
    const double dark = through_crossing(false);
    EXPECT_GT(lit, 40.0);
    EXPECT_GT(dark, 0.25 * lit);
    EXPECT_LT(dark, 0.8 * lit);
}

TEST(Junction, MinorRoadWaitsForAGapButIsServed) {
    TurnColumns turns;
    turns.axis = {0};
    turns.served = {0};
    turns.clearing = {0};
    Approach both;
    both.wants[0] = both.wants[1] = true;
    both.rank[0] = 2;
    both.rank[1] = 5;
    int minor = 0;
    for (int k = 0; k < 400; ++k) {
        take_turns(turns, 0, both, false, 0.5);
        minor += turns.axis[0] == 1 ? 1 : 0;
    }
    EXPECT_GT(minor, 60);   // it is served …
    EXPECT_LT(minor, 180);  // … less than half of the time
    Approach gap = both;
    gap.wants[0] = false;
    take_turns(turns, 0, gap, false, 0.5);
    for (int k = 0; k < 4; ++k) take_turns(turns, 0, gap, false, 0.5);
    EXPECT_EQ(turns.axis[0], 1);
}

TEST(Spillback, NobodyEntersAFullStreetAndNobodyIsLost) {
    const City city = street({300.0F, 60.0F, 300.0F}, 11.1F);
    State state = quiet(city);
    int placed = 0;
    for (double at = 290.0; at > 40.0; at -= 8.0) {
        placed += place(state, {EdgeId{0}, 0, 0, at, 3.0, VehicleKind::Car}) != kNone ? 1 : 0;
    }
    const std::vector<std::uint8_t> closed{0, 0, 1};
    EdgeInputs inputs;
    inputs.closed = closed;
    Parallel parallel(1);
    for (int t = 0; t < 120; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_EQ(on_edge(state, 2), 0.0);
    EXPECT_LE(on_edge(state, 1), 60.0 / 4.5 + 1.0);
    EXPECT_GE(on_edge(state, 1), 7.0);
    EXPECT_EQ(on_edge(state, 0) + on_edge(state, 1), placed);
    EXPECT_EQ(first_overlap(state), "");
    inputs.closed = {};
    for (int t = 120; t < 140; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    EXPECT_GT(on_edge(state, 2), 3.0);
}

TEST(Junction, AStuckDriverIsSetAheadAfterItsPatienceAndCounted) {
    GridTown town;
    town.crossings = 3;
    town.signal_every = 0;
    const City city = grid_city(town);
    Config config;
    config.teleport_after_s = 30.0;
    config.trips_per_hour_peak = 0.0;
    State state = make(city, config, kEvening, Draw(1)).value();
    // Everything is shut: the trip cannot go on and is given up in the end.
    std::vector<std::uint8_t> closed(city.edges.size(), 1);
    ASSERT_NE(place(state, {EdgeId{0}, 0, 0, 20.0, 5.0, VehicleKind::Car, 8}), kNone);
    EdgeInputs inputs;
    inputs.closed = closed;
    Parallel parallel(1);
    for (int t = 0; t < 100; ++t) step(state, city, inputs, Draw(1), kEvening + seconds(t), seconds(1), parallel);
    const Counts c = counts(state);
    EXPECT_EQ(c.departed, 1u);
    EXPECT_EQ(c.abandoned, 1u);
    EXPECT_EQ(c.inside, 0u);
}

}  // namespace
}  // namespace sd::traffic
