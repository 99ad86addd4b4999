// Lines of canals laid on a grid, and the gaps that buildings leave.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "scenarios/flood/canal_layout.h"
#include "scenarios/flood/gaps.h"

namespace sd {
namespace {

flood::Ground flat(double level_m) {
    const GridSpec grid{40, 30, 10.0, {0.0, 0.0}};
    return {grid, std::vector<double>(grid.cells(), level_m), std::vector<double>(grid.cells(), 0.03)};
}

CanalDrawn line(const std::string& name, std::vector<LocalXY> points) {
    CanalDrawn l;
    l.name = name;
    l.points = std::move(points);
    l.width_m = {3.0};
    l.bed_m = {0.0};
    return l;
}

double length_m(const flood::CanalNetwork& net, std::size_t canal) {
    double sum = 0.0;
    const flood::CanalName& n = net.names[canal];
    for (std::uint32_t k = n.first; k < n.first + n.count; ++k) sum += net.nodes[k].length_m;
    return sum;
}

/// Links from the first canal to others.
std::size_t between(const CanalLayout& laid) {
    std::size_t n = 0;
    const std::uint32_t end = laid.network.names[0].count;
    for (const flood::CanalLink& l : laid.network.links) n += (l.a < end) != (l.b < end) ? 1 : 0;
    return n;
}

TEST(CanalLayout, KeepsItsLengthAndHasNoShortPieces) {
    const CanalDrawn l = line("K", {{3.0, 4.0}, {181.0, 97.0}, {203.0, 290.0}, {395.0, 15.0}});
    const CanalLayout laid = lay_canals({l}, flat(2.0), 0.0, 0.0);
    ASSERT_TRUE(laid.problems.empty());
    const double drawn_m = std::hypot(178.0, 93.0) + std::hypot(22.0, 193.0) + std::hypot(192.0, 275.0);
    EXPECT_NEAR(length_m(laid.network, 0), drawn_m, 1e-6);
    for (const flood::CanalNode& n : laid.network.nodes) EXPECT_GE(n.length_m, 5.0);
    EXPECT_EQ(laid.network.links.size() + 1, laid.network.nodes.size());
    for (const flood::CanalLink& link : laid.network.links) EXPECT_GE(link.length_m, 5.0);
}

TEST(CanalLayout, ValuesRunStraightBetweenPoints) {
    CanalDrawn l = line("K", {{5.0, 5.0}, {205.0, 5.0}, {395.0, 5.0}});
    l.bed_m = {1.0, 0.0, -0.95};
    l.width_m = {2.0, 4.0, 4.0};
    const CanalLayout laid = lay_canals({l}, flat(2.0), 0.0, 0.0);
    for (const flood::CanalNode& n : laid.network.nodes) {
        EXPECT_NEAR(n.bed_m, 1.0 - n.chainage_m / 200.0, 1e-9);
        EXPECT_NEAR(n.width_m, n.chainage_m < 200.0 ? 2.0 + n.chainage_m / 100.0 : 4.0, 1e-9);
    }
}

TEST(CanalLayout, LinesThatCrossOrTouchAreJoinedOnce) {
    const CanalDrawn main = line("main", {{5.0, 105.0}, {395.0, 105.0}});
    const auto joints = [&](const std::vector<LocalXY>& other) {
        return between(lay_canals({main, line("other", other)}, flat(2.0), 0.0, 0.0));
    };
    EXPECT_EQ(joints({{200.0, 5.0}, {200.0, 295.0}}), 1U) << "crossing on an edge of cells";
    EXPECT_EQ(joints({{203.0, 5.0}, {207.0, 295.0}}), 1U) << "crossing inside a cell";
    EXPECT_EQ(joints({{203.0, 5.0}, {203.0, 105.0}}), 1U) << "touching";
    EXPECT_EQ(joints({{203.0, 5.0}, {203.0, 102.0}}), 1U) << "ending three metres short";
    EXPECT_EQ(joints({{103.0, 5.0}, {203.0, 205.0}, {303.0, 5.0}}), 2U) << "crossing twice";
    EXPECT_EQ(joints({{5.0, 125.0}, {395.0, 125.0}}), 0U) << "beside it";
    EXPECT_EQ(joints({{395.0, 105.0}, {395.0, 295.0}}), 1U) << "end to end";
}

TEST(CanalLayout, AnEndNearAnotherCanalIsSpokenOf) {
    const CanalDrawn main = line("main", {{5.0, 105.0}, {395.0, 105.0}});
    const CanalLayout laid = lay_canals({main, line("short", {{203.0, 5.0}, {203.0, 88.0}})}, flat(2.0), 0.0, 0.0);
    EXPECT_EQ(between(laid), 0U);
    ASSERT_EQ(laid.warnings.size(), 1U);
    EXPECT_NE(laid.warnings[0].en.find("17 m from canal \"main\""), std::string::npos) << laid.warnings[0].en;
}

TEST(CanalLayout, ARiverOfTheTerrainTakesTheCanalIn) {
    flood::Ground ground = flat(2.0);
    for (int j = 0; j < 30; ++j)
        for (int i = 20; i < 25; ++i) ground.bed_m[ground.grid.cell(i, j)] = -3.0;
    const CanalLayout laid = lay_canals({line("K", {{5.0, 105.0}, {395.0, 105.0}})}, ground, 0.0, 0.0);
    int open = 0;
    for (const flood::CanalNode& n : laid.network.nodes) open += n.open_water ? 1 : 0;
    EXPECT_EQ(open, 2) << "one on either bank";
    EXPECT_EQ(laid.network.links.size(), laid.network.nodes.size() - 2) << "the river itself is the sheet's";
}

TEST(CanalLayout, WallsAndLowGroundAreRefusedWithTheirPlace) {
    flood::Ground ground = flat(2.0);
    ground.bed_m[ground.grid.cell(7, 10)] = std::nan("");
    const CanalDrawn l = line("K", {{5.0, 105.0}, {395.0, 105.0}});
    const CanalLayout wall = lay_canals({l}, ground, 1000.0, 2000.0);
    ASSERT_EQ(wall.problems.size(), 1U);
    EXPECT_NE(wall.problems[0].message.find("[1075.0, 2105.0]"), std::string::npos) << wall.problems[0].message;
    EXPECT_EQ(lay_canals({l}, flat(-1.0), 0.0, 0.0).problems.size(), 1U);
    EXPECT_EQ(lay_canals({line("K", {{5.0, 105.0}, {5.0, 400.0}, {205.0, 400.0}, {205.0, 105.0}})}, flat(2.0), 0.0, 0.0)
                  .problems.size(),
              1U)
        << "it leaves the grid and comes back";
}

TEST(CanalLayout, PlacesAlongItFindNodesAndLinks) {
    const CanalLayout laid = lay_canals({line("K", {{5.0, 105.0}, {395.0, 105.0}})}, flat(2.0), 0.0, 0.0);
    const Nearest near = nearest_on({{5.0, 105.0}, {395.0, 105.0}}, {205.0, 108.0});
    EXPECT_NEAR(near.chainage_m, 200.0, 1e-9);
    EXPECT_NEAR(near.away_m, 3.0, 1e-9);
    const auto node = node_at(laid.network, "K", near.chainage_m);
    ASSERT_TRUE(node.has_value());
    EXPECT_EQ(laid.network.nodes[*node].cell, 10U * 40U + 20U);
    const auto link = link_at(laid.network, "K", 195.5);
    ASSERT_TRUE(link.has_value());
    EXPECT_EQ(laid.network.nodes[laid.network.links[*link].b].cell, 10U * 40U + 20U);
    EXPECT_FALSE(node_at(laid.network, "L", 0.0).has_value());
}

TEST(Gaps, OfAPlanAreItsOpenSharesAndNarrowestSections) {
    const GridSpec grid{3, 2, 8.0, {0.0, 0.0}};
    std::vector<std::uint8_t> plan(24 * 16, 0);
    // A house of 4 × 6 m in the middle cell of the southern row: x 10…14, y 1…7.
    for (std::size_t y = 1; y < 7; ++y)
        for (std::size_t x = 10; x < 14; ++x) plan[y * 24 + x] = 1;
    const Gaps gaps = gaps_of_plan(plan, grid, 8);
    EXPECT_DOUBLE_EQ(gaps.room[1], 1.0 - 24.0 / 64.0);
    EXPECT_DOUBLE_EQ(gaps.room[0], 1.0);
    EXPECT_DOUBLE_EQ(gaps.gap_x[1], 0.25)
        << "two metres of eight beside it, from the middle of cell 0 to that of cell 1";
    EXPECT_DOUBLE_EQ(gaps.gap_x[2], 0.25);
    EXPECT_DOUBLE_EQ(gaps.gap_y[4], 0.5) << "to the north, four of eight";
    EXPECT_DOUBLE_EQ(gaps.gap_y[3], 1.0);
}

TEST(Gaps, OfSharesAreThoseOfSquares) {
    const GridSpec grid{2, 1, 10.0, {0.0, 0.0}};
    const Gaps gaps = gaps_of_share({0.25, 0.0}, grid);
    EXPECT_DOUBLE_EQ(gaps.room[0], 0.75);
    EXPECT_DOUBLE_EQ(gaps.gap_x[1], 0.5);
    EXPECT_DOUBLE_EQ(gaps.gap_y[0], 1.0);
}

}  // namespace
}  // namespace sd
