// Every way to get a case wrong that we know of: each must be told with its place and in words.
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "sim/traffic/sumo/read.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;

struct Broken {
    const char* file;  ///< n(et), a(dditional) or r(outes)
    const char* find;
    const char* replace;
    const char* message;  ///< how it begins
};

const Broken kBroken[] = {
    // networks
    {"n", "<net version=\"1.9\">", "<routes>", "net.xml:1:1: is no SUMO network: its outermost element is <routes>"},
    {"n", "<net version=\"1.9\">", "<net><edge>", "net.xml:1:6: <edge> has no attribute id"},
    {"n", "</edge>", "</egde>", "net.xml:5:5: is not well-formed XML: mismatched tag"},
    {"n", "netOffset=\"5.00,-7.50\"", "netOffset=\"5.00\"", "net.xml:2:3: location: netOffset=\"5.00\" is not x,y"},
    {"n", "function=\"internal\"", "function=\"inner\"", "net.xml:3:3: edge ':b_0': function 'inner' is unknown"},
    {"n", "id=\"ab\" from=\"a\"", "id=\"ab\"", "net.xml:6:3: edge 'ab' has no from junction"},
    {"n", "from=\"a\"", "from=\"z\"", "net.xml:6:3: edge 'ab': its from junction 'z' is not in the network"},
    {"n", "id=\"bc\"", "id=\"ab\"", "net.xml:9:3: a second edge 'ab'"},
    {"n", "length=\"100.00\"", "length=\"-100.00\"",
     "net.xml:7:5: lane 'ab_0': its length is -100; it must be above 0"},
    {"n", "length=\"100.00\"", "length=\"nan\"", "net.xml:7:5: lane 'ab_0': length=\"nan\" is not a finite number"},
    {"n", "length=\"100.00\"", "length=\"1e999\"", "net.xml:7:5: lane 'ab_0': length=\"1e999\" is not a finite number"},
    {"n", "length=\"100.00\"", "length=\"100 m\"", "net.xml:7:5: lane 'ab_0': length=\"100 m\" is not a finite number"},
    {"n", "length=\"100.00\" ", "", "net.xml:7:5: lane 'ab_0' has no attribute length"},
    {"n", "speed=\"8.33\"", "speed=\"0\"", "net.xml:10:5: lane 'bc_0': its speed is 0; it must be above 0"},
    {"n", "id=\"bc_0\" index=\"0\"", "id=\"bc_0\" index=\"1\"",
     "net.xml:10:5: lane 'bc_0' has index 1; lane 0 of edge 'bc' was to come"},
    {"n", "id=\"bc_0\"", "id=\"ab_0\"", "net.xml:10:5: a second lane 'ab_0'"},
    {"n", "disallow=\"tram\"", "disallow=\"tramm\"",
     "net.xml:7:5: lane 'ab_0': disallow names 'tramm', which is no vehicle class"},
    {"n", "100.10,-1.60 200.00,-1.60", "100.10,-1.60",
     "net.xml:10:5: lane 'bc_0' has a shape of fewer than two points"},
    {"n", "100.10,-1.60 200.00,-1.60", "100.10,-1.60 200.00;-1.60",
     "net.xml:10:5: lane 'bc_0': shape holds '200.00;-1.60', which is no point x,y"},
    {"n", "type=\"static\"", "type=\"statik\"",
     "net.xml:12:3: tlLogic 'b': type 'statik' is no kind of signal control"},
    {"n", "duration=\"42\"", "duration=\"0\"", "net.xml:13:5: a phase of 0 s; it must last longer than 0"},
    {"n", "state=\"G\"", "state=\"Q\"", "net.xml:13:5: state \"Q\" holds the letter 'Q'"},
    {"n", "state=\"y\"", "state=\"yy\"",
     "net.xml:14:5: tlLogic 'b', program '0': this phase has 2 letters, the first one 1"},
    {"n", "linkIndex=\"0\"", "linkIndex=\"1\"",
     "net.xml:21:3: connection ab → bc: linkIndex 1, but the states of tlLogic 'b', program '0' have 1 letters"},
    {"n", "linkIndex=\"0\"", "", "net.xml:21:3: <connection> has no attribute linkIndex"},
    {"n", "tl=\"b\"", "tl=\"bb\"", "net.xml:21:3: connection ab → bc: there is no tlLogic 'bb'"},
    {"n", "type=\"traffic_light\"", "type=\"lights\"", "net.xml:17:3: junction 'b': type 'lights' is unknown"},
    {"n", "id=\"c\" type", "id=\"a\" type", "net.xml:20:3: a second junction 'a'"},
    {"n", "incLanes=\"ab_0\"", "incLanes=\"ab_7\"",
     "net.xml:17:3: junction 'b' names lane 'ab_7', which is not in the network"},
    {"n", "incLanes=\"ab_0\"", "incLanes=\"\"", "net.xml:17:3: junction 'b' has 1 requests for 0 connections"},
    {"n", "response=\"0\"", "response=\"00\"",
     "net.xml:17:3: junction 'b': request 0 speaks of 2 and 1 links, the junction has 1 requests"},
    {"n", "foes=\"0\"", "foes=\"2\"", "net.xml:18:5: request: foes=\"2\" may hold 0 and 1 only"},
    {"n", "request index=\"0\"", "request index=\"3\"", "net.xml:18:5: junction 'b': request 3 where 0 was to come"},
    {"n", "via=\":b_0_0\"", "via=\":b_9_0\"",
     "net.xml:21:3: connection ab → bc: via lane ':b_9_0' is not in the network"},
    {"n", "from=\"ab\" to=\"bc\" fromLane=\"0\"", "from=\"ab\" to=\"bc\" fromLane=\"2\"",
     "net.xml:21:3: connection ab → bc: lane 2 of edge 'ab', which has 1 lanes"},
    {"n", "from=\"ab\" to=\"bc\"", "from=\"ab\" to=\"cd\"",
     "net.xml:21:3: connection ab → cd: edge 'cd' is not in the network"},
    {"n", "dir=\"s\" state=\"O\"", "dir=\"x\" state=\"O\"",
     "net.xml:21:3: connection ab → bc: direction 'x' is unknown"},
    {"n", "state=\"O\"", "state=\"N\"", "net.xml:21:3: connection ab → bc: state 'N' is unknown"},
    {"n", "</net>", "", "net.xml:24:1: is not well-formed XML: the file ends here"},
    {"n", "priority=\"3\"", "priority=\"3\" priority=\"4\"",
     "net.xml:6:46: is not well-formed XML: duplicate attribute"},
    // additional files
    {"a", "lane=\"bc_0\" startPos", "lane=\"bc_1\" startPos",
     "add.xml:2:3: busStop 's': lane 'bc_1' is not in the network"},
    {"a", "endPos=\"20\"", "endPos=\"120\"",
     "add.xml:2:3: busStop 's': endPos=\"120\" is beyond lane 'bc_0' of 99.9 m"},
    {"a", "startPos=\"10\"", "startPos=\"20\"", "add.xml:2:3: busStop 's' reaches from 20 m to 20 m"},
    {"a", "pos=\"-5\"", "pos=\"-500\"", "add.xml:3:3: e1Detector 'e1': pos=\"-500\" is beyond lane 'ab_0' of 100 m"},
    {"a", "freq=\"60\" file=\"e1.xml\"", "freq=\"0\" file=\"e1.xml\"",
     "add.xml:3:3: e1Detector 'e1': freq is 0 s; it must be above 0"},
    {"a", " file=\"e1.xml\"", "", "add.xml:3:3: e1Detector 'e1' has no attribute file"},
    {"a", "edges=\"ab\"", "edges=\"xy\"", "add.xml:5:3: rerouter 'r': edge 'xy' is not in the network"},
    {"a", "end=\"60\"", "end=\"0\"", "add.xml:6:5: an interval that ends before it begins"},
    {"a", "tlLogic id=\"b\"", "tlLogic id=\"c\"", "add.xml:10:3: the network has no signal 'c'"},
    {"a", "programID=\"day\"", "programID=\"0\"", "add.xml:10:3: signal 'b' has a program '0' already"},
    {"a", "maxDur=\"50\"", "maxDur=\"5\"", "add.xml:12:5: a phase with minDur 10 and maxDur 5"},
    {"a", "value=\"2.5\"", "value=\"long\"", "add.xml:11:5: <param>: value=\"long\" is not a finite number"},
    // demand
    {"r", "vClass=\"passenger\"", "vClass=\"pasenger\"", "rou.xml:2:3: vType 'car': vClass 'pasenger' is unknown"},
    {"r", "sigma=\"0.4\"", "sigma=\"1.4\"", "rou.xml:2:3: vType 'car': sigma is 1.4"},
    {"r", "sigma=\"0.4\"", "length=\"-4\"", "rou.xml:2:3: vType 'car': length is -4"},
    {"r", "sigma=\"0.4\"", "carFollowModel=\"Kraus\"", "rou.xml:2:3: vType 'car': carFollowModel 'Kraus' is unknown"},
    {"r", "255,0,0", "256,0,0", "rou.xml:2:3: vType 'car': color \"256,0,0\" is no colour"},
    {"r", "id=\"big\"", "id=\"car\"", "rou.xml:4:5: a second type (or distribution of types) 'car'"},
    {"r", "normc(1.1,0.2,0.5,1.5)", "normc(1.1;0.2)",
     "rou.xml:5:5: vType 'small': speedFactor=\"normc(1.1;0.2)\" is neither"},
    {"r", "probability=\"0.25\"", "probability=\"-1\"", "rou.xml:4:5: vType 'big': probability -1 is below 0"},
    {"r", "id=\"through\" edges=\"ab bc\"", "id=\"through\" edges=\"ab cd\"",
     "rou.xml:7:3: route 'through': edge 'cd' is not in the network"},
    {"r", "id=\"through\" edges=\"ab bc\"", "id=\"through\" edges=\"bc ab\"",
     "rou.xml:7:3: route 'through': no connection leads from edge 'bc' to edge 'ab'"},
    {"r", "id=\"through\" edges=\"ab bc\"", "id=\"through\" edges=\"ab :b_0 bc\"",
     "rou.xml:7:3: route 'through': edge ':b_0' lies inside a junction"},
    {"r", "id=\"through\" edges=\"ab bc\"", "id=\"through\" edges=\"\"",
     "rou.xml:7:3: route 'through': edges is empty"},
    {"r", "<route edges=\"ab bc\"/>", "<route edges=\"bc ab\"/>",
     "rou.xml:10:5: the route of 'v1': no connection leads from edge 'bc' to edge 'ab'"},
    {"r", "<route edges=\"ab bc\"/>", "", "rou.xml:9:3: 'v1' has no route"},
    {"r", "id=\"t0\"", "id=\"v0\"", "rou.xml:13:3: a second vehicle, trip or flow 'v0'"},
    {"r", "type=\"car\" route", "type=\"cat\" route", "rou.xml:8:3: 'v0': the type 'cat' is defined nowhere"},
    {"r", "route=\"through\" depart", "route=\"thru\" depart",
     "rou.xml:8:3: 'v0': the route 'thru' is defined nowhere"},
    {"r", "depart=\"0\"", "depart=\"triggered\"", "rou.xml:8:3: vehicle 'v0': depart=\"triggered\" is not supported"},
    {"r", "depart=\"0\"", "depart=\"1:00\"", "rou.xml:8:3: vehicle 'v0': depart=\"1:00\" is not a time"},
    {"r", "depart=\"0\"", "depart=\"-1\"", "rou.xml:8:3: vehicle 'v0' departs at -1 s"},
    {"r", "departLane=\"best\"", "departLane=\"bset\"", "rou.xml:8:3: vehicle 'v0': departLane 'bset' is unknown"},
    {"r", "departSpeed=\"max\"", "departSpeed=\"-3\"", "rou.xml:8:3: vehicle 'v0': departSpeed -3 is below 0"},
    {"r", "busStop=\"s\"", "busStop=\"t\"", "rou.xml:11:5: there is no bus stop 't'"},
    {"r", "<stop busStop=\"s\" duration=\"20\"/>", "<stop busStop=\"s\"/>",
     "rou.xml:11:5: a stop without duration and until"},
    {"r", "<stop busStop=\"s\" duration=\"20\"/>", "<stop duration=\"20\"/>", "rou.xml:11:5: a stop that is nowhere"},
    {"r", "<stop busStop=\"s\" duration=\"20\"/>",
     "<stop busStop=\"s\" duration=\"20\"/><stop lane=\"ab_0\" duration=\"1\"/>",
     "rou.xml:11:38: 'v1': its stop 2 on lane 'ab_0' is not on the way that is left of its route"},
    {"r", "from=\"ab\" to=\"bc\"", "to=\"bc\"", "rou.xml:13:3: trip 't0' has to but no from"},
    {"r", "from=\"ab\" to=\"bc\"", "fromTaz=\"1\" toTaz=\"2\"", "rou.xml:13:3: trip 't0': fromTaz is not supported"},
    {"r", "via=\"bc\"", "via=\"bz\"", "rou.xml:13:3: trip 't0': edge 'bz' is not in the network"},
    {"r", " vehsPerHour=\"600\"", "", "rou.xml:14:3: flow 'f0' must say how often"},
    {"r", "vehsPerHour=\"600\"", "vehsPerHour=\"600\" period=\"5\"", "rou.xml:14:3: flow 'f0' must say how often"},
    {"r", "vehsPerHour=\"600\"", "probability=\"1.5\"", "rou.xml:14:3: flow 'f0': probability 1.5 is outside 0…1"},
    {"r", "vehsPerHour=\"600\"", "period=\"exp(0)\"", "rou.xml:14:3: flow 'f0': period=\"exp(0)\" is not a time"},
    {"r", "end=\"90\"", "end=\"20\"", "rou.xml:14:3: flow 'f0' ends at 20 s, before it begins at 30 s"},
    {"r", "end=\"90\" vehsPerHour=\"600\"", "number=\"5\"",
     "rou.xml:14:3: flow 'f0' spreads 5 vehicles over a time without end"},
    {"r", "vClass=\"passenger\"", "vClass=\"truck\"",
     "rou.xml:8:3: 'v0' of type 'car' (truck) finds no lane on edge 'bc'"},
    {"r", "vClass=\"bus\"", "vClass=\"bicycle\"",
     "rou.xml:9:3: 'v1' of type 'big' (bicycle) finds no lane on edge 'bc'"},
    {"r", "id=\"t0\" depart", "id=\"t0\" type=\"DEFAULT_TAXITYPE\" depart",
     "rou.xml:13:3: 't0' of type 'DEFAULT_TAXITYPE' (taxi) finds no lane on edge 'bc'"},
    {"n", "id=\":b_0_0\" index=\"0\"", "id=\":b_0_0\" index=\"0\" allow=\"bus\"",
     "rou.xml:8:3: 'v0' of type 'car' (passenger) finds no lane from edge 'ab' to edge 'bc'"},
    {"r", "</routes>", "</rotues>", "rou.xml:15:3: is not well-formed XML: mismatched tag"},
    {"r", "id=\"car\"", "id=\"c&r\"", "rou.xml:2:17: is not well-formed XML: not well-formed (invalid token)"},
};

std::string patched(std::string text, const Broken& broken) {
    const std::size_t at = text.find(broken.find);
    EXPECT_NE(at, std::string::npos) << broken.find;
    return at == std::string::npos ? text : text.replace(at, std::string(broken.find).size(), broken.replace);
}

Result<micro::Case> parse(const std::string& net, const std::string& additional, const std::string& routes) {
    return parse_case(net, {{"add.xml", additional}, {"rou.xml", routes}});
}

TEST(SumoMalformed, EveryMistakeHasItsPlaceAndItsWords) {
    ASSERT_TRUE(parse(small::kNet, small::kAdditional, small::kRoutes));
    for (const Broken& broken : kBroken) {
        const char file = broken.file[0];
        const auto read = parse(file == 'n' ? patched(small::kNet, broken) : small::kNet,
                                file == 'a' ? patched(small::kAdditional, broken) : small::kAdditional,
                                file == 'r' ? patched(small::kRoutes, broken) : small::kRoutes);
        ASSERT_FALSE(read) << broken.message;
        EXPECT_EQ(to_text(read.error()).substr(0, std::string(broken.message).size()), broken.message)
            << to_text(read.error());
    }
    EXPECT_GE(std::size(kBroken), 30u);
}

TEST(SumoMalformed, AllErrorsOfAFileAreToldAtOnceUpToFifty) {
    std::string routes = "<routes>\n";
    for (int i = 0; i < 200; ++i) routes += "<route id=\"r\" edges=\"nowhere\"/>\n";
    const auto read = parse(small::kNet, small::kAdditional, routes + "</routes>\n");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().size(), 50u);
    EXPECT_EQ(read.error()[0].line, 2);
    EXPECT_EQ(read.error()[2].line, 3);  // unknown edge, and from here on a second 'r'
}

/// Files of a case in a folder of their own; a .sumocfg names them.
struct Folder {
    fs::path path = fs::path(SD_BINARY_DIR) / "test_sumo" / "malformed";
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
        write("s.net.xml", small::kNet);
        write("s.add.xml", small::kAdditional);
        write("s.rou.xml", small::kRoutes);
        write("s.sumocfg", config("s.net.xml", "s.rou.xml", "s.add.xml"));
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
    }
    static std::string config(const std::string& net, const std::string& routes, const std::string& additional) {
        return "<configuration>\n  <input>\n    <net-file value=\"" + net + "\"/>\n    <route-files value=\"" + routes +
               "\"/>\n    <additional-files value=\"" + additional + "\"/>\n  </input>\n</configuration>\n";
    }
    [[nodiscard]] std::string errors() const {
        const auto read = read_case(path / "s.sumocfg");
        if (read) return "read well";
        std::string text = to_text(read.error());
        for (std::size_t at; (at = text.find(path.string() + "/")) != std::string::npos;) {
            text.erase(at, path.string().size() + 1);
        }
        return text;
    }
};

std::string gzipped(const std::string& text) {
    const fs::path file = fs::path(SD_BINARY_DIR) / "test_sumo" / "packed.gz";
    const gzFile out = gzopen(file.c_str(), "wb9");
    gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
    gzclose(out);
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(SumoMalformed, FilesThatCannotBeOpenedAreBlamedOnWhoNamesThem) {
    const Folder folder;
    EXPECT_EQ(folder.errors(), "read well");
    folder.write("s.sumocfg", Folder::config("none.net.xml", "s.rou.xml", "s.add.xml"));
    EXPECT_EQ(folder.errors(), "s.sumocfg:3:5: 'none.net.xml' cannot be opened: No such file or directory\n");
    folder.write("s.sumocfg", Folder::config("s.net.xml", "s.rou.xml,b.rou.xml", "s.add.xml"));
    EXPECT_EQ(folder.errors(), "s.sumocfg:4:5: 'b.rou.xml' cannot be opened: No such file or directory\n");
    folder.write("s.sumocfg", Folder::config("s.net.xml", "s.rou.xml", "s.add.xml , c.add.xml.gz"));
    EXPECT_EQ(folder.errors(), "s.sumocfg:5:5: 'c.add.xml.gz' cannot be opened: No such file or directory\n");
    fs::create_directory(folder.path / "d");
    folder.write("s.sumocfg", Folder::config("d", "s.rou.xml", "s.add.xml"));
    EXPECT_EQ(folder.errors(), "s.sumocfg:3:5: 'd' cannot be opened: it is a folder\n");
    fs::remove(folder.path / "s.sumocfg");
    EXPECT_EQ(folder.errors(), "s.sumocfg: 's.sumocfg' cannot be opened: No such file or directory\n");
}

TEST(SumoMalformed, BrokenGzipIsToldWhereItBreaks) {
    const Folder folder;
    std::string many = small::kRoutes;
    many.erase(many.find("</routes>"));
    for (int i = 0; i < 20000; ++i) {
        many += "  <trip id=\"x" + std::to_string(i) + "\" depart=\"" + std::to_string(100 + i) +
                "\" from=\"ab\" to=\"bc\"/>\n";
    }
    const std::string packed = gzipped(many + "</routes>\n");
    folder.write("s.rou.xml", packed);
    EXPECT_EQ(folder.errors(), "read well");
    folder.write("s.rou.xml", packed.substr(0, packed.size() / 2));
    std::string cut = folder.errors();
    const int line = std::atoi(cut.substr(10).c_str());  // about half of 20 000 lines
    EXPECT_TRUE(cut.substr(0, 10) == "s.rou.xml:" && line > 5000 && line < 15000) << cut;
    EXPECT_NE(cut.find("the gzip stream is broken here: unexpected end of file"), std::string::npos) << cut;
    std::string wrong = packed;
    for (std::size_t i = wrong.size() / 2; i < wrong.size() / 2 + 64; ++i) wrong[i] = static_cast<char>(~wrong[i]);
    folder.write("s.rou.xml", wrong);
    const std::string broken = folder.errors();
    EXPECT_EQ(broken.substr(0, 10), "s.rou.xml:") << broken;
    folder.write("s.rou.xml", "");
    EXPECT_EQ(folder.errors(),
              "s.rou.xml:1:1: is not well-formed XML: the file ends here (it may have been cut off while copied)\n");
}

TEST(SumoMalformed, ConfigurationsAreCheckedToo) {
    const auto errors = [](const std::string& inside) {
        const auto read = parse_config("<configuration>\n" + inside + "</configuration>\n", "x.sumocfg");
        return read ? std::string("read well") : to_text(read.error());
    };
    const std::string net = "<input><net-file value=\"a\"/></input>\n";
    EXPECT_EQ(errors(net), "read well");
    EXPECT_NE(errors("").find("names no network"), std::string::npos);
    EXPECT_EQ(errors(net + "<time><begin value=\"soon\"/></time>\n"),
              "x.sumocfg:3:7: begin \"soon\" is neither a number nor a time\n");
    EXPECT_EQ(errors(net + "<time><step-length value=\"0\"/></time>\n"),
              "x.sumocfg:3:7: step-length is 0 s; it must be above 0\n");
    EXPECT_EQ(errors(net + "<time><begin value=\"10\"/><end value=\"5\"/></time>\n"),
              "x.sumocfg:3:26: end (5 s) lies before begin (10 s) (-1 ends when nobody is left)\n");
    EXPECT_EQ(errors(net + "<time><begin value=\"-5\"/></time>\n"),
              "x.sumocfg:3:7: begin is -5 s; it must not be below 0\n");
    EXPECT_EQ(errors(net + "<x><seed value=\"-1\"/></x>\n"), "x.sumocfg:3:4: seed \"-1\" is no whole number ≥ 0\n");
    EXPECT_EQ(errors(net + "<x><device.rerouting.probability value=\"7\"/></x>\n"),
              "x.sumocfg:3:4: device.rerouting.probability is 7; it must be 0…1\n");
    EXPECT_EQ(errors(net + "<x><device.fcd.period value=\"-2\"/></x>\n"),
              "x.sumocfg:3:4: device.fcd.period is -2; it must not be below 0\n");
    EXPECT_EQ(errors("<input>\n"), "x.sumocfg:3:3: is not well-formed XML: mismatched tag\n");
}

}  // namespace
}  // namespace sd::sumo
