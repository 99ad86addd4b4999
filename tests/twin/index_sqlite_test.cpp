#include <gtest/gtest.h>

#include <filesystem>

#include "sim/core/draw.h"
#include "twin/store.h"

namespace sd {
namespace {

std::filesystem::path fresh(const std::string& name) {
    const auto path = std::filesystem::path(testing::TempDir()) / ("sd_index_" + name + ".sqlite");
    for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + tail);
    return path;
}

StoredReading reading(std::uint32_t device, std::uint32_t seq) {
    StoredReading row;
    row.device = device;
    row.boot = 1;
    row.seq = seq;
    row.at.ns = static_cast<std::int64_t>(seq) * 1'000'000'000;
    row.value_count = 2;
    row.values[0] = 0.1F;
    row.values[1] = static_cast<float>(device);
    return row;
}

TEST(Index, ResumesWhereTheLastFlushWas) {
    const auto path = fresh("resume");
    {
        auto writer = open_index(path).value();
        EXPECT_EQ(writer->complete_until(), 0u);
        writer->add(reading(1, 1));
        ASSERT_TRUE(writer->flush(17));
        EXPECT_EQ(writer->complete_until(), 17u);
        writer->add(reading(1, 2));  // never flushed: as if it had not been
    }
    auto writer = open_index(path).value();
    EXPECT_EQ(writer->complete_until(), 17u);
    writer->add(reading(1, 2));
    ASSERT_TRUE(writer->flush(18));
    auto reader = open_index_reader(path).value();
    EXPECT_EQ(reader->reading_count(), 2u);
}

TEST(Index, ReadingsComeBackSortedAndBitForBit) {
    const auto path = fresh("sorted");
    auto writer = open_index(path).value();
    for (std::uint32_t seq = 5; seq >= 1; --seq)
        for (std::uint32_t device = 300; device-- > 0;) writer->add(reading(device, seq));
    ASSERT_TRUE(writer->flush(1));
    auto reader = open_index_reader(path).value();
    std::uint32_t n = 0;
    reader->each_reading([&n](const StoredReading& row) {
        const StoredReading expected = reading(n / 5, n % 5 + 1);
        ASSERT_EQ(row.device, expected.device);
        ASSERT_EQ(row.seq, expected.seq);
        ASSERT_EQ(row.at, expected.at);
        ASSERT_EQ(row.value_count, 2);
        ASSERT_EQ(row.values[0], 0.1F);
        ASSERT_EQ(row.values[1], expected.values[1]);
        ++n;
    });
    EXPECT_EQ(n, 1500u);
    const auto history = reader->history(7, Instant{2'000'000'000}, Instant{4'000'000'000});
    ASSERT_EQ(history.size(), 2u);  // from included, until not
    EXPECT_EQ(history[0].seq, 2u);
    EXPECT_EQ(history[1].seq, 3u);
}

TEST(Index, ReaderBesideAWriterSeesOnlyWholeFlushes) {
    const auto path = fresh("beside");
    auto writer = open_index(path).value();
    ASSERT_TRUE(writer->flush(0));
    auto reader = open_index_reader(path).value();
    writer->add(reading(1, 1));
    EXPECT_EQ(reader->reading_count(), 0u);
    ASSERT_TRUE(writer->flush(1));
    EXPECT_EQ(reader->reading_count(), 1u);
}

TEST(Index, TheCatalogueCountsWhatEverySenderSaid) {
    const auto path = fresh("catalogue");
    StoredSender gauge;
    gauge.id = 1;
    gauge.kind = "river_level";
    gauge.name = "WL-0001";
    gauge.place = "Phường 5";
    StoredSender people = gauge;
    people.stream = StreamKind::People;
    people.name = "cell 1";
    {
        auto writer = open_index(path).value();
        ASSERT_TRUE(writer->describe({gauge, people}));
        writer->add(reading(1, 2));
        writer->add(reading(1, 5));
        ASSERT_TRUE(writer->flush(1));
    }
    auto writer = open_index(path).value();
    ASSERT_TRUE(writer->describe({gauge, people})) << "known ones keep their counts";
    writer->add(reading(1, 3));
    writer->add(StoredReject{1, 1, 9, 5});
    writer->add_report_reject(StoredReject{1, 0, 4, 5});
    writer->add(StoredUndecodable{{StreamKind::People, 0}, 1, 12});
    ASSERT_TRUE(writer->flush(2));
    auto reader = open_index_reader(path).value();
    const std::vector<StoredSender> rows = reader->catalogue();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "WL-0001");
    EXPECT_EQ(rows[0].place, "Phường 5");
    EXPECT_EQ(rows[0].first, reading(1, 2).at);
    EXPECT_EQ(rows[0].last, reading(1, 5).at);
    EXPECT_EQ(rows[0].accepted, 3U);
    EXPECT_EQ(rows[0].rejected, 1U);
    EXPECT_EQ(rows[1].rejected, 1U);
    EXPECT_FALSE(rows[1].first.has_value());
    EXPECT_EQ(reader->undecodable_frames(StreamKind::People), 1U);
    EXPECT_EQ(reader->undecodable_frames(StreamKind::Devices), 0U);
}

TEST(Index, AReadingStoredTwiceFailsTheFlushAndEveryLaterOne) {
    const auto path = fresh("twice");
    auto writer = open_index(path).value();
    writer->add(reading(1, 1));
    ASSERT_TRUE(writer->flush(1));
    writer->add(reading(1, 1));
    const auto flushed = writer->flush(2);
    ASSERT_FALSE(flushed);
    EXPECT_NE(to_text(flushed.error()).find("rebuilt from the log"), std::string::npos);
    EXPECT_EQ(writer->complete_until(), 1u);
    EXPECT_FALSE(writer->flush(3));
    EXPECT_EQ(open_index(path).value()->complete_until(), 1u);
}

TEST(Index, RejectsKeepTheirNumberAndAlarmsTheirLastState) {
    const auto path = fresh("others");
    auto writer = open_index(path).value();
    writer->add(StoredReject{5, 1, 9, 5});
    writer->add(StoredReject{5, 1, 9, 5});
    writer->add(StoredReject{4, 1, 1, 2});
    CitizenReport report;
    report.text = "Nước vào nhà";
    writer->add(report);
    AlarmView alarm;
    alarm.id = 3;
    alarm.rule = "river_level";
    alarm.text_vi = "Báo động 2";
    alarm.threshold = 1.5;
    alarm.severity = Severity::Major;
    writer->put(alarm);
    ASSERT_TRUE(writer->flush(1));
    alarm.state = AlarmState::Closed;
    alarm.updated.ns = 77;
    writer->put(alarm);
    ASSERT_TRUE(writer->flush(2));
    auto reader = open_index_reader(path).value();
    std::vector<std::uint32_t> devices;
    reader->each_reject([&devices](const StoredReject& row) { devices.push_back(row.device); });
    EXPECT_EQ(devices, (std::vector<std::uint32_t>{4, 5, 5}));
    const auto alarms = reader->alarms();
    ASSERT_EQ(alarms.size(), 1u);
    EXPECT_EQ(alarms[0].text_vi, "Báo động 2");
    EXPECT_EQ(alarms[0].state, AlarmState::Closed);
    EXPECT_EQ(alarms[0].severity, Severity::Major);
    EXPECT_EQ(alarms[0].updated.ns, 77);
    EXPECT_EQ(alarms[0].threshold, 1.5);
}

TEST(Index, MissingOrForeignFilesAreErrors) {
    EXPECT_FALSE(open_index_reader(fresh("missing")));
    EXPECT_FALSE(open_index("/nowhere/at/all.sqlite"));
}

/// Prints rows per second; the bound only catches a change of order (one row per transaction makes 100 times less).
TEST(Index, TakesManyReadingsASecond) {
    const auto path = fresh("speed");
    auto writer = open_index(path).value();
    constexpr std::uint32_t kDevices = 20'000;
    std::uint32_t rows = 0;
    for (std::uint32_t seq = 1; seq <= 20; ++seq) {
        for (std::uint32_t device = 0; device < kDevices; ++device, ++rows) writer->add(reading(device, seq));
        if (seq % 5 == 0) {
            ASSERT_TRUE(writer->flush(seq));
        }
    }
    EXPECT_EQ(open_index_reader(path).value()->reading_count(), rows);
}

}  // namespace
}  // namespace sd
