#include "emulators/faults.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "tests/emulators/small_city.h"

namespace sd {
namespace {

using test::said_by;
using test::Town;

struct Gauge : testing::Test {
    Town town{false, 40};
    std::uint32_t gauge = town.first_of(DeviceKind::StreetDepth);
    std::string name = town.city.devices[gauge].name;
    double truth = static_cast<double>(town.now[Channel::CellDepth_m][town.plan.device_slot[gauge]]);

    std::vector<test::Said> after(const std::string& fault, double value, Duration run = hours(10),
                                  Duration lasts = {}) {
        const auto done = town.fleet->inject(town.fault(name, fault, value, lasts));
        EXPECT_TRUE(done.has_value()) << to_text(done.error());
        return said_by(town.emit(run), gauge);
    }
    std::vector<double> errors(const std::vector<test::Said>& said) const {
        std::vector<double> out;
        for (const auto& row : said) out.push_back(static_cast<double>(row.values[0]) - truth);
        return out;
    }
};

TEST_F(Gauge, NoiseHasTheAskedSpread) {
    const auto e = errors(after("noise", 0.05, hours(24)));
    const double square = std::inner_product(e.begin(), e.end(), e.begin(), 0.0);
    EXPECT_NEAR(std::sqrt(square / static_cast<double>(e.size())), 0.05, 0.004);
}

TEST_F(Gauge, DriftGrowsByTheHour) {
    const auto e = errors(after("drift", 0.1));
    const double phase_h = town.city.devices[gauge].phase.hours();
    for (std::size_t i = 0; i < e.size(); ++i) {
        const double hour = phase_h + static_cast<double>(i + (phase_h == 0.0 ? 1 : 0)) / 60.0;
        ASSERT_NEAR(e[i], 0.1 * hour, 1e-5) << i;
    }
}

TEST_F(Gauge, StuckRepeatsTheLastReadingWhileTheWorldMoves) {
    town.emit(minutes(2));
    ASSERT_TRUE(town.fleet->inject(town.fault(name, "stuck")).has_value());
    TruthFrame flooded = town.now;
    for (float& depth : flooded[Channel::CellDepth_m]) depth = 2.0F;
    const auto said = said_by(town.emit(hours(1), flooded), gauge);
    ASSERT_EQ(said.size(), 60U);
    for (const auto& row : said) ASSERT_EQ(row.values[0], static_cast<float>(truth));
    EXPECT_GT(said_by(town.emit(minutes(5)), town.first_of(DeviceKind::RiverLevel)).size(), 0U);
}

TEST_F(Gauge, DropoutLosesTheAskedShareAsInjectedLoss) {
    const auto said = after("dropout", 0.25, hours(40));
    EXPECT_NEAR(static_cast<double>(said.size()), 0.75 * 2400, 80.0);
    EXPECT_EQ(town.fleet->counters().injected_loss, 2400 - said.size());
}

TEST_F(Gauge, MagnitudeMayStandInTheName) {
    EXPECT_TRUE(after("dropout:1", 0.0, hours(1)).empty());
    EXPECT_EQ(town.fleet->counters().injected_loss, 60U);
}

TEST_F(Gauge, DuplicateRepeatsTheRowItself) {
    const auto said = after("duplicate", 1.0, hours(1));
    ASSERT_EQ(said.size(), 120U);
    for (std::size_t i = 0; i < said.size(); i += 2) {
        ASSERT_EQ(said[i].seq, said[i + 1].seq);
        ASSERT_EQ(said[i].values, said[i + 1].values);
    }
    EXPECT_EQ(town.fleet->counters().duplicated, 60U);
}

TEST_F(Gauge, ClockSkewMovesTheStampAndNotTheMeasurement) {
    const auto said = after("clock_skew", -120.0, minutes(10));
    const Device& device = town.city.devices[gauge];
    for (const auto& row : said) {
        ASSERT_EQ((row.at_ns + seconds(120).ns - test::kStart.ns - device.phase.ns) % device.period.ns, 0);
        ASSERT_EQ(row.values[0], static_cast<float>(truth));
    }
    EXPECT_LT(said.front().at_ns, test::kStart.ns);
}

TEST_F(Gauge, SpikesHitOneInTwenty) {
    int spikes = 0;
    const auto e = errors(after("spike", 1.0, hours(40)));
    for (const double error : e) spikes += error > 0.5 ? 1 : 0;
    EXPECT_NEAR(spikes, kSpikeChance * static_cast<double>(e.size()), 35.0);
}

TEST_F(Gauge, SilentSaysNothingThenStartsAgain) {
    EXPECT_TRUE(after("silent", 0.0, minutes(30), minutes(30)).size() <= 1U);
    const auto said = said_by(town.emit(minutes(5)), gauge);
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.front().seq, 1U);
    EXPECT_EQ(said.front().boot, 2);
}

TEST_F(Gauge, FaultsEndAfterTheirDuration) {
    const auto said = after("noise", 0.3, hours(2), hours(1));
    int clean = 0;
    for (const double e : errors(said)) clean += std::fabs(e) < 1e-6 ? 1 : 0;
    EXPECT_NEAR(clean, 60, 1);
}

TEST_F(Gauge, LatencyDelaysTheFault) {
    Command command = town.fault(name, "silent");
    command.latency = minutes(10);
    ASSERT_TRUE(town.fleet->inject(command).has_value());
    EXPECT_NEAR(static_cast<double>(said_by(town.emit(minutes(30)), gauge).size()), 10.0, 1.0);
}

TEST_F(Gauge, OtherDevicesAreUntouched) {
    after("silent", 0.0, minutes(10));
    const auto& batch = town.batch;
    const std::set<std::uint32_t> speaking(batch.device.begin(), batch.device.end());
    EXPECT_EQ(speaking.size(), town.city.devices.size() - 1);
}

std::size_t silenced(Town& town, const std::string& target) {
    EXPECT_TRUE(town.fleet->inject(town.fault(target, "silent")).has_value()) << target;
    const ReadingBatch& batch = town.emit(minutes(10));
    const std::set<std::uint32_t> speaking(batch.device.begin(), batch.device.end());
    return town.city.devices.size() - speaking.size();
}

TEST(FaultTargets, ReachKindsSharesWardsAndAll) {
    const auto count = [](const std::string& target) {
        Town town(false, 40);
        return silenced(town, target);
    };
    EXPECT_EQ(count("street_depth"), 40U);
    EXPECT_EQ(count("street_depth:0.5"), 20U);
    EXPECT_EQ(count("street_depth:0.26"), 10U);
    EXPECT_EQ(count("ward:Phường 2"), 300U);
    EXPECT_EQ(count("ward:Phường 2:0.1"), 30U);
    EXPECT_EQ(count("*"), 600U);
    EXPECT_EQ(count("*:0.01"), 6U);
    EXPECT_EQ(count("D-7"), 1U);
}

TEST(FaultTargets, SharesAreNestedAndSeeded) {
    const auto speaking = [](const std::string& target, std::uint64_t seed) {
        Town town(false, 40, seed);
        EXPECT_TRUE(town.fleet->inject(town.fault(target, "silent")).has_value());
        const ReadingBatch& batch = town.emit(minutes(10));
        return std::set<std::uint32_t>(batch.device.begin(), batch.device.end());
    };
    const auto half = speaking("noise:0.5", 1);
    const auto fifth = speaking("noise:0.2", 1);
    EXPECT_TRUE(std::includes(fifth.begin(), fifth.end(), half.begin(), half.end()));
    EXPECT_EQ(half, speaking("noise:0.5", 1));
    EXPECT_NE(half, speaking("noise:0.5", 2));
}

TEST(FaultTargets, ErrorsNameWhatIsPossible) {
    Town town(false);
    const std::uint64_t before = town.fleet->state_hash();
    const auto text = [&](const std::string& target, const std::string& fault, double value = 0.0) {
        const auto done = town.fleet->inject(town.fault(target, fault, value));
        return done ? std::string("accepted") : to_text(done.error());
    };
    EXPECT_NE(text("street_depth", "melt").find("clock_skew"), std::string::npos);
    EXPECT_NE(text("toaster", "silent").find("rain_gauge"), std::string::npos);
    EXPECT_NE(text("ward:Phường 9", "silent").find("Phường 9"), std::string::npos);
    EXPECT_NE(text("street_depth:1.5", "silent").find("between 0 and 1"), std::string::npos);
    EXPECT_NE(text("street_depth", "dropout", 2.0).find("in range"), std::string::npos);
    EXPECT_NE(text("street_depth", "noise", -1.0).find("in range"), std::string::npos);
    EXPECT_NE(text("street_depth", "dropout:2").find("in range"), std::string::npos);
    EXPECT_NE(text("street_depth", "dropout:").find("in range"), std::string::npos);
    EXPECT_NE(text("", "silent"), "accepted");
    EXPECT_EQ(town.fleet->state_hash(), before);
}

TEST(FaultTargets, EveryNameRoundTrips) {
    for (int k = 0; k < static_cast<int>(FaultKind::Count); ++k) {
        EXPECT_EQ(fault_named(name_of(static_cast<FaultKind>(k))), static_cast<FaultKind>(k));
    }
    EXPECT_FALSE(fault_named("").has_value());
}

}  // namespace
}  // namespace sd
