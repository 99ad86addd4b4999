#include "emulators/fleet.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <tuple>

#include "emulators/fleet_bench.h"
#include "emulators/kinds.h"
#include "tests/emulators/small_city.h"

namespace sd {
namespace {

using test::kStart;
using test::said_by;
using test::Town;

bool same(const ReadingBatch& a, const ReadingBatch& b) {
    return a.device == b.device && a.boot == b.boot && a.seq == b.seq && a.at_ns == b.at_ns &&
           a.value_count == b.value_count && a.values == b.values;
}

TEST(Fleet, IssuesOneReadingPerPeriod) {
    Town town(true);
    for (int i = 0; i < 720; ++i) town.emit(seconds(5));
    std::uint64_t wanted = 0;
    for (const Device& device : town.city.devices) wanted += static_cast<std::uint64_t>(hours(1) / device.period);
    EXPECT_EQ(town.fleet->counters().issued, wanted);
    EXPECT_GT(town.fleet->counters().injected_loss, 0U) << "everyday dropouts";
    EXPECT_GT(town.fleet->counters().duplicated, 0U);
}

TEST(Fleet, NumbersReadingsFromOneWithoutGaps) {
    Town town(false);
    const ReadingBatch& batch = town.emit(hours(1));
    for (std::uint32_t d = 0; d < town.city.devices.size(); ++d) {
        const auto said = said_by(batch, d);
        ASSERT_EQ(said.size(), static_cast<std::size_t>(hours(1) / town.city.devices[d].period));
        for (std::size_t i = 0; i < said.size(); ++i) {
            ASSERT_EQ(said[i].seq, i + 1);
            ASSERT_EQ(said[i].boot, 1);
        }
    }
}

TEST(Fleet, SpeaksInTheOrderOfIntendedTimeAndDevice) {
    Town town(false);
    const ReadingBatch& batch = town.emit(minutes(10));
    ASSERT_GT(batch.rows(), 100U);
    for (std::size_t r = 1; r < batch.rows(); ++r) {
        ASSERT_LT(std::make_pair(batch.at_ns[r - 1], batch.device[r - 1]),
                  std::make_pair(batch.at_ns[r], batch.device[r]));
        ASSERT_LE(batch.at_ns[r], batch.sent.ns);
        ASSERT_GT(batch.at_ns[r], kStart.ns);
    }
}

TEST(Fleet, DevicesThatSpeakAtOnceComeByNumber) {
    Town town(false);
    for (Device& device : town.city.devices) device.phase = {};
    town.fleet = make_fleet(town.city, town.plan, town.config);
    const ReadingBatch& batch = town.emit(minutes(5));
    ASSERT_EQ(said_by(batch, town.first_of(DeviceKind::WasteBin)).size(), 1U) << "all periods meet after five minutes";
    for (std::size_t r = 1; r < batch.rows(); ++r) {
        ASSERT_LT(std::make_pair(batch.at_ns[r - 1], batch.device[r - 1]),
                  std::make_pair(batch.at_ns[r], batch.device[r]));
    }
}

TEST(Fleet, EveryThreadCountGivesTheSameBytes) {
    Town one(true, 40);
    Town many(true, 40);
    Parallel four(4);
    for (int i = 0; i < 20; ++i) {
        const Duration step = seconds(i % 3 == 0 ? 300 : 5);
        one.emit(step);
        ReadingBatch out;
        TruthFrame next = many.now;
        next.at = many.now.at + step;
        many.fleet->emit(WorldView(many.now, next), four, out);
        many.now = next;
        ASSERT_TRUE(same(one.batch, out)) << "interval " << i;
        ASSERT_EQ(one.fleet->state_hash(), many.fleet->state_hash());
    }
}

TEST(Fleet, SplittingAnIntervalChangesNothing) {
    Town whole(true, 10);
    Town split(true, 10);
    // A world that changes linearly over the minute, so that both see the same truth.
    const TruthFrame a = test::frame(whole.plan, kStart, 0.5F);
    const auto at = [&](int i) {
        TruthFrame frame = a;
        frame.at = kStart + seconds(5 * i);
        for (float& level : frame[Channel::CellLevel_m]) level = 0.5F + 0.0625F * static_cast<float>(i);
        return frame;
    };
    ReadingBatch once;
    whole.fleet->emit(WorldView(at(0), at(12)), whole.parallel, once);
    ReadingBatch pieces;
    for (int i = 0; i < 12; ++i) {
        const TruthFrame from = at(i);
        const TruthFrame until = at(i + 1);
        split.fleet->emit(WorldView(from, until), split.parallel, pieces);
    }
    EXPECT_GT(once.rows(), 100U);
    EXPECT_TRUE(same(once, pieces));
    EXPECT_EQ(whole.fleet->state_hash(), split.fleet->state_hash());
}

TEST(Fleet, SeedDecidesTheSmallFaults) {
    Town a(true, 10, 1);
    Town b(true, 10, 2);
    EXPECT_FALSE(same(a.emit(minutes(10)), b.emit(minutes(10))));
}

TEST(Fleet, FatesExplainEveryRowSent) {
    Town town(true, 40);
    const ReadingBatch& batch = town.emit(hours(1));
    const Fleet::Issued& issued = town.fleet->last_issued();
    std::multiset<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t>> wanted;
    for (std::size_t i = 0; i < issued.device.size(); ++i) {
        const auto name = std::make_tuple(issued.device[i], issued.boot[i], issued.seq[i]);
        if (issued.fate[i] == Fate::Sent || issued.fate[i] == Fate::Duplicated) wanted.insert(name);
        if (issued.fate[i] == Fate::Duplicated) wanted.insert(name);
    }
    std::multiset<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t>> sent;
    for (std::size_t r = 0; r < batch.rows(); ++r) sent.insert({batch.device[r], batch.boot[r], batch.seq[r]});
    EXPECT_EQ(sent, wanted);
    const FleetCounters& counters = town.fleet->counters();
    EXPECT_EQ(counters.issued, issued.device.size());
    EXPECT_EQ(counters.issued + counters.duplicated, batch.rows() + counters.injected_loss);
}

TEST(Fleet, PowerCutSilencesAndPowerReturnRestarts) {
    Town town(false);
    const std::uint32_t gauge = town.first_of(DeviceKind::StreetDepth, 1);
    ASSERT_EQ(said_by(town.emit(minutes(5)), gauge).back().seq, 5U);
    TruthFrame dark = town.now;
    dark[Channel::CabinetPowered][1] = 0.0F;
    town.emit(seconds(5), dark);
    EXPECT_TRUE(said_by(town.emit(minutes(30)), gauge).empty());
    EXPECT_FALSE(said_by(town.batch, town.first_of(DeviceKind::StreetDepth, 0)).empty())
        << "the other cabinet has power";
    EXPECT_GT(town.fleet->counters().silent_devices, 0U);
    TruthFrame light = town.now;
    light[Channel::CabinetPowered][1] = 1.0F;
    town.emit(seconds(5), light);
    EXPECT_EQ(town.fleet->counters().silent_devices, 0U);
    const auto said = said_by(town.emit(minutes(5)), gauge);
    ASSERT_EQ(said.size(), 5U);
    EXPECT_EQ(said.front().boot, 2);
    EXPECT_EQ(said.front().seq, 1U);
}

TEST(Fleet, OutageBetweenTwoReadingsStillRestarts) {
    Town town(false);
    const std::uint32_t salinity = town.first_of(DeviceKind::TideSalinity, 1);  // speaks every 5 minutes
    const std::uint16_t boot = said_by(town.emit(minutes(10)), salinity).back().boot;
    TruthFrame dark = town.now;
    dark[Channel::CabinetPowered][1] = 0.0F;
    const TruthFrame light = town.now;
    const auto silent = [&] { return said_by(town.batch, salinity).empty(); };
    town.emit(milliseconds(1000), dark);
    ASSERT_TRUE(silent());
    town.emit(milliseconds(1000), light);
    ASSERT_TRUE(silent()) << "the test needs an outage without a reading inside";
    EXPECT_EQ(said_by(town.emit(minutes(5)), salinity).front().boot, boot + 1);
}

TEST(Fleet, StreetlightCabinetsReportTheOutageForAnHour) {
    Town town(false);
    const std::uint32_t light = town.first_of(DeviceKind::StreetlightCabinet, 1);
    TruthFrame dark = town.now;
    dark[Channel::CabinetPowered][1] = 0.0F;
    town.emit(seconds(5), dark);
    const auto during = said_by(town.emit(hours(1)), light);
    ASSERT_GE(during.size(), 59U);
    EXPECT_EQ(during.front().values[0], 0.0F);
    EXPECT_EQ(during.back().boot, 1);
    EXPECT_TRUE(said_by(town.emit(minutes(30)), light).empty());
    TruthFrame on = town.now;
    on[Channel::CabinetPowered][1] = 1.0F;
    town.emit(seconds(5), on);
    EXPECT_EQ(said_by(town.emit(minutes(2)), light).front().boot, 2);
}

TEST(Fleet, ShortOutageDoesNotRestartABackedUpCabinet) {
    Town town(false);
    TruthFrame dark = town.now;
    const TruthFrame on = town.now;
    dark[Channel::CabinetPowered][1] = 0.0F;
    town.emit(seconds(5), dark);
    town.emit(minutes(40));
    town.emit(seconds(5), on);
    EXPECT_EQ(said_by(town.emit(minutes(2)), town.first_of(DeviceKind::StreetlightCabinet, 1)).front().boot, 1);
}

TEST(Fleet, DevicesWithOwnBatteryOutliveTheirCabinet) {
    Town town(false);
    const std::uint32_t gauge = town.first_of(DeviceKind::RiverLevel, 1);
    town.city.devices[gauge].cabinet = CabinetId{};
    town.fleet = make_fleet(town.city, town.plan, town.config);
    TruthFrame dark = town.now;
    dark[Channel::CabinetPowered] = {0.0F, 0.0F};
    town.emit(seconds(5), dark);
    EXPECT_FALSE(said_by(town.emit(minutes(5)), gauge).empty());
}

TEST(Fleet, DeadCellSiteLosesReadingsButNotTheirNumbers) {
    Town town(false);
    const std::uint32_t gauge = town.first_of(DeviceKind::StreetDepth, 1);
    town.emit(minutes(5));
    TruthFrame cut = town.now;
    cut[Channel::SiteUp][1] = 0.0F;
    town.emit(seconds(5), cut);
    EXPECT_TRUE(said_by(town.emit(minutes(10)), gauge).empty());
    const Fleet::Issued& issued = town.fleet->last_issued();
    int down = 0;
    for (std::size_t i = 0; i < issued.device.size(); ++i) {
        if (issued.device[i] == gauge) {
            EXPECT_EQ(issued.fate[i], Fate::LinkDown);
            ++down;
        }
    }
    EXPECT_EQ(down, 10);
    TruthFrame back = town.now;
    back[Channel::SiteUp][1] = 1.0F;
    town.emit(seconds(5), back);
    const auto said = said_by(town.emit(minutes(1)), gauge);
    EXPECT_EQ(said.front().boot, 1) << "the gauge itself never lost power";
    EXPECT_GE(said.front().seq, 16U);
}

TEST(Fleet, DeadCellSiteSaysNothingAndRestarts) {
    Town town(false);
    const std::uint32_t site = town.first_of(DeviceKind::CellSite, 1);
    TruthFrame cut = town.now;
    const TruthFrame up = town.now;
    cut[Channel::SiteUp][1] = 0.0F;
    town.emit(seconds(5), cut);
    EXPECT_TRUE(said_by(town.emit(minutes(10)), site).empty());
    for (const std::uint32_t d : town.fleet->last_issued().device) EXPECT_NE(d, site);
    town.emit(seconds(5), up);
    EXPECT_EQ(said_by(town.emit(minutes(2)), site).front().boot, 2);
}

TEST(Fleet, ParkedBusesAreQuietWithoutRestart) {
    Town town(false);
    const std::uint32_t bus = town.first_of(DeviceKind::BusGps, 0);
    const std::uint32_t seq = said_by(town.emit(minutes(1)), bus).back().seq;
    TruthFrame parked = town.now;
    const TruthFrame driving = town.now;
    parked[Channel::BusInService] = {0.0F, 0.0F};
    town.emit(milliseconds(10), parked);
    EXPECT_TRUE(said_by(town.emit(minutes(10)), bus).empty());
    town.emit(milliseconds(10), driving);
    const auto said = said_by(town.emit(minutes(1)), bus);
    EXPECT_EQ(said.front().boot, 1);
    EXPECT_EQ(said.front().seq, seq + 1);
}

TEST(Fleet, EverydayNoiseHasTheProfilesSpread) {
    Town town(true, 40);
    const ReadingBatch& batch = town.emit(hours(2));
    double sum = 0.0;
    double square = 0.0;
    int n = 0;
    for (std::uint32_t d = 0; d < town.city.devices.size(); ++d) {
        if (town.city.devices[d].kind != DeviceKind::Noise) continue;
        const double truth = town.now[Channel::CellNoise_dba][town.plan.device_slot[d]];
        EXPECT_LT(truth, 20.0);
        for (const auto& said : said_by(batch, d)) {
            EXPECT_GE(said.values[0], 20.0F) << "an instrument does not leave its range by noise";
        }
    }
    for (std::uint32_t d = 0; d < town.city.devices.size(); ++d) {
        if (town.city.devices[d].kind != DeviceKind::RiverLevel) continue;
        const double truth = town.now[Channel::CellLevel_m][town.plan.device_slot[d]];
        for (const auto& said : said_by(batch, d)) {
            const double error = static_cast<double>(said.values[0]) - truth;
            if (error > 0.5) continue;  // false echo
            sum += error;
            square += error * error;
            ++n;
        }
    }
    ASSERT_GT(n, 4000);
    EXPECT_NEAR(sum / n, 0.0, 0.001);
    EXPECT_NEAR(std::sqrt(square / n), row_of(DeviceKind::RiverLevel).faults.noise_sd[0], 0.001);
}

TEST(Fleet, ClocksAreAtMostLate) {
    Town town(true, 40);
    const ReadingBatch& batch = town.emit(minutes(10));
    int late = 0;
    for (std::size_t r = 0; r < batch.rows(); ++r) {
        ASSERT_LE(batch.at_ns[r], batch.sent.ns);
        const Device& device = town.city.devices[batch.device[r]];
        if ((batch.at_ns[r] - kStart.ns - device.phase.ns) % device.period.ns != 0) ++late;
    }
    EXPECT_GT(late, static_cast<int>(batch.rows() / 2));
}

TEST(FleetBench, ReadingsScaleWithDevicesAndNotWithThreads) {
    const FleetBench one = bench_fleet(3000, 1, minutes(5));
    const FleetBench two = bench_fleet(3000, 2, minutes(5));
    EXPECT_EQ(one.readings, two.readings);
    EXPECT_EQ(one.state_hash, two.state_hash);
    EXPECT_GT(one.readings, 3000U * 4U);
    EXPECT_GT(one.readings_per_s, 0.0);
}

}  // namespace
}  // namespace sd
