#include "sim/city/importers/layers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/city/pack.h"
#include "sim/city/raster.h"
#include "tests/sim/city/importers/hamlet.h"

namespace sd {
namespace {

using namespace test;
using importers::LayerKind;

constexpr const char* kVn2000 = "EPSG:9210";  // VN-2000 / TM-3 105-45
const std::vector<LonLat> kDyke{{106.3007, 10.4056}, {106.3053, 10.4056}};
const std::vector<LonLat> kHouse{
    {106.3044, 10.4022}, {106.3046, 10.4022}, {106.3046, 10.4024}, {106.3044, 10.4024}, {106.3044, 10.4022}};
// Across the two middle streets, between junctions.
const std::vector<LonLat> kDitch{{106.3016, 10.4042}, {106.3045, 10.4042}};
const LonLat kSpot{106.3029, 10.4014};

std::string line(const std::vector<LonLat>& places, const std::string& crs) {
    return "LINESTRING (" + vertices(places, crs) + ")";
}

Result<City> planned(const std::vector<std::filesystem::path>& layers, ImportLog& log, const std::string& map = "") {
    ImportOptions options{.osm = kHamlet, .layers = layers};
    if (!map.empty()) options.attribute_map = written("map.yaml", "layers:\n" + map);
    return import_city(options, log);
}

float ground_at(const City& city, LonLat place) {
    const auto to = importers::Projection::make("EPSG:4326", "EPSG:" + std::to_string(city.meta.epsg));
    const auto at = to->forward(place.lon_deg, place.lat_deg);
    return city.ground_m.at(city.grid.cell_clamped(
        {at->easting_m - city.meta.origin_easting_m, at->northing_m - city.meta.origin_northing_m}));
}

void expect_dyke(const City& city, float crest_m) {
    ASSERT_EQ(city.dykes.size(), 1U);
    EXPECT_FLOAT_EQ(city.dykes[0].crest_m, crest_m);
    EXPECT_NEAR(length_of(city.dykes[0].line), 0.0046 * 109'500.0, 2.0);
    EXPECT_GT(city.dykes[0].cells.size(), 45U);
    for (const std::uint32_t cell : city.dykes[0].cells) EXPECT_GE(city.ground_m.at(cell), crest_m);
}

TEST(Layers, DxfIsReadByItsCadLayers) {
    const std::string spot = vertices({kSpot}, kVn2000);
    const auto dxf = vector_file("DXF", "plans.dxf", "entities", "", {},
                                 {{line(kDyke, kVn2000), {{"Layer", "DE"}}},
                                  {line(kHouse, kVn2000), {{"Layer", "NHA_1"}}},
                                  {"POLYGON ((" + vertices(kHouse, kVn2000) + "))", {{"Layer", "NHA_2"}}},
                                  {"POINT Z (" + vertices({kSpot}, kVn2000, "3.25") + ")", {{"Layer", "DIEM"}}},
                                  {"POINT (" + vertices({{106.3010, 10.4054}}, kVn2000) + ")",
                                   {{"Layer", "CHU"}},
                                   "LABEL(f:\"Arial\",t:\"6,5\",s:2g)"},
                                  {line(kDitch, kVn2000), {{"Layer", "KHUNG"}}}});
    const std::string map =
        "  - {match: DE, kind: dyke, value: 7.5, crs: 'EPSG:9210'}\n"
        "  - {match: 'NHA*', kind: building, value: 3, crs: 'EPSG:9210'}\n"
        "  - {match: DIEM, kind: spot_height, crs: 'EPSG:9210'}\n"
        "  - {match: CHU, kind: spot_height, value: Text, crs: 'EPSG:9210'}\n";
    ImportLog log;
    const auto city = planned({dxf}, log, map);
    ASSERT_TRUE(city) << to_text(city.error());
    expect_dyke(*city, 7.5F);
    EXPECT_EQ(city->buildings.size(), 5U + 2U);
    EXPECT_EQ(city->buildings.back().storeys, 3);
    EXPECT_NEAR(ground_at(*city, kSpot), 3.25F, 0.01F);
    EXPECT_NEAR(ground_at(*city, {106.3010, 10.4054}), 6.5F, 0.01F) << "a level written as text, with a comma";
    EXPECT_TRUE(says(log, "layer 'KHUNG' (1 features) matches no rule and is left out")) << all_of(log);
    EXPECT_TRUE(says(log, "layer 'DE': 1 as dyke; crest level 7.5 by the attribute map; width of 1 assumed 10 m"))
        << all_of(log);

    ImportLog other;
    const auto lost = planned({dxf}, other, "  - {match: DE, kind: dyke, value: 7.5}\n");
    ASSERT_FALSE(lost);
    EXPECT_NE(to_text(lost.error()).find("layer 'DE' has no coordinate system"), std::string::npos)
        << to_text(lost.error());
}

TEST(Layers, ShapefileWithoutSystemTakesTheMaps) {
    const auto shp = vector_file("ESRI Shapefile", "de_bao.shp", "de_bao", "", {{"CAO_DO"}, {"TEN", OFTString}},
                                 {{line(kDyke, kVn2000), {{"CAO_DO", "6.25"}, {"TEN", "Đê Bắc"}}}});
    ImportLog log;
    const auto city =
        planned({shp}, log, "  - {match: 'de*', kind: dyke, name: TEN, value: CAO_DO, width: 6, crs: 'EPSG:9210'}\n");
    ASSERT_TRUE(city) << to_text(city.error());
    expect_dyke(*city, 6.25F);
    EXPECT_EQ(city->dykes[0].name, "Đê Bắc");
}

TEST(Layers, GeoPackageInVn2000) {
    const auto gpkg = vector_file("GPKG", "plans.gpkg", "de", kVn2000, {{"CAO"}},
                                  {{line(kDyke, kVn2000), {{"CAO", "7.5"}}}, {line(kDitch, kVn2000)}});
    ImportLog log;
    const auto city = planned({gpkg}, log, "  - {match: de, kind: dyke, value: CAO}\n");
    ASSERT_TRUE(city) << to_text(city.error());
    expect_dyke(*city, 7.5F);
    EXPECT_TRUE(says(log, "left out: 1 without crest level")) << all_of(log);
}

TEST(Layers, AMissingLevelIsNeverZero) {
    const auto spots = vector_file("GPKG", "heights.gpkg", "height", kVn2000, {},
                                   {{"POINT Z (" + vertices({kSpot}, kVn2000, "9.5") + ")"},
                                    {"POINT (" + vertices({{106.3010, 10.4054}}, kVn2000) + ")"}});
    const auto drains = vector_file("GPKG", "drains.gpkg", "drain", kVn2000, {{"bed", OFTString}},
                                    {{line(kDitch, kVn2000)},
                                     {line(kDitch, kVn2000), {{"bed", "deep"}}},
                                     {"POINT (" + vertices({kSpot}, kVn2000) + ")", {{"bed", "1"}}}});
    ImportLog log;
    const auto city = planned({spots, drains}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_NEAR(ground_at(*city, kSpot), 9.5F, 0.01F);
    EXPECT_NEAR(ground_at(*city, {106.3010, 10.4054}), 5.0F, 0.01F) << "no level: the ground stays";
    EXPECT_NEAR(ground_at(*city, {106.3035, 10.4042}), 5.0F, 0.01F) << "no bed: no cut";
    EXPECT_EQ(city->canals.size(), 2U);
    EXPECT_TRUE(says(log, "1 as spot_height; height of 1 from the point's Z; left out: 1 without height"))
        << all_of(log);
    EXPECT_TRUE(says(log, "0 as drain; left out: 2 without bed level; left out: 1 without the shape of a drain"))
        << all_of(log);
}

TEST(Layers, AFieldThatNoLayerHasIsAMistakeOfTheMap) {
    const auto gpkg =
        vector_file("GPKG", "typo.gpkg", "de", kVn2000, {{"CAO"}, {"TEN", OFTString}}, {{line(kDyke, kVn2000)}});
    ImportLog log;
    const auto city = planned({gpkg}, log,
                              "  - {match: de, kind: dyke, value: CAO_DO, name: TEN}\n"
                              "  - {match: song, kind: drain, value: 1}\n");
    ASSERT_FALSE(city);
    const std::string text = to_text(city.error());
    EXPECT_NE(text.find("map.yaml:2:36: no layer that matches 'de' has a field 'CAO_DO'"), std::string::npos) << text;
    EXPECT_NE(text.find("its fields are CAO, TEN"), std::string::npos) << text;
    EXPECT_EQ(city.error().size(), 1U) << "TEN exists; a rule without layers is only noted";

    ImportLog noted;
    ASSERT_TRUE(planned({gpkg}, noted, "  - {match: song, kind: drain, value: 1}\n"));
    EXPECT_TRUE(says(noted, "no layer matches 'song'")) << all_of(noted);
}

TEST(Layers, ADrainGoesUnderTheStreetsItCrosses) {
    const auto gpkg = vector_file("GPKG", "ditch.gpkg", "drain_new", kVn2000, {{"bed"}, {"name", OFTString}},
                                  {{line(kDitch, kVn2000), {{"bed", "3.5"}, {"name", "Mương mới"}}}});
    ImportLog log;
    const auto city = planned({gpkg}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_EQ(std::count_if(city->edges.begin(), city->edges.end(), [](const RoadEdge& e) { return e.bridge; }), 8 + 4)
        << "two more streets, both ways";
    for (const RoadEdge& edge : city->edges) {
        EXPECT_TRUE(!edge.bridge || edge.bridge_deck_m > 5.9F) << edge.name;
    }
    EXPECT_NEAR(ground_at(*city, {106.3035, 10.4042}), 3.5F, 0.01F);
    EXPECT_EQ(city->canals.back().name, "Mương mới");
    EXPECT_TRUE(says(log, "4 street edges")) << all_of(log);
    EXPECT_TRUE(says(log, "became bridges")) << all_of(log);
}

TEST(Layers, RoadsAndBuildingsTakeStatedDefaults) {
    const auto roads = vector_file(
        "GPKG", "roads.gpkg", "road_plan", kVn2000, {{"lanes"}, {"name", OFTString}},
        {{line({{106.3020, 10.4030}, {106.3030, 10.4041}, {106.3040, 10.4052}}, kVn2000), {{"name", "Đường mới"}}},
         {line({{106.3020, 10.4010}, {106.3020, 10.4028}}, kVn2000), {{"lanes", "2"}}},  // crosses the canal
         {line({{106.3030, 10.4016}, {106.3036, 10.4016}}, kVn2000)}});
    const auto houses =
        vector_file("GPKG", "houses.gpkg", "building_plan", kVn2000, {{"storeys"}},
                    {{"MULTIPOLYGON (((" + vertices(kHouse, kVn2000) + ")))"}, {line(kDitch, kVn2000)}, {""}});
    ImportLog log;
    const auto city = planned({roads, houses}, log);
    ASSERT_TRUE(city) << to_text(city.error());
    EXPECT_EQ(city->edges.size(), 34U + 4U);
    const auto made = std::find_if(city->edges.begin(), city->edges.end(),
                                   [](const RoadEdge& edge) { return edge.name == "Đường mới"; });
    ASSERT_NE(made, city->edges.end());
    EXPECT_EQ(made->lanes, 1);
    EXPECT_FLOAT_EQ(made->width_m, 3.5F);
    EXPECT_EQ(city->buildings.size(), 6U);
    EXPECT_EQ(city->buildings.back().storeys, 2);
    EXPECT_TRUE(says(log, "3 as road; lanes of 2 assumed 1; width of 3 assumed 3.5 m a lane")) << all_of(log);
    EXPECT_TRUE(says(log, "1 as building; storeys of 1 assumed 2; left out: 2 without the shape of a building"))
        << all_of(log);
    EXPECT_TRUE(says(log, "1 planners' roads are not within 60 m")) << all_of(log);
    EXPECT_TRUE(says(log, "4 edges of planners' roads cross water and became bridges")) << all_of(log);
}

TEST(Layers, FeaturesBeyondTheBoundsAreCounted) {
    const auto gpkg =
        vector_file("GPKG", "far.gpkg", "height", "EPSG:4326", {{"z"}}, {{"POINT (106.9 10.9)", {{"z", "3"}}}});
    ImportLog log;
    ASSERT_TRUE(planned({gpkg}, log));
    EXPECT_TRUE(says(log, "1 features lie outside the bounds")) << all_of(log);
}

TEST(AttributeMap, EveryMistakeHasItsPlace) {
    const auto map = importers::parse_attribute_map(
        "layers:\n"
        "  - {match: a, kind: tree, value: [1]}\n"
        "  - {kind: dyke, colour: red, crs: {a: b}}\n"
        "  - dyke\n"
        "  - {match: b, name: [x], width: .nan}\n",
        "m.yaml");
    ASSERT_FALSE(map);
    const std::string text = to_text(map.error());
    for (const char* words :
         {"m.yaml:2:22: unknown kind 'tree'", "m.yaml:2:35: expected a field name or a number",
          "m.yaml:3:18: unknown key 'colour'", "m.yaml:3:36: expected a text", "a rule needs 'match",
          "m.yaml:4:5: expected a rule", "m.yaml:5:22: expected the name of a field", "is not a number of metres",
          "m.yaml:5:5: a rule needs a kind"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
    }
    EXPECT_FALSE(importers::parse_attribute_map("layers: [", "m.yaml"));
    EXPECT_FALSE(importers::parse_attribute_map("layers: 3", "m.yaml"));
    EXPECT_FALSE(importers::parse_attribute_map("", "m.yaml"));
}

}  // namespace
}  // namespace sd
