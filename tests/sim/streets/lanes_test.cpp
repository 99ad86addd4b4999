// Where lanes lie and which leads into which.
#include <gtest/gtest.h>

#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;

std::string faults(const micro::Net& net, const City& city) {
    std::string all = first_fault(net, city);
    for (std::uint32_t n = 0; n < city.nodes.size(); ++n) all += bad_links(net, n);
    return all;
}

TEST(Lanes, TheTwoDirectionsOfAStreetShareItsLineAndKeepRight) {
    Town town;
    const std::uint32_t a = town.node(0, 0), b = town.node(200, 0);
    const std::uint32_t there = town.street(a, b, {.lanes = 2, .lane_m = 3.0});
    const micro::Net net = make_net(town.city);
    const micro::Edge& e = net.edges[there];
    ASSERT_EQ(e.lanes, 2u);
    const micro::Lane& kerb = net.lanes[e.lane_begin];
    const micro::Lane& inner = net.lanes[e.lane_begin + 1];
    EXPECT_DOUBLE_EQ(kerb.width_m, 3.0);
    EXPECT_NEAR(kerb.shape.front().y_m, -4.5, 1e-9);
    EXPECT_NEAR(inner.shape.front().y_m, -1.5, 1e-9);
    EXPECT_NEAR(net.lanes[net.edges[there + 1].lane_begin].shape.front().y_m, 4.5, 1e-9);
    EXPECT_NEAR(kerb.length_m, 199.0, 1e-6);
    EXPECT_EQ(faults(net, town.city), "");
}

TEST(Lanes, AOneWayStreetLiesAroundItsLine) {
    Town town;
    const std::uint32_t a = town.node(0, 0), b = town.node(0, 200);
    town.one_way(a, b, {.lanes = 2, .lane_m = 3.5});
    const micro::Net net = make_net(town.city);
    EXPECT_NEAR(net.lanes[0].shape.front().x_m, 1.75, 1e-9);
    EXPECT_NEAR(net.lanes[1].shape.front().x_m, -1.75, 1e-9);
    EXPECT_EQ(net.junctions[1].type, micro::JunctionType::DeadEnd);
}

TEST(Lanes, LengthsAreTheMapsWhereLinesAreDrawnShorter) {
    Town town;
    const std::uint32_t a = town.node(0, 0), b = town.node(100, 0);
    town.street(a, b);
    for (RoadEdge& e : town.city.edges) e.length_m = 150.0F;
    EXPECT_NEAR(make_net(town.city).lanes.front().length_m, 150.0 * 0.99, 1e-6);
}

TEST(Lanes, CornersKeepTheWidth) {
    Town town;
    const std::uint32_t a = town.node(0, 0), b = town.node(100, 100);
    town.street(a, b, {}, {{0, 0}, {100, 0}, {100, 100}});
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(net.lanes[0].shape.size(), 3u);
    EXPECT_NEAR(net.lanes[0].shape[1].x_m, 101.75, 1e-9);
    EXPECT_NEAR(net.lanes[0].shape[1].y_m, -1.75, 1e-9);
    EXPECT_NEAR(net.lanes[1].shape[1].x_m, 98.25, 1e-9);
}

TEST(Lanes, EndWhereStreetsCross) {
    const Town town = four_arms({.lanes = 2}, {.lanes = 1});
    const micro::Net net = make_net(town.city);
    // half the other street and the corner's kerb [netconvert gives the same]
    EXPECT_NEAR(net.lanes[net.edges[kEast].lane_begin].length_m, 200.0 - 3.5 - 4.0 - 0.5, 1e-5);
    EXPECT_NEAR(net.lanes[net.edges[kNorth].lane_begin].length_m, 200.0 - 7.0 - 4.0 - 0.5, 1e-5);
}

TEST(Lanes, AnAlleyIsForTwoWheels) {
    Town town = four_arms({}, {.lane_m = 1.5, .motorbike_only = true});
    const micro::Net net = make_net(town.city);
    const auto may = [&](std::uint32_t e, micro::VClass c) {
        return (net.lanes[net.edges[e].lane_begin].allow & micro::bit_of(c)) != 0;
    };
    EXPECT_TRUE(may(kNorth, micro::VClass::Motorcycle));
    EXPECT_FALSE(may(kNorth, micro::VClass::Passenger));
    EXPECT_FALSE(may(kNorth, micro::VClass::Emergency));
    EXPECT_TRUE(may(kEast, micro::VClass::Passenger));
    EXPECT_FALSE(may(kEast, micro::VClass::Rail));
    EXPECT_EQ(faults(net, town.city), "");
}

/// "in lane>out lane dir", in the order of links.
std::string ways(const micro::Net& net, std::uint32_t in, std::uint32_t out) {
    std::string text;
    for (const micro::Link* l : links_between(net, in, out)) {
        if (!text.empty()) text += " ";
        text += std::to_string(net.lanes[l->from_lane].index) + ">" + std::to_string(net.lanes[l->to_lane].index);
        text += l->dir;
    }
    return text;
}

TEST(Turns, AtACrossingTheOuterLanesTurn) {
    for (const int lanes : {1, 2, 3}) {
        const Town town = four_arms({.lanes = lanes}, {.lanes = lanes});
        const micro::Net net = make_net(town.city);
        EXPECT_EQ(faults(net, town.city) + crossing_ways(net), "");
        const std::string last = std::to_string(lanes - 1);
        EXPECT_EQ(ways(net, kSouth + kIn, kEast), "0>0r");
        EXPECT_EQ(ways(net, kSouth + kIn, kWest), last + ">" + last + "l");
        EXPECT_EQ(ways(net, kSouth + kIn, kSouth), last + ">" + last + "t");
        EXPECT_EQ(links_between(net, kSouth + kIn, kNorth).size(), static_cast<std::size_t>(lanes));
    }
}

TEST(Turns, LanesThatTheStreetAheadLacksAreForTurning) {
    const Town town = star({{0, {}}, {90, {}}, {180, {}}, {270, {.lanes = 3}}});
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(faults(net, town.city) + crossing_ways(net), "");
    EXPECT_EQ(ways(net, kSouth + kIn, kEast), "0>0r");
    EXPECT_EQ(ways(net, kSouth + kIn, kNorth), "1>0s");
    EXPECT_EQ(ways(net, kSouth + kIn, kWest), "2>0l");
}

TEST(Turns, ATJunctionSharesTheStemsLanes) {
    const Town town = star({{0, {.lanes = 2}}, {180, {.lanes = 2}}, {270, {.lanes = 2}}});
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(faults(net, town.city) + crossing_ways(net), "");
    EXPECT_EQ(ways(net, 5, 0), "0>0r");
    EXPECT_EQ(ways(net, 5, 2), "1>1l");
    EXPECT_EQ(ways(net, 3, 0), "0>0s 1>1s");
    EXPECT_EQ(ways(net, 3, 4), "0>0r");
    EXPECT_EQ(ways(net, 1, 4), "1>1l");
}

TEST(Turns, AStreetThatNarrowsMerges) {
    const Town town = star({{0, {.lanes = 1}}, {180, {.lanes = 3}}});
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(faults(net, town.city), "");
    EXPECT_EQ(ways(net, 3, 0), "0>0s 1>0s 2>0s");
    EXPECT_EQ(ways(net, 1, 2), "0>2s");
}

TEST(Turns, DeadEndsLeadBack) {
    const Town town = star({{0, {.lanes = 2}}});
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(faults(net, town.city), "");
    EXPECT_EQ(ways(net, 1, 0), "0>0t 1>1t");
    EXPECT_EQ(net.junctions[0].type, micro::JunctionType::Priority);
}

TEST(Turns, EightArmsAreAllJoined) {
    std::vector<StarArm> arms;
    for (int i = 0; i < 8; ++i) arms.push_back({44.0 * i, {.lanes = 1 + i % 3}});
    const Town town = star(arms);
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(faults(net, town.city) + crossing_ways(net), "");
    std::string dirs;
    for (std::uint32_t out = 2; out < 16; out += 2) dirs += links_between(net, 1, out).front()->dir;
    EXPECT_EQ(dirs, "rrRsLLl");
}

TEST(Turns, BendsAreSlower) {
    const Town town = four_arms({.speed_m_s = 14.0}, {.speed_m_s = 14.0});
    const micro::Net net = make_net(town.city);
    const auto speed = [&](std::uint32_t out) {
        return net.lanes[links_between(net, kSouth + kIn, out).front()->via_lane].speed_m_s;
    };
    EXPECT_NEAR(speed(kNorth), 14.0, 1e-5);
    EXPECT_GT(speed(kWest), speed(kEast));
    EXPECT_NEAR(speed(kEast), 6.1, 0.5);
    EXPECT_NEAR(speed(kSouth), 3.5, 1.0);
}

}  // namespace
}  // namespace sd::streets
