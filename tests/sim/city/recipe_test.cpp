#include "sim/city/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "sim/city/raster.h"
#include "sim/city/road_graph.h"
#include "tests/sim/city/my_tho.h"

namespace sd {
namespace {

using test::my_tho;

bool is_wet(const City& city, std::uint32_t cell) { return is_water(static_cast<Cover>(city.cover.at(cell))); }

TEST(MyTho, HasNoInconsistency) {
    const Errors errors = check_city(my_tho(), "my_tho");
    EXPECT_TRUE(errors.empty()) << to_text(errors);
}

TEST(MyTho, GridHasTenMetreCellsOverTheWholeBox) {
    const City& city = my_tho();
    EXPECT_EQ(city.meta.epsg, 32648);
    EXPECT_DOUBLE_EQ(city.grid.cell_m, 10.0);
    EXPECT_NEAR(city.grid.nx, 1860, 10);
    EXPECT_NEAR(city.grid.ny, 1440, 15);
    EXPECT_NEAR(city.meta.corners[0].lon_deg, 106.28, 1.0e-3);
    EXPECT_NEAR(city.meta.corners[2].lat_deg, 10.42, 1.0e-3);
}

TEST(MyTho, SameRecipeGivesSameBytes) {
    const auto again = build_my_tho(test::my_tho_folder());
    ASSERT_TRUE(again);
    EXPECT_EQ(city_hash(*again), city_hash(my_tho()));
}

TEST(MyTho, RoadsAreOneStronglyConnectedPart) {
    std::uint32_t parts = 0;
    static_cast<void>(strong_components(my_tho(), &parts));
    EXPECT_EQ(parts, 1U);
    EXPECT_GE(my_tho().edges.size(), 3000U);
    EXPECT_LE(my_tho().edges.size(), 8000U);
}

TEST(MyTho, OnlyBridgesAndBoatsCrossWater) {
    const City& city = my_tho();
    for (const RoadEdge& edge : city.edges) {
        EXPECT_GE(edge.length_m, 15.0F);
        const bool over = edge.bridge || edge.cls == RoadClass::Ferry;
        EXPECT_EQ(over, edge.cells.empty()) << edge.name;
        for (const std::uint32_t cell : edge.cells) EXPECT_FALSE(is_wet(city, cell)) << edge.name;
        if (over) continue;
        // Streets along a quay share some cells with the water; most of a street is on land.
        EXPECT_LE(0.7F * edge.length_m, 10.0F * (static_cast<float>(edge.cells.size()) + 2.0F)) << edge.name;
    }
}

TEST(MyTho, HasTheDevicesTheFleetNeeds) {
    const City& city = my_tho();
    EXPECT_GE(city.devices.size(), 12000U);
    double rate_hz = 0.0;
    std::vector<Duration> periods;
    std::set<DeviceKind> kinds;
    for (const Device& d : city.devices) {
        rate_hz += 1.0 / d.period.seconds();
        periods.push_back(d.period);
        kinds.insert(d.kind);
    }
    std::sort(periods.begin(), periods.end());
    EXPECT_GE(rate_hz, 200.0);
    EXPECT_LE(periods[periods.size() / 2], seconds(60));
    EXPECT_EQ(kinds.size(), kDeviceKindCount);
}

TEST(MyTho, WaterCanFlowFromTheRiverIntoEveryCanalThatMeetsIt) {
    const City& city = my_tho();
    std::vector<std::uint8_t> reached(city.grid.cells(), 0);
    std::vector<std::uint32_t> open = city.boundaries.at(0).cells;
    ASSERT_FALSE(open.empty());
    for (const std::uint32_t c : open) reached[c] = 1;
    const auto spread = [&](std::uint32_t cell) {
        if (reached[cell] != 0) return;
        reached[cell] = 1;
        open.push_back(cell);
    };
    while (!open.empty()) {
        const std::uint32_t cell = open.back();
        open.pop_back();
        const int i = static_cast<int>(cell) % city.grid.nx;
        const int j = static_cast<int>(cell) / city.grid.nx;
        for (const auto& [di, dj] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            if (!city.grid.contains(i + di, j + dj)) continue;
            if (is_wet(city, city.grid.cell(i + di, j + dj))) spread(city.grid.cell(i + di, j + dj));
        }
        for (const Structure& s : city.structures) {  // through sluices too
            if (s.cell_outside == cell) spread(s.cell_inside);
        }
    }
    for (const Boundary& b : city.boundaries) {
        for (const std::uint32_t c : b.cells) EXPECT_EQ(reached[c], 1) << b.name;
    }
    for (const CanalLine& canal : city.canals) {
        if (!reached[city.grid.cell_clamped(canal.line.front())]) continue;  // another river's
        std::size_t dry = 0;
        for (const std::uint32_t c : cells_under(city.grid, canal.line)) dry += reached[c] == 0 ? 1 : 0;
        EXPECT_LE(dry, 8U) << canal.name;  // the wall of its sluice
    }
}

// Flood water from the river must come over a crest: every land cell beside river or canal is at least as high as the
// lowest crest anywhere.
TEST(MyTho, BanksKeepOrdinaryHighTidesOut) {
    const City& city = my_tho();
    float lowest = 1.0e9F;
    for (int j = 1; j + 1 < city.grid.ny; ++j) {
        for (int i = 1; i + 1 < city.grid.nx; ++i) {
            const std::uint32_t cell = city.grid.cell(i, j);
            if (is_wet(city, cell)) continue;
            for (int dj = -1; dj <= 1; ++dj) {
                for (int di = -1; di <= 1; ++di) {
                    if (static_cast<Cover>(city.cover(i + di, j + dj)) != Cover::River) continue;
                    lowest = std::min(lowest, city.ground_m(i, j));
                }
            }
        }
    }
    EXPECT_GE(lowest, 1.6F);
}

TEST(MyTho, RiverIsNeverDeeperThanTheStepAllows) {
    const City& city = my_tho();
    for (int j = 0; j < city.grid.ny; ++j) {
        for (const float g : city.ground_m.row(j)) ASSERT_GE(g, -9.0F);
    }
}

TEST(MyTho, EveryLayerSaysWhereItComesFrom) {
    const City& city = my_tho();
    EXPECT_TRUE(city.meta.synthetic_terrain);
    EXPECT_NE(city.meta.attribution.find("OpenStreetMap"), std::string::npos);
    EXPECT_GE(city.meta.layers.size(), 12U);
    for (const LayerInfo& layer : city.meta.layers) EXPECT_FALSE(layer.source.empty()) << layer.name;
}

TEST(MyTho, HousesStandClearOfWaterAndCarriageways) {
    const City& city = my_tho();
    EXPECT_GE(city.buildings.size(), 12000U);
    EXPECT_LE(city.buildings.size(), 25000U);
    for (const Building& b : city.buildings) {
        ASSERT_EQ(b.outline.size(), 4U);
        EXPECT_GT(area_of(b.outline), 20.0);
        const LocalXY middle{0.5 * (b.outline[0].x_m + b.outline[2].x_m), 0.5 * (b.outline[0].y_m + b.outline[2].y_m)};
        EXPECT_FALSE(is_wet(city, city.grid.cell_clamped(middle)));
    }
}

TEST(MyTho, DrainsOpenIntoWaterAndTheirStreetsAreAboveTheMouth) {
    const City& city = my_tho();
    EXPECT_GE(city.drains.size(), 40U);
    for (const Drain& d : city.drains) {
        EXPECT_TRUE(is_wet(city, d.outfall_cell)) << d.name;
        EXPECT_LT(d.invert_m, d.ground_m) << d.name;
        EXPECT_GT(d.inlet_m3_s, 0.0F);
        EXPECT_FALSE(d.inlet_cells.empty());
    }
}

TEST(Recipe, AMissingFolderIsAnErrorNotACrash) {
    const auto city = build_my_tho("/nonexistent/my_tho");
    ASSERT_FALSE(city);
    EXPECT_NE(to_text(city.error()).find("recipe.yaml"), std::string::npos);
}

TEST(Recipe, ABrokenSkeletonIsNamed) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(testing::TempDir()) / "recipe_broken_skeleton";
    fs::remove_all(folder);
    fs::copy(test::my_tho_folder(), folder);
    std::ofstream(folder / "my_tho_skeleton.geojson") << "{\"type\": \"FeatureCollection\", \"features\": [ 3 ";
    const auto city = build_my_tho(folder);
    ASSERT_FALSE(city);
    EXPECT_NE(to_text(city.error()).find("my_tho_skeleton.geojson"), std::string::npos);
}

}  // namespace
}  // namespace sd
