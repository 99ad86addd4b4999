#include "sim/sewer/inp.h"

#include <fstream>
#include <sstream>

#include "sim/sewer/series_csv.h"
#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

constexpr const char* kSmall = R"([TITLE]
Two manholes, a weir and a pump
[OPTIONS]
FLOW_UNITS           LPS
FLOW_ROUTING         KINWAVE
START_DATE           10/28/2026
START_TIME           18:00:00
END_DATE             10/29/2026
END_TIME             00:30:00
ALLOW_PONDING        YES
ROUTING_STEP         5
[JUNCTIONS]
;;Name  Elev  MaxDepth InitDepth SurDepth Aponded
J1      10.0  3.0      0.2       0        50     ; a comment
J2      9.5   0        0         0        0
[STORAGE]
S1      8.0   4.0  1.0  FUNCTIONAL 10 1 100
S2      8.0   4.0  0.0  TABULAR Basin
[OUTFALLS]
O1      7.0   TIDAL Tide YES
O2      7.0   FIXED 7.5
[CONDUITS]
C1      J1  J2  100  0.013  0    0.1  0  0
C2      J2  S1  80   0.015  0    0.5
C3      S2  O1  50   0.013  0    0
[XSECTIONS]
C1      CIRCULAR     0.6  0  0  0  2
C2      RECT_CLOSED  0.8  1.2
C3      TRAPEZOIDAL  1.0  0.5  1.0  1.5  1
W1      RECT_OPEN    0.5  2.0
R1      CIRCULAR     0.3
[LOSSES]
C2      0.5  1.0  0.1  YES
[WEIRS]
W1      S1  S2  TRANSVERSE  1.5  1.84  NO  1  0
[ORIFICES]
R1      S2  O2  SIDE  0.2  0.65  YES
[PUMPS]
P1      S1  J2  Pump1  OFF  1.5  0.5
[CURVES]
Basin   STORAGE  0 50  2 200
Basin            4 600
Pump1   PUMP4    0 10  2 40
Tide    TIDAL    0 7.0  6 8.0
Tide             12 7.0 18 8.0
[TIMESERIES]
Rain    10/28/2026 18:00 0
Rain    18:30 50  19:00 10
Rain    10/29/2026 0:00 0
Hours   0 1   1.5 2
[INFLOWS]
J1      FLOW  Rain  FLOW  1.0  2.0  5
J2      FLOW  Hours
[DWF]
J2      FLOW  3.0
[COORDINATES]
J1      100.5  200.25
[REPORT]
NODES ALL
)";

TEST(Inp, ReadsWhatItSupports) {
    const Result<Inp> inp = parse_inp(kSmall, "small.inp");
    ASSERT_TRUE(inp.has_value()) << to_text(inp.error());
    const Network& net = inp->network;
    EXPECT_EQ(net.title, "Two manholes, a weir and a pump");
    EXPECT_EQ(inp->length, hours(6) + minutes(30));
    EXPECT_EQ(to_iso(inp->start, Duration{0}).substr(0, 16), "2026-10-28T18:00");
    ASSERT_EQ(net.nodes.size(), 6U);
    EXPECT_EQ(net.nodes[0].rim_m, 13.0);
    EXPECT_EQ(net.nodes[0].rim, Rim::Ponds);
    EXPECT_EQ(net.nodes[0].ponded_area_m2, 50.0);
    EXPECT_EQ(net.nodes[0].at, (LocalXY{100.5, 200.25}));
    EXPECT_NEAR(net.nodes[0].area_m2, 1.167, 1e-3);
    EXPECT_NEAR(net.nodes[1].rim_m, 9.5 + 0.8, 1e-9);  // no depth given: the highest crown, here that of C2
    EXPECT_EQ(net.nodes[1].rim, Rim::Spills);
    const Curve& functional = net.curves[static_cast<std::size_t>(net.nodes[2].storage)];
    EXPECT_NEAR(linear(functional, 2.0), 120.0, 1e-9);
    EXPECT_EQ(net.nodes[4].outfall, Outfall::Series);
    EXPECT_TRUE(net.nodes[4].flap);
    const Curve& tide = net.curves[static_cast<std::size_t>(net.nodes[4].series)];
    EXPECT_NEAR(linear(tide, 0.0), 8.0, 1e-9);           // 18:00
    EXPECT_NEAR(linear(tide, 6.0 * 3600.0), 7.0, 1e-9);  // midnight
    EXPECT_EQ(net.nodes[5].level_m, 7.5);
    ASSERT_EQ(net.conduits.size(), 3U);
    EXPECT_EQ(net.conduits[0].barrels, 2);
    EXPECT_EQ(net.conduits[0].offset_to_m, 0.1);
    EXPECT_NEAR(net.conduits[1].loss, 1.6, 1e-9);
    EXPECT_TRUE(net.conduits[1].flap);
    EXPECT_EQ(net.conduits[2].section, (SectionSpec{Shape::Trapezoidal, 1.0, 0.5, 1.0, 1.5}));
    EXPECT_EQ(net.weirs[0].length_m, 2.0);
    EXPECT_EQ(net.weirs[0].contractions, 1);
    EXPECT_TRUE(net.orifices[0].flap);
    EXPECT_EQ(net.pumps[0].kind, PumpCurve::Depth);
    EXPECT_FALSE(net.pumps[0].starts_on);
    EXPECT_NEAR(net.curves[static_cast<std::size_t>(net.pumps[0].curve)].y[1], 0.04, 1e-12);
    ASSERT_EQ(net.inflows.size(), 3U);
    const Curve& rain = net.curves[static_cast<std::size_t>(net.inflows[0].series)];
    EXPECT_EQ(rain.x, (std::vector<double>{0.0, 1800.0, 3600.0, 21600.0}));
    EXPECT_NEAR(net.inflows[0].scale, 2e-3, 1e-12);
    EXPECT_NEAR(net.inflows[0].base_m3_s, 5e-3, 1e-12);
    EXPECT_NEAR(net.inflows[2].base_m3_s, 3e-3, 1e-12);
}

TEST(Inp, SaysWhatHappensToTheRest) {
    const Result<Inp> inp = parse_inp(kSmall, "small.inp");
    ASSERT_TRUE(inp.has_value());
    const std::string text = to_text(inp->notices);
    EXPECT_NE(text.find("small.inp:5:22: FLOW_ROUTING KINWAVE (the dynamic wave runs instead)"), std::string::npos)
        << text;
    EXPECT_NE(text.find("small.inp:11:1: ROUTING_STEP (steps follow"), std::string::npos) << text;
    EXPECT_NE(text.find("[REPORT] (results are chosen by the caller; ignored)"), std::string::npos) << text;
    EXPECT_EQ(inp->notices.size(), 3U) << text;
}

TEST(Inp, SaysWhichUnitsAFileWithoutThemIsReadIn) {
    std::string text(kSmall);
    const std::size_t at = text.find("FLOW_UNITS");
    ASSERT_NE(at, std::string::npos);
    text.erase(at, text.find('\n', at) - at);
    const Result<Inp> inp = parse_inp(text, "small.inp");
    ASSERT_TRUE(inp.has_value()) << to_text(inp.error());
    EXPECT_NE(to_text(inp->notices).find("no FLOW_UNITS (read as CFS and feet"), std::string::npos);
}

TEST(Inp, RunsWithItsBooksClosed) {
    Result<Inp> inp = parse_inp(kSmall, "small.inp");
    ASSERT_TRUE(inp.has_value());
    Rig run(std::move(inp->network));
    Samples samples;
    for (int i = 0; i < 36; ++i) {
        run.go(minutes(10));
        add_sample(samples, run.state);
    }
    EXPECT_EQ(imbalance(run.state), 0);
    // ∫ 2 Rain + 5 + 3 + Hours (l/s) over six hours.
    const double rain = 2.0 * (0.5 * 1800.0 * 50.0 + 0.5 * 1800.0 * 60.0 + 0.5 * 18000.0 * 10.0);
    const double rest = 8.0 * 21600.0 + 1.5 * 5400.0 + 2.0 * 16200.0;
    EXPECT_NEAR(static_cast<double>(run.state.ledger.inflow) * run.model.options.quantum_m3, (rain + rest) * 1e-3,
                0.005 * (rain + rest) * 1e-3);
    const std::string heads = heads_csv(run.model, samples);
    EXPECT_EQ(heads.substr(0, heads.find('\n')), "time_s,J1,J2,S1,S2,O1,O2");
    EXPECT_EQ(std::count(heads.begin(), heads.end(), '\n'), 37);
    const std::string flows = flows_csv(run.model, samples);
    EXPECT_EQ(flows.substr(0, flows.find('\n')), "time_s,C1,C2,C3,R1,W1,P1");
    const std::string folder = std::string(::testing::TempDir()) + "/sewer_csv";
    ASSERT_TRUE(write_csv(run.model, samples, folder).has_value());
    std::stringstream read;
    read << std::ifstream(folder + "/flows.csv").rdbuf();
    EXPECT_EQ(read.str(), flows);
}

TEST(Inp, UnitsOfTheUnitedStatesAreConverted) {
    const Result<Inp> inp = parse_inp(
        "[OPTIONS]\nFLOW_UNITS MGD\nLINK_OFFSETS ELEVATION\n[JUNCTIONS]\nA 100 10\n[OUTFALLS]\nO 90 FIXED 95\n"
        "[CONDUITS]\nC A O 328.084 0.013 101 *\n[XSECTIONS]\nC CIRCULAR 2\n[INFLOWS]\nA FLOW \"\" FLOW 1 1 1\n",
        "us.inp");
    ASSERT_TRUE(inp.has_value()) << to_text(inp.error());
    const Network& net = inp->network;
    EXPECT_NEAR(net.nodes[0].rim_m, 110.0 * 0.3048, 1e-9);
    EXPECT_NEAR(net.nodes[1].level_m, 95.0 * 0.3048, 1e-9);
    EXPECT_NEAR(net.conduits[0].length_m, 100.0, 1e-3);
    EXPECT_NEAR(net.conduits[0].offset_from_m, 0.3048, 1e-9);
    EXPECT_NEAR(net.conduits[0].section.height_m, 0.6096, 1e-9);
    EXPECT_NEAR(net.inflows[0].base_m3_s, 0.0438126, 1e-6);
}

TEST(Inp, EveryMistakeIsNamedAtItsPlaceAllAtOnce) {
    const Result<Inp> inp = parse_inp(
        "[OPTIONS]\n"              // 1
        "FLOW_UNITS CMX\n"         // 2
        "[JUNCTIONS]\n"            // 3
        "A 10 3\n"                 // 4
        "A 11 3\n"                 // 5
        "B nan 3\n"                // 6
        "C\n"                      // 7
        "[OUTFALLS]\n"             // 8
        "O 5 SOMEHOW\n"            // 9
        "[CONDUITS]\n"             // 10
        "c1 A Z 100 0.013 0 0\n"   // 11
        "c2 A B -5 0.013 0 0\n"    // 12
        "c3 A A 10 0.013 0 0\n"    // 13
        "c4 A O 10 0.013 0 0\n"    // 14
        "c5 B O 10 0.013 0 0\n"    // 15
        "[XSECTIONS]\n"            // 16
        "c2 CIRCULAR 0.5\n"        // 17
        "c4 EGG 0.5\n"             // 18
        "zz CIRCULAR 0.5\n"        // 19
        "[PUMPS]\n"                // 20
        "p1 A B * ON\n"            // 21
        "p2 A B nocurve ON 1 2\n"  // 22
        "[CURVES]\n"               // 23
        "k STORAGE 0 1 2 3 1 5\n"  // 24
        "[DIVIDERS]\n"             // 25
        "D 1 O c1 CUTOFF 1\n"      // 26
        "[TIMESERIES]\n"           // 27
        "t FILE \"x.dat\"\n",      // 28
        "bad.inp");
    ASSERT_FALSE(inp.has_value());
    const std::string text = to_text(inp.error());
    for (const char* part :
         {"bad.inp:2:12: unknown flow units 'CMX'", "bad.inp:5:1: node 'A' occurs twice",
          "bad.inp:6:3: invert elevation 'nan' is no finite number", "bad.inp:7:2: the line ends before the invert",
          "bad.inp:9:5: unknown kind of outfall 'SOMEHOW'", "bad.inp:11:6: unknown node 'Z'",
          "bad.inp:12:8: length -5 is out of range", "bad.inp:13:6: link 'c3' ends where it begins",
          "bad.inp:15:1: link 'c5' has no section", "bad.inp:18:4: section shape 'EGG' is not supported",
          "bad.inp:19:1: unknown link 'zz'", "bad.inp:21:8: ideal pumps are not supported",
          "bad.inp:22:8: unknown pump curve 'nocurve'", "bad.inp:22:21: the pump stops above where it starts",
          "bad.inp:24:19: 'k' does not rise here", "bad.inp:25:1: [DIVIDERS] cannot be left out",
          "bad.inp:28:3: time series in files"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n--- in\n" << text;
}

TEST(Inp, AMissingFileIsAnErrorWithItsName) {
    const Result<Inp> inp = read_inp("no/such/file.inp");
    ASSERT_FALSE(inp.has_value());
    EXPECT_NE(to_text(inp.error()).find("no/such/file.inp: cannot be opened"), std::string::npos);
}

}  // namespace
}  // namespace sd::sewer
