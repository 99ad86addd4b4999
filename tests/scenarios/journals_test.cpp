#include <gtest/gtest.h>

#include <cmath>

#include "scenarios/role_bus.h"
#include "scenarios/run_journals.h"
#include "scenarios/run_result.h"
#include "scenarios/samples_json.h"
#include "scenarios/words.h"

namespace sd {
namespace {

TEST(InputLog, GivesBackWhatWasPutInWithItsTick) {
    const auto disk = make_sim_disk();
    {
        auto log = InputLog::create(*disk, "inputs");
        ASSERT_TRUE(log) << to_text(log.error());
        Command command;
        command.kind = CommandKind::CloseRoad;
        command.target = "Ấp Bắc";
        ASSERT_TRUE(log->add({17, command}));
    }
    const auto read = read_inputs(*disk, "inputs");
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->size(), 1u);
    EXPECT_EQ(read->front().tick, 17u);
    EXPECT_EQ(read->front().command.target, "Ấp Bắc");
}

TEST(HashLog, NamesTheFirstModelThatDiffers) {
    const auto disk = make_sim_disk();
    {
        auto log = HashLog::create(*disk, "hashes");
        ASSERT_TRUE(log) << to_text(log.error());
        log->add_truth(1, {{"weather", 11}, {"flood", 12}});
        log->add_truth(2, {{"weather", 21}, {"flood", 22}});
        log->add_belief(Instant{60}, 5);
        ASSERT_TRUE(log->commit());
    }
    const auto history = read_hashes(*disk, "hashes");
    ASSERT_TRUE(history) << to_text(history.error());
    EXPECT_EQ(first_difference(*history, 1, {{"weather", 11}, {"flood", 12}}), "");
    EXPECT_EQ(first_difference(*history, 2, {{"weather", 21}, {"flood", 99}}), "flood");
    EXPECT_EQ(first_difference(*history, 2, {{"weather", 20}, {"flood", 99}}), "weather");
    EXPECT_EQ(first_difference(*history, 2, {{"weather", 21}}), "models");
    EXPECT_EQ(first_difference(*history, 3, {{"weather", 1}, {"flood", 1}}), "") << "an unrecorded tick proves nothing";
    EXPECT_EQ(history->belief.at(60), 5u);
}

TEST(Series, SurvivesItsTextForm) {
    Series series;
    series.list.flood_depths_m = {0.3};
    series.list.stations = {"Mỹ Tho"};
    TruthSample t;
    t.at = Instant{1'000'000'000};
    t.flooded_km = {2.5};
    t.level_m = {std::nan("")};
    t.vehicles = 7;
    series.truth.push_back(t);
    BeliefSample b;
    b.belief_hash = 0xFFFF'FFFF'FFFF'FFFFu;
    b.device_value["SD-1"] = 0.25;
    series.belief.push_back(b);
    const auto back = series_from_text(series_to_text(series), "t");
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_EQ(back->truth.front().vehicles, 7u);
    EXPECT_EQ(back->truth.front().flooded_km, t.flooded_km);
    EXPECT_TRUE(std::isnan(back->truth.front().level_m.front()));
    EXPECT_EQ(back->belief.front().belief_hash, b.belief_hash);
    EXPECT_FALSE(series_from_text("{\"format\": 9}", "t"));
    EXPECT_FALSE(series_from_text("nonsense", "t"));
    std::string far = series_to_text(series);
    far.replace(far.find("\"vehicles\": 7"), 13, "\"vehicles\": 7e300");
    EXPECT_FALSE(series_from_text(far, "t")) << "no vehicle count";
}

TEST(Summary, HasEveryKeyOfTheContract) {
    Scenario scenario;
    scenario.name = "t";
    const std::string text = summary_text(scenario, RunInfo{}, RunResult{}, Series{});
    for (const char* key :
         {"scenario", "seed",          "threads",           "sim_seconds",    "wall_seconds", "speed_factor",
          "devices",  "vehicles_peak", "readings_sent",     "readings_per_s", "ledger",       "issued",
          "accepted", "rejected",      "injected_loss",     "unexplained",    "truth_hash",   "belief_hash",
          "alarms",   "twin_error",    "peak_rss_bytes",    "partial",        "expectations", "street_flooded",
          "streams",  "people",        "undecodable_frames"}) {
        EXPECT_NE(text.find("\"" + std::string(key) + "\""), std::string::npos) << key;
    }
}

TEST(Exit, AnOpenLedgerWinsOverAFailedExpectation) {
    RunResult result;
    EXPECT_EQ(exit_of(result), Exit::Good);
    result.verdicts.push_back({"x", false, false, {}});
    EXPECT_EQ(exit_of(result), Exit::Good) << "an undecided expectation is no failure";
    result.verdicts.push_back({"y", false, true, {}});
    EXPECT_EQ(exit_of(result), Exit::Failed);
    result.ledger.unexplained = 1;
    EXPECT_EQ(exit_of(result), Exit::LedgerOpen);
}

TEST(RoleBus, GivesThreeNeighbouringPortsOrSaysWhatIsWrong) {
    const auto good = role_addresses("tcp://127.0.0.1:5700");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->emulators, "tcp://127.0.0.1:5701");
    EXPECT_EQ(good->twin, "tcp://127.0.0.1:5702");
    for (const char* bad :
         {"", "5700", "tcp://127.0.0.1", "tcp://127.0.0.1:99999", "udp://127.0.0.1:5700", "tcp://:5700"}) {
        EXPECT_FALSE(role_addresses(bad)) << bad;
    }
}

TEST(Words, SlipsAreRecognisedAndForeignWordsAreNot) {
    EXPECT_EQ(edit_distance("breach", "braech"), 1);
    EXPECT_EQ(edit_distance("", "abc"), 3);
    EXPECT_EQ(nearest_word("duraton", {"start", "duration"}), "duration");
    EXPECT_EQ(nearest_word("xyzzy", {"start", "duration"}), "");
}

}  // namespace
}  // namespace sd
