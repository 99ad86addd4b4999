#include "sim/weather.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sd {
namespace {

const Instant kStart = instant_of({2026, 10, 28, 12, 0, 0.0});

TEST(WeatherStorm, IdfGivesThePublishedIntensity) {
    EXPECT_NEAR(weather::idf_mm_h({}, 2.0, 60.0), 68.9, 0.1);  // Cần Thơ, 60 min, 2 years
    EXPECT_NEAR(weather::idf_mm_h({}, 10.0, 60.0), 91.7, 0.1);
}

double fall(const weather::Config& config, Duration lasting, double* peak_mm_h = nullptr, Duration* peak_at = nullptr) {
    weather::State s = weather::make(config, kStart);
    double sum = 0.0;
    double peak = -1.0;
    for (Duration t = seconds(1); t <= lasting; t = t + seconds(1)) {
        weather::step(s, config, kStart + t, seconds(1));
        const double rate = weather::rain_mm_h(s, {100, 100});
        sum += rate / 3600.0;
        if (rate > peak) {
            peak = rate;
            if (peak_at != nullptr) *peak_at = t;
        }
    }
    if (peak_mm_h != nullptr) *peak_mm_h = peak;
    EXPECT_NEAR(s.storm_total_mm, sum, 1e-6);
    return sum;
}

TEST(WeatherStorm, TotalEqualsTheIdfAndPeaksWhereTold) {
    weather::Config config;
    config.storms = {{kStart, hours(2), 10.0, 0.0, 0.4}};
    double peak_mm_h = 0.0;
    Duration peak_at;
    const double total = fall(config, hours(3), &peak_mm_h, &peak_at);
    EXPECT_NEAR(total, 2.0 * weather::idf_mm_h(config.idf, 10.0, 120.0), 1e-6);
    EXPECT_NEAR(peak_at.seconds(), 0.4 * 7200.0, 2.0);
    // At the peak the curve's limit of zero duration.
    EXPECT_NEAR(peak_mm_h, weather::idf_mm_h(config.idf, 10.0, 0.0), 1.0);
}

TEST(WeatherStorm, AnyWindowAroundThePeakObeysTheIdf) {
    weather::Config config;
    const weather::Storm storm{kStart, hours(3), 5.0, 0.0, 0.5};
    const Instant peak = kStart + minutes(90);
    for (const int half_min : {5, 15, 40, 90}) {
        const double depth = weather::storm_depth_mm(config, storm, peak + minutes(half_min)) -
                             weather::storm_depth_mm(config, storm, peak - minutes(half_min));
        EXPECT_NEAR(depth, weather::idf_mm_h(config.idf, 5.0, 2.0 * half_min) * 2.0 * half_min / 60.0, 1e-9);
    }
}

TEST(WeatherStorm, PrescribedTotalIsExact) {
    weather::Config config;
    config.storms = {{kStart + minutes(10), hours(2), 2.0, 90.0, 0.4}};
    EXPECT_NEAR(fall(config, hours(3)), 90.0, 1e-6);
}

TEST(WeatherCell, MovesAndFadesWithDistance) {
    weather::Config config;
    weather::State s = weather::make(config, kStart);
    EXPECT_TRUE(weather::is_dry(s));
    weather::add_cell(s, {kStart, minutes(50), {0, 0}, 5.0, 0.0, 1000.0, 80.0});
    weather::step(s, config, kStart + minutes(20), seconds(1));
    EXPECT_FALSE(weather::is_dry(s));
    EXPECT_NEAR(weather::rain_mm_h(s, {6000, 0}), 80.0, 1e-9);
    EXPECT_NEAR(weather::rain_mm_h(s, {6000, 1000}), 80.0 * std::exp(-0.5), 1e-9);
    EXPECT_EQ(weather::rain_mm_h(s, {6000, 9000}), 0.0);
    weather::step(s, config, kStart + minutes(51), seconds(1));
    EXPECT_TRUE(weather::is_dry(s));
    EXPECT_TRUE(s.added.empty());
}

TEST(WeatherAir, FollowsTheDay) {
    weather::Config config;
    const auto at = [&](int hour) { return weather::make(config, instant_of({2026, 4, 10, hour, 0, 0.0})); };
    EXPECT_EQ(weather::daylight(at(0)), 0.0);
    EXPECT_GT(weather::daylight(at(12)), 0.95);
    EXPECT_GT(weather::temperature_c(at(14)), weather::temperature_c(at(4)) + 5.0);
    EXPECT_LT(weather::humidity(at(14)), weather::humidity(at(4)));
    EXPECT_NEAR(weather::pressure_hpa(at(10)), config.pressure_hpa + 1.4, 0.1);
}

TEST(WeatherAir, RainCoolsMoistensAndGusts) {
    weather::Config config;
    weather::Config wet = config;
    wet.storms = {{kStart, hours(1), 2.0, 60.0, 0.4}};
    weather::State dry_air = weather::make(config, kStart);
    weather::State wet_air = dry_air;
    for (int k = 1; k <= 1800; ++k) {
        weather::step(dry_air, config, kStart + seconds(k), seconds(1));
        weather::step(wet_air, wet, kStart + seconds(k), seconds(1));
    }
    EXPECT_LT(weather::temperature_c(wet_air), weather::temperature_c(dry_air) - 1.0);
    EXPECT_GT(weather::humidity(wet_air), weather::humidity(dry_air));
    EXPECT_GT(weather::wind_m_s(wet_air), weather::wind_m_s(dry_air));
    EXPECT_LE(weather::humidity(wet_air), 1.0);
}

}  // namespace
}  // namespace sd
