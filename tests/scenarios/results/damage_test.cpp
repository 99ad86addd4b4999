#include "scenarios/results/damage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace sd::results {
namespace {

TEST(Damage, CurvesPassThroughTheirPoints) {
    const std::array<std::array<double, 9>, 3> expected{{{0, .33, .49, .62, .72, .87, .93, .98, 1},
                                                         {0, .38, .54, .66, .76, .88, .94, .98, 1},
                                                         {0, .28, .48, .63, .72, .86, .91, .96, 1}}};
    const std::array<double, 9> depths_m{0, 0.5, 1, 1.5, 2, 3, 4, 5, 6};
    for (std::size_t use = 0; use < 3; ++use) {
        const DamageCurve& curve = jrc_asia(static_cast<BuildingUse>(use));
        for (std::size_t k = 0; k < depths_m.size(); ++k) {
            EXPECT_DOUBLE_EQ(damage_fraction(curve, depths_m[k]), expected[use][k]) << use << " at " << depths_m[k];
        }
    }
}

TEST(Damage, IsLinearBetweenPointsAndFlatBeyond) {
    const DamageCurve& homes = jrc_asia(BuildingUse::Residential);
    EXPECT_NEAR(damage_fraction(homes, 0.25), 0.165, 1e-12);
    EXPECT_NEAR(damage_fraction(homes, 1.2), 0.542, 1e-12);
    EXPECT_NEAR(damage_fraction(homes, 2.5), 0.795, 1e-12);
    EXPECT_EQ(damage_fraction(homes, 40.0), 1.0);
    EXPECT_EQ(damage_fraction(homes, -1.0), 0.0);
    EXPECT_EQ(damage_fraction(homes, std::numeric_limits<double>::quiet_NaN()), 0.0);
    EXPECT_NEAR(damage_fraction({{{0.4, 0.2}, {1.0, 0.5}}}, 0.2), 0.1, 1e-12);
}

TEST(Damage, CurvesAreReadAndExplained) {
    const auto good =
        curve_from_csv("# source\r\ninundation_depth_(m),damage_fraction\r\n0,0\n0.5, 0.4\n\n2,0.9\n", "c.csv");
    ASSERT_TRUE(good.has_value()) << to_text(good.error());
    EXPECT_EQ(good->points.size(), 3U);
    EXPECT_NEAR(damage_fraction(*good, 1.25), 0.65, 1e-12);
    const auto bad = curve_from_csv("depth,fraction\n0,0\n1,0.5\n1,0.6\n2,0.4\n3,7\nfour,1\n", "c.csv");
    ASSERT_FALSE(bad.has_value());
    ASSERT_EQ(bad.error().size(), 4U);
    EXPECT_THAT(to_text(bad.error()), testing::AllOf(testing::HasSubstr("c.csv:4:0: the depth 1 m does not grow"),
                                                     testing::HasSubstr("c.csv:5:0: the fraction 0.4 falls"),
                                                     testing::HasSubstr("not in 0…1"), testing::HasSubstr("four,1")));
    EXPECT_FALSE(curve_from_csv("", "c.csv").has_value());
}

/// Four cells of depth 0, 0.2, 0.625 and nothing.
const Field kDepth_m{0.0F, 0.2F, 0.625F, std::numeric_limits<float>::quiet_NaN()};

Exposure small_exposure() {
    Exposure e;
    e.buildings = {{"nhà 1", "Phường 1", BuildingUse::Residential, {0, 2}, 50.0, 4e6, 0.125, 4.0},
                   {"chợ, lớn", "Phường 1", BuildingUse::Commerce, {1}, 200.0, 6e6, 0.3, 30.0},
                   {"xưởng", "Phường 2", BuildingUse::Industry, {3}, 300.0, 5e6, 0.0, 12.0}};
    e.roads = {{"Lê Lợi", "Phường 1", {0, 1, 2, 3}, 400.0}};
    return e;
}

TEST(Damage, CountsHousesPeopleAndStreets) {
    const Exposure exposure = small_exposure();
    const DamageReport report = assess_damage(exposure, kDepth_m);
    EXPECT_NEAR(report.buildings[0].inside_m, 0.5, 1e-6);
    EXPECT_NEAR(report.buildings[0].damage, 0.33 * 50.0 * 4e6, 10.0);
    EXPECT_EQ(report.buildings[1].damage, 0.0);   // the water stays below the floor
    EXPECT_EQ(report.buildings[1].people, 30.0);  // but stands around the house
    EXPECT_EQ(report.buildings[2].people, 0.0);
    EXPECT_EQ(report.roads[0].length_m, (std::array<double, 3>{200.0, 100.0, 100.0}));
    EXPECT_EQ(report.total.wet_buildings, 1U);
    EXPECT_EQ(report.total.exposed_people, 34.0);
    EXPECT_NEAR(report.wards.at("Phường 1").street_km[0], 0.2, 1e-12);
    EXPECT_EQ(report.wards.at("Phường 2").damage, 0.0);
}

TEST(Damage, TablesNameTheirUnits) {
    const Exposure exposure = small_exposure();
    const DamageReport report = assess_damage(exposure, kDepth_m);
    EXPECT_EQ(building_damage_csv(exposure, report),
              "building,ward,use,depth_m,inside_m,damage_fraction,damage_VND,people_exposed\n"
              "nhà 1,Phường 1,residential,0.625,0.5,0.33,66000000,4\n"
              "\"chợ, lớn\",Phường 1,commerce,0.2,0,0,0,30\n"
              "xưởng,Phường 2,industry,0,0,0,0,0\n");
    EXPECT_EQ(road_damage_csv(exposure, report),
              "road,ward,depth_m,length_m,length_above_0.1_m,length_above_0.3_m,length_above_0.5_m\n"
              "Lê Lợi,Phường 1,0.625,400,200,100,100\n");
    const std::string wards = ward_damage_csv(exposure, report);
    EXPECT_THAT(wards, testing::StartsWith("ward,buildings,buildings_wet,damage_residential_VND,damage_commerce_VND,"
                                           "damage_industry_VND,damage_VND,people,people_exposed,street_km_above_0.1_m,"
                                           "street_km_above_0.3_m,street_km_above_0.5_m\n"));
    EXPECT_THAT(wards, testing::HasSubstr("\nPhường 2,1,0,0,0,0,0,12,0,0,0,0\n"));
    EXPECT_THAT(wards, testing::HasSubstr("\ntotal,3,1,66000000,0,0,66000000,46,34,0.2,0.1,0.1\n"));
    const auto json = nlohmann::json::parse(damage_json(exposure, report));
    EXPECT_EQ(json.at("currency"), "VND");
    EXPECT_EQ(json.at("total").at("people_exposed"), 34.0);
    EXPECT_EQ(json.at("wards").at("Phường 1").at("buildings"), 2);
    EXPECT_EQ(json.at("buildings").at(1).at("name"), "chợ, lớn");
    EXPECT_EQ(json.at("curves").at("industry").size(), 9U);
}

}  // namespace
}  // namespace sd::results
