// A city's own buildings, people and streets under its own water.
#include "scenarios/city_damage.h"

#include <gtest/gtest.h>

#include "sim/city/recipe.h"

namespace sd {
namespace {

/// 4 × 2 cells of 10 m; ward A in the west; the easternmost column is river.
City two_houses() {
    City city;
    city.grid = GridSpec{4, 2, 10.0, {}};
    city.ground_m = Grid<float>(4, 2);
    city.cover = Grid<std::uint8_t>(4, 2, static_cast<std::uint8_t>(Cover::Dense));
    city.ward = Grid<std::int16_t>(4, 2, -1);
    city.wards.resize(1);
    city.wards[0].name = "Phường A";
    for (int j = 0; j < 2; ++j) {
        city.cover(3, j) = static_cast<std::uint8_t>(Cover::River);
        for (int i = 0; i < 2; ++i) city.ward(i, j) = 0;
    }
    const auto house = [](double x, double y, double wide, std::uint8_t storeys, std::uint8_t use) {
        Building b;
        b.outline = {{x, y}, {x + wide, y}, {x + wide, y + 8.0}, {x, y + 8.0}};
        b.storeys = storeys;
        b.use = use;
        b.plinth_m = 0.2F;
        return b;
    };
    city.buildings = {house(1, 1, 5, 3, 0), house(11, 1, 5, 1, 0), house(21, 1, 18, 1, 2), house(31, 11, 5, 1, 0)};
    PopulationCell people;
    people.ward = WardId{0};
    people.people = 40.0F;
    city.population = {people};
    RoadEdge there;
    there.length_m = 30.0F;
    there.cells = {0, 1, 2};
    there.reverse = EdgeId{1};
    RoadEdge back = there;
    back.reverse = EdgeId{0};
    city.edges = {there, back};
    return city;
}

TEST(CityDamage, CountsHousesOnLandPeopleByFloorsAndStreetsOnce) {
    const results::Exposure e = city_exposure(two_houses());
    ASSERT_EQ(e.buildings.size(), 3U);  // the fourth stands in the river
    EXPECT_EQ(e.buildings[0].ward, "Phường A");
    EXPECT_DOUBLE_EQ(e.buildings[0].people, 30.0);  // three floors of four
    EXPECT_DOUBLE_EQ(e.buildings[1].people, 10.0);
    EXPECT_DOUBLE_EQ(e.buildings[2].people, 0.0);
    EXPECT_EQ(e.buildings[2].use, results::BuildingUse::Industry);
    EXPECT_EQ(e.buildings[2].cells, std::vector<std::uint32_t>{2});  // not the river's cell beside it
    EXPECT_DOUBLE_EQ(e.buildings[0].floor_area_m2, 40.0);
    ASSERT_EQ(e.roads.size(), 1U);
    results::Field depth(8, 0.0F);
    depth[0] = 0.75F;
    const results::DamageReport d = results::assess_damage(e, depth);
    const double share = results::damage_fraction(results::jrc_asia(results::BuildingUse::Residential), 0.75 - 0.2);
    EXPECT_NEAR(d.total.damage, share * 40.0 * kAssumedValue_per_m2, 1e-6 * d.total.damage);
    EXPECT_DOUBLE_EQ(d.total.exposed_people, 30.0);
    EXPECT_DOUBLE_EQ(d.total.street_km[2], 0.01);
}

TEST(CityDamage, TheDefaultCitysPeopleAllHaveAHome) {
    const City city = build_my_tho(SD_SOURCE_DIR "/data/my_tho").value();
    const results::Exposure e = city_exposure(city);
    double housed = 0.0;
    for (const results::Building& b : e.buildings) housed += b.people;
    double people = 0.0;
    for (const PopulationCell& p : city.population) people += p.ward.valid() ? static_cast<double>(p.people) : 0.0;
    EXPECT_GT(people, 100'000.0);
    EXPECT_NEAR(housed, people, 0.02 * people);  // homes over water are left out
    EXPECT_GT(e.roads.size(), 1000U);
}

}  // namespace
}  // namespace sd
