// The same files read by SUMO's own library and by us: nets that netgenerate makes in many ways, the real ones beside
// the project, and the defaults of every vehicle class. Without the library these tests have nothing to compare with.
#include <gtest/gtest.h>

#ifdef SD_WITH_LIBSUMO
#include <libsumo/libsumo.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/traffic/sumo/classes.h"
#include "sim/traffic/sumo/read.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;

#ifndef SD_WITH_LIBSUMO

TEST(AgainstSumo, NeedsItsLibrary) { GTEST_SKIP() << "libsumo is not installed here (package sumo)"; }

#else

using micro::kNone;

fs::path scratch() {
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_sumo" / "against";
    fs::create_directories(folder);
    return folder;
}

fs::path data() {
    const char* set = std::getenv("SONGDOI_SHARED");
    return (set != nullptr ? fs::path(set) : fs::path(SD_SOURCE_DIR) / ".." / "shared") / "data" / "traffic";
}

/// SUMO with a net (and more files) loaded, until the end of the scope.
struct Sumo {
    explicit Sumo(const fs::path& net, std::vector<std::string> more = {}) {
        std::vector<std::string> options = {"-n", net.string(), "--no-step-log", "-X", "never", "--no-warnings"};
        options.insert(options.end(), more.begin(), more.end());
        libsumo::Simulation::load(options);
    }
    ~Sumo() { libsumo::Simulation::close(); }
    Sumo(const Sumo&) = delete;
    Sumo& operator=(const Sumo&) = delete;
};

std::string lane_id(const micro::Net& net, std::uint32_t lane) {
    return lane == kNone ? std::string() : net.lanes[lane].id;
}

void compare_lanes(const micro::Net& net) {
    ASSERT_EQ(static_cast<std::size_t>(libsumo::Lane::getIDCount()), net.lanes.size());
    for (const micro::Lane& lane : net.lanes) {
        EXPECT_EQ(libsumo::Lane::getLength(lane.id), lane.length_m) << lane.id;
        EXPECT_EQ(libsumo::Lane::getMaxSpeed(lane.id), lane.speed_m_s) << lane.id;
        EXPECT_EQ(libsumo::Lane::getWidth(lane.id), lane.width_m) << lane.id;
        EXPECT_EQ(libsumo::Lane::getShape(lane.id).value.size(), lane.shape.size()) << lane.id;
        std::size_t forbidden = 0;
        for (const std::string& name : libsumo::Lane::getDisallowed(lane.id)) {
            const auto cls = class_of(name);
            ASSERT_TRUE(cls) << name;
            EXPECT_EQ(lane.allow & micro::bit_of(*cls), 0u) << lane.id << " " << name;
            ++forbidden;
        }
        std::size_t ours = 0;
        for (unsigned v = 0; v < static_cast<unsigned>(micro::VClass::Count); ++v) ours += (lane.allow >> v & 1u) == 0u;
        EXPECT_EQ(forbidden, ours) << lane.id;
    }
}

/// Crossings of rails have signals in SUMO; to us they are open.
bool of_rails(const micro::Net& net, const micro::Link& link) {
    const micro::JunctionType type = net.junctions[link.junction].type;
    return type == micro::JunctionType::RailCrossing || type == micro::JunctionType::RailSignal;
}

/// Ways on from each lane, in SUMO's order, and for each the lanes it has to wait for.
void compare_links(const micro::Net& net) {
    std::vector<std::vector<const micro::Link*> > links(net.lanes.size());
    std::vector<std::vector<const micro::Link*> > of_request(net.junctions.size());
    for (const micro::Link& link : net.links) {
        links[link.from_lane].push_back(&link);
        if (link.request == kNone) continue;
        auto& rows = of_request[link.junction];
        if (rows.size() <= link.request) rows.resize(link.request + 1);
        rows[link.request] = &link;
    }
    for (std::uint32_t i = 0; i < net.lanes.size(); ++i) {
        const auto theirs = libsumo::Lane::getLinks(net.lanes[i].id);
        ASSERT_EQ(theirs.size(), links[i].size()) << net.lanes[i].id;
        for (std::size_t k = 0; k < theirs.size(); ++k) {
            const micro::Link& link = *links[i][k];
            EXPECT_EQ(theirs[k].approachedLane, lane_id(net, link.to_lane)) << net.lanes[i].id;
            EXPECT_EQ(theirs[k].approachedInternal, lane_id(net, link.via_lane)) << net.lanes[i].id;
            // Turning back on the left side of the road is turning back.
            EXPECT_EQ(theirs[k].direction == "T" ? "t" : theirs[k].direction, std::string(1, link.dir));
            if (link.signal == kNone && !of_rails(net, link)) {
                EXPECT_EQ(theirs[k].state, std::string(1, static_cast<char>(link.state))) << net.lanes[i].id;
            }
            if (link.request == kNone) continue;
            std::vector<std::string> ours;
            const micro::Request& request = net.junctions[link.junction].requests[link.request];
            for (std::size_t j = 0; j < request.response.size(); ++j) {
                if (request.response[j]) ours.push_back(lane_id(net, of_request[link.junction][j]->from_lane));
                EXPECT_LE(request.response[j], request.foes[j]) << "waits for who is no foe";
            }
            std::vector<std::string> foes = libsumo::Lane::getFoes(net.lanes[i].id, theirs[k].approachedLane);
            // SUMO adds those that wait inside the junction; they have no request of their own.
            std::erase_if(foes, [](const std::string& lane) {
                return lane.front() == ':' && lane.find("_w") == std::string::npos;
            });
            std::sort(foes.begin(), foes.end());
            std::sort(ours.begin(), ours.end());
            EXPECT_EQ(foes, ours) << net.lanes[i].id << " → " << theirs[k].approachedLane;
        }
    }
}

void compare_signals(const micro::Net& net) {
    for (const micro::Signal& signal : net.signals) EXPECT_FALSE(signal.programs.empty()) << signal.id;
    std::size_t rails = 0;
    for (const std::string& id : libsumo::TrafficLight::getIDList()) {
        rails += std::any_of(net.junctions.begin(), net.junctions.end(), [&](const micro::Junction& junction) {
            return junction.id == id && (junction.type == micro::JunctionType::RailCrossing ||
                                         junction.type == micro::JunctionType::RailSignal);
        });
    }
    ASSERT_EQ(static_cast<std::size_t>(libsumo::TrafficLight::getIDCount()), net.signals.size() + rails);
    for (std::uint32_t s = 0; s < net.signals.size(); ++s) {
        const micro::Signal& signal = net.signals[s];
        const auto driven = libsumo::TrafficLight::getControlledLinks(signal.id);
        std::size_t links = 0;
        for (const auto& at_index : driven) links += at_index.size();
        for (const micro::Link& link : net.links) {
            if (link.signal != s) continue;
            --links;
            ASSERT_LT(link.signal_index, driven.size());
            const auto& there = driven[link.signal_index];
            EXPECT_TRUE(std::any_of(there.begin(), there.end(), [&](const libsumo::TraCILink& other) {
                return other.fromLane == lane_id(net, link.from_lane) && other.toLane == lane_id(net, link.to_lane);
            })) << signal.id;
        }
        EXPECT_EQ(links, 0u) << signal.id;
        EXPECT_EQ(libsumo::TrafficLight::getProgram(signal.id), signal.programs.back().id);
        for (const libsumo::TraCILogic& logic : libsumo::TrafficLight::getAllProgramLogics(signal.id)) {
            const auto ours = std::find_if(signal.programs.begin(), signal.programs.end(),
                                           [&](const auto& program) { return program.id == logic.programID; });
            ASSERT_NE(ours, signal.programs.end()) << logic.programID;
            ASSERT_EQ(ours->phases.size(), logic.phases.size());
            for (std::size_t p = 0; p < logic.phases.size(); ++p) {
                EXPECT_EQ(ours->phases[p].state, logic.phases[p]->state);
                EXPECT_EQ(ours->phases[p].duration_s, logic.phases[p]->duration);
                if (ours->type == micro::SignalType::Static) continue;
                EXPECT_EQ(ours->phases[p].min_s, logic.phases[p]->minDur);
                EXPECT_NEAR(ours->phases[p].max_s, logic.phases[p]->maxDur, 1e-3);
            }
        }
    }
}

void compare(const micro::Net& net) {
    compare_lanes(net);
    compare_links(net);
    compare_signals(net);
}

TEST(AgainstSumo, GeneratedNets) {
    if (std::system("netgenerate --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "netgenerate is not installed here";
    const char* const ways[] = {
        "--grid --grid.number 4 --grid.length 120 -L 2 -j traffic_light",
        "--grid --grid.number 3 --grid.length 150 -L 3 -j traffic_light --turn-lanes 1 --tls.default-type actuated",
        "--grid --grid.number 3 --grid.length 100 -j allway_stop --sidewalks.guess --crossings.guess --walkingareas",
        "--grid --grid.number 3 --grid.length 100 -j priority_stop --bikelanes.guess",
        "--grid --grid.number 3 --grid.length 100 -j traffic_light_right_on_red -L 2 --no-turnarounds",
        "--spider --spider.arm-number 5 --spider.circle-number 3 -j priority",
        "--spider --spider.arm-number 4 --spider.circle-number 2 -j right_before_left --no-internal-links",
        "--rand --rand.iterations 60 -L 2 -j zipper --seed 5",
        "--rand --rand.iterations 80 --seed 7 --rand.random-lanenumber --roundabouts.guess -j traffic_light",
        "--rand --rand.iterations 50 --seed 9 -j left_before_right --lefthand",
    };
    int number = 0;
    for (const char* way : ways) {
        SCOPED_TRACE(way);
        const char* kind = number % 2 == 0 ? ".net.xml" : ".net.xml.gz";
        const fs::path file = scratch() / ("made" + std::to_string(number++) + kind);
        const std::string command = std::string("netgenerate ") + way + " -X never --no-warnings -o '" + file.string() +
                                    "' > '" + (scratch() / "netgenerate.log").string() + "' 2>&1";
        ASSERT_EQ(std::system(command.c_str()), 0);
        const auto read = read_net(file);
        ASSERT_TRUE(read) << to_text(read.error());
        EXPECT_GT(read->net.links.size(), 20u);
        const Sumo sumo(file);
        compare(read->net);
    }
}

TEST(AgainstSumo, AMapConvertedByNetconvert) {
    const fs::path map = data() / ".." / "osm" / "hoankiem.osm.gz";
    if (!fs::exists(map)) GTEST_SKIP() << "not there: " << map.string();
    const fs::path file = scratch() / "hoankiem.net.xml.gz";
    const std::string command =
        "netconvert -X never --no-warnings --geometry.remove --junctions.join "
        "--tls.guess-signals --tls.join --tls.default-type actuated --osm.sidewalks "
        "--crossings.guess --osm.turn-lanes --output.street-names --output.original-names "
        "--osm-files '" +
        map.string() + "' -o '" + file.string() + "' > '" + (scratch() / "netconvert.log").string() + "' 2>&1";
    if (std::system(command.c_str()) != 0) GTEST_SKIP() << "netconvert is not installed here";
    const auto read = read_net(file);
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_GT(read->net.signals.size(), 5u);
    EXPECT_TRUE(std::any_of(read->net.edges.begin(), read->net.edges.end(),
                            [](const micro::Edge& edge) { return edge.name.find("Hàng") != std::string::npos; }));
    const Sumo sumo(file);
    compare(read->net);
}

TEST(AgainstSumo, RealNets) {
    if (!fs::exists(data() / "cologne8")) GTEST_SKIP() << "not there: " << data().string();
    for (const char* name : {"cologne8/cologne8.net.xml.gz", "bologna-joined/joined_buslanes.net.xml",
                             "bologna-acosta/acosta_buslanes.net.xml", "grid/grid10.net.xml.gz", "signal/s2.net.xml"}) {
        SCOPED_TRACE(name);
        const auto read = read_net(data() / name);
        ASSERT_TRUE(read) << to_text(read.error());
        const Sumo sumo(data() / name);
        compare(read->net);
    }
}

TEST(AgainstSumo, ProgramsOfAdditionalFiles) {
    if (!fs::exists(data() / "bologna-acosta")) GTEST_SKIP() << "not there: " << data().string();
    const fs::path folder = data() / "bologna-acosta";
    const auto read = read_case(folder / "run.sumocfg");
    ASSERT_TRUE(read) << to_text(read.error());
    const Sumo sumo(folder / "acosta_buslanes.net.xml", {"-a", (folder / "acosta_tls.add.xml").string() + "," +
                                                                   (folder / "acosta_bus_stops.add.xml").string()});
    compare_signals(read->net);
    ASSERT_EQ(static_cast<std::size_t>(libsumo::BusStop::getIDCount()), read->additional.bus_stops.size());
    for (const micro::BusStop& stop : read->additional.bus_stops) {
        EXPECT_EQ(libsumo::BusStop::getLaneID(stop.id), lane_id(read->net, stop.lane));
        EXPECT_EQ(libsumo::BusStop::getStartPos(stop.id), stop.start_m);
        EXPECT_EQ(libsumo::BusStop::getEndPos(stop.id), stop.end_m);
    }
}

TEST(AgainstSumo, EveryClassHasItsDefaults) {
    std::string types = "<routes>\n";
    for (unsigned v = 0; v < static_cast<unsigned>(micro::VClass::Count); ++v) {
        const std::string name(name_of(static_cast<micro::VClass>(v)));
        types += "<vType id=\"" + name + "\" vClass=\"" + name + "\"/>\n";
    }
    std::ofstream(scratch() / "types.rou.xml") << types << "</routes>\n";
    std::ofstream(scratch() / "small.net.xml") << small::kNet;
    CaseFiles files;
    files.net.path = scratch() / "small.net.xml";
    files.routes.push_back({scratch() / "types.rou.xml"});
    const auto read = read_case(files);
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->demand.types.size(), static_cast<std::size_t>(micro::VClass::Count));
    const Sumo sumo(files.net.path, {"-r", (scratch() / "types.rou.xml").string()});
    using Theirs = libsumo::VehicleType;
    for (const micro::VehicleType& type : read->demand.types) {
        SCOPED_TRACE(type.id);
        EXPECT_EQ(Theirs::getVehicleClass(type.id), type.id);
        EXPECT_EQ(Theirs::getLength(type.id), type.length_m);
        EXPECT_EQ(Theirs::getWidth(type.id), type.width_m);
        EXPECT_EQ(Theirs::getMinGap(type.id), type.min_gap_m);
        EXPECT_EQ(Theirs::getMinGapLat(type.id), type.min_gap_lat_m);
        EXPECT_EQ(Theirs::getAccel(type.id), type.accel_m_s2);
        EXPECT_EQ(Theirs::getDecel(type.id), type.decel_m_s2);
        EXPECT_EQ(Theirs::getEmergencyDecel(type.id), type.emergency_decel_m_s2);
        EXPECT_EQ(Theirs::getImperfection(type.id), type.sigma);
        EXPECT_EQ(Theirs::getTau(type.id), type.tau_s);
        EXPECT_EQ(Theirs::getMaxSpeed(type.id), type.max_speed_m_s);
        EXPECT_EQ(Theirs::getSpeedFactor(type.id), type.speed_factor);
        EXPECT_EQ(Theirs::getSpeedDeviation(type.id), type.speed_dev);
        EXPECT_EQ(Theirs::getEmissionClass(type.id), type.emission_class);
    }
}

#endif

}  // namespace
}  // namespace sd::sumo
