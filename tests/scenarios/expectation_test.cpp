#include <gtest/gtest.h>

#include "scenarios/scenario.h"
#include "twin/rules.h"

namespace sd {
namespace {

const std::string kHead = "scenario: t\ncity: my_tho\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\nexpect:\n  - ";

Expectation expectation(const std::string& line) {
    const auto read = parse_scenario(kHead + line + "\n", "t.yaml");
    EXPECT_TRUE(read) << to_text(read.error());
    return read->expectations.front();
}

/// Flooded kilometres rise by 0.1 a minute from 18:00 for `length` minutes, fall to 0 at minute `dip`.
Evidence evidence(int length = 60, int dip = -1) {
    const Instant start = *parse_iso("2026-10-29T18:00:00+07:00");
    Evidence seen;
    seen.list.flood_depths_m = {0.3};
    seen.list.stations = {"Mỹ Tho"};
    for (int k = 0; k <= length; ++k) {
        TruthSample s;
        s.at = start + minutes(k);
        s.flooded_km = {k == dip ? 0.0 : 0.1 * k};
        s.level_m = {1.0 + 0.01 * k};
        seen.truth.push_back(s);
        BeliefSample b;
        b.at = s.at;
        b.device_value["SD-1"] = 0.5;
        seen.belief.push_back(b);
    }
    AlarmView alarm;
    alarm.rule = "street_depth";
    alarm.place = "Ấp Bắc";
    alarm.since = start + minutes(10);
    seen.alarms.push_back(alarm);
    seen.ledger_closes = true;
    return seen;
}

Verdict verdict(const std::string& line, const Evidence& seen = evidence()) {
    return judge({expectation(line)}, seen).front();
}

TEST(Expectation, ByHoldsWhenTrueAtSomeMinuteInTime) {
    EXPECT_TRUE(verdict("by 18:30 expect street_flooded_km(0.3) >= 2.0").ok);
    EXPECT_FALSE(verdict("by 18:10 expect street_flooded_km(0.3) >= 2.0").ok);
}

TEST(Expectation, HeldNeedsAnUnbrokenTime) {
    EXPECT_TRUE(verdict("by 19:00 expect street_flooded_km(0.3) >= 2.0 for 20min").ok);
    EXPECT_FALSE(verdict("by 19:00 expect street_flooded_km(0.3) >= 2.0 for 25min", evidence(60, 40)).ok);
    EXPECT_TRUE(verdict("by 19:00 expect street_flooded_km(0.3) >= 2.0 for 18min", evidence(60, 40)).ok);
}

TEST(Expectation, AtLooksAtThatMomentOnly) {
    EXPECT_TRUE(verdict("at 18:20 expect level \"Mỹ Tho\" 1.19..1.21").ok);
    EXPECT_FALSE(verdict("at 18:30 expect level \"Mỹ Tho\" 1.19..1.21").ok);
}

TEST(Expectation, AlwaysFailsOnOneBreak) {
    EXPECT_TRUE(verdict("always expect street_flooded_km(0.3) <= 6.001").ok);
    EXPECT_FALSE(verdict("always expect street_flooded_km(0.3) < 6").ok);
}

TEST(Expectation, AlarmsAreFoundByRulePlaceAndTime) {
    EXPECT_TRUE(verdict("by 18:10 expect ioc alarm street_depth").ok);
    EXPECT_FALSE(verdict("by 18:09 expect ioc alarm street_depth").ok);
    EXPECT_TRUE(verdict("by 18:10 expect ioc alarm street_depth place \"Ấp Bắc\"").ok);
    EXPECT_FALSE(verdict("by 18:30 expect ioc alarm street_depth place \"Hùng Vương\"").ok);
    EXPECT_FALSE(verdict("expect no ioc alarm street_depth").ok);
    EXPECT_TRUE(verdict("expect no ioc alarm congestion").ok);
}

TEST(Expectation, EveryRuleOfThePlatformCanBeExpected) {
    ASSERT_GE(rule_names().size(), 7u);
    for (const std::string& rule : rule_names()) {
        EXPECT_EQ(expectation("expect ioc alarm " + rule + " place \"Ấp Bắc\"").name, rule);
        EXPECT_EQ(expectation("expect no ioc alarm " + rule).subject, Subject::NoAlarm);
    }
}

TEST(Expectation, DevicesAndLedgerAreJudged) {
    EXPECT_TRUE(verdict("by 19:00 expect device SD-1 reads 0.4..0.6").ok);
    EXPECT_FALSE(verdict("by 19:00 expect device SD-1 reads 0.6..0.9").ok);
    EXPECT_TRUE(verdict("expect ledger closes").ok);
    Evidence open = evidence();
    open.ledger_closes = false;
    EXPECT_FALSE(verdict("expect ledger closes", open).ok);
}

TEST(Expectation, WhatLiesBeyondTheEndStaysOpen) {
    const Verdict later = verdict("by 18:45 expect street_flooded_km(0.3) >= 4", evidence(10));
    EXPECT_FALSE(later.ok);
    EXPECT_FALSE(later.judged);
    const Verdict decided = verdict("by 18:45 expect street_flooded_km(0.3) >= 0.5", evidence(10));
    EXPECT_TRUE(decided.ok);
    EXPECT_TRUE(decided.judged);
}

}  // namespace
}  // namespace sd
