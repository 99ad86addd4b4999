// Maps that nobody would draw, and any that chance draws: the net holds what a net must hold.
#include <gtest/gtest.h>

#include "sim/core/draw.h"
#include "sim/traffic/engine.h"
#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;

void expect_sound(const City& city, const std::string& what) {
    const micro::Net net = make_net(city);
    EXPECT_EQ(first_fault(net, city), "") << what;
    for (std::uint32_t n = 0; n < city.nodes.size(); ++n) EXPECT_EQ(bad_links(net, n), "") << what;
    micro::Case c;
    c.net = net;
    EXPECT_TRUE(micro::make(std::move(c)).has_value()) << what;
}

TEST(OddTowns, AreDrivable) {
    {
        City empty;
        expect_sound(empty, "nothing");
        empty.nodes.emplace_back();
        expect_sound(empty, "a node alone");
    }
    {
        Town town;
        const std::uint32_t a = town.node(0, 0), b = town.node(2, 0), c = town.node(2, 100, 60.0F);
        town.street(a, b, {.lanes = 3});
        town.street(b, c, {.lanes = 3});
        expect_sound(town.city, "an edge of 2 m");
    }
    {
        Town town;
        const std::uint32_t a = town.node(5, 5), b = town.node(5, 5), c = town.node(50, 5);
        town.street(a, b);
        town.street(b, c);
        town.street(a, c);
        expect_sound(town.city, "two nodes at one place");
        for (RoadEdge& e : town.city.edges) e.length_m = 0.0F;
        expect_sound(town.city, "streets without length");
    }
    {
        Town town;
        const std::uint32_t a = town.node(0, 0), b = town.node(100, 0, 50.0F);
        town.street(a, b);
        town.one_way(b, b, {}, {{100, 0}, {140, 30}, {140, -30}, {100, 0}});
        town.street(b, b, {.lanes = 2}, {{100, 0}, {100, 50}, {130, 50}, {100, 0}});
        town.one_way(b, b, {}, {{100, 0}, {100, 0}});
        expect_sound(town.city, "loops");
    }
    {
        Town town;
        const std::uint32_t a = town.node(0, 0), b = town.node(100, 0);
        for (int i = 0; i < 3; ++i) town.street(a, b, {.lanes = 1 + i});
        town.one_way(a, b);
        town.one_way(b, a, {.motorbike_only = true});
        expect_sound(town.city, "five streets in one place");
        town.city.edges[0].reverse = EdgeId{3};
        town.city.edges[2].reverse = EdgeId{999};
        expect_sound(town.city, "reverses that are none");
    }
}

TEST(OddTowns, TwelveArms) {
    for (const float cycle_s : {0.0F, 2.0F, 60.0F}) {
        std::vector<StarArm> arms;
        for (int i = 0; i < 12; ++i)
            arms.push_back({30.0 * i, {.lanes = 1 + i % 4, .cls = static_cast<RoadClass>(i % 8)}});
        expect_sound(star(arms, cycle_s).city, "twelve arms");
        expect_sound(star(arms, cycle_s, 5.0).city, "twelve arms of 5 m");
    }
}

/// A town by chance: nodes on a plot of 300 m, streets of any kind between any two.
City any_town(std::uint64_t seed) {
    const Draw draw(seed);
    const auto pick = [&](std::uint32_t i, std::uint64_t what, std::uint32_t n) {
        return draw.below(stream_of("test.town"), i, what, n);
    };
    Town town;
    const std::uint32_t nodes = 4 + pick(0, 0, 12);
    for (std::uint32_t n = 0; n < nodes; ++n)
        town.node(pick(n, 1, 300), pick(n, 2, 300), pick(n, 3, 3) == 0 ? 40.0F : 0.0F);
    for (std::uint32_t e = 0; e < 3 * nodes; ++e) {
        Build build;
        build.lanes = 1 + static_cast<int>(pick(e, 4, 4));
        build.cls = static_cast<RoadClass>(pick(e, 5, 8));
        build.lane_m = 1.0 + 0.5 * pick(e, 6, 6);
        build.motorbike_only = pick(e, 7, 5) == 0;
        const std::uint32_t a = pick(e, 8, nodes), b = pick(e, 9, nodes);
        std::vector<LocalXY> line;
        if (pick(e, 10, 2) == 0)
            line = {town.city.nodes[a].at,
                    {static_cast<double>(pick(e, 11, 300)), static_cast<double>(pick(e, 12, 300))},
                    town.city.nodes[b].at};
        const std::uint32_t at = pick(e, 13, 3) == 0 ? town.one_way(a, b, build, line) : town.street(a, b, build, line);
        town.city.edges[at].green_phase = static_cast<std::uint8_t>(pick(e, 14, 2));
    }
    return town.city;
}

TEST(OddTowns, ByChance) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) expect_sound(any_town(seed), "town " + std::to_string(seed));
}

}  // namespace
}  // namespace sd::streets
