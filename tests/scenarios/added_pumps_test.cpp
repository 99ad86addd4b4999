// Pumps that a scenario adds to the city.
#include "scenarios/added_pumps.h"

#include <gtest/gtest.h>

namespace sd {
namespace {

City town() {
    City city;
    city.grid = {10, 10, 10.0, {0.0, 0.0}};
    city.cabinets.resize(2);
    city.cabinets[0].at = {95.0, 95.0};
    city.cabinets[1].at = {5.0, 5.0};
    Drain drain;
    drain.name = "CX-1";
    drain.pump_m3_s = 0.5F;
    city.drains = {drain};
    Structure gate;
    gate.name = "Cống A";
    gate.cell_inside = 99;
    gate.sill_m = -1.5F;
    city.structures = {gate};
    return city;
}

TEST(AddedPumps, StandAtDrainsAndOverSluices) {
    City city = town();
    ASSERT_TRUE(add_pumps(city, {{"CX-1", 2.0}, {"Cống A", 3.0}}));
    EXPECT_FLOAT_EQ(city.drains[0].pump_m3_s, 2.5F);
    EXPECT_EQ(city.drains[0].pump_cabinet, CabinetId{1});
    ASSERT_EQ(city.structures.size(), 2U);
    EXPECT_EQ(city.structures[1].kind, StructureKind::Pump);
    EXPECT_EQ(city.structures[1].name, "Bơm Cống A");
    EXPECT_EQ(city.structures[1].cell_inside, 99U);
    EXPECT_FLOAT_EQ(city.structures[1].pump_m3_s, 3.0F);
    EXPECT_EQ(city.structures[1].cabinet, CabinetId{0});
    EXPECT_EQ(city.meta.notes.size(), 2U);
}

TEST(AddedPumps, UnknownPlacesAreNamedTogether) {
    City city = town();
    const auto added = add_pumps(city, {{"CX-2", 2.0}, {"Cống B", 3.0}});
    ASSERT_FALSE(added);
    ASSERT_EQ(added.error().size(), 2U);
    EXPECT_NE(to_text(added.error()[0]).find("CX-1"), std::string::npos) << to_text(added.error()[0]);
}

TEST(AddedPumps, AreReadFromTheScenario) {
    const std::string text =
        "scenario: t\ncity: {base: my_tho, pumps: {CX-1: 2, \"Cống A\": 0.5}}\n"
        "start: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\n";
    const auto read = parse_scenario(text, "t.yaml");
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->city.pumps.size(), 2U);
    EXPECT_EQ(read->city.pumps[1].beside, "Cống A");
    EXPECT_DOUBLE_EQ(read->city.pumps[1].m3_s, 0.5);
    std::string wrong = text;
    wrong.replace(wrong.find(": 2,"), 4, ": -2,");
    EXPECT_FALSE(parse_scenario(wrong, "t.yaml"));
}

}  // namespace
}  // namespace sd
