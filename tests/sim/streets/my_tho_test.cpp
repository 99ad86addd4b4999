// The default city's streets.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "sim/city/recipe.h"
#include "sim/traffic/engine.h"
#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;

TEST(MyTho, HasANetTheEngineDrivesOn) {
    const std::filesystem::path data = std::filesystem::path(SD_SOURCE_DIR) / "data" / "my_tho";
    if (!std::filesystem::exists(data / "recipe.yaml")) GTEST_SKIP() << "no " << data << ": the default city's data";
    const auto city = build_my_tho(data);
    ASSERT_TRUE(city.has_value()) << to_text(city.error());
    const auto begin = std::chrono::steady_clock::now();
    micro::Net net = make_net(*city);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(first_fault(net, *city), "");
    double drawn_m = 0.0, map_m = 0.0;
    for (std::size_t e = 0; e < city->edges.size(); ++e) {
        drawn_m += net.lanes[net.edges[e].lane_begin].length_m;
        map_m += static_cast<double>(city->edges[e].length_m);
    }
    std::size_t signals = 0;
    for (const RoadNode& n : city->nodes) signals += n.signal ? 1 : 0;
    EXPECT_EQ(net.signals.size(), signals);
    EXPECT_GT(drawn_m, 0.8 * map_m);
    std::printf(
        "%zu edges, %zu nodes: %zu edges and %zu lanes with the insides of junctions, %zu links, %zu signals; "
        "lanes keep %.0f %% of the streets' length; %.2f s\n",
        city->edges.size(), city->nodes.size(), net.edges.size(), net.lanes.size(), net.links.size(),
        net.signals.size(), 100.0 * drawn_m / map_m, took.count());
    EXPECT_LT(took.count(), 10.0);
    micro::Case c;
    c.net = std::move(net);
    EXPECT_TRUE(micro::make(std::move(c)).has_value());
}

}  // namespace
}  // namespace sd::streets
