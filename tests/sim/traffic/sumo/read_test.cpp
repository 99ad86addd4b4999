// What a case says must arrive in the columns as SUMO understands it.
#include "sim/traffic/sumo/read.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/traffic/sumo/xml.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace sd::sumo {
namespace {

using micro::bit_of;
using micro::kAllClasses;
using micro::kNone;
using micro::VClass;

micro::Case small_case() {
    auto read = parse_case(small::kNet, {{"add.xml", small::kAdditional}, {"rou.xml", small::kRoutes}});
    EXPECT_TRUE(read) << to_text(read.error());
    return read ? std::move(*read) : micro::Case{};
}

Result<micro::Case> with_routes(const std::string& inside, const micro::Options& options = {}) {
    return parse_case(small::kNet, {{"add.xml", small::kAdditional}, {"rou.xml", "<routes>" + inside + "</routes>"}},
                      options);
}

std::vector<std::string> unsupported(const micro::Case& of) {
    std::vector<std::string> out;
    for (const micro::Unsupported& row : of.unsupported) out.push_back(row.what + " x" + std::to_string(row.times));
    return out;
}

TEST(SumoRead, TheNetIsWhatTheFileSays) {
    const micro::Case of = small_case();
    const micro::Net& net = of.net;
    EXPECT_EQ(net.projection, "!");
    EXPECT_EQ(net.offset, (LocalXY{5.0, -7.5}));
    ASSERT_EQ(net.edges.size(), 3u);
    EXPECT_EQ(net.edges[0].function, micro::EdgeFunction::Internal);
    EXPECT_EQ(net.edges[0].from, kNone);
    EXPECT_EQ(net.edges[1].name, "Ấp Bắc");
    EXPECT_EQ(net.edges[1].priority, 3);
    EXPECT_EQ(net.junctions[net.edges[1].to].id, "b");
    ASSERT_EQ(net.lanes.size(), 3u);
    EXPECT_EQ(net.lanes[1].allow, kAllClasses & ~bit_of(VClass::Tram));
    EXPECT_EQ(net.lanes[2].allow, bit_of(VClass::Ignoring) | bit_of(VClass::Bus) | bit_of(VClass::Passenger));
    EXPECT_EQ(net.lanes[2].width_m, 3.2);
    EXPECT_EQ(net.lanes[2].shape.front(), (LocalXY{100.1, -1.6}));
    ASSERT_EQ(net.links.size(), 2u);
    EXPECT_EQ(net.links[0].via_lane, 0u);
    EXPECT_EQ(net.links[0].request, 0u);
    EXPECT_EQ(net.links[0].signal, 0u);
    EXPECT_EQ(net.links[0].state, micro::LinkState::TlOff);
    EXPECT_EQ(net.links[0].visibility_m, 4.5);
    EXPECT_EQ(net.links[1].from_lane, 0u);
    EXPECT_EQ(net.links[1].to_lane, 2u);
    EXPECT_EQ(net.links[1].junction, net.links[0].junction);
    EXPECT_EQ(net.links[1].request, kNone);
    EXPECT_TRUE(of.unsupported.empty());
}

TEST(SumoRead, ProgramsOfAdditionalFilesComeOnTop) {
    const micro::Case of = small_case();
    ASSERT_EQ(of.net.signals.size(), 1u);
    ASSERT_EQ(of.net.signals[0].programs.size(), 2u);
    const micro::SignalProgram& fixed = of.net.signals[0].programs[0];
    EXPECT_EQ(fixed.phases[0].duration_s, 42.0);
    EXPECT_EQ(fixed.phases[0].max_s, 42.0);
    const micro::SignalProgram& day = of.net.signals[0].programs[1];
    EXPECT_EQ(day.type, micro::SignalType::Actuated);
    EXPECT_EQ(day.max_gap_s, 2.5);
    EXPECT_EQ(day.offset_s, 5.0);
    EXPECT_EQ(day.phases[0].min_s, 10.0);
    EXPECT_EQ(day.phases[0].max_s, 50.0);
    EXPECT_EQ(day.phases[1].min_s, 4.0);
    EXPECT_EQ(day.phases[1].max_s, 4.0);
}

TEST(SumoRead, AnOffProgramShowsTheLinksOwnStates) {
    const auto read =
        parse_case(small::kNet, {{"a", "<add><tlLogic id=\"b\" type=\"static\" programID=\"off\"/></add>"}});
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->net.signals[0].programs.size(), 2u);
    EXPECT_EQ(read->net.signals[0].programs[1].phases[0].state, "O");
    std::string net = small::kNet;
    const std::size_t at = net.find("  <tlLogic"), end = net.find("  <junction");
    net.replace(at, end - at, "<tlLogic id=\"b\" programID=\"off\"/>");
    const auto dark = parse_net(net, "dark.net.xml");
    ASSERT_TRUE(dark) << to_text(dark.error());
    ASSERT_EQ(dark->net.signals[0].programs.size(), 1u);
    EXPECT_EQ(dark->net.signals[0].programs[0].phases[0].state, "O");
}

TEST(SumoRead, TypesTakeTheirClassThenTheirAttributes) {
    const micro::Case of = small_case();
    ASSERT_EQ(of.demand.types.size(), 4u);  // three of the file and SUMO's own, which t0 and f0 use
    const micro::VehicleType& car = of.demand.types[0];
    EXPECT_EQ(car.sigma, 0.4);
    EXPECT_EQ(car.colour[0], 1.0F);
    EXPECT_EQ(car.colour[1], 0.0F);
    const micro::VehicleType& big = of.demand.types[1];
    EXPECT_EQ(big.length_m, 12.0);
    EXPECT_EQ(big.speed_dev, 0.0);
    EXPECT_NEAR(big.max_speed_m_s, 27.7778, 1e-4);
    const micro::VehicleType& fast = of.demand.types[2];
    EXPECT_EQ(fast.speed_factor, 1.1);
    EXPECT_EQ(fast.speed_dev, 0.2);
    EXPECT_EQ(fast.speed_factor_min, 0.5);
    EXPECT_EQ(fast.speed_factor_max, 1.5);
    EXPECT_EQ(of.demand.types[3].id, "DEFAULT_VEHTYPE");
    ASSERT_EQ(of.demand.type_distributions.size(), 1u);
    EXPECT_EQ(of.demand.type_distributions[0].types, (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(of.demand.type_distributions[0].weight, (std::vector<double>{0.25, 0.75}));
}

TEST(SumoRead, DeparturesAreResolved) {
    const micro::Case of = small_case();
    ASSERT_EQ(of.demand.departures.size(), 4u);
    const micro::Departure& v0 = of.demand.departures[0];
    EXPECT_EQ(v0.type, 0u);
    EXPECT_EQ(of.demand.routes[v0.route].id, "through");
    EXPECT_EQ(v0.entry.lane, micro::DepartLane::Best);
    EXPECT_EQ(v0.entry.speed, micro::DepartSpeed::Max);
    const micro::Departure& v1 = of.demand.departures[1];
    EXPECT_EQ(v1.depart_s, 10.0);
    EXPECT_EQ(v1.type, kNone);
    EXPECT_EQ(v1.type_distribution, 0u);
    EXPECT_EQ(v1.entry.pos, micro::DepartPos::Given);
    EXPECT_EQ(v1.entry.pos_m, -20.0);
    EXPECT_EQ(v1.entry.arrival_pos_m, -1.0);
    ASSERT_EQ(v1.stops.size(), 1u);
    EXPECT_EQ(v1.stops[0].bus_stop, 0u);
    EXPECT_EQ(v1.stops[0].lane, 2u);
    EXPECT_EQ(v1.stops[0].end_m, 20.0);
    const micro::Departure& t0 = of.demand.departures[2];
    EXPECT_EQ(t0.from, 1u);
    EXPECT_EQ(t0.to, 2u);
    EXPECT_EQ(t0.via, std::vector<std::uint32_t>{2});
    EXPECT_EQ(t0.entry.arrival_pos_m, std::numeric_limits<double>::infinity());
    const micro::Departure& f0 = of.demand.departures[3];
    EXPECT_TRUE(f0.flow);
    EXPECT_EQ(f0.period_s, 6.0);
    EXPECT_EQ(f0.end_s, 90.0);
    EXPECT_EQ(f0.number, 0u);
}

TEST(SumoRead, PlacedThingsCountFromEitherEnd) {
    const micro::Case of = small_case();
    EXPECT_EQ(of.additional.bus_stops[0].lines, "1 6");
    EXPECT_EQ(of.additional.loops[0].pos_m, 95.0);
    EXPECT_EQ(of.additional.loops[0].period_s, 60.0);
    EXPECT_EQ(of.additional.areas[0].start_m, 10.0);
    EXPECT_EQ(of.additional.areas[0].end_m, 90.0);
    ASSERT_EQ(of.additional.rerouters[0].closings.size(), 1u);
    EXPECT_EQ(of.additional.rerouters[0].closings[0].allow, kAllClasses & ~bit_of(VClass::Passenger));
}

TEST(SumoRead, FlowsInEveryWayThatSumoKnows) {
    micro::Options run;
    run.begin_s = 10.0;
    run.end_s = 110.0;
    const auto read = with_routes(
        "<flow id=\"a\" from=\"ab\" to=\"bc\" number=\"4\"/>"
        "<flow id=\"b\" from=\"ab\" to=\"bc\" period=\"2.5\" end=\"0:01:00\"/>"
        "<flow id=\"c\" from=\"ab\" to=\"bc\" period=\"exp(0.2)\"/>"
        "<flow id=\"d\" from=\"ab\" to=\"bc\" probability=\"0.3\" number=\"7\"/>"
        "<flow id=\"e\" from=\"ab\" to=\"bc\" perHour=\"1800\"/>"
        "<flow id=\"f\" from=\"ab\" to=\"bc\" number=\"0\"/>"
        "<flow id=\"g\" from=\"ab\" to=\"bc\" begin=\"1:00:00:00\" end=\"1:01:00:30.5\" period=\"9\"/>",
        run);
    ASSERT_TRUE(read) << to_text(read.error());
    const auto& flows = read->demand.departures;
    ASSERT_EQ(flows.size(), 6u);
    EXPECT_EQ(flows[0].depart_s, 10.0);
    EXPECT_EQ(flows[0].period_s, 25.0);
    EXPECT_EQ(flows[0].number, 4u);
    EXPECT_EQ(flows[1].period_s, 2.5);
    EXPECT_EQ(flows[1].end_s, 60.0);
    EXPECT_TRUE(flows[2].poisson);
    EXPECT_EQ(flows[2].period_s, 5.0);
    EXPECT_EQ(flows[2].end_s, 110.0);
    EXPECT_EQ(flows[3].probability_s, 0.3);
    EXPECT_EQ(flows[3].period_s, 0.0);
    EXPECT_EQ(flows[4].period_s, 2.0);
    EXPECT_EQ(flows[5].depart_s, 86400.0);
    EXPECT_EQ(flows[5].end_s, 86400.0 + 3600.0 + 30.5);
    EXPECT_EQ(unsupported(*read), std::vector<std::string>{"flow of no vehicles (left out, as SUMO does) x1"});
}

TEST(SumoRead, NamesMayBeUsedBeforeTheyAreDefinedAndInOtherFiles) {
    const auto read = parse_case(
        small::kNet,
        {{"a",
          "<routes><vehicle id=\"v\" type=\"late\" route=\"ways\" depart=\"0\"/>"
          "<vTypeDistribution id=\"late\" vTypes=\"x y\" probabilities=\"1 3\"/></routes>"},
         {"b",
          "<additional><vType id=\"x\" vClass=\"taxi\"/><vType id=\"y\" probability=\"9\"/>"
          "<routeDistribution id=\"ways\" routes=\"r\"/><route id=\"r\" edges=\"ab bc\" probability=\"0.5\"/>"
          "</additional>"}});
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->demand.departures[0].type_distribution, 0u);
    EXPECT_EQ(read->demand.departures[0].route_distribution, 0u);
    EXPECT_EQ(read->demand.type_distributions[0].weight, (std::vector<double>{1.0, 3.0}));
    EXPECT_EQ(read->demand.route_distributions[0].weight, std::vector<double>{0.5});
}

TEST(SumoRead, LateDeparturesAreSortedAndCounted) {
    const auto read = with_routes(
        "<trip id=\"a\" depart=\"9\" from=\"ab\" to=\"bc\"/><trip id=\"b\" depart=\"5\" from=\"ab\" "
        "to=\"bc\"/><trip id=\"c\" depart=\"5\" from=\"ab\" to=\"bc\"/>");
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->demand.departures[0].id, "b");
    EXPECT_EQ(read->demand.departures[1].id, "c");
    EXPECT_EQ(read->demand.departures[2].id, "a");
    EXPECT_EQ(unsupported(*read),
              std::vector<std::string>{"departures out of order (sorted; SUMO leaves out late ones) x1"});
}

TEST(SumoRead, WhatIsNotPlayedIsCountedOnce) {
    const auto read = with_routes(
        "<vType id=\"t\" lcSublane=\"5\" latAlignment=\"left\"><param key=\"has.rerouting.device\" value=\"true\"/>"
        "<param key=\"has.ssm.device\" value=\"true\"/></vType>"
        "<vType id=\"u\" lcSublane=\"2\" carFollowModel=\"EIDM\"/>"
        "<person id=\"p\" depart=\"0\"><walk from=\"ab\" to=\"bc\" speed=\"1\"/></person>"
        "<vehicle id=\"v\" type=\"t\" depart=\"0\" arrivalLane=\"0\"><route edges=\"ab bc\"/>"
        "<stop lane=\"ab_0\" endPos=\"50\" until=\"99\" triggered=\"true\"/>"
        "<param key=\"has.rerouting.device\" value=\"0\"/></vehicle>");
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(unsupported(*read),
              (std::vector<std::string>{"attribute lcSublane of vType x2", "attribute latAlignment of vType x1",
                                        "param has.ssm.device x1", "carFollowModel EIDM (driven as IDM) x1",
                                        "element person x1", "attribute arrivalLane of vehicle x1",
                                        "stop that waits for persons or containers (left out) x1"}));
    EXPECT_EQ(read->demand.types[0].rerouting, micro::Rerouting::Always);
    EXPECT_EQ(read->demand.departures[0].rerouting, micro::Rerouting::Never);
    EXPECT_EQ(read->demand.types[1].follow, micro::CarFollow::Idm);
}

TEST(SumoRead, ConfigurationsGiveFilesAndOptions) {
    const auto read = parse_config(
        "<sumoConfiguration><input><net-file value=\"n/a.net.xml\"/><route-files value=\"b.xml, c.xml\"/></input>"
        "<time><begin value=\"0:01:00\"/><step-length>0.5</step-length></time>"
        "<processing><time-to-teleport value=\"-1\"/><lateral-resolution value=\"0.8\"/>"
        "<collision.action value=\"warn\"/></processing>"
        "<report><verbose value=\"true\"/></report><random_number><seed value=\"42\"/></random_number>"
        "<routing><device.rerouting.probability value=\"0.7\"/><device.rerouting.period value=\"300\"/></routing>"
        "<output><fcd-output value=\"f.xml.gz\"/></output></sumoConfiguration>",
        "case/x.sumocfg");
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->net.path, std::filesystem::path("case/n/a.net.xml"));
    ASSERT_EQ(read->routes.size(), 2u);
    EXPECT_EQ(read->routes[1].path, std::filesystem::path("case/c.xml"));
    EXPECT_EQ(read->options.begin_s, 60.0);
    EXPECT_EQ(read->options.step_s, 0.5);
    EXPECT_EQ(read->options.end_s, -1.0);
    EXPECT_EQ(read->options.seed, 42u);
    EXPECT_EQ(read->options.time_to_teleport_s, -1.0);
    EXPECT_EQ(read->options.lateral_resolution_m, 0.8);
    EXPECT_EQ(read->options.rerouting_probability, 0.7);
    EXPECT_EQ(read->options.rerouting_period_s, 300.0);
    EXPECT_EQ(read->options.fcd, "f.xml.gz");
    ASSERT_EQ(read->unsupported.size(), 1u);
    EXPECT_EQ(read->unsupported[0].what, "option collision.action=warn");
}

TEST(SumoRead, NumbersTimesAndFlags) {
    EXPECT_EQ(number_of(" .5 "), 0.5);
    EXPECT_EQ(number_of("+1e3"), 1000.0);
    for (const char* bad : {"", " ", "1,5", "0x10", "inf", "nan", "1e999", "5m", "+-1", "--1"}) {
        EXPECT_FALSE(number_of(bad)) << bad;
    }
    EXPECT_EQ(time_of("25200.00"), 25200.0);
    EXPECT_EQ(time_of("07:00:00"), 25200.0);
    EXPECT_EQ(time_of("1:07:00:01.5"), 86400.0 + 25201.5);
    EXPECT_EQ(time_of("-0:00:10"), -10.0);
    for (const char* bad : {"7:00", "a:b:c", "1:2:3:4:5", ":::", "1:-2:3", "1:2:-3"}) EXPECT_FALSE(time_of(bad)) << bad;
    EXPECT_EQ(flag_of("true"), true);
    EXPECT_EQ(flag_of("0"), false);
    EXPECT_FALSE(flag_of("maybe"));
}

}  // namespace
}  // namespace sd::sumo
