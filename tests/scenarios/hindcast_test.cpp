// A recorded flood played again: what is looked at, and what a mismatch says.
#include "scenarios/flood/hindcast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/water_city.h"

namespace sd {
namespace {

constexpr int kN = 24;

/// A bowl of 24 × 24 cells without drains or rims: rain gathers in the middle. "Phố Thấp" lies there, "Phố Cao" on the
/// rim of the bowl.
City bowl() {
    City city = test::water_city(kN, kN, 10.0, [](int i, int j) {
        const double away = std::hypot(i - 11.5, j - 11.5);
        return 1.0 + 0.02 * away * away;
    });
    const auto street = [&](const char* name, int row) {
        RoadEdge edge;
        edge.name = name;
        edge.length_m = 40.0F;
        for (int i = 10; i < 14; ++i) edge.cells.push_back(city.grid.cell(i, row));
        return edge;
    };
    city.edges = {street("Phố Thấp", 11), street("Phố Cao", 0)};
    Station station;
    station.name = "Giữa";
    station.cell = city.grid.cell(12, 11);
    city.stations = {station};
    return city;
}

Scenario storm(double total_mm) {
    const auto read = parse_scenario(
        "scenario: t\ncity: my_tho\nstart: \"2009-07-01T14:00:00+07:00\"\nfor: 1h\n"
        "rain: {total_mm: " +
            std::to_string(total_mm) + ", duration: 30min, start: \"14:05\"}\n",
        "t.yaml");
    return read.value();
}

FloodRecord record_of(const char* street, double deeper_than_m) {
    FloodRecord record;
    record.scenario = "t";
    record.streets = {{street, deeper_than_m}};
    record.drained = storm(1.0).start + minutes(40);
    return record;
}

TEST(Hindcast, RainGathersInTheLowStreetAndStays) {
    const auto rows = play_record(record_of("Phố Thấp", 0.2), storm(90.0), bowl(), {});
    ASSERT_TRUE(rows) << to_text(rows.error());
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].mismatch, 0.0) << (*rows)[0].simulated;
    EXPECT_TRUE(std::isnan((*rows)[1].mismatch));
    EXPECT_EQ((*rows)[1].simulated, "not by 15:00:00");
}

TEST(Hindcast, SaysHowMuchIsMissing) {
    const auto rows = play_record(record_of("Phố Thấp", 3.0), storm(90.0), bowl(), {});
    ASSERT_TRUE(rows) << to_text(rows.error());
    EXPECT_LT((*rows)[0].mismatch, -0.5);
    EXPECT_GT((*rows)[0].mismatch, -3.0);
    const auto high = play_record(record_of("Phố Cao", 0.1), storm(90.0), bowl(), {});
    ASSERT_TRUE(high);
    EXPECT_LT((*high)[0].mismatch, 0.0);
    EXPECT_EQ((*high)[1].simulated, "never wet");
}

TEST(Hindcast, LevelsAreSetBesideWhatWasRecorded) {
    FloodRecord record;
    record.scenario = "t";
    record.station = "Giữa";
    record.low_m = 1.0;
    record.high_m = 1.01;
    const auto more = play_record(record, storm(120.0), bowl(), {});
    ASSERT_TRUE(more) << to_text(more.error());
    ASSERT_EQ(more->size(), 1U);
    EXPECT_GT((*more)[0].mismatch, 0.05);
    EXPECT_EQ((*more)[0].unit, "m");
}

TEST(Hindcast, UnknownPlacesAreNamed) {
    const auto street = play_record(record_of("Phố Thap", 0.1), storm(10.0), bowl(), {});
    ASSERT_FALSE(street);
    EXPECT_NE(to_text(street.error()).find("Phố Thấp"), std::string::npos) << to_text(street.error());
    FloodRecord record;
    record.station = "Đâu";
    EXPECT_FALSE(play_record(record, storm(10.0), bowl(), {}));
}

TEST(Hindcast, EveryRecordHasItsScenario) {
    for (const FloodRecord& record : flood_records()) {
        const auto scenario =
            read_scenario(std::string(SD_SOURCE_DIR) + "/scenarios/library/" + record.scenario + ".yaml");
        ASSERT_TRUE(scenario) << to_text(scenario.error());
        if (record.streets.empty()) continue;
        EXPECT_GT(record.drained, scenario->start);
        EXPECT_LT(record.drained, scenario->end());
    }
}

}  // namespace
}  // namespace sd
