// The real cases beside the project: every one must load, and its columns must hang together. The counts are those of
// the start tags in the files, taken with other means.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "sim/traffic/sumo/read.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;
using micro::kNone;

fs::path data() {
    const char* set = std::getenv("SONGDOI_SHARED");
    return (set != nullptr ? fs::path(set) : fs::path(SD_SOURCE_DIR) / ".." / "shared") / "data" / "traffic";
}

#define NEED(file)                       \
    const fs::path path = data() / file; \
    if (!fs::exists(path)) GTEST_SKIP() << "not there: " << path.string()

/// Indices in range, links that start and end where lanes do, chains that end on the lane they promise.
void expect_sound(const micro::Net& net) {
    std::vector<int> exits(net.lanes.size());
    for (const micro::Link& link : net.links) ++exits[link.from_lane];
    for (const micro::Edge& edge : net.edges) {
        ASSERT_LE(edge.lane_begin + edge.lanes, net.lanes.size());
        for (std::uint32_t i = 0; i < edge.lanes; ++i) EXPECT_EQ(net.lanes[edge.lane_begin + i].index, i) << edge.id;
        EXPECT_EQ(edge.from == kNone, edge.function == micro::EdgeFunction::Internal) << edge.id;
    }
    for (const micro::Link& link : net.links) {
        ASSERT_LT(link.junction, net.junctions.size());
        const micro::Junction& junction = net.junctions[link.junction];
        if (link.request != kNone) {
            EXPECT_LT(link.request, junction.requests.size());
        }
        if (link.signal != kNone) {
            for (const micro::SignalProgram& program : net.signals[link.signal].programs) {
                EXPECT_LT(link.signal_index, program.phases.front().state.size());
            }
        }
        if (link.via_lane == kNone) continue;
        EXPECT_EQ(exits[link.via_lane], 1) << net.lanes[link.via_lane].id;
        const auto next = std::find_if(net.links.begin(), net.links.end(),
                                       [&](const micro::Link& other) { return other.from_lane == link.via_lane; });
        EXPECT_EQ(next->to_lane, link.to_lane) << net.lanes[link.via_lane].id;
        EXPECT_EQ(next->junction, link.junction) << net.lanes[link.via_lane].id;
    }
}

void expect_sound(const micro::Case& of) {
    expect_sound(of.net);
    double last_s = 0.0;
    for (const micro::Departure& departure : of.demand.departures) {
        EXPECT_GE(departure.depart_s, last_s);
        last_s = departure.depart_s;
        EXPECT_NE(departure.type == kNone, departure.type_distribution == kNone) << departure.id;
        const int ways =
            (departure.route != kNone) + (departure.route_distribution != kNone) + (departure.from != kNone);
        EXPECT_EQ(ways, 1) << departure.id;
    }
}

TEST(SharedCases, BolognaAcosta) {
    NEED("bologna-acosta/run.sumocfg");
    const auto read = read_case(path);
    ASSERT_TRUE(read) << to_text(read.error());
    expect_sound(*read);
    EXPECT_EQ(read->net.edges.size(), 472u);
    EXPECT_EQ(read->net.lanes.size(), 650u);
    EXPECT_EQ(read->net.links.size(), 735u);
    EXPECT_EQ(read->net.junctions.size(), 145u);
    EXPECT_EQ(read->net.roundabouts.size(), 1u);
    ASSERT_EQ(read->net.signals.size(), 7u);
    for (const micro::Signal& signal : read->net.signals) {
        ASSERT_EQ(signal.programs.size(), 2u);
        EXPECT_EQ(signal.programs.back().id, "utopia");
    }
    EXPECT_EQ(read->demand.departures.size(), 8622u + 157u);
    EXPECT_EQ(read->demand.types.size(), 13u);
    EXPECT_EQ(read->demand.type_distributions.size(), 2u);
    EXPECT_EQ(read->additional.bus_stops.size(), 35u);
    EXPECT_EQ(read->additional.loops.size(), 58u);
    EXPECT_EQ(read->options.tripinfo, "tripinfos.xml");
    std::size_t stops = 0;
    for (const micro::Departure& departure : read->demand.departures) stops += departure.stops.size();
    EXPECT_EQ(stops, 542u);
    EXPECT_TRUE(read->unsupported.empty()) << read->unsupported.front().what;
}

TEST(SharedCases, BolognaJoined) {
    NEED("bologna-joined/run.sumocfg");
    const auto read = read_case(path);
    ASSERT_TRUE(read) << to_text(read.error());
    expect_sound(*read);
    EXPECT_EQ(read->net.edges.size(), 770u);
    EXPECT_EQ(read->net.links.size(), 1220u);
    EXPECT_EQ(read->demand.departures.size(), 11000u + 176u);
    EXPECT_EQ(read->additional.loops.size(), 106u);
    EXPECT_EQ(std::count_if(read->net.links.begin(), read->net.links.end(),
                            [](const micro::Link& link) { return link.signal != kNone; }),
              244);
    EXPECT_EQ(std::count_if(read->net.links.begin(), read->net.links.end(),
                            [](const micro::Link& link) { return link.request != kNone; }),
              576);
    EXPECT_EQ(std::count_if(read->net.lanes.begin(), read->net.lanes.end(),
                            [](const micro::Lane& lane) { return lane.allow != micro::kAllClasses; }),
              119);
}

TEST(SharedCases, Cologne) {
    NEED("cologne8/cologne8.sumocfg");
    const auto read = read_case(path);
    ASSERT_TRUE(read) << to_text(read.error());
    expect_sound(*read);
    EXPECT_EQ(read->net.links.size(), 799u);
    EXPECT_EQ(read->net.offset, (LocalXY{-342498.65, -5630866.92}));
    EXPECT_EQ(read->demand.departures.size(), 2046u);
    EXPECT_EQ(read->options.begin_s, 25200.0);
    EXPECT_EQ(read->options.end_s, 28800.0);
    ASSERT_EQ(read->demand.types.size(), 1u);
    EXPECT_EQ(read->demand.types[0].length_m, 4.3);
}

TEST(SharedCases, Grid) {
    NEED("grid/grid10.net.xml.gz");
    for (const auto& [routes, vehicles] :
         {std::pair{"g10_1000", 1000u}, {"g10_4000", 4000u}, {"g10_4000_moto", 4000u}}) {
        CaseFiles files;
        files.net.path = path;
        files.routes.push_back({data() / "grid" / (std::string(routes) + ".rou.xml.gz")});
        const auto read = read_case(files);
        ASSERT_TRUE(read) << to_text(read.error());
        expect_sound(*read);
        EXPECT_EQ(read->net.lanes.size(), 2336u);
        EXPECT_EQ(read->demand.departures.size(), vehicles);
        const micro::VehicleType& moto = read->demand.types.back();
        EXPECT_EQ(moto.cls, micro::VClass::Motorcycle);
        EXPECT_EQ(moto.min_gap_lat_m, 0.3);
    }
}

TEST(SharedCases, SmallNets) {
    NEED("ring/ring.net.xml");
    for (const char* name : {"ring/ring", "signal/s1", "signal/s2", "signal/w1_35", "signal/w1_70", "signal/w2_35"}) {
        const auto read = read_net(data() / (std::string(name) + ".net.xml"));
        ASSERT_TRUE(read) << to_text(read.error());
        expect_sound(read->net);
        EXPECT_TRUE(read->unsupported.empty());
    }
}

}  // namespace
}  // namespace sd::sumo
