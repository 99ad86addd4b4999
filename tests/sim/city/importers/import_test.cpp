#include "sim/city/importers/import.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/city/importers/layers.h"
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

fs::path scratch(const std::string& name) {
    const fs::path folder = fs::path(testing::TempDir()) / ("songdoi-import-test-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    return folder / name;
}

fs::path written(const std::string& name, const std::string& text) {
    std::ofstream(scratch(name)) << text;
    return scratch(name);
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

TEST(Import, PlannersLayersChangeTheCity) {
    NEED(hoankiem);
    // Two dykes and a spot height near the middle, in VN-2000 / TM-3 105-45 as a Vietnamese planner has them.
    const auto to_vn = importers::Projection::make("EPSG:4326", "EPSG:9210");
    ASSERT_TRUE(to_vn) << to_text(to_vn.error());
    const auto a = to_vn->forward(105.850, 21.028);
    const auto b = to_vn->forward(105.854, 21.030);
    ASSERT_TRUE(a && b);
    const auto number = [](double v) { return std::to_string(v); };
    const auto csv =
        written("de.csv", "CAO,WKT\n7.5,\"LINESTRING (" + number(a->easting_m) + " " + number(a->northing_m) + ", " +
                              number(b->easting_m) + " " + number(b->northing_m) + ")\"\n");
    const auto gpkg = scratch("plans.gpkg");
    fs::remove(gpkg);
    const std::string command = "ogr2ogr -f GPKG -a_srs EPSG:9210 -nln de " + gpkg.string() + " " + csv.string() +
                                " -oo GEOM_POSSIBLE_NAMES=WKT -oo AUTODETECT_TYPE=YES -oo KEEP_GEOM_COLUMNS=NO";
    if (std::system("command -v ogr2ogr > /dev/null") != 0) GTEST_SKIP() << "ogr2ogr (gdal-bin) is not installed";
    ASSERT_EQ(std::system(command.c_str()), 0);
    const auto map = written("map.yaml", "layers:\n  - {match: de, kind: dyke, value: CAO, width: 6}\n");
    ImportLog log;
    const auto city = import_city({.osm = hoankiem_path, .layers = {gpkg}, .attribute_map = map}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    ASSERT_EQ(city->dykes.size(), 1U);
    EXPECT_FLOAT_EQ(city->dykes[0].crest_m, 7.5F);
    ASSERT_GT(city->dykes[0].cells.size(), 30U);
    for (const std::uint32_t cell : city->dykes[0].cells) EXPECT_GE(city->ground_m.at(cell), 7.5F);
}

struct Bad {
    const char* name;
    ImportOptions options;
    const char* says;
};

TEST(Import, BadInputIsNamedAndMended) {
    NEED(hoankiem);
    const std::vector<Bad> table{
        {"no file", {.osm = scratch("none.osm")}, "no such file"},
        {"not OSM", {.osm = written("a.osm", "<html></html>")}, "cannot be read as OpenStreetMap"},
        {"cut short",
         {.osm = written("b.osm", "<?xml version='1.0'?><osm version='0.6'><node id='1' la")},
         "cannot be read"},
        {"no format", {.osm = written("c.txt", "hello")}, "cannot be read"},
        {"empty town", {.osm = written("d.osm", "<?xml version='1.0'?><osm version='0.6'></osm>")}, "holds no streets"},
        {"box upside down", {.osm = hoankiem_path, .bbox_deg = {{1, 2, 0, 3}}}, "west,south,east,north"},
        {"box elsewhere", {.osm = hoankiem_path, .bbox_deg = {{10.0, 50.0, 10.05, 50.05}}}, "netconvert failed"},
        {"tiny cell", {.osm = hoankiem_path, .cell_m = 0.5}, "2…100 m"},
        {"degrees as metres", {.osm = hoankiem_path, .epsg = 4326}, "is the system metric?"},
        {"no such system", {.osm = hoankiem_path, .epsg = 999999}, "no transformation"},
        {"DEM is text", {.osm = hoankiem_path, .dem = written("e.tif", "no raster")}, "is not a raster"},
        {"DEM elsewhere", {.osm = hoankiem_path, .dem = shared() / "data/osm" / kFile_dem}, "does not cover"},
        {"layer is text", {.osm = hoankiem_path, .layers = {written("f.gpkg", "no")}}, "is not a vector file"},
        {"map is not YAML", {.osm = hoankiem_path, .attribute_map = written("g.yaml", "layers: [")}, "g.yaml:1"},
        {"map kind",
         {.osm = hoankiem_path, .attribute_map = written("h.yaml", "layers:\n  - {match: a, kind: tree}\n")},
         "h.yaml:2:22: unknown kind 'tree'"},
    };
    for (const Bad& bad : table) {
        ImportLog log;
        const auto city = import_city(bad.options, log);
        ASSERT_FALSE(city) << bad.name;
        EXPECT_NE(to_text(city.error()).find(bad.says), std::string::npos) << bad.name << ": " << to_text(city.error());
    }
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
