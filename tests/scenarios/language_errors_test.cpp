// Every kind of slip in a scenario gives its place and what was expected.
#include <gtest/gtest.h>

#include "scenarios/scenario.h"
#include "scenarios/sentence.h"

namespace sd {
namespace {

constexpr const char* kHead = "scenario: t\ncity: my_tho\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\n";  // 4 lines

struct Slip {
    const char* name;
    const char* text;  ///< after kHead
    int line;
    int column;
    const char* says;
};

class LanguageErrors : public testing::TestWithParam<Slip> {};

TEST_P(LanguageErrors, NameThePlaceAndWhatWasExpected) {
    const Slip& slip = GetParam();
    const auto read = parse_scenario(std::string(kHead) + slip.text, "t.yaml");
    ASSERT_FALSE(read) << "this text is wrong and was accepted";
    ASSERT_EQ(read.error().size(), 1u) << to_text(read.error());
    const Error& error = read.error().front();
    EXPECT_EQ(error.line, slip.line) << to_text(error);
    EXPECT_EQ(error.column, slip.column) << to_text(error);
    EXPECT_NE(to_text(error).find(slip.says), std::string::npos) << to_text(error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LanguageErrors,
    testing::Values(
        Slip{"UnknownKey", "rian: {total_mm: 5}\n", 5, 1, "did you mean \"rain\"?"},
        Slip{"UnknownInnerKey", "rain: {total_mm: 5, durration: 1h}\n", 5, 21, "did you mean \"duration\"?"},
        Slip{"NotANumber", "tide: {surge_m: high}\n", 5, 17, "expected a number"},
        Slip{"OutOfRange", "traffic: {motorbike_share: 1.5}\n", 5, 28, "0…1"},
        Slip{"BadTruth", "devices: {nominal_faults: yes}\n", 5, 27, "true or false"},
        Slip{"NegativeSeed", "seed: -4\n", 5, 7, "whole number"},
        Slip{"GivenTwice", "seed: 1\nseed: 2\n", 6, 1, "given twice"},
        Slip{"BothEnds", "end: \"20:00\"\n", 5, 6, "both \"for\" and \"end\""},
        Slip{"ListExpected", "events: flood\n", 5, 9, "expected a list"},
        Slip{"UnknownVerb", "events:\n  - at 18:10 braech dyke \"a\" to 1\n", 6, 14, "did you mean \"breach\"?"},
        Slip{"OutsideTheRun", "events:\n  - at 20:10 note \"x\"\n", 6, 8, "outside the run"},
        Slip{"NotATime", "events:\n  - at 25:10 note \"x\"\n", 6, 8, "expected a time"},
        Slip{"OpenQuote", "events:\n  - at 18:10 note \"x\n", 6, 19, "never ends"},
        Slip{"MissingMember", "events:\n  - {at: \"18:10\", do: set_sluice, value: 0}\n", 6, 5, "no \"target\""},
        Slip{"UnknownEvent", "events:\n  - {at: \"18:10\", do: set_sluce, target: a, value: 0}\n", 6, 23,
             "did you mean \"set_sluice\"?"},
        Slip{"UnknownSubject", "expect:\n  - by 18:30 expect leevel \"Mỹ Tho\" 1..2\n", 6, 21,
             "did you mean \"level\"?"},
        Slip{"CountsCharactersNotBytes", "expect:\n  - by 18:30 expect level \"Mỹ Tho\" a..2\n", 6, 36, "comparison"},
        Slip{"EmptyRange", "expect:\n  - expect level \"Mỹ Tho\" 2..1\n", 6, 30, "range is empty"},
        Slip{"TooMuch", "expect:\n  - expect ledger closes well\n", 6, 26, "end of the line"},
        Slip{"CentimetresForMetres", "expect:\n  - expect street_flooded_km(30) >= 1\n", 6, 30, "0…5 m"},
        Slip{"BothRains", "rain: {total_mm: 5, idf_station: Cần Thơ}\n", 5, 7, "keep one"},
        Slip{"ColonInAnEvent", "events:\n  - at 18:10 breach dyke \"Đê: A\" to 1\n", 6, 29, "single quotes"},
        Slip{"ColonInAnExpectation", "expect:\n  - expect level \"Trạm: A\" 1..2\n", 6, 23, "single quotes"},
        Slip{"NoAlarmNumber", "events:\n  - at 18:10 acknowledge alarm one\n", 6, 32, "number from 1"},
        Slip{"NoSuchFault", "events:\n  - at 18:10 fault device \"*\" stukc\n", 6, 31, "did you mean \"stuck\"?"},
        Slip{"CloseWhat", "events:\n  - at 18:10 close raod \"a\"\n", 6, 20, "did you mean \"road\"?"},
        Slip{"NotYaml", "rain: {total_mm: 5\n", 6, 1, "not valid YAML"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Language, ReportsAllErrorsAtOnceInOrder) {
    const auto read = parse_scenario("scenario: T\ncity: my_tho\nstart: today\nfor: long\nseed: x\n", "t.yaml");
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().size(), 4u) << to_text(read.error());
    for (std::size_t k = 0; k < 4; ++k) {
        constexpr int kLines[] = {1, 3, 4, 5};
        EXPECT_EQ(read.error()[k].line, kLines[k]) << to_text(read.error());
    }
}

TEST(Language, MissingFrameIsSaid) {
    const auto read = parse_scenario("scenario: t\n", "t.yaml");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().size(), 3u) << to_text(read.error());  // city, start, for
}

TEST(Language, EmptyAndForeignTextsAreErrors) {
    EXPECT_FALSE(parse_scenario("", "t.yaml"));
    EXPECT_FALSE(parse_scenario("- a\n- b\n", "t.yaml"));
    EXPECT_FALSE(parse_scenario("a: 1\n---\nb: 2\n", "t.yaml"));
    EXPECT_FALSE(parse_scenario("# x\n, duration: 2h}\nwind: {speed_m_s: 5}\n", "t.yaml"))
        << "an end without a beginning";
    EXPECT_FALSE(parse_scenario(std::string(5000, '['), "t.yaml"));
}

TEST(Language, ASentenceIsAnEventLineThatBitesNow) {
    const Instant now{1'000'000'000};
    const auto read = parse_sentence("rain 80 mm/h for 5min at 0,0", now);
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->kind, CommandKind::RainCell);
    EXPECT_EQ(read->at, now);
    EXPECT_EQ(read->duration, minutes(5));
    const auto slip = parse_sentence("clos road \"Ấp Bắc\"", now);
    ASSERT_FALSE(slip);
    EXPECT_EQ(slip.error().front().column, 1);
    EXPECT_NE(to_text(slip.error()).find("did you mean \"close\"?"), std::string::npos) << to_text(slip.error());
    for (const char* bad : {"", "at 18:00 note \"x\"", "note \"x", "close road", "rain 80 mm/h for 5min at 0,0 0"}) {
        EXPECT_FALSE(parse_sentence(bad, now)) << bad;
    }
}

TEST(Language, AQuotedLineMayHoldAColon) {
    const auto read =
        parse_scenario(std::string(kHead) + "events:\n  - 'at 18:10 breach dyke \"Đê: A\" to 1 at 5 6'\n", "t.yaml");
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->events.front().command.target, "Đê: A");
    EXPECT_EQ(read->events.front().command.where, (LocalXY{5.0, 6.0}));
}

TEST(Language, LinesAndMapsMeanTheSame) {
    const auto read = parse_scenario(std::string(kHead) +
                                         "events:\n  - at 18:20 set sluice \"Cống A\" to 0.5\n"
                                         "  - {at: \"18:20\", do: set_sluice, target: \"Cống A\", value: 0.5}\n",
                                     "t.yaml");
    ASSERT_TRUE(read) << to_text(read.error());
    ASSERT_EQ(read->events.size(), 2u);
    for (const Event& event : read->events) {
        EXPECT_EQ(event.command.kind, CommandKind::SetSluice);
        EXPECT_EQ(event.command.target, "Cống A");
        EXPECT_EQ(event.command.value, 0.5);
        EXPECT_EQ(event.command.at, read->start + minutes(20));
    }
}

}  // namespace
}  // namespace sd
