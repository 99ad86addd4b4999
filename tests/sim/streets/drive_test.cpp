// The engine on these nets: crossings empty, nobody drives through anybody, signals let through what they should.
#include <gtest/gtest.h>

#include <cstdio>

#include "sim/traffic/engine.h"
#include "sim/traffic/verify.h"
#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;

constexpr double kEnd_s = 600.0;

void add_flow(micro::Case& c, std::uint32_t in, std::uint32_t out, std::uint32_t type, double per_hour) {
    micro::Route route;
    route.edges = {in, out};
    micro::Departure d;
    d.id = std::to_string(in) + ">" + std::to_string(out) + "#" + std::to_string(type);
    d.type = type;
    d.route = static_cast<std::uint32_t>(c.demand.routes.size());
    d.flow = true;
    d.end_s = kEnd_s;
    d.period_s = 3600.0 / per_hour;
    d.poisson = true;
    d.entry.lane = micro::DepartLane::Best;
    d.entry.speed = micro::DepartSpeed::Max;
    c.demand.routes.push_back(std::move(route));
    c.demand.departures.push_back(std::move(d));
}

micro::Case mixed(const City& city, double end_s) {
    micro::Case c;
    c.net = make_net(city);
    c.demand.types = {micro::strip_car(), micro::table_motorbike()};
    c.options.step_s = 0.5;
    c.options.end_s = end_s;
    c.options.lateral_resolution_m = 0.8;
    return c;
}

/// Per arm: straight on, left and right as 4 : 1 : 1, one vehicle of five a car.
micro::Case from_all_arms(const City& city, double per_arm_h, double end_s) {
    micro::Case c = mixed(city, end_s);
    const std::uint32_t out[4] = {kEast, kNorth, kWest, kSouth};
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t turn = 1; turn < 4; ++turn) {
            const double share = turn == 2 ? 4.0 / 6.0 : 1.0 / 6.0;
            add_flow(c, out[i] + kIn, out[(i + turn) % 4], 0, 0.2 * share * per_arm_h);
            add_flow(c, out[i] + kIn, out[(i + turn) % 4], 1, 0.8 * share * per_arm_h);
        }
    return c;
}

struct Played {
    std::uint64_t loaded = 0, arrived = 0, set_ahead = 0;
    double least_room_m = 1e9, emptied_s = 0.0, loss_s = 0.0;
};
Played play(micro::Case c) {
    auto made = micro::make(std::move(c));
    EXPECT_TRUE(made.has_value());
    micro::State& s = *made;
    Parallel parallel(1);
    Played out;
    while (!micro::finished(s) && !(s.now > kEnd_s && s.counts.running == 0 && s.waiting.empty())) {
        micro::step(s, parallel);
        out.least_room_m = std::min(out.least_room_m, micro::least_room(s));
    }
    out.loaded = s.counts.loaded;
    out.arrived = s.counts.arrived;
    out.set_ahead = s.counts.teleports_jam + s.counts.teleports_yield + s.counts.teleports_wrong_lane;
    out.emptied_s = s.now;
    out.loss_s = s.out.statistic.time_loss_s / static_cast<double>(std::max<std::uint64_t>(1, s.out.statistic.trips));
    return out;
}

/// Ten minutes of demand on a crossing, and nobody is left soon after.
struct Crossing {
    const char* name;
    Build east_west, north_south;
    float cycle_s;
    double per_arm_h;
};

void expect_to_empty(const Crossing& x, double lateral_resolution_m) {
    const Town town = four_arms(x.east_west, x.north_south, x.cycle_s);
    micro::Case c = from_all_arms(town.city, x.per_arm_h, kEnd_s + 900.0);
    c.options.lateral_resolution_m = lateral_resolution_m;
    const Played p = play(std::move(c));
    std::printf(
        "%s, 4 x %.0f/h: %llu loaded, %llu arrived, %llu set ahead, empty at %.0f s, mean loss %.0f s, "
        "least room %.2f m\n",
        x.name, x.per_arm_h, static_cast<unsigned long long>(p.loaded), static_cast<unsigned long long>(p.arrived),
        static_cast<unsigned long long>(p.set_ahead), p.emptied_s, p.loss_s, p.least_room_m);
    EXPECT_EQ(p.arrived, p.loaded) << x.name;
    EXPECT_EQ(p.set_ahead, 0u) << x.name;
    EXPECT_GE(p.least_room_m, 0.0) << x.name;
    EXPECT_LT(p.emptied_s, kEnd_s + 240.0) << x.name;
}

TEST(Drive, CrossingsEmptyInMixedTraffic) {
    for (const Crossing& x :
         {Crossing{"signals", {}, {}, 70.0F, 600.0}, Crossing{"signals, full", {}, {}, 70.0F, 800.0},
          Crossing{"signals, 2 lanes", {.lanes = 2}, {.lanes = 2}, 70.0F, 700.0},
          Crossing{"signals, 3 and 1 lanes", {.lanes = 3}, {}, 90.0F, 600.0},
          Crossing{"main road", {.cls = RoadClass::Secondary}, {}, 0.0F, 350.0},
          Crossing{"main road of 2 lanes", {.lanes = 2}, {}, 0.0F, 350.0}, Crossing{"equals", {}, {}, 0.0F, 400.0},
          Crossing{"equals, 2 lanes", {.lanes = 2}, {.lanes = 2}, 0.0F, 350.0}})
        expect_to_empty(x, 0.8);
}

TEST(Drive, WideCrossingsEmptyLaneByLane) {
    for (const Crossing& x : {Crossing{"signals, 2 lanes", {.lanes = 2}, {.lanes = 2}, 70.0F, 1000.0},
                              Crossing{"signals, 3 and 1 lanes", {.lanes = 3}, {}, 90.0F, 500.0},
                              Crossing{"main road of 2 lanes", {.lanes = 2}, {}, 0.0F, 300.0},
                              Crossing{"equals, 2 lanes", {.lanes = 2}, {.lanes = 2}, 0.0F, 400.0}})
        expect_to_empty(x, 0.0);
}

/// Vehicles over the stop line per hour of green and lane, straight on from east and west; the green is half the cycle
/// less amber and all red.
double straight_on(std::uint32_t type, int lanes, double per_lane_h) {
    const Town town = four_arms({.lanes = lanes}, {}, 80.0F);
    micro::Case c = mixed(town.city, kEnd_s);
    for (const std::uint32_t in : {kEast, kWest})
        add_flow(c, in + kIn, in == kEast ? kWest : kEast, type, per_lane_h * lanes);
    auto made = micro::make(std::move(c));
    EXPECT_TRUE(made.has_value());
    Parallel parallel(1);
    std::uint64_t before = 0;
    while (!micro::finished(*made)) {
        micro::step(*made, parallel);
        if (made->now <= 120.0) before = made->counts.arrived;
    }
    const double per_lane_s = static_cast<double>(made->counts.arrived - before) / (2.0 * lanes) / (kEnd_s - 120.0);
    return 3600.0 * per_lane_s * 80.0 / 35.0;
}

TEST(Drive, GreenLetsThroughWhatItShould) {
    for (const int lanes : {1, 2}) {
        const double cars = straight_on(0, lanes, 1600.0), bikes = straight_on(1, lanes, 5000.0);
        std::printf("%d lanes: %.0f cars, %.0f motorbikes an hour of green and lane\n", lanes, cars, bikes);
        EXPECT_GT(cars, 1400.0);
        EXPECT_LT(cars, 2600.0);
        EXPECT_GT(bikes, 3500.0);
    }
}

}  // namespace
}  // namespace sd::streets
