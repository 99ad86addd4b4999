#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "sim/city/importers/import.h"
#include "sim/city/importers/net_read.h"
#include "sim/city/importers/osm_read.h"
#include "sim/city/pack.h"
#include "sim/city/preview.h"
#include "sim/city/road_graph.h"
#include "tests/sim/city/importers/hamlet.h"

namespace sd {
namespace {

using namespace test;

City hamlet(const ImportOptions& options) {
    ImportLog log;
    auto city = import_city(options, log);
    EXPECT_TRUE(city) << to_text(city.error());
    return city ? std::move(*city) : City{};
}

TEST(Hamlet, BecomesACityThatItsPackRemembers) {
    ImportLog log;
    const auto city = import_city({.osm = kHamlet}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_EQ(city->meta.epsg, 32648);
    EXPECT_EQ(city->nodes.size(), 12U);
    EXPECT_EQ(city->edges.size(), 34U) << "17 pieces of street, both ways; the footway is none";
    EXPECT_EQ(std::count_if(city->nodes.begin(), city->nodes.end(), [](const RoadNode& n) { return n.signal; }), 1);
    EXPECT_EQ(std::count_if(city->edges.begin(), city->edges.end(), [](const RoadEdge& e) { return e.bridge; }), 8)
        << "four streets cross the canal";
    ASSERT_EQ(city->buildings.size(), 5U);
    std::vector<int> storeys;
    for (const Building& b : city->buildings) storeys.push_back(b.storeys);
    std::sort(storeys.begin(), storeys.end());
    EXPECT_EQ(storeys, (std::vector<int>{2, 2, 2, 2, 4})) << "7 m is 2 storeys; three took the default 2";
    EXPECT_EQ(city->canals.size(), 2U) << "the culvert is no open water";
    EXPECT_EQ(city->pois.size(), 3U + 1U) << "and the substation that furnishing marks";
    std::uint32_t parts = 0;
    (void)strong_components(*city, &parts);
    EXPECT_EQ(parts, 1U);

    const auto folder = scratch("hamlet_pack");
    ASSERT_TRUE(write_pack(*city, folder));
    const auto back = read_pack(folder);
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_EQ(back->meta.notes, log.lines);
    EXPECT_EQ(city_hash(*back), city_hash(*city));
}

TEST(Hamlet, WhatRulesMadeUpIsCalledAssumed) {
    const City city = hamlet({.osm = kHamlet});
    const auto find = [&](const std::string& name) {
        const auto found = std::find_if(city.meta.layers.begin(), city.meta.layers.end(),
                                        [&](const LayerInfo& layer) { return layer.name == name; });
        return found == city.meta.layers.end() ? LayerInfo{} : *found;
    };
    EXPECT_EQ(find("storeys, untagged").objects, 3U);
    EXPECT_EQ(find("storeys, untagged").provenance, Provenance::Assumed);
    EXPECT_EQ(find("buildings").provenance, Provenance::Imported);
    EXPECT_EQ(find("signals").provenance, Provenance::Assumed);
    EXPECT_EQ(find("signals").objects, 1U);
    EXPECT_EQ(find("bridges").objects, 8U);
    EXPECT_EQ(find("points of interest").objects, 3U);
    EXPECT_EQ(find("cover").objects + find("cover, untagged").objects, city.grid.cells());
    EXPECT_GT(find("cover, untagged").objects, city.grid.cells() / 4);
    EXPECT_LT(find("cover, untagged").objects, city.grid.cells());
    EXPECT_EQ(find("terrain").provenance, Provenance::Synthetic);
    EXPECT_TRUE(city.meta.synthetic_terrain);
    EXPECT_NE(city.meta.vertical_datum.find("assumed"), std::string::npos) << city.meta.vertical_datum;

    const std::string info = describe_city(city);
    EXPECT_EQ(info.substr(0, info.find('\n')), "hamlet") << "no province: no comma";
    for (const std::string& line : city.meta.notes) EXPECT_NE(info.find(line), std::string::npos) << line;
    const std::string named = hamlet({.osm = kHamlet, .vertical_datum = "Hon Dau"}).meta.vertical_datum;
    EXPECT_EQ(named.find("Hon Dau (assumed"), 0U) << named;
}

TEST(Hamlet, TerrainComesFromTheRasterAndGapsAreCounted) {
    // A plane that falls from west to east, with a hole in its south-west corner.
    const auto dem = terrain_file("plane.tif", "EPSG:4326", {106.298, 10.398}, {106.308, 10.408}, [](int i, int j) {
        return i < 20 && j > 40 ? -9999.0F : 10.0F - 0.1F * static_cast<float>(i);
    });
    ImportLog log;
    const auto city = import_city({.osm = kHamlet, .dem = dem, .vertical_datum = "Hon Dau"}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_FALSE(city->meta.synthetic_terrain);
    EXPECT_EQ(city->meta.vertical_datum, "Hon Dau");
    // Pixel i is centred at 106.298 + (i + ½)/6000°; the row of cells at 10.4060° lies north of the hole and the water.
    const auto to = importers::Projection::make("EPSG:4326", "EPSG:32648");
    const auto at = to->forward(106.3010, 10.4058);
    ASSERT_TRUE(at);
    const LocalXY p{at->easting_m - city->meta.origin_easting_m, at->northing_m - city->meta.origin_northing_m};
    EXPECT_NEAR(city->ground_m.at(city->grid.cell_clamped(p)), 10.0 - 0.1 * (0.003 * 6000.0 - 0.5), 0.02);
    EXPECT_TRUE(says(log, "cells without data took the mean")) << all_of(log);
    EXPECT_FALSE(says(log, "(bilinear; 0 cells")) << "the hole must be counted";
}

TEST(Hamlet, Vn2000AndABoxOfOnesOwn) {
    const City city = hamlet({.osm = kHamlet,
                              .bbox_deg = {{106.301, 10.4005, 106.3055, 10.4055}},
                              .epsg = 9210,
                              .cell_m = 5.0,
                              .name = "Làng Sen"});
    EXPECT_EQ(city.meta.epsg, 9210);
    EXPECT_EQ(city.meta.name, "Làng Sen");
    EXPECT_NEAR(city.grid.nx * 5.0, 0.0045 * 109'490.0, 12.0);
    EXPECT_LT(city.edges.size(), 34U) << "streets beyond the box are clipped";
}

TEST(Hamlet, SameFilesGiveTheSameCity) {
    EXPECT_EQ(city_hash(hamlet({.osm = kHamlet})), city_hash(hamlet({.osm = kHamlet})));
}

TEST(Hamlet, WithoutNetconvertTheCureIsNamed) {
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", "/nowhere", 1);
    ImportLog log;
    const auto city = import_city({.osm = kHamlet}, log);
    ::setenv("PATH", path.c_str(), 1);
    ASSERT_FALSE(city);
    const std::string text = to_text(city.error());
    EXPECT_NE(text.find("'netconvert' is not installed"), std::string::npos) << text;
    EXPECT_NE(text.find("apt-get install sumo"), std::string::npos) << text;
}

struct Bad {
    const char* name;
    ImportOptions options;
    const char* says;
};

TEST(Hamlet, BadInputIsNamedAndMended) {
    const LonLat sw{106.298, 10.398};
    const LonLat ne{106.308, 10.408};
    const auto flat = [](int, int) { return 2.0F; };
    const auto whole = terrain_file("whole.tif", "EPSG:4326", sw, ne, flat);
    std::ifstream in(whole, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    std::string few = bytes;
    few.resize(bytes.size() / 2);
    const std::string head = "<?xml version='1.0'?><osm version='0.6'>";
    const std::vector<Bad> table{
        {"no file", {.osm = scratch("none.osm")}, "no such file"},
        {"not OSM", {.osm = written("a.osm", "<html></html>")}, "cannot be read as OpenStreetMap"},
        {"cut short", {.osm = written("b.osm", head + "<node id='1' la")}, "cannot be read"},
        {"no format", {.osm = written("c.txt", "hello")}, "cannot be read"},
        {"place", {.osm = written("p.osm", head + "<node id='1' lon='x' lat='10'/></osm>")}, "cannot be read"},
        {"pbf", {.osm = written("q.osm.pbf", "no blocks")}, "cannot be read"},
        {"empty town", {.osm = written("d.osm", head + "</osm>")}, "holds no streets"},
        {"box upside down", {.osm = kHamlet, .bbox_deg = {{1, 2, 0, 3}}}, "west,south,east,north"},
        {"box elsewhere", {.osm = kHamlet, .bbox_deg = {{10.0, 50.0, 10.05, 50.05}}}, "netconvert failed"},
        {"box too small", {.osm = kHamlet, .bbox_deg = {{106.301, 10.401, 106.302, 10.402}}}, "16 × 16"},
        {"tiny cell", {.osm = kHamlet, .cell_m = 0.5}, "2…100 m"},
        {"degrees as metres", {.osm = kHamlet, .epsg = 4326}, "is the system metric?"},
        {"no such system", {.osm = kHamlet, .epsg = 999999}, "no transformation"},
        {"no DEM", {.osm = kHamlet, .dem = scratch("none.tif")}, "no such file"},
        {"DEM is text", {.osm = kHamlet, .dem = written("e.tif", "no raster")}, "is not a raster"},
        {"DEM cut short", {.osm = kHamlet, .dem = written("f.tif", few)}, "f.tif"},
        {"DEM nowhere", {.osm = kHamlet, .dem = terrain_file("n.tif", "", sw, ne, flat)}, "has no georeference"},
        {"DEM elsewhere",
         {.osm = kHamlet, .dem = terrain_file("o.tif", "EPSG:4326", {11.5, 50.0}, {11.6, 50.1}, flat)},
         "does not cover"},
        {"layer is text", {.osm = kHamlet, .layers = {written("f.gpkg", "no")}}, "is not a vector file"},
        {"no map", {.osm = kHamlet, .attribute_map = scratch("none.yaml")}, "cannot be read"},
    };
    for (const Bad& bad : table) {
        ImportLog log;
        const auto city = import_city(bad.options, log);
        ASSERT_FALSE(city) << bad.name;
        EXPECT_NE(to_text(city.error()).find(bad.says), std::string::npos) << bad.name << ": " << to_text(city.error());
    }
}

TEST(SumoNet, SaysWhatIsWrong) {
    const std::string head = "<net><location netOffset=\"0,0\" projParameter=\"";
    const std::string utm = "+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs";
    const std::vector<std::pair<std::string, std::string>> table{
        {"<net>", "is not a SUMO network"},
        {"<net/>", "names no projection"},
        {head + "!\"/></net>", "names no projection"},
        {head + "+proj=none\"/></net>", "no transformation"},
        {head + utm + "\"/></net>", "holds no street"},
        {head + utm +
             "\"/><junction id=\"a\" type=\"dead_end\" x=\"1\" y=\"1\"/><edge id=\"e\" from=\"a\" to=\"b\"/></net>",
         "t.net.xml:1:158: is not a SUMO network: edge 'e' has no lane"},
        {head + utm +
             "\"/><junction id=\"a\" type=\"dead_end\" x=\"1\" y=\"1\"/><edge id=\"e\" from=\"a\" to=\"a\"><lane "
             "id=\"e_0\" index=\"0\" length=\"9\" speed=\"9\" shape=\"1,1 9,1\"/></edge></net>",
         "holds no street"},
    };
    for (const auto& [text, says_this] : table) {
        const auto net = importers::parse_sumo_net(text, "t.net.xml", "EPSG:32648");
        ASSERT_FALSE(net) << text;
        EXPECT_NE(to_text(net.error()).find(says_this), std::string::npos) << to_text(net.error());
    }
}

}  // namespace
}  // namespace sd
