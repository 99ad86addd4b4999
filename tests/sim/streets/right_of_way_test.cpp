// Who yields to whom, and signal programs.
#include <gtest/gtest.h>

#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;
using micro::JunctionType;
using micro::LinkState;

/// Does the first way from one edge to another wait for the first way of another pair?
bool yields(const micro::Net& net, std::uint32_t in, std::uint32_t out, std::uint32_t foe_in, std::uint32_t foe_out) {
    const micro::Link& a = *links_between(net, in, out).front();
    const micro::Link& b = *links_between(net, foe_in, foe_out).front();
    return net.junctions[a.junction].requests[a.request].response[b.request];
}

bool foes(const micro::Net& net, std::uint32_t in, std::uint32_t out, std::uint32_t foe_in, std::uint32_t foe_out) {
    return yields(net, in, out, foe_in, foe_out) || yields(net, foe_in, foe_out, in, out);
}

TEST(RightOfWay, SideStreetsYieldToTheMainRoad) {
    const Town town = four_arms({.cls = RoadClass::Secondary}, {});
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(first_fault(net, town.city), "");
    EXPECT_EQ(net.junctions[0].type, JunctionType::Priority);
    EXPECT_TRUE(yields(net, kSouth + kIn, kNorth, kEast + kIn, kWest));
    EXPECT_TRUE(yields(net, kSouth + kIn, kNorth, kWest + kIn, kEast));
    EXPECT_TRUE(yields(net, kSouth + kIn, kNorth, kEast + kIn, kSouth));  // even to who turns left out of it
    EXPECT_TRUE(yields(net, kSouth + kIn, kEast, kWest + kIn, kEast));    // who merges
    EXPECT_TRUE(yields(net, kWest + kIn, kNorth, kEast + kIn, kWest));    // left across the oncoming
    EXPECT_TRUE(yields(net, kSouth + kIn, kWest, kNorth + kIn, kSouth));
    EXPECT_TRUE(yields(net, kSouth + kIn, kSouth, kEast + kIn, kSouth));  // who turns back
    EXPECT_FALSE(foes(net, kWest + kIn, kEast, kEast + kIn, kWest));
    EXPECT_FALSE(foes(net, kSouth + kIn, kEast, kNorth + kIn, kWest));
    const auto state = [&](std::uint32_t in, std::uint32_t out) { return links_between(net, in, out).front()->state; };
    EXPECT_EQ(state(kEast + kIn, kWest), LinkState::Major);
    EXPECT_EQ(state(kEast + kIn, kSouth), LinkState::Minor);
    EXPECT_EQ(state(kNorth + kIn, kSouth), LinkState::Minor);
}

TEST(RightOfWay, TheWiderOrFasterOfTwoStreetsOfAClassIsTheMainRoad) {
    const std::vector<std::pair<Build, Build>> pairs = {{{.lanes = 2}, {.lanes = 1}},
                                                        {{.speed_m_s = 14.0}, {.speed_m_s = 8.0}}};
    for (const auto& [better, worse] : pairs) {
        const micro::Net net = make_net(four_arms(worse, better).city);
        EXPECT_EQ(net.junctions[0].type, JunctionType::Priority);
        EXPECT_TRUE(yields(net, kWest + kIn, kEast, kSouth + kIn, kNorth));
    }
}

TEST(RightOfWay, AmongEqualsTheRightGoesFirst) {
    const Town town = four_arms({}, {});
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(first_fault(net, town.city), "");
    EXPECT_EQ(net.junctions[0].type, JunctionType::RightBeforeLeft);
    EXPECT_TRUE(yields(net, kSouth + kIn, kNorth, kEast + kIn, kWest));
    EXPECT_TRUE(yields(net, kEast + kIn, kWest, kNorth + kIn, kSouth));
    EXPECT_TRUE(yields(net, kNorth + kIn, kSouth, kWest + kIn, kEast));
    EXPECT_TRUE(yields(net, kWest + kIn, kEast, kSouth + kIn, kNorth));
    EXPECT_TRUE(yields(net, kSouth + kIn, kWest, kNorth + kIn, kSouth));
    EXPECT_EQ(links_between(net, kSouth + kIn, kNorth).front()->state, LinkState::Equal);
}

TEST(RightOfWay, OfWideEqualStreetsOneIsTheMainRoad) {
    const Town town = four_arms({.lanes = 2}, {.lanes = 2});
    const micro::Net net = make_net(town.city);
    EXPECT_EQ(net.junctions[0].type, JunctionType::Priority);
    const bool east_waits = yields(net, kEast + kIn, kWest, kSouth + kIn, kNorth);
    EXPECT_EQ(yields(net, kWest + kIn, kEast, kNorth + kIn, kSouth), east_waits);
    EXPECT_EQ(yields(net, kSouth + kIn, kNorth, kEast + kIn, kWest), !east_waits);
}

TEST(RightOfWay, AMainRoadMayBend) {
    const Town town = star({{0, {.cls = RoadClass::Primary}}, {90, {}}, {180, {}}, {270, {.cls = RoadClass::Primary}}});
    const micro::Net net = make_net(town.city);
    EXPECT_FALSE(yields(net, kSouth + kIn, kEast, kEast + kIn, kSouth));
    EXPECT_TRUE(yields(net, kWest + kIn, kEast, kSouth + kIn, kEast));
    EXPECT_TRUE(yields(net, kSouth + kIn, kNorth, kEast + kIn, kSouth));  // leaves it, crossing who stays on it
}

TEST(RightOfWay, ABigStreetThatEndsGoesFirst) {
    const Town town = star({{0, {}}, {180, {}}, {270, {.cls = RoadClass::Primary}}});
    const micro::Net net = make_net(town.city);
    EXPECT_TRUE(yields(net, 1, 2, 5, 2));
    EXPECT_TRUE(yields(net, 3, 0, 5, 0));
}

TEST(RightOfWay, AtABendOnlyWhoTurnsBackWaits) {
    const Town town = star({{0, {}}, {100, {}}});
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(first_fault(net, town.city), "");
    EXPECT_FALSE(foes(net, 1, 2, 3, 0));
    EXPECT_TRUE(yields(net, 1, 0, 3, 0));
    EXPECT_EQ(links_between(net, 1, 2).front()->state, LinkState::Major);
}

TEST(RightOfWay, WaysFromOneLaneAreNoFoes) {
    const micro::Net net = make_net(four_arms({}, {}).city);
    for (const std::uint32_t out : {kEast, kNorth, kWest})
        EXPECT_FALSE(foes(net, kSouth + kIn, out, kSouth + kIn, kSouth));
}

TEST(RightOfWay, ThereIsNoCircleUnlessAllAreEqual) {
    for (const float cycle_s : {0.0F, 60.0F}) {
        std::vector<StarArm> arms;
        for (int i = 0; i < 6; ++i) arms.push_back({60.0 * i, {.lanes = 1 + i % 3}});
        const micro::Net net = make_net(star(arms, cycle_s).city);
        const auto& requests = net.junctions[0].requests;
        // take away those who wait for nobody, again and again
        std::vector<bool> gone(requests.size(), false);
        for (std::size_t round = 0; round < requests.size(); ++round)
            for (std::size_t a = 0; a < requests.size(); ++a) {
                bool waits = false;
                for (std::size_t b = 0; b < requests.size(); ++b)
                    waits = waits || (requests[a].response[b] && !gone[b]);
                if (!waits) gone[a] = true;
            }
        EXPECT_EQ(std::count(gone.begin(), gone.end(), false), 0);
    }
}

char letter(const micro::Net& net, std::size_t phase, std::uint32_t in, std::uint32_t out) {
    const micro::Link& l = *links_between(net, in, out).front();
    return net.signals[l.signal].programs.front().phases[phase].state[l.signal_index];
}

TEST(Signals, TheTwoStreamsTakeTurns) {
    const Town town = four_arms({}, {}, 70.0F);
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(first_fault(net, town.city), "");
    EXPECT_EQ(bad_links(net, 0), "");
    EXPECT_EQ(net.junctions[0].type, JunctionType::TrafficLight);
    ASSERT_EQ(net.signals.size(), 1u);
    const auto& phases = net.signals[0].programs.front().phases;
    ASSERT_EQ(phases.size(), 6u);
    double cycle_s = 0.0;
    for (const micro::Phase& p : phases) cycle_s += p.duration_s;
    EXPECT_DOUBLE_EQ(cycle_s, 70.0);
    EXPECT_DOUBLE_EQ(phases[1].duration_s, 3.0);
    EXPECT_DOUBLE_EQ(phases[2].duration_s, 2.0);
    EXPECT_EQ(letter(net, 0, kEast + kIn, kWest), 'G');
    EXPECT_EQ(letter(net, 0, kEast + kIn, kSouth), 'g');
    EXPECT_EQ(letter(net, 0, kSouth + kIn, kNorth), 'r');
    EXPECT_EQ(letter(net, 1, kEast + kIn, kWest), 'y');
    EXPECT_EQ(letter(net, 2, kEast + kIn, kWest), 'r');
    EXPECT_EQ(letter(net, 3, kSouth + kIn, kNorth), 'G');
    EXPECT_EQ(letter(net, 3, kSouth + kIn, kEast), 'G');
    EXPECT_EQ(letter(net, 3, kEast + kIn, kWest), 'r');
    const auto signals = signal_of_node(net, town.city);
    EXPECT_EQ(signals[0], 0u);
    EXPECT_EQ(signals[1], kNone);
}

TEST(Signals, NeighboursShareAClock) {
    Town town;
    const std::uint32_t a = town.node(0, 0, 60.0F), b = town.node(80, 0, 60.0F), c = town.node(280, 0, 60.0F);
    town.street(a, b);
    town.street(b, c);
    const micro::Net net = make_net(town.city);
    ASSERT_EQ(net.signals.size(), 3u);
    const auto offset = [&](std::size_t i) { return net.signals[i].programs.front().offset_s; };
    EXPECT_EQ(offset(0), offset(1));
    EXPECT_NE(offset(1), offset(2));
}

}  // namespace
}  // namespace sd::streets
