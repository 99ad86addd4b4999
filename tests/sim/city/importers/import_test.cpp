#include "sim/city/importers/import.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "sim/city/importers/osm_tags.h"
#include "sim/city/importers/projection.h"
#include "sim/city/pack.h"
#include "sim/city/road_graph.h"

namespace sd {
namespace {

namespace fs = std::filesystem;

fs::path shared() {
    const char* set = std::getenv("SONGDOI_SHARED");
    return set != nullptr ? fs::path(set) : fs::path(SD_SOURCE_DIR) / ".." / "shared";
}

#define NEED(file)                                                     \
    const fs::path file##_path = shared() / "data/osm" / kFile_##file; \
    if (!fs::exists(file##_path)) GTEST_SKIP() << "not there: " << file##_path.string()
constexpr const char* kFile_hoankiem = "hoankiem.osm.gz";
constexpr const char* kFile_bayreuth = "north-bayreuth.osm.pbf";
constexpr const char* kFile_dem = "north-bayreuth-srtm.tif";

TEST(Import, VietnameseTownWithSparseTagsBecomesACity) {
    NEED(hoankiem);
    ImportLog log;
    const auto city = import_city({.osm = hoankiem_path}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_EQ(city->meta.epsg, 32648);
    EXPECT_TRUE(city->meta.synthetic_terrain);
    EXPECT_NEAR(static_cast<double>(city->buildings.size()), 566.0, 20.0);
    double km = 0.0;
    bool vietnamese = false;
    for (const RoadEdge& edge : city->edges) {
        if (!edge.reverse.valid() || edge.reverse.index > static_cast<std::uint32_t>(&edge - city->edges.data())) {
            km += edge.length_m / 1000.0;
        }
        vietnamese = vietnamese || edge.name.find("Hàng") != std::string::npos;
        for (const LocalXY p : edge.line) {
            EXPECT_TRUE(city->grid.contains(city->grid.column(p.x_m), city->grid.row(p.y_m)));
        }
    }
    EXPECT_NEAR(km, 110.0, 40.0);  // 137.8 km drivable before clipping to the bounds
    EXPECT_TRUE(vietnamese) << "street names must survive";
    std::uint32_t components = 0;
    (void)strong_components(*city, &components);
    EXPECT_EQ(components, 1U);
    EXPECT_GT(city->devices.size(), 500U);
    EXPECT_FALSE(log.lines.empty());
}

TEST(Import, TerrainFollowsTheDem) {
    NEED(bayreuth);
    NEED(dem);
    ImportLog log;
    const auto city = import_city({.osm = bayreuth_path, .dem = dem_path, .vertical_datum = "EGM96"}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_FALSE(city->meta.synthetic_terrain);
    EXPECT_EQ(city->meta.vertical_datum, "EGM96");
    float low = 1e9F;
    float high = -1e9F;
    for (int j = 0; j < city->grid.ny; ++j) {
        for (const float v : city->ground_m.row(j)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    }
    EXPECT_GT(low, 300.0F);   // the Red Main at Bayreuth lies near 330 m
    EXPECT_LT(high, 650.0F);  // and no hill of the extract is higher
    EXPECT_GT(high - low, 50.0F);
    EXPECT_EQ(city->buildings.size(), 4267U);
}

TEST(Import, SameFilesGiveTheSameCity) {
    NEED(hoankiem);
    ImportLog log;
    const auto a = import_city({.osm = hoankiem_path}, log);
    const auto b = import_city({.osm = hoankiem_path}, log);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(city_hash(*a), city_hash(*b));
}

TEST(Import, TagsMeanWhatTheTableSays) {
    using namespace importers;
    EXPECT_EQ(metres_of("12.5 m"), 12.5);
    EXPECT_EQ(metres_of("7"), 7.0);
    EXPECT_FALSE(metres_of("12 ft"));
    EXPECT_FALSE(metres_of("-3"));
    EXPECT_FALSE(metres_of(nullptr));
    EXPECT_EQ(building_use("hospital"), 3);
    EXPECT_EQ(cover_of_tag("leisure", "park"), Cover::Park);
    EXPECT_FALSE(waterway_width_m("dam"));
}

TEST(Projection, UtmAndVn2000AgreeToTheDatumShift) {
    const auto utm = importers::Projection::make("EPSG:4326", "EPSG:32648");
    ASSERT_TRUE(utm);
    const auto p = utm->forward(106.3466, 10.3469);
    ASSERT_TRUE(p);
    const auto back = utm->inverse(p->easting_m, p->northing_m);
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->lon_deg, 106.3466, 1e-8);
    EXPECT_EQ(importers::utm_epsg({106.3, 10.3}), 32648);
    EXPECT_EQ(importers::utm_epsg({11.5, 50.0}), 32632);
    EXPECT_EQ(importers::utm_epsg({-58.4, -34.6}), 32721);
}

}  // namespace
}  // namespace sd
