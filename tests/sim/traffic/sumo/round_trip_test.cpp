// Demand that was read, written and read again: the same columns, and to SUMO the same traffic.
#include <gtest/gtest.h>

#ifdef SD_WITH_LIBSUMO
#include <libsumo/libsumo.h>
#endif

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/traffic/sumo/read.h"
#include "sim/traffic/sumo/write.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;
using micro::kNone;

fs::path scratch(const std::string& name) {
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_sumo" / "round";
    fs::create_directories(folder);
    return folder / name;
}

fs::path data() {
    const char* set = std::getenv("SONGDOI_SHARED");
    return (set != nullptr ? fs::path(set) : fs::path(SD_SOURCE_DIR) / ".." / "shared") / "data" / "traffic";
}

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void expect_same(const micro::Stop& a, const micro::Stop& b) {
    EXPECT_EQ(a.lane, b.lane);
    EXPECT_EQ(a.start_m, b.start_m);
    EXPECT_EQ(a.end_m, b.end_m);
    EXPECT_EQ(a.duration_s, b.duration_s);
    EXPECT_EQ(a.until_s, b.until_s);
    EXPECT_EQ(a.bus_stop, b.bus_stop);
    EXPECT_EQ(a.parking, b.parking);
}

void expect_same(const std::vector<micro::Stop>& a, const std::vector<micro::Stop>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) expect_same(a[i], b[i]);
}

void expect_same(const micro::VehicleType& a, const micro::VehicleType& b) {
    const auto columns = [](const micro::VehicleType& t) {
        return std::vector<double>{t.length_m,
                                   t.width_m,
                                   t.min_gap_m,
                                   t.accel_m_s2,
                                   t.decel_m_s2,
                                   t.emergency_decel_m_s2,
                                   t.sigma,
                                   t.tau_s,
                                   t.max_speed_m_s,
                                   t.speed_factor,
                                   t.speed_dev,
                                   t.speed_factor_min,
                                   t.speed_factor_max,
                                   t.startup_delay_s,
                                   t.idm_delta,
                                   t.lc_strategic,
                                   t.lc_cooperative,
                                   t.lc_speed_gain,
                                   t.lc_keep_right,
                                   t.lc_assertive,
                                   t.jm_ignore_foe_prob,
                                   t.jm_timegap_minor_s,
                                   t.min_gap_lat_m,
                                   t.impatience};
    };
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.cls, b.cls);
    EXPECT_EQ(a.follow, b.follow);
    EXPECT_EQ(columns(a), columns(b)) << a.id;
    EXPECT_EQ(a.rerouting, b.rerouting);
    EXPECT_EQ(a.emission_class, b.emission_class);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(a.colour[i], b.colour[i], 0.0006F);
}

void expect_same(const micro::Case& a_case, const micro::Departure& a, const micro::Case& b_case,
                 const micro::Departure& b) {
    SCOPED_TRACE(a.id);
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.depart_s, b.depart_s);
    EXPECT_EQ(a.type, b.type);
    EXPECT_EQ(a.type_distribution, b.type_distribution);
    ASSERT_EQ(a.route == kNone, b.route == kNone);
    if (a.route != kNone) {
        EXPECT_EQ(a_case.demand.routes[a.route].edges, b_case.demand.routes[b.route].edges);
        expect_same(a_case.demand.routes[a.route].stops, b_case.demand.routes[b.route].stops);
    }
    ASSERT_EQ(a.route_distribution == kNone, b.route_distribution == kNone);
    if (a.route_distribution != kNone) {
        const auto& drawn_a = a_case.demand.route_distributions[a.route_distribution];
        const auto& drawn_b = b_case.demand.route_distributions[b.route_distribution];
        EXPECT_EQ(drawn_a.weight, drawn_b.weight);
        ASSERT_EQ(drawn_a.routes.size(), drawn_b.routes.size());
        for (std::size_t i = 0; i < drawn_a.routes.size(); ++i) {
            EXPECT_EQ(a_case.demand.routes[drawn_a.routes[i]].edges, b_case.demand.routes[drawn_b.routes[i]].edges);
        }
    }
    EXPECT_EQ(a.from, b.from);
    EXPECT_EQ(a.to, b.to);
    EXPECT_EQ(a.via, b.via);
    expect_same(a.stops, b.stops);
    EXPECT_EQ(a.entry.lane, b.entry.lane);
    EXPECT_EQ(a.entry.lane_index, b.entry.lane_index);
    EXPECT_EQ(a.entry.pos, b.entry.pos);
    EXPECT_EQ(a.entry.pos_m, b.entry.pos_m);
    EXPECT_EQ(a.entry.speed, b.entry.speed);
    EXPECT_EQ(a.entry.speed_m_s, b.entry.speed_m_s);
    EXPECT_EQ(a.entry.arrival_pos_m, b.entry.arrival_pos_m);
    EXPECT_EQ(a.rerouting, b.rerouting);
    EXPECT_EQ(a.line, b.line);
    EXPECT_EQ(a.flow, b.flow);
    EXPECT_EQ(a.end_s, b.end_s);
    EXPECT_EQ(a.period_s, b.period_s);
    EXPECT_EQ(a.poisson, b.poisson);
    EXPECT_EQ(a.probability_s, b.probability_s);
    EXPECT_EQ(a.number, b.number);
}

void expect_same(const micro::Case& a, const micro::Case& b) {
    ASSERT_EQ(a.demand.types.size(), b.demand.types.size());
    for (std::size_t i = 0; i < a.demand.types.size(); ++i) expect_same(a.demand.types[i], b.demand.types[i]);
    ASSERT_EQ(a.demand.type_distributions.size(), b.demand.type_distributions.size());
    for (std::size_t i = 0; i < a.demand.type_distributions.size(); ++i) {
        EXPECT_EQ(a.demand.type_distributions[i].types, b.demand.type_distributions[i].types);
        EXPECT_EQ(a.demand.type_distributions[i].weight, b.demand.type_distributions[i].weight);
    }
    ASSERT_EQ(a.demand.departures.size(), b.demand.departures.size());
    for (std::size_t i = 0; i < a.demand.departures.size(); ++i) {
        expect_same(a, a.demand.departures[i], b, b.demand.departures[i]);
    }
}

const char* const kEverything = R"xml(<routes>
  <vType id="x" vClass="bus" carFollowModel="IDM" delta="3" tau="1.3" speedFactor="norm(0.9,0.05)"
         lcStrategic="2" lcKeepRight="0" jmIgnoreFoeProb="0.1" impatience="0.25" startupDelay="0.5" color="red">
    <param key="has.rerouting.device" value="true"/>
  </vType>
  <vType id="y" vClass="passenger" length="4.321"/>
  <vTypeDistribution id="m" vTypes="x y" probabilities="1 0.125"/>
  <route id="r" edges="ab bc"><stop lane="bc_0" endPos="-5" until="1:00:00" parking="true"/></route>
  <routeDistribution id="d"><route refId="r" probability="2"/><route edges="ab" probability="0.5"/></routeDistribution>
  <vehicle id="v &lt;&quot;1&quot;&gt;" type="m" depart="0.1" route="d" departLane="0" departPos="random_free"
           departSpeed="desired" arrivalPos="-3.5" line="6"/>
  <vehicle id="w" depart="0.2" type="y" departLane="free" departPos="last" departSpeed="2.5">
    <routeDistribution><route edges="ab bc" probability="1"/></routeDistribution>
    <stop busStop="s" duration="7"/>
    <param key="has.rerouting.device" value="false"/>
  </vehicle>
  <flow id="f" type="x" route="r" period="exp(0.2)" begin="1" end="9"/>
  <flow id="g" from="ab" to="bc" probability="0.3" number="4" begin="2"/>
  <flow id="h" from="ab" to="bc" via="bc" period="2.5" begin="3"/>
</routes>
)xml";

TEST(RoundTrip, EverythingComesBack) {
    for (const std::string& routes : {small::kRoutes, std::string(kEverything)}) {
        const auto first = parse_case(small::kNet, {{"add.xml", small::kAdditional}, {"rou.xml", routes}});
        ASSERT_TRUE(first) << to_text(first.error());
        const auto written = write_demand(scratch("demand.rou.xml"), *first);
        ASSERT_TRUE(written) << to_text(written.error());
        const std::string text = content(scratch("demand.rou.xml"));
        const auto second = parse_case(small::kNet, {{"add.xml", small::kAdditional}, {"rou.xml", text}});
        ASSERT_TRUE(second) << to_text(second.error()) << text;
        expect_same(*first, *second);
        EXPECT_TRUE(second->unsupported.empty()) << second->unsupported.front().what;
        ASSERT_TRUE(write_demand(scratch("again.rou.xml"), *second));
        EXPECT_EQ(content(scratch("again.rou.xml")), text);
    }
}

TEST(RoundTrip, RealDemandComesBack) {
    for (const char* name : {"bologna-joined/run.sumocfg", "cologne8/cologne8.sumocfg"}) {
        if (!fs::exists(data() / name)) GTEST_SKIP() << "not there: " << (data() / name).string();
        auto files = read_config(data() / name);
        ASSERT_TRUE(files) << to_text(files.error());
        const auto first = read_case(*files);
        ASSERT_TRUE(first) << to_text(first.error());
        ASSERT_TRUE(write_demand(scratch("real.rou.xml.gz"), *first));
        // The types come from the new file now.
        std::erase_if(files->additional,
                      [](const NamedFile& file) { return file.path.string().find("vtypes") != std::string::npos; });
        files->routes = {{scratch("real.rou.xml.gz")}};
        const auto second = read_case(*files);
        ASSERT_TRUE(second) << to_text(second.error());
        expect_same(*first, *second);
    }
}

#ifdef SD_WITH_LIBSUMO

/// Who arrives when, as SUMO drives it.
std::string arrivals(const fs::path& routes) {
    std::string log;
    libsumo::Simulation::load({"-n", scratch("s.net.xml").string(), "-a", scratch("s.add.xml").string(), "-r",
                               routes.string(), "--no-step-log", "-X", "never", "--no-warnings"});
    for (int step = 0; step < 300; ++step) {
        libsumo::Simulation::step();
        for (const std::string& id : libsumo::Simulation::getArrivedIDList()) {
            log += std::to_string(step) + " " + id + "\n";
        }
    }
    libsumo::Simulation::close();
    return log;
}

TEST(RoundTrip, ToSumoItIsTheSameTraffic) {
    std::string additional = small::kAdditional;
    const std::size_t closing = additional.find("  <rerouter"), end = additional.find("  <tlLogic");
    additional.erase(closing, end - closing);  // it would keep v0 off
    std::ofstream(scratch("s.net.xml")) << small::kNet;
    std::ofstream(scratch("s.add.xml")) << additional;
    std::ofstream(scratch("s.rou.xml")) << small::kRoutes;
    const auto read = parse_case(small::kNet, {{"add.xml", additional}, {"rou.xml", small::kRoutes}});
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_TRUE(write_demand(scratch("t.rou.xml"), *read));
    const std::string theirs = arrivals(scratch("s.rou.xml"));
    EXPECT_NE(theirs.find("f0.9"), std::string::npos) << theirs;
    EXPECT_EQ(arrivals(scratch("t.rou.xml")), theirs);
}

#endif

}  // namespace
}  // namespace sd::sumo
