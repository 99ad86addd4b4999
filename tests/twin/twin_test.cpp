#include "twin/twin.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/core/draw.h"
#include "tests/twin/rig.h"
#include "twin/store.h"

namespace sd {
namespace {

using test::kStart;
using test::Rig;

/// Water on the streets and a rising river: enough for alarms, nowcast and traffic to change.
std::vector<float> wet_evening(const test::SmallCity& town, std::uint32_t device, Instant at) {
    const auto minute = static_cast<float>((at - kStart).seconds() / 60.0);
    std::vector<float> values = test::usual(town, device, at);
    const DeviceKind kind = town.city.devices[device].kind;
    if (kind == DeviceKind::RiverLevel) values[0] += 0.08F * minute;
    if (kind == DeviceKind::RainGauge) values[0] = 1.2F * minute;
    if (kind == DeviceKind::StreetDepth) values[0] = 0.015F * minute + 0.001F * static_cast<float>(device % 7);
    return values;
}

/// The frames of one minute, split over three senders.
std::vector<Frame> split_frames(Rig& rig, const test::SmallCity& town, Instant at, std::uint64_t seq) {
    std::vector<test::Reading> parts[3];
    for (const test::Reading& r : rig.minute(at, [&](auto d, auto t) { return wet_evening(town, d, t); })) {
        parts[r.device % 3].push_back(r);
    }
    std::vector<Frame> frames;
    for (std::uint32_t shard = 0; shard < 3; ++shard) {
        frames.push_back(test::readings_frame(at, parts[shard], seq, shard));
    }
    return frames;
}

Command on_alarm(CommandKind kind, const std::string& number, Instant at) {
    Command command;
    command.kind = kind;
    command.target = number;
    command.at = at;
    command.actor = "trực ban";
    return command;
}

TEST(Twin, AnAlarmIsAcknowledgedAndClosedByOrdersInTheirOrder) {
    const test::SmallCity town = test::make_small_city();
    Rig rig(town, "acts");
    rig.play(14, [&](std::uint32_t d, Instant t) { return wet_evening(town, d, t); });
    ASSERT_EQ(rig.twin().alarms()[0].state, AlarmState::Detected);
    const Instant now = rig.now();
    Command close = on_alarm(CommandKind::CloseAlarm, "1", now + seconds(4));
    Command acknowledge = on_alarm(CommandKind::AcknowledgeAlarm, "1", now);
    acknowledge.latency = seconds(2);
    rig.send_orders(now + seconds(3), {close, acknowledge});
    EXPECT_EQ(rig.twin().alarms()[0].state, AlarmState::Acknowledged);
    rig.twin().advance(now + seconds(5));
    EXPECT_EQ(rig.twin().alarms()[0].state, AlarmState::Closed);
    const std::uint64_t hash = rig.twin().belief_hash();
    rig.send_orders(now + seconds(5),
                    {on_alarm(CommandKind::AcknowledgeAlarm, "1", now), on_alarm(CommandKind::CloseAlarm, "9999", now),
                     on_alarm(CommandKind::CloseAlarm, "one", now)});
    rig.twin().advance(now + seconds(6));
    EXPECT_EQ(rig.twin().counters().acts, 5U);
    EXPECT_EQ(rig.twin().counters().acts_refused, 3U);
    EXPECT_EQ(rig.twin().alarms()[0].state, AlarmState::Closed);
    EXPECT_NE(rig.twin().belief_hash(), hash) << "time moved on";
    ASSERT_TRUE(rig.twin().close());
    auto reader = open_index_reader(std::filesystem::path(testing::TempDir()) / "sd_twin_acts" / "index.sqlite");
    ASSERT_TRUE(reader);
    const std::vector<StoredAct> acts = (*reader)->acts();
    ASSERT_EQ(acts.size(), 5U);
    EXPECT_TRUE(acts[0].done && acts[1].done);
    EXPECT_FALSE(acts[2].done || acts[3].done || acts[4].done);
    EXPECT_EQ(acts[0].actor, "trực ban");
    EXPECT_EQ(acts[1].state, AlarmState::Closed);
}

TEST(Twin, ArrivalOrderAndStepLengthDoNotMatter) {
    const test::SmallCity town = test::make_small_city();
    std::uint64_t hashes[3];
    for (std::size_t run = 0; run < 3; ++run) {
        Rig rig(town, "order" + std::to_string(run));
        Twin& twin = rig.twin();
        for (int m = 1; m <= 12; ++m) {
            const Instant at = kStart + minutes(m);
            std::vector<Frame> frames = split_frames(rig, town, at, static_cast<std::uint64_t>(m));
            if (run > 0) std::rotate(frames.begin(), frames.begin() + 1 + m % 2, frames.end());
            for (const Frame& frame : frames) twin.receive(frame);
            ASSERT_TRUE(twin.commit());
            if (run == 2) {  // the same way in smaller steps
                for (int s = 50; s > 0; s -= 7) twin.advance(at - seconds(s));
            }
            twin.advance(at);
        }
        hashes[run] = twin.belief_hash();
        EXPECT_FALSE(twin.alarms().empty());
        EXPECT_TRUE(twin.close());
    }
    EXPECT_EQ(hashes[0], hashes[1]);
    EXPECT_EQ(hashes[0], hashes[2]);
}

TEST(Twin, OneReadingMoreIsAnotherBelief) {
    const test::SmallCity town = test::make_small_city();
    Rig a(town, "sens_a");
    Rig b(town, "sens_b");
    a.send(kStart + minutes(1), {{town.river[0], 1, kStart + seconds(59), {0.5F}}});
    b.send(kStart + minutes(1), {{town.river[0], 1, kStart + seconds(59), {0.501F}}});
    EXPECT_NE(a.twin().belief_hash(), b.twin().belief_hash());
}

TEST(Twin, RestartFromTheLogGivesTheSameBelief) {
    const test::SmallCity town = test::make_small_city();
    const auto values = [&](std::uint32_t d, Instant t) { return wet_evening(town, d, t); };
    Rig straight(town, "straight");
    straight.play(14, values);
    straight.send_orders(straight.now() + seconds(5), {on_alarm(CommandKind::AcknowledgeAlarm, "1", straight.now())});
    EXPECT_EQ(straight.twin().alarms()[0].state, AlarmState::Acknowledged);
    EXPECT_EQ(straight.twin().alarms()[0].updated, kStart + minutes(14) + seconds(1));
    straight.play(6, values);

    Rig broken(town, "broken");
    broken.play(9, values);
    broken.reopen();
    broken.play(5, values);
    broken.send_orders(broken.now() + seconds(5), {on_alarm(CommandKind::AcknowledgeAlarm, "1", broken.now())});
    ASSERT_TRUE(broken.twin().commit());
    broken.reopen();
    EXPECT_EQ(broken.twin().alarms()[0].state, AlarmState::Acknowledged);
    broken.play(6, values);
    EXPECT_EQ(broken.twin().belief_hash(), straight.twin().belief_hash());
    EXPECT_EQ(broken.twin().counters().readings_accepted, straight.twin().counters().readings_accepted);
}

TEST(Twin, PowerCutLosesOnlyWhatWasNotDurable) {
    const test::SmallCity town = test::make_small_city(64, 48);
    const auto values = [&](std::uint32_t d, Instant t) { return wet_evening(town, d, t); };
    Rig straight(town, "cut_none", std::shared_ptr<Disk>(make_sim_disk()));
    straight.play(12, values);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Rig rig(town, "cut", std::shared_ptr<Disk>(make_sim_disk()));
        rig.play(6, values);
        const std::vector<Durable> durable = rig.twin().take_durable();
        ASSERT_EQ(durable.size(), 1U);
        // A frame that never got durable, and an advance whose record may or may not survive.
        rig.reopen(seed);
        const std::vector<Durable> recovered = rig.twin().recovered();
        ASSERT_EQ(recovered.size(), 1U);
        EXPECT_EQ(recovered[0].seq, durable[0].seq);
        rig.twin().advance(rig.now());
        rig.play(6, values);
        EXPECT_EQ(rig.twin().belief_hash(), straight.twin().belief_hash()) << "seed " << seed;
        EXPECT_TRUE(rig.twin().close());
    }
}

TEST(Twin, DurableIsToldOncePerStream) {
    const test::SmallCity town = test::make_small_city(64, 48);
    Rig rig(town, "durable");
    rig.twin().receive(test::readings_frame(kStart, {{town.river[0], 1, kStart, {0.5F}}}, 1));
    EXPECT_TRUE(rig.twin().take_durable().empty());
    ASSERT_TRUE(rig.twin().commit());
    const std::vector<Durable> durable = rig.twin().take_durable();
    ASSERT_EQ(durable.size(), 1U);
    EXPECT_EQ(durable[0].seq, 1U);
    EXPECT_TRUE(rig.twin().take_durable().empty());
}

TEST(Twin, AcceptedIsStoredAndALostIndexIsMadeAgain) {
    const test::SmallCity town = test::make_small_city();
    const auto values = [&](std::uint32_t d, Instant t) { return wet_evening(town, d, t); };
    Rig rig(town, "index");
    rig.play(10, values);
    rig.send(rig.now() + minutes(1), {{town.river[0], 1, rig.now(), {0.5F}}, {town.river[0], 900, rig.now(), {9.0F}}});
    ASSERT_TRUE(rig.twin().close());
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "sd_twin_index" / "index.sqlite";
    const auto stored = [&file] {
        auto reader = open_index_reader(file);
        EXPECT_TRUE(reader);
        std::uint64_t rejects = 0;
        (*reader)->each_reject([&rejects](const StoredReject&) { ++rejects; });
        return std::array<std::uint64_t, 3>{(*reader)->reading_count(), rejects, (*reader)->alarms().size()};
    };
    const auto before = stored();
    EXPECT_EQ(before[0], rig.twin().counters().readings_accepted);
    EXPECT_EQ(before[1], 2U);
    EXPECT_EQ(before[2], rig.twin().alarms().size());

    rig.reopen();
    ASSERT_TRUE(rig.twin().close());
    EXPECT_EQ(stored(), before);

    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    rig.reopen();
    ASSERT_TRUE(rig.twin().close());
    EXPECT_EQ(stored(), before);
}

TEST(Twin, PictureShowsTheBelief) {
    const test::SmallCity town = test::make_small_city();
    Rig rig(town, "picture");
    rig.play(12, [&](std::uint32_t d, Instant t) { return wet_evening(town, d, t); });
    const Picture picture = rig.twin().picture();
    EXPECT_EQ(picture.eye, Eye::Belief);
    EXPECT_EQ(picture.at, rig.now());
    EXPECT_EQ(picture.devices.value.size(), town.city.devices.size());
    EXPECT_EQ(picture.devices.quality[town.river[0]], Quality::Good);
    EXPECT_NEAR(static_cast<double>(picture.weather.rain_mm_h), 72.0, 1.0);
    EXPECT_NEAR(static_cast<double>(picture.weather.river_level_m), 0.5 + 0.08 * 11, 0.03);
    const std::uint32_t gauge = town.street[town.street.size() / 2];
    EXPECT_NEAR(static_cast<double>(picture.depth_m.at(town.city.devices[gauge].target)), 0.17, 0.05);
    EXPECT_EQ(picture.edges.speed_m_s.size(), town.city.edges.size());
    EXPECT_EQ(picture.alarms.size(), rig.twin().alarms().size());
}

}  // namespace
}  // namespace sd
