#include "sim/traffic/engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "sim/traffic/move.h"
#include "tests/sim/traffic/town.h"

namespace sd::micro {
namespace {

State made(Case c) {
    auto s = make(std::move(c));
    EXPECT_TRUE(s.has_value());
    return std::move(*s);
}

void play(State& s, int threads = 1) {
    Parallel parallel(threads);
    while (!finished(s)) step(s, parallel);
}

TEST(Engine, EverybodyIsAccountedFor) {
    for (const Control control : {Control::Priority, Control::Signal}) {
        State s = made(crossing(control, 2, 900.0));
        Parallel parallel(1);
        while (!finished(s)) {
            step(s, parallel);
            std::uint64_t on_lanes = 0;
            for (const LaneRow& lane : s.lanes) on_lanes += lane.cars.size();
            ASSERT_EQ(on_lanes + s.teleporting.size(), s.counts.running);
            ASSERT_EQ(s.counts.loaded, s.counts.arrived + s.counts.running + s.waiting.size() + s.counts.discarded);
        }
        EXPECT_EQ(s.counts.loaded, 300u);
        EXPECT_EQ(s.counts.arrived, 300u);
        EXPECT_EQ(s.out.trips.size(), 300u);
    }
}

TEST(Engine, ThreadsChangeNothing) {
    std::set<std::uint64_t> hashes;
    for (int threads = 1; threads <= 4; ++threads) {
        State s = made(crossing(Control::Signal, 3, 1200.0));
        Parallel parallel(threads);
        for (int i = 0; i < 300; ++i) step(s, parallel);
        hashes.insert(hash(s));
    }
    EXPECT_EQ(hashes.size(), 1u);
}

std::vector<std::uint32_t> noted(const State& s) {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t link = 0; link < s.road.links.size(); ++link)
        any_approach(s, link, [&](const Approach& a) {
            ids.push_back(a.id);
            return false;
        });
    return ids;
}

TEST(Engine, FewerThreadsHeedWhomMoreHaveNoted) {
    State s = made(crossing(Control::Priority, 3, 1200.0));
    Parallel many(12);
    std::size_t in_others = 0;
    for (int i = 0; i < 100; ++i) {
        step(s, many);
        const auto before = noted(s);
        for (std::size_t part = 1; part < s.scratch.size(); ++part) in_others += s.scratch[part].noted_links.size();
        gather_approaches(s);
        s.scratch.resize(1);
        ASSERT_EQ(noted(s), before) << i;
    }
    EXPECT_GT(in_others, 0u) << "the case must note somebody in another part";
}

TEST(Engine, SeedsDiffer) {
    std::set<std::uint64_t> hashes;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        Case c = crossing(Control::Priority, 1, 500.0);
        c.options.seed = seed;
        State s = made(std::move(c));
        play(s);
        hashes.insert(hash(s) ^ static_cast<std::uint64_t>(s.out.statistic.time_loss_s * 1e3));
    }
    EXPECT_EQ(hashes.size(), 3u);
}

TEST(Engine, NobodyDrivesThroughAnybody) {
    for (const Control control : {Control::Priority, Control::Signal}) {
        State s = made(crossing(control, 2, 1200.0));
        Parallel parallel(1);
        while (!finished(s)) {
            step(s, parallel);
            ASSERT_GE(least_room(s), 0.0) << s.now;
        }
    }
}

TEST(Engine, CrossingPathsAreNotUsedAtOnce) {
    State s = made(crossing(Control::Priority, 1, 600.0));
    Parallel parallel(1);
    // bodies may touch the junction's rim, but two must not be in its middle
    const auto inside = [&s](std::uint32_t lane) {
        for (const Car& car : s.lanes[lane].cars)
            if (car.pos_m > 6.0 && car.pos_m - static_cast<double>(car.length_m) < 9.0) return true;
        return false;
    };
    while (!finished(s)) {
        step(s, parallel);
        ASSERT_FALSE(inside(4) && inside(5)) << s.now;
    }
}

TEST(Engine, TheMinorRoadWaits) {
    State s = made(crossing(Control::Priority, 1, 600.0));
    play(s);
    double major = 0.0, minor = 0.0;
    for (const TripInfo& t : s.out.trips) (t.id[1] == '0' ? major : minor) += t.time_loss_s;
    EXPECT_GT(minor, 1.5 * major);
}

TEST(Engine, NobodyPassesARedLight) {
    State s = made(crossing(Control::Signal, 1, 900.0));
    Parallel parallel(1);
    std::set<std::uint32_t> inside;
    while (!finished(s)) {
        step(s, parallel);
        const double at = std::fmod(s.now - s.dt, 60.0);
        for (const Car& car : s.lanes[4].cars)
            if (inside.insert(car.id).second) {
                EXPECT_LT(at, 30.0) << s.now;
            }
    }
    EXPECT_EQ(s.counts.emergency_stops, 0u);
}

TEST(Engine, TripsTellTheTruth) {
    State s = made(crossing(Control::Priority, 1, 60.0));
    play(s);
    ASSERT_FALSE(s.out.trips.empty());
    for (const TripInfo& t : s.out.trips) {
        EXPECT_NEAR(t.arrival_s - t.depart_s, t.duration_s, 1e-9);
        EXPECT_NEAR(t.route_length_m, 416.0 - t.depart_pos_m, 1e-6);
        const double free_s = t.route_length_m / (13.89 * t.speed_factor);
        EXPECT_NEAR(t.duration_s - t.time_loss_s, free_s, 2.5) << t.id;
    }
}

TEST(Engine, LoopsCountWhatPasses) {
    Case c = crossing(Control::Signal, 1, 600.0);
    c.additional.loops.push_back({"l", 1, 100.0, 900.0, "e1.xml"});  // on the way out, east
    State s = made(std::move(c));
    play(s);
    ASSERT_EQ(s.out.loops.size(), 1u);
    EXPECT_EQ(s.out.loops.front().passed, 100u);
    EXPECT_EQ(s.out.loops.front().entered, 100u);
}

TEST(Engine, WaterAndClosuresAreHeeded) {
    Case c = crossing(Control::Priority, 1, 300.0);
    c.options.time_to_teleport_s = -1.0;
    State dry = made(c), wet = made(c), shut = made(c);
    Parallel parallel(1);
    const std::vector<float> depth(dry.road.edge_lanes.size(), 0.15F);
    std::vector<std::uint8_t> closed(dry.road.edge_lanes.size(), 0);
    closed[1] = 1;  // east
    for (int i = 0; i < 600; ++i) {
        set_inputs(wet, {depth, {}, {}, {}});
        set_inputs(shut, {{}, closed, {}, {}});
        step(dry, parallel);
        step(wet, parallel);
        step(shut, parallel);
    }
    EXPECT_GT(wet.out.statistic.duration_s / static_cast<double>(wet.out.statistic.trips),
              1.5 * dry.out.statistic.duration_s / static_cast<double>(dry.out.statistic.trips));
    for (const TripInfo& t : shut.out.trips) EXPECT_EQ(t.id[1], '1');
}

/// A bus ahead of everybody that stops on a lane for a while.
Departure bus_with_stop(std::uint32_t lane, double seconds) {
    Departure d;
    d.id = "bus";
    d.type = 0;
    d.route = 0;
    Stop stop;
    stop.lane = lane;
    stop.start_m = 80.0;
    stop.end_m = 100.0;
    stop.duration_s = seconds;
    d.stops.push_back(stop);
    return d;
}

TEST(Engine, BusesServeTheirStops) {
    Case c = crossing(Control::Priority, 1, 60.0);
    c.demand.departures.insert(c.demand.departures.begin(), bus_with_stop(0, 30.0));
    State s = made(std::move(c));
    play(s);
    const auto bus =
        std::find_if(s.out.trips.begin(), s.out.trips.end(), [](const TripInfo& t) { return t.id == "bus"; });
    ASSERT_NE(bus, s.out.trips.end());
    EXPECT_NEAR(bus->stop_s, 30.0, 1.01);
    EXPECT_GT(bus->duration_s, 60.0);
}

TEST(Engine, WhoWaitsTooLongIsSetAhead) {
    Case c = crossing(Control::Priority, 1, 600.0);
    c.options.time_to_teleport_s = 30.0;
    c.demand.departures.insert(c.demand.departures.begin(), bus_with_stop(1, 500.0));
    State s = made(std::move(c));
    Parallel parallel(1);
    for (int i = 0; i < 600; ++i) step(s, parallel);
    EXPECT_GT(s.counts.teleports_jam + s.counts.teleports_yield + s.counts.teleports_wrong_lane, 0u);
}

TEST(Engine, WhoCannotGoOnGivesUp) {
    Case c = crossing(Control::Priority, 1, 300.0);
    c.options.time_to_teleport_s = 60.0;
    State s = made(std::move(c));
    Parallel parallel(1);
    std::vector<std::uint8_t> closed(s.road.edge_lanes.size(), 0);
    closed[1] = 1;
    for (int i = 0; i < 400; ++i) {
        set_inputs(s, {{}, closed, {}, {}});
        step(s, parallel);
    }
    EXPECT_GT(s.counts.given_up, 0u);
    EXPECT_TRUE(s.lanes[1].cars.empty());
}

TEST(Engine, WaterStopsEachTypeAtItsOwnDepth) {
    Case c = crossing(Control::Priority, 1, 300.0);
    VehicleType truck = c.demand.types.front();
    truck.id = "truck";
    truck.wade_limit_m = 0.6;
    c.demand.types.push_back(truck);
    c.demand.departures.back().type = 1;  // south to north: trucks
    c.options.time_to_teleport_s = -1.0;
    State s = made(std::move(c));
    Parallel parallel(1);
    for (int i = 0; i < 40; ++i) step(s, parallel);
    const std::vector<float> depth(s.road.edge_lanes.size(), 0.4F);
    const std::uint64_t arrived = s.counts.arrived;
    for (int i = 0; i < 300; ++i) {
        set_inputs(s, {depth, {}, {}, {}});
        step(s, parallel);
    }
    for (const Car& car : s.lanes[0].cars) EXPECT_EQ(car.speed_m_s, 0.0);
    EXPECT_FALSE(s.lanes[0].cars.empty());
    EXPECT_GT(s.counts.arrived, arrived + 5);
    for (const TripInfo& t : s.out.trips) EXPECT_TRUE(t.arrival_s < 45.0 || t.type == 1) << t.id;
    for (int i = 0; i < 200; ++i) {
        set_inputs(s, {});
        step(s, parallel);
    }
    EXPECT_LT(s.lanes[0].cars.size(), 5u) << "the water is gone: they drive on";
}

/// Two ways from a to d: over b, 200 m, or over c, 300 m.
Case two_ways() {
    Case c;
    Net& net = c.net;
    net.file = "two ways";
    net.junctions.resize(5);
    Layer lay{net, 1};
    lay.edge("in", 0, 1, {0, 0}, {100, 0}, 100.0);
    lay.edge("short", 1, 2, {100, 0}, {300, 0}, 200.0);
    lay.edge("long", 1, 2, {100, 0}, {400, 0}, 300.0);
    lay.edge("out", 2, 3, {300, 0}, {400, 0}, 100.0);
    for (const auto& [from, to] : {std::pair{0u, 1u}, {0u, 2u}, {1u, 3u}, {2u, 3u}}) {
        Link link;
        link.from_lane = from;
        link.to_lane = to;
        link.junction = from == 0 ? 1 : 2;
        net.links.push_back(link);
    }
    VehicleType car;
    car.id = "car";
    c.demand.types.push_back(car);
    Departure d;
    d.id = "t";
    d.type = 0;
    d.from = 0;
    d.to = 3;
    c.demand.departures.push_back(d);
    c.options.end_s = 200.0;
    return c;
}

/// The same, with a car every ten seconds that finds its own way.
Case two_ways_often() {
    Case c = two_ways();
    const Departure first = c.demand.departures.front();
    for (int i = 1; i < 60; ++i) {
        Departure d = first;
        d.id = "t" + std::to_string(i);
        d.depart_s = 10.0 * i;
        c.demand.departures.push_back(d);
    }
    c.options.end_s = 900.0;
    return c;
}

TEST(Engine, WaysAreKeptNoLongerThanSomebodyFollowsThem) {
    Case c = two_ways_often();
    State s = made(std::move(c));
    play(s);
    EXPECT_GT(s.counts.arrived, 50u);
    EXPECT_LE(s.routes.size(), 20u);
    EXPECT_EQ(s.free_routes.size(), s.routes.size());
    EXPECT_LE(s.best.rows.size(), 8u) << "equal stretches share a row";
}

TEST(Engine, TripsFindTheirWay) {
    State open = made(two_ways()), closed = made(two_ways());
    const std::vector<std::uint8_t> shut{0, 1, 0, 0};
    set_inputs(closed, {{}, shut, {}, {}});
    play(open);
    play(closed);
    ASSERT_EQ(open.out.trips.size(), 1u);
    ASSERT_EQ(closed.out.trips.size(), 1u);
    EXPECT_NEAR(open.out.trips.front().route_length_m + open.out.trips.front().depart_pos_m, 400.0, 1e-6);
    EXPECT_NEAR(closed.out.trips.front().route_length_m + closed.out.trips.front().depart_pos_m, 500.0, 1e-6);
}

TEST(Engine, WhoLooksUnderWayAvoidsWhatHasBeenClosed) {
    Case c = two_ways();
    c.options.rerouting_probability = 1.0;
    c.options.rerouting_period_s = 1.0;
    State s = made(std::move(c));
    Parallel parallel(1);
    step(s, parallel);
    const std::vector<std::uint8_t> shut{0, 1, 0, 0};
    set_inputs(s, {{}, shut, {}, {}});
    play(s);
    ASSERT_EQ(s.out.trips.size(), 1u);
    EXPECT_EQ(s.out.trips.front().reroutes, 1u);
    EXPECT_NEAR(s.out.trips.front().route_length_m + s.out.trips.front().depart_pos_m, 500.0, 1e-6);
}

TEST(Engine, RefusesWhatItCannotPlay) {
    Case c = crossing(Control::Priority, 1, 300.0);
    c.options.step_s = 0.0;
    EXPECT_FALSE(make(std::move(c)).has_value());
}

}  // namespace
}  // namespace sd::micro
