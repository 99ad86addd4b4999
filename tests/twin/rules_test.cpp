#include "twin/rules.h"

#include <gtest/gtest.h>

#include "sim/core/draw.h"
#include "tests/twin/rig.h"
#include "twin/alerts.h"

namespace sd {
namespace {

using test::kStart;
using test::Rig;

class RuleTest : public testing::Test {
protected:
    test::SmallCity town = test::make_small_city();

    Rig::Values but(std::function<void(std::uint32_t, Instant, std::vector<float>&)> change) {
        return [this, change = std::move(change)](std::uint32_t d, Instant at) {
            std::vector<float> values = test::usual(town, d, at);
            change(d, at, values);
            return values;
        };
    }
    Rig::Values all_well() {
        return but([](std::uint32_t, Instant, std::vector<float>&) {});
    }
    [[nodiscard]] DeviceKind kind(std::uint32_t d) const { return town.city.devices[d].kind; }
    static float noise(std::uint32_t d, Instant at) {
        return static_cast<float>(0.003 *
                                  Draw(3).normal(stream_of("test.rule"), d, static_cast<std::uint64_t>(at.ns / 1000)));
    }
};

TEST_F(RuleTest, QuietEveningRaisesNothing) {
    Rig rig(town, "quiet");
    rig.play(40, all_well());
    for (const AlarmView& a : rig.twin().alarms()) ADD_FAILURE() << a.text_en;
}

TEST_F(RuleTest, RiverLevelsFireInOrderAndClearWithHysteresis) {
    Rig rig(town, "river");
    const auto level = [this](float m) {
        return but([this, m](std::uint32_t d, Instant at, std::vector<float>& v) {
            if (kind(d) == DeviceKind::RiverLevel) v[0] = m + noise(d, at);
        });
    };
    rig.play(6, level(1.45F));
    int open = 0;
    for (const AlarmView& a : rig.twin().alarms()) open += a.rule == "river_level" ? 1 : 0;
    EXPECT_EQ(open, 2);  // I and II, not III
    rig.play(6, level(1.66F));
    ASSERT_NE(rig.alarm("river_level"), nullptr);
    EXPECT_EQ(rig.alarm("river_level")->severity, Severity::Critical);
    EXPECT_EQ(rig.alarm("river_level")->state, AlarmState::Detected);
    EXPECT_DOUBLE_EQ(rig.alarm("river_level")->threshold, static_cast<double>(1.6F));
    rig.play(20, level(1.57F));  // inside the hysteresis
    EXPECT_EQ(rig.alarm("river_level")->state, AlarmState::Detected);
    rig.play(16, level(1.0F));
    for (const AlarmView& a : rig.twin().alarms()) EXPECT_EQ(a.state, AlarmState::Closed) << a.text_en;
}

TEST_F(RuleTest, StreetDepthIsOneAlarmPerStreetAndEscalates) {
    Rig rig(town, "street");
    const auto depth = [this](float m) {
        return but([this, m](std::uint32_t d, Instant at, std::vector<float>& v) {
            const bool west = town.city.devices[d].ward.index == 0;
            if (kind(d) == DeviceKind::StreetDepth && west && m > 0.0F) v[0] = m + noise(d, at);
        });
    };
    rig.play(6, depth(0.20F));
    const AlarmView* alarm = rig.alarm("street_depth");
    ASSERT_NE(alarm, nullptr);
    EXPECT_EQ(alarm->severity, Severity::Minor);
    std::size_t gauges = 0;
    for (const std::uint32_t d : town.street) gauges += town.city.devices[d].ward.index == 0 ? 1 : 0;
    const std::size_t alarms = rig.twin().alarms().size();
    EXPECT_LT(alarms, gauges);
    rig.play(6, depth(0.40F));
    EXPECT_EQ(rig.twin().alarms().size(), alarms);  // escalated, not repeated
    EXPECT_EQ(rig.alarm("street_depth")->severity, Severity::Major);
    rig.play(10, depth(0.0F));
    EXPECT_EQ(rig.alarm("street_depth")->state, AlarmState::Closed);
}

TEST_F(RuleTest, StuckGaugeIsFoundWithinAQuarterAndAQuietRiverIsNot) {
    Rig rig(town, "stuck");
    const std::uint32_t stuck = town.river[1];
    const Instant from = kStart + minutes(30);
    const auto values = but([&, this](std::uint32_t d, Instant at, std::vector<float>& v) {
        if (kind(d) != DeviceKind::RiverLevel) return;
        // Quiet water read to the centimetre repeats itself often.
        v[0] = 0.5F + 0.01F * static_cast<float>(static_cast<int>(noise(d, at) * 200.0F));
        if (d == stuck && at >= from) v[0] = 0.53F;
    });
    rig.play(30, values);
    EXPECT_EQ(rig.alarm("stuck_gauge"), nullptr);
    // The tide sets in for all.
    const auto tide = but([&, this](std::uint32_t d, Instant at, std::vector<float>& v) {
        if (kind(d) != DeviceKind::RiverLevel) return;
        v[0] += 0.008F * static_cast<float>((at - from).seconds() / 60.0);
        if (d == stuck) v[0] = 0.53F;
    });
    rig.play(15, tide);
    const AlarmView* alarm = rig.alarm("stuck_gauge");
    ASSERT_NE(alarm, nullptr);
    EXPECT_EQ(alarm->place, town.city.devices[stuck].name);
    EXPECT_EQ(rig.twin().picture().devices.quality[stuck], Quality::Stuck);
    EXPECT_EQ(rig.twin().alarms().size(), 1U);
    rig.play(8, all_well());
    EXPECT_EQ(rig.alarm("stuck_gauge")->state, AlarmState::Closed);
}

TEST_F(RuleTest, NoisyGaugeThatFreezesIsFoundWithoutNeighbours) {
    Rig rig(town, "frozen");
    const std::uint32_t stuck = town.river[2];
    rig.play(20, all_well());
    rig.play(14, but([&](std::uint32_t d, Instant, std::vector<float>& v) {
                 if (d == stuck) v[0] = 0.5F;
             }));
    ASSERT_NE(rig.alarm("stuck_gauge"), nullptr);
    EXPECT_EQ(rig.alarm("stuck_gauge")->place, town.city.devices[stuck].name);
}

TEST_F(RuleTest, CongestionNeedsFiveMinutesAndDryStreets) {
    Rig rig(town, "jam");
    const auto slow = but([this](std::uint32_t d, Instant, std::vector<float>& v) {
        if (kind(d) == DeviceKind::LoopDetector) v[1] = 1.0F;
    });
    rig.play(10, all_well());
    rig.play(4, slow);
    const AlarmView* alarm = rig.alarm("congestion");
    EXPECT_TRUE(alarm == nullptr || alarm->state == AlarmState::Precursor);
    rig.play(4, slow);
    alarm = rig.alarm("congestion", "Đường Lý Thường Kiệt");
    ASSERT_NE(alarm, nullptr);
    EXPECT_EQ(alarm->state, AlarmState::Detected);
    rig.play(8, all_well());
    EXPECT_EQ(rig.alarm("congestion")->state, AlarmState::Closed);
    // The picture knows too: the street is slower than one without a jam.
    rig.play(6, slow);
    const Picture picture = rig.twin().picture();
    const std::uint32_t jammed = town.city.devices[town.loops[0]].target;
    EXPECT_LT(picture.edges.speed_m_s[jammed], 0.4F * picture.edges.speed_m_s[town.city.edges.size() - 1]);
}

TEST_F(RuleTest, SilentDistrictAndPowerOutage) {
    Rig rig(town, "silent");
    rig.play(5, all_well());
    const auto dark = but([this](std::uint32_t d, Instant, std::vector<float>& v) {
        if (town.city.devices[d].site.index == 0) v.clear();
    });
    rig.play(6, dark);
    ASSERT_NE(rig.alarm("silent_district", "BTS-1"), nullptr);
    EXPECT_EQ(rig.alarm("silent_district", "BTS-2"), nullptr);
    EXPECT_EQ(rig.twin().picture().site_up[0], 0);
    rig.play(6, all_well());
    EXPECT_EQ(rig.alarm("silent_district", "BTS-1")->state, AlarmState::Closed);

    const auto off = but([this](std::uint32_t d, Instant, std::vector<float>& v) {
        if (kind(d) == DeviceKind::StreetlightCabinet && town.city.devices[d].target < 3) v = {0.0F, 0.0F};
        if (kind(d) == DeviceKind::SmartMeter && town.city.devices[d].target < 3) v.clear();
    });
    rig.play(6, off);
    ASSERT_NE(rig.alarm("power_outage", "Trạm 110 kV"), nullptr);
    EXPECT_EQ(rig.alarm("power_outage", "Trạm 110 kV")->state, AlarmState::Detected);
    EXPECT_EQ(rig.twin().picture().cabinet_powered[0], 0);
    EXPECT_EQ(rig.twin().picture().cabinet_powered[3], 1);
    rig.play(5, all_well());
    EXPECT_EQ(rig.alarm("power_outage", "Trạm 110 kV")->state, AlarmState::Closed);
}

TEST_F(RuleTest, CitizenSurge) {
    Rig rig(town, "surge");
    std::vector<CitizenReport> reports;
    for (std::uint32_t k = 0; k < 12; ++k) {
        CitizenReport report;
        report.population_cell = 1;
        report.seq = k + 1;
        report.at = kStart + seconds(30 + k);
        reports.push_back(report);
    }
    rig.send_reports(kStart + minutes(1), reports);
    ASSERT_NE(rig.alarm("citizen_surge", "Phường Đông"), nullptr);
    rig.play(30, all_well());
    EXPECT_EQ(rig.alarm("citizen_surge")->state, AlarmState::Closed);
}

TEST(Alarms, EveryRuleHasTextsInBothLanguages) {
    Sign sign;
    sign.place = "Đường A";
    sign.level = 1;
    for (const Rule& rule : rules()) {
        const AlarmTexts texts = alarm_texts(rule.name, sign, AlarmState::Detected);
        EXPECT_NE(texts.vi.find("Đường A"), std::string::npos) << rule.name;
        EXPECT_NE(texts.en.find("Đường A"), std::string::npos) << rule.name;
        EXPECT_NE(texts.vi, texts.en);
        EXPECT_EQ(texts.en.find("0.00: "), std::string::npos);
    }
}

TEST(Alarms, OperatorsMoveThemForwardOnly) {
    AlarmBook book;
    int told = 0;
    const auto changed = [&told](const AlarmView&, const std::string&) { ++told; };
    Sign sign;
    sign.place = "x";
    constexpr std::size_t kStuck = 2;
    ASSERT_STREQ(rules()[kStuck].name, "stuck_gauge");
    book.apply(kStuck, {sign}, kStart, changed);
    ASSERT_EQ(book.all().size(), 1U);
    EXPECT_FALSE(book.act(2, AlarmState::Acknowledged, "a", kStart, changed));
    EXPECT_FALSE(book.act(1, AlarmState::Detected, "a", kStart, changed));
    EXPECT_TRUE(book.act(1, AlarmState::Acknowledged, "a", kStart, changed));
    EXPECT_FALSE(book.act(1, AlarmState::Acknowledged, "a", kStart, changed));
    EXPECT_TRUE(book.act(1, AlarmState::Closed, "a", kStart, changed));
    EXPECT_FALSE(book.act(1, AlarmState::Acknowledged, "a", kStart, changed));
    EXPECT_EQ(told, 3);
    // Closed by hand: the same cause does not open it again until it has been away.
    book.apply(kStuck, {sign}, kStart + seconds(5), changed);
    EXPECT_EQ(book.all().size(), 1U);
    book.apply(kStuck, {}, kStart + minutes(5), changed);
    book.apply(kStuck, {sign}, kStart + minutes(6), changed);
    EXPECT_EQ(book.all().size(), 2U);
    EXPECT_EQ(told, 4);
}

}  // namespace
}  // namespace sd
