// The expected lines are what SUMO 1.15 itself wrote for these values (cologne8 and Bologna acosta).
#include "sim/traffic/sumo/write.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;

fs::path scratch(const std::string& name) {
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_sumo";
    fs::create_directories(folder);
    return folder / name;
}

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

micro::Case two_lanes() {
    micro::Case of;
    of.net.lanes.resize(2);
    of.net.lanes[0].id = "-23283579#1_0";
    of.net.lanes[1].id = "23283579#1_0";
    of.demand.types.resize(1);
    of.demand.types[0].id = "pkw";
    of.additional.loops.resize(1);
    of.additional.loops[0].id = "0.127_2.73_6_1__l0";
    return of;
}

TEST(SumoWrite, TripinfoLineIsThatOfSumo) {
    const micro::Case of = two_lanes();
    micro::TripInfo trip;
    trip.id = "142890_415_0";
    trip.type = 0;
    trip.depart_s = 25218.0;
    trip.depart_lane = 0;
    trip.depart_pos_m = 4.4;
    trip.arrival_s = 25225.0;
    trip.arrival_lane = 1;
    trip.arrival_pos_m = 22.22;
    trip.arrival_speed_m_s = 11.98;
    trip.duration_s = 7.0;
    trip.route_length_m = 44.72;
    trip.time_loss_s = 3.09;
    trip.speed_factor = 0.88;
    auto out = open_tripinfo(scratch("tripinfo.xml"));
    ASSERT_TRUE(out) << to_text(out.error());
    write(*out, of, trip);
    ASSERT_TRUE(out->close());
    EXPECT_EQ(content(scratch("tripinfo.xml")),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<tripinfos "
              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
              "xsi:noNamespaceSchemaLocation=\"http://sumo.dlr.de/xsd/tripinfo_file.xsd\">\n"
              "    <tripinfo id=\"142890_415_0\" depart=\"25218.00\" departLane=\"-23283579#1_0\" departPos=\"4.40\" "
              "departSpeed=\"0.00\" departDelay=\"0.00\" arrival=\"25225.00\" arrivalLane=\"23283579#1_0\" "
              "arrivalPos=\"22.22\" arrivalSpeed=\"11.98\" duration=\"7.00\" routeLength=\"44.72\" "
              "waitingTime=\"0.00\" waitingCount=\"0\" stopTime=\"0.00\" timeLoss=\"3.09\" rerouteNo=\"0\" "
              "devices=\"tripinfo_142890_415_0\" vType=\"pkw\" speedFactor=\"0.88\" vaporized=\"\"/>\n</tripinfos>\n");
}

TEST(SumoWrite, SummaryLineIsThatOfSumo) {
    auto out = open_summary(scratch("summary.xml"));
    ASSERT_TRUE(out) << to_text(out.error());
    micro::SummaryStep step{25259.0, 105, 52, 47, 0, 5, 5, 0, 0, 16, 0, 0.52, 34.0, 5.38, 0.5, 12.0};
    write(*out, step);
    ASSERT_TRUE(out->close());
    EXPECT_NE(content(scratch("summary.xml"))
                  .find("\n    <step time=\"25259.00\" loaded=\"105\" inserted=\"52\" running=\"47\" waiting=\"0\" "
                        "ended=\"5\" arrived=\"5\" collisions=\"0\" teleports=\"0\" halting=\"16\" stopped=\"0\" "
                        "meanWaitingTime=\"0.52\" meanTravelTime=\"34.00\" meanSpeed=\"5.38\" "
                        "meanSpeedRelative=\"0.50\" duration=\"12\"/>\n"),
              std::string::npos);
}

TEST(SumoWrite, LoopLineIsThatOfSumo) {
    const micro::Case of = two_lanes();
    auto out = open_loops(scratch("e1.xml"));
    ASSERT_TRUE(out) << to_text(out.error());
    write(*out, of, micro::LoopInterval{0, 0.0, 1800.0, 30, 30, 68.94, 8.73, 2.15, 4.8});
    write(*out, of, micro::LoopInterval{0, 1800.0, 3600.0, 0, 0, 0.0, -1.0, -1.0, -1.0});
    ASSERT_TRUE(out->close());
    const std::string text = content(scratch("e1.xml"));
    EXPECT_NE(text.find("    <interval begin=\"0.00\" end=\"1800.00\" id=\"0.127_2.73_6_1__l0\" nVehContrib=\"30\" "
                        "flow=\"60.00\" occupancy=\"3.83\" speed=\"8.73\" harmonicMeanSpeed=\"2.15\" length=\"4.80\" "
                        "nVehEntered=\"30\"/>\n"),
              std::string::npos);
    EXPECT_NE(text.find("nVehContrib=\"0\" flow=\"0.00\" occupancy=\"0.00\" speed=\"-1.00\" "
                        "harmonicMeanSpeed=\"-1.00\" length=\"-1.00\" nVehEntered=\"0\"/>\n"),
              std::string::npos);
}

TEST(SumoWrite, FcdLinesAreThoseOfSumo) {
    const micro::Case of = two_lanes();
    const std::vector<std::string> names = {"155570_420_0", "137312_412_0"};
    const std::vector<micro::VehicleSample> samples = {{1, 0, 0, 5.78, 1.38, 13695.55, 17229.6, 83.51}};
    auto out = open_fcd(scratch("fcd.xml"));
    ASSERT_TRUE(out) << to_text(out.error());
    write(*out, of, 25201.0, samples, names);
    write(*out, of, 25202.0, {}, names);
    ASSERT_TRUE(out->close());
    EXPECT_NE(content(scratch("fcd.xml"))
                  .find("    <timestep time=\"25201.00\">\n"
                        "        <vehicle id=\"137312_412_0\" x=\"13695.55\" y=\"17229.60\" angle=\"83.51\" "
                        "type=\"pkw\" speed=\"1.38\" pos=\"5.78\" lane=\"-23283579#1_0\" slope=\"0.00\"/>\n"
                        "    </timestep>\n    <timestep time=\"25202.00\"/>\n</fcd-export>\n"),
              std::string::npos);
}

TEST(SumoWrite, StatisticLinesAreThoseOfSumo) {
    micro::RunStatistic run;
    run.loaded = 105;
    run.inserted = 52;
    run.running = 47;
    micro::TripInfo trip;
    trip.route_length_m = 100.0;
    trip.duration_s = 10.0;
    trip.waiting_s = 2.0;
    trip.time_loss_s = 3.0;
    trip.depart_delay_s = 1.0;
    add_trip(run, trip);
    trip.duration_s = 20.0;
    add_trip(run, trip);
    ASSERT_TRUE(write_statistic(scratch("statistic.xml"), run));
    const std::string text = content(scratch("statistic.xml"));
    EXPECT_NE(text.find("    <vehicles loaded=\"105\" inserted=\"52\" running=\"47\" waiting=\"0\"/>\n"
                        "    <teleports total=\"0\" jam=\"0\" yield=\"0\" wrongLane=\"0\"/>\n"
                        "    <safety collisions=\"0\" emergencyStops=\"0\"/>\n"
                        "    <persons loaded=\"0\" running=\"0\" jammed=\"0\"/>\n"),
              std::string::npos);
    // Speed is the mean of 10 and 5 m/s, not 200 m in 30 s.
    EXPECT_NE(text.find("    <vehicleTripStatistics count=\"2\" routeLength=\"100.00\" speed=\"7.50\" "
                        "duration=\"15.00\" waitingTime=\"2.00\" timeLoss=\"3.00\" departDelay=\"1.00\" "
                        "departDelayWaiting=\"0.00\" totalTravelTime=\"30.00\" totalDepartDelay=\"2.00\"/>\n"),
              std::string::npos);
}

/// Collects one attribute of one kind of element.
struct Collect final : Events {
    std::vector<std::string> ids;
    bool open(Element& element) override {
        if (element.has("id")) ids.emplace_back(element.text("id"));
        return true;
    }
    void close(std::string_view, std::string_view) override {}
};

TEST(SumoWrite, AnyNameComesBackFromAnyFile) {
    const micro::Case of = two_lanes();
    const std::string odd = "a\"b'c<d>&e\tf\ng Sông Đôi";
    for (const char* name : {"odd.xml", "odd.xml.gz"}) {
        auto out = open_tripinfo(scratch(name));
        ASSERT_TRUE(out) << to_text(out.error());
        micro::TripInfo trip;
        trip.id = odd;
        for (int i = 0; i < 2000; ++i) write(*out, of, trip);
        ASSERT_TRUE(out->close());
        Findings findings;
        Collect collect;
        EXPECT_TRUE(read_xml(scratch(name), collect, findings)) << to_text(findings.errors);
        EXPECT_EQ(collect.ids.size(), 2000u);
        EXPECT_EQ(std::count(collect.ids.begin(), collect.ids.end(), odd), 2000);
    }
    EXPECT_LT(fs::file_size(scratch("odd.xml.gz")), fs::file_size(scratch("odd.xml")) / 20);
}

TEST(SumoWrite, AFullDiskAndAFolderThatIsNotThereAreTold) {
    const auto nowhere = open_summary(scratch("no/such/folder/x.xml"));
    ASSERT_FALSE(nowhere);
    EXPECT_NE(to_text(nowhere.error()).find("cannot be written"), std::string::npos);
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
    auto full = open_summary("/dev/full");
    ASSERT_TRUE(full) << to_text(full.error());
    for (int i = 0; i < 2000; ++i) write(*full, micro::SummaryStep{});
    const auto closed = full->close();
    ASSERT_FALSE(closed);
    EXPECT_NE(to_text(closed.error()).find("was not written whole"), std::string::npos);
}

}  // namespace
}  // namespace sd::sumo
