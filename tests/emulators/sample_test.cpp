#include "emulators/sample.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "emulators/kinds.h"
#include "tests/emulators/small_city.h"

namespace sd {
namespace {

// Which channels each kind must report, written down independently of the samplers.
const std::map<DeviceKind, std::vector<Channel>> kWanted{
    {DeviceKind::RiverLevel, {Channel::CellLevel_m}},
    {DeviceKind::StreetDepth, {Channel::CellDepth_m}},
    {DeviceKind::RainGauge, {Channel::CellRain_mm}},
    {DeviceKind::TideSalinity, {Channel::CellLevel_m, Channel::CellSalinity_g_l}},
    {DeviceKind::Weather, {Channel::AirTemperature_c, Channel::WindSpeed_m_s, Channel::AirHumidity}},
    {DeviceKind::LoopDetector, {Channel::EdgeCount, Channel::EdgeSpeed_m_s, Channel::EdgeOccupancy}},
    {DeviceKind::CameraCounter, {Channel::EdgeCount, Channel::EdgeCountMotorbike, Channel::EdgeSpeed_m_s}},
    {DeviceKind::BusGps, {Channel::BusX_m, Channel::BusY_m, Channel::BusSpeed_m_s}},
    {DeviceKind::AirQuality, {Channel::CellPm25_ug_m3}},
    {DeviceKind::Parking, {Channel::LotOccupied}},
    {DeviceKind::StreetlightCabinet, {Channel::CabinetPowered, Channel::CabinetLoad_kw}},
    {DeviceKind::CellSite, {Channel::SiteUp, Channel::SiteBattery}},
    {DeviceKind::WasteBin, {Channel::BinFill}},
    {DeviceKind::Noise, {Channel::CellNoise_dba}},
};

TEST(Sample, EveryKindSaysWhatTheWorldIsAtTheReadingsOwnTime) {
    test::Town town(false);
    const TruthFrame before = town.now;
    TruthFrame after = test::frame(town.plan, before.at + hours(1), 2.5F);
    const WorldView view(before, after);
    ReadingBatch out;
    town.fleet->emit(view, town.parallel, out);
    ASSERT_GT(out.rows(), 1000U);
    std::size_t v = 0;
    std::map<DeviceKind, int> seen;
    for (std::size_t r = 0; r < out.rows(); ++r) {
        const DeviceKind kind = town.city.devices[out.device[r]].kind;
        ++seen[kind];
        if (kind != DeviceKind::SmartMeter) {
            const auto& channels = kWanted.at(kind);
            ASSERT_EQ(out.value_count[r], channels.size());
            for (std::size_t c = 0; c < channels.size(); ++c) {
                const double truth = view.value(channels[c], town.plan.device_slot[out.device[r]], {out.at_ns[r]});
                ASSERT_EQ(out.values[v + c], static_cast<float>(truth)) << info_of(kind).name << " value " << c;
            }
        }
        v += out.value_count[r];
    }
    EXPECT_EQ(v, out.values.size());
    EXPECT_EQ(seen.size(), kDeviceKindCount);
}

TEST(Sample, InterpolatesInsideAFrameAndHoldsCounters) {
    test::Town town(false);
    TruthFrame after = town.now;
    after.at = town.now.at + seconds(10);
    after[Channel::CellDepth_m].assign(after[Channel::CellDepth_m].size(), 2.0F);
    town.now[Channel::CellDepth_m].assign(town.now[Channel::CellDepth_m].size(), 1.0F);
    town.now[Channel::EdgeCount] = {100.0F, 100.0F};
    after[Channel::EdgeCount] = {110.0F, 110.0F};
    const WorldView view(town.now, after);
    EXPECT_NEAR(sample_street_depth(view, {0, 0}, town.now.at + seconds(4), Draw(1))[0], 1.4, 1e-6);
    EXPECT_EQ(sample_loop_detector(view, {0, 0}, town.now.at + seconds(4), Draw(1))[0], 100.0);
    EXPECT_EQ(sample_loop_detector(view, {0, 0}, town.now.at + seconds(10), Draw(1))[0], 110.0);
}

TEST(Sample, CountersWrapAtSevenDigits) {
    test::Town town(false);
    town.now[Channel::EdgeCount] = {10'000'003.0F, 9'999'999.0F};
    const WorldView view(town.now, town.now);
    EXPECT_EQ(sample_loop_detector(view, {0, 0}, town.now.at, Draw(1))[0], 3.0);
    EXPECT_EQ(sample_camera_counter(view, {1, 0}, town.now.at, Draw(1))[0], 9'999'999.0);
}

TEST(Sample, SmartMetersShareTheirCabinetsLoad) {
    test::Town town(false);
    double sum_kw = 0.0;
    town.now[Channel::CabinetLoad_kw] = {200.0F, 400.0F};
    const WorldView view(town.now, town.now);
    const Instant at = town.now.at;
    for (std::uint32_t d = 0; d < 2000; ++d) {
        const double one = sample_smart_meter(view, {0, d}, at, Draw(1))[0];
        EXPECT_DOUBLE_EQ(sample_smart_meter(view, {1, d}, at, Draw(1))[0], 2.0 * one);
        sum_kw += one;
    }
    EXPECT_NEAR(sum_kw / 2000.0, 200.0 / 500.0, 0.015) << "the mean home has its part of the cabinet";
    EXPECT_EQ(sample_smart_meter(view, {0, 1}, at, Draw(1)), sample_smart_meter(view, {0, 1}, at, Draw(1)));
}

TEST(Kinds, ProfilesStayWithinWhatAPlatformCanAccept) {
    for (std::size_t k = 0; k < kDeviceKindCount; ++k) {
        const KindRow& row = row_of(static_cast<DeviceKind>(k));
        const DeviceKindInfo& info = info_of(row.kind);
        ASSERT_NE(row.sample, nullptr) << info.name;
        for (const double p : {row.faults.dropout, row.faults.duplicate, row.faults.spike}) {
            EXPECT_TRUE(p >= 0.0 && p <= 0.02) << info.name << ": everyday faults are rare";
        }
        for (std::size_t v = 0; v < 3; ++v) {
            EXPECT_GE(row.faults.noise_sd[v], 0.0);
            EXPECT_LT(row.faults.noise_sd[v], 0.1 * (info.max[v] - info.min[v]) + 1e-12) << info.name;
        }
    }
}

}  // namespace
}  // namespace sd
