#include "scenarios/timeline.h"

#include <gtest/gtest.h>

namespace sd {
namespace {

const std::string kText =
    "scenario: t\ncity: my_tho\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\nevents:\n"
    "  - at 18:20 note \"third\"\n  - at 18:10 note \"first\"\n  - at 18:10 note \"second\"\n";

TEST(Timeline, CommandsBiteInOrderOfTimeThenOfWriting) {
    const auto scenario = parse_scenario(kText, "t.yaml");
    ASSERT_TRUE(scenario) << to_text(scenario.error());
    Timeline timeline(*scenario);
    EXPECT_TRUE(timeline.take_due(scenario->start + minutes(9)).empty());
    const auto due = timeline.take_due(scenario->start + minutes(10));
    ASSERT_EQ(due.size(), 2u);
    EXPECT_EQ(due[0].text, "first");
    EXPECT_EQ(due[1].text, "second");
    EXPECT_EQ(timeline.take_due(scenario->start + hours(1)).size(), 1u);
    EXPECT_EQ(timeline.pending(), 0u);
}

TEST(Timeline, LatencyDelaysTheBite) {
    Scenario scenario;
    Timeline timeline(scenario);
    Command command;
    command.at = Instant{} + seconds(10);
    command.latency = seconds(5);
    timeline.add(command);
    EXPECT_TRUE(timeline.take_due(Instant{} + seconds(14)).empty());
    EXPECT_EQ(timeline.take_due(Instant{} + seconds(15)).size(), 1u);
}

TEST(Timeline, OrdersOnAlarmsGoToThePlatform) {
    for (const CommandKind kind : {CommandKind::AcknowledgeAlarm, CommandKind::CloseAlarm}) {
        Command command;
        command.kind = kind;
        EXPECT_FALSE(input_of(command));
        EXPECT_EQ(addressee_of(kind), Addressee::Platform);
    }
    EXPECT_EQ(alarm_number("12"), 12u);
    for (const char* bad : {"", "0", "-1", "x", "1x", "1.5", "99999999999999999999999"}) {
        EXPECT_FALSE(alarm_number(bad)) << bad;
    }
}

TEST(Timeline, DeviceFaultsAreNoInputsOfTheWorld) {
    Command command;
    command.kind = CommandKind::DeviceFault;
    EXPECT_FALSE(input_of(command));
    command.kind = CommandKind::CloseRoad;
    command.target = "Ấp Bắc";
    ASSERT_TRUE(input_of(command));
    EXPECT_EQ(input_of(command)->target, "Ấp Bắc");
}

}  // namespace
}  // namespace sd
