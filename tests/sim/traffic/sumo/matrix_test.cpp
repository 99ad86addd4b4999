#include "sim/traffic/sumo/matrix.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "sim/traffic/sumo/xml.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;
using micro::kNone;

const std::string kZones = R"xml(<additional>
  <taz id="west" edges="ab" color="red"/>
  <taz id="east">
    <tazSource id="ab" weight="1"/>
    <tazSource id="bc" weight="3"/>
    <tazSink id="bc" weight="1"/>
  </taz>
</additional>
)xml";

const std::string kTrips = R"xml(<data>
  <interval id="car" begin="0" end="1:00:00">
    <tazRelation from="west" to="east" count="40"/>
    <tazRelation from="east" to="east" count="7"/>
  </interval>
  <interval id="mix" begin="1800" end="3600">
    <tazRelation from="west" to="east" count="12"/>
  </interval>
</data>
)xml";

micro::Case street() {
    auto read = parse_case(small::kNet, {{"add.xml", small::kAdditional}, {"rou.xml", small::kRoutes}});
    EXPECT_TRUE(read) << to_text(read.error());
    return std::move(*read);
}

Result<MatrixFile> parse(const std::string& zones, const std::string& trips) {
    const micro::Case of = street();
    return parse_matrix({{"trips.xml", trips}, {"taz.xml", zones}}, of.net, of.demand);
}

TEST(SumoMatrix, ZonesAndTripsAreWhatTheFilesSay) {
    const micro::Case of = street();
    const auto read = parse(kZones, kTrips);
    ASSERT_TRUE(read) << to_text(read.error());
    const micro::DemandMatrix& matrix = read->matrix;
    EXPECT_EQ(to_text(check_matrix(matrix, of.net)), "");
    EXPECT_TRUE(read->unsupported.empty());
    ASSERT_EQ(matrix.zones.size(), 2u);
    EXPECT_EQ(matrix.zones[0].sinks, std::vector<std::uint32_t>{1});
    EXPECT_EQ(matrix.zones[1].source_weights, (std::vector<double>{1.0, 3.0}));
    ASSERT_EQ(matrix.purposes.size(), 2u);
    EXPECT_EQ(matrix.purposes[0].trips, (std::vector<double>{0.0, 40.0, 0.0, 7.0}));
    EXPECT_EQ(matrix.purposes[0].profile.pieces[0].end_s, 3600.0);
    EXPECT_EQ(of.demand.types[matrix.purposes[0].type].id, "car");
    EXPECT_EQ(matrix.purposes[1].type, kNone);
    EXPECT_EQ(matrix.purposes[1].type_distribution, 0u);
    const auto trips = draw_trips(matrix, {});
    EXPECT_EQ(trips.size(), 59u);
    for (const micro::Departure& trip : trips) {
        EXPECT_LT(trip.depart_s, 3600.0);
        if (trip.id.compare(0, 4, "mix.") == 0) {
            EXPECT_GE(trip.depart_s, 1800.0);
        }
    }
}

TEST(SumoMatrix, IntervalsOfOneTypeArePurposesOfTheirOwn) {
    std::string twice = kTrips;
    twice.replace(twice.find("\"mix\""), 5, "\"car\"");
    const auto read = parse(kZones, twice);
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->matrix.purposes[0].id, "car.0");
    EXPECT_EQ(read->matrix.purposes[1].id, "car.1800");
    EXPECT_EQ(read->matrix.purposes[0].type, read->matrix.purposes[1].type);
}

TEST(SumoMatrix, EveryMistakeHasItsPlace) {
    struct Broken {
        char file;
        const char* find;
        const char* replace;
        const char* message;
    };
    const Broken table[] = {
        {'z', "edges=\"ab\"", "edges=\"xy\"", "taz.xml:2:3: taz 'west': 'xy' is no street of the network"},
        {'z', "edges=\"ab\"", "edges=\":b_0\"", "taz.xml:2:3: taz 'west': ':b_0' is no street of the network"},
        {'z', "id=\"east\"", "id=\"west\"", "taz.xml:3:3: a second taz 'west'"},
        {'z', "weight=\"3\"", "weight=\"-3\"", "taz.xml:5:5: tazSource 'bc': weight -3 is below 0"},
        {'z', "<tazSink id=\"bc\" weight=\"1\"/>", "", "trips.xml:3:5: trips end in taz 'east', which has no tazSink"},
        {'z', "</taz>", "</tax>", "taz.xml:7:5: is not well-formed XML: mismatched tag"},
        {'t', "id=\"car\"", "id=\"lorry\"", "trips.xml:2:3: there is no vehicle type 'lorry'"},
        {'t', "end=\"1:00:00\"", "end=\"0\"", "trips.xml:2:3: interval 'car' ends before it begins"},
        {'t', "to=\"east\" count=\"40\"", "to=\"north\" count=\"40\"", "trips.xml:3:5: there is no taz 'north'"},
        {'t', "count=\"40\"", "count=\"-1\"", "trips.xml:3:5: -1 trips"},
        {'t', "count=\"40\"", "count=\"many\"", "trips.xml:3:5: <tazRelation>: count=\"many\" is not a finite number"},
        {'t', "from=\"east\"", "from=\"west\"", "trips.xml:4:5: a second number of trips from 'west' to 'east'"},
        {'t', "\"mix\" begin=\"1800\"", "\"car\" begin=\"0\"", "trips.xml:6:3: a second interval 'car' from 0 s"},
    };
    for (const Broken& broken : table) {
        std::string zones = kZones, trips = kTrips;
        std::string& text = broken.file == 'z' ? zones : trips;
        const std::size_t at = text.find(broken.find);
        ASSERT_NE(at, std::string::npos) << broken.find;
        text.replace(at, std::string(broken.find).size(), broken.replace);
        const auto read = parse(zones, trips);
        ASSERT_FALSE(read) << broken.message;
        EXPECT_NE(to_text(read.error()).find(broken.message), std::string::npos) << to_text(read.error());
    }
}

/// How many trips od2trips makes for every pair of zones.
struct Pairs final : Events {
    std::map<std::string, std::size_t> count;
    bool open(Element& element) override {
        if (element.name() == "trip") {
            ++count[std::string(element.text("fromTaz")) + ">" + std::string(element.text("toTaz"))];
        }
        return true;
    }
    void close(std::string_view, std::string_view) override {}
};

TEST(SumoMatrix, AsManyTripsAsOd2tripsMakes) {
    if (std::system("od2trips --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "od2trips is not installed here";
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_sumo" / "matrix";
    fs::create_directories(folder);
    std::ofstream(folder / "taz.xml") << kZones;
    std::ofstream(folder / "trips.xml") << kTrips;
    const std::string command =
        "cd '" + folder.string() + "' && od2trips -X never -n taz.xml -z trips.xml -o out.xml " + "> od2trips.log 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0);
    Findings findings;
    Pairs theirs;
    ASSERT_TRUE(read_xml(folder / "out.xml", theirs, findings)) << to_text(findings.errors);
    const micro::Case of = street();
    const auto read = read_matrix({folder / "taz.xml", folder / "trips.xml"}, of.net, of.demand);
    ASSERT_TRUE(read) << to_text(read.error());
    std::map<std::string, std::size_t> ours;
    for (const micro::Departure& trip : draw_trips(read->matrix, {})) {
        const std::size_t first = trip.id.find('.'), second = trip.id.find('.', first + 1);
        const std::size_t third = trip.id.find('.', second + 1);
        ++ours[trip.id.substr(first + 1, second - first - 1) + ">" + trip.id.substr(second + 1, third - second - 1)];
    }
    EXPECT_EQ(ours, theirs.count);
}

}  // namespace
}  // namespace sd::sumo
