#include "sim/core/time.h"

#include <gtest/gtest.h>

namespace sd {
namespace {

TEST(Time, IsoRoundTripsThroughTheOffset) {
    const auto t = parse_iso("2026-10-28T18:30:05+07:00");
    ASSERT_TRUE(t);
    EXPECT_EQ(t->ns, 1'793'187'005'000'000'000);  // date -ud 2026-10-28T11:30:05Z +%s
    EXPECT_EQ(to_iso(*t), "2026-10-28T18:30:05+07:00");
    EXPECT_EQ(to_iso(*t, Duration{}), "2026-10-28T11:30:05Z");
}

TEST(Time, CivilInvertsInstantOverFourCenturies) {
    for (std::int64_t day = -73'000; day < 73'000; day += 97) {
        const Instant t{day * 86'400'000'000'000 + 3'661'000'000'000};
        EXPECT_EQ(instant_of(civil_of(t)), t);
    }
}

TEST(Time, RejectsDatesThatDoNotExist) {
    for (const char* bad :
         {"4052-10-28T18:30:05+07:00", "1677-01-01T00:00:00Z", "2026-02-29T00:00Z", "2026-13-01T00:00Z",
          "2026-01-01T24:00Z", "2026-01-01 00:00Z", "2026-01-01T00:00", "2026-01-01T00:00+7", "x", ""}) {
        EXPECT_FALSE(parse_iso(bad)) << bad;
    }
}

TEST(Time, DurationsReadAndPrint) {
    EXPECT_EQ(parse_duration("1h30m"), minutes(90));
    EXPECT_EQ(parse_duration("2 min"), minutes(2));
    EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
    EXPECT_EQ(to_text(minutes(90)), "1h30m");
    EXPECT_EQ(to_text(Duration{}), "0s");
    for (const char* bad : {"60000d", "99999h 18000d", "", "5", "-1s", "nans", "infs", "1x", "99999999999d"})
        EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Time, ClockReadsTimeOfDay) {
    EXPECT_EQ(parse_clock("18:05"), minutes(18 * 60 + 5));
    EXPECT_EQ(parse_clock("00:00:09"), seconds(9));
    for (const char* bad : {"24:00", "7:00", "12:60", "12:00:61", "12"}) EXPECT_FALSE(parse_clock(bad)) << bad;
}

}  // namespace
}  // namespace sd
