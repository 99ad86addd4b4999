#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "tests/sim/water_city.h"

namespace sd {
namespace {

constexpr int kLong = 185;  // 18.5 km, as far as the default city is wide
constexpr int kWide = 6;

struct Tide {
    std::vector<double> near_m, far_m;  // 4.4 km and 11.3 km from the tidal rim, each minute
};

City river() {
    City city = test::water_city(
        kLong, kWide, 100.0, [](int, int) { return -6.5; }, Cover::River);
    Boundary east{"east", BoundarySide::East, {}, true};
    Boundary west{"west", BoundarySide::West, {}, false};
    for (int j = 0; j < kWide; ++j) {
        east.cells.push_back(city.grid.cell(kLong - 1, j));
        west.cells.push_back(city.grid.cell(0, j));
    }
    city.boundaries = {east, west};
    return city;
}

Tide run_river(const flood::Config& config, const tide::Config& sea, int hours_long, flood::State* last = nullptr) {
    const City city = river();
    const Instant start = parse_iso("2026-10-28T00:00:00+07:00").value();
    tide::State now;
    tide::step(now, sea, start);
    flood::State s = flood::make(city, config, now.level_m).value();
    const weather::State sky;
    Parallel parallel(1);
    Tide out;
    for (int k = 1; k <= hours_long * 360; ++k) {
        tide::step(now, sea, start + seconds(10 * k));
        flood::step(s, sky, now, {}, seconds(10), parallel);
        if (k % 6 != 0 || k < 360 * 6) continue;
        out.near_m.push_back(s.cells.level_m(city.grid.cell(kLong - 44, 3)));
        out.far_m.push_back(s.cells.level_m(city.grid.cell(kLong - 113, 3)));
    }
    EXPECT_EQ(flood::mass_error_relative(s), 0.0);
    if (last != nullptr) *last = std::move(s);
    return out;
}

double range(const std::vector<double>& v) {
    const auto [low, high] = std::minmax_element(v.begin(), v.end());
    return *high - *low;
}

// Minutes by which b follows a: the shift with the least squared difference of the normalised curves.
int lag_minutes(const std::vector<double>& a, const std::vector<double>& b) {
    const double scale = range(a) / range(b);
    int best = 0;
    double least = 1e300;
    for (int lag = 0; lag < 120; ++lag) {
        double mean = 0.0;
        const std::size_t n = a.size() - 120;
        for (std::size_t i = 0; i < n; ++i)
            mean += (a[i] - scale * b[i + static_cast<std::size_t>(lag)]) / static_cast<double>(n);
        double sum = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            const double d = a[i] - scale * b[i + static_cast<std::size_t>(lag)] - mean;
            sum += d * d;
        }
        if (sum < least) {
            least = sum;
            best = lag;
        }
    }
    return best;
}

TEST(FloodTidalRiver, UpstreamGaugeFollowsLaterAndHardlySmaller) {
    const Tide t = run_river({}, tide::vung_tau(), 32);
    const int lag = lag_minutes(t.near_m, t.far_m);
    EXPECT_GE(lag, 8);  // straight and without shallows: a little faster than the city's 0.2…0.6 h over 6.9 km
    EXPECT_LE(lag, 36);
    EXPECT_GE(range(t.far_m) / range(t.near_m), 0.90);
    EXPECT_LE(range(t.far_m) / range(t.near_m), 1.05);
}

TEST(FloodTidalRiver, MeanDischargeComesThrough) {
    tide::Config still;
    still.offset_m = 0.1;
    flood::Config config;
    config.upstream_discharge_m3_s = 1500.0;
    config.upstream_rise_m = 0.05;
    flood::State s;
    (void)run_river(config, still, 12, &s);
    double through = 0.0;
    const auto now = static_cast<std::size_t>(s.current);
    for (int j = 0; j < kWide; ++j) through += 100.0 * static_cast<double>(s.qx[now][s.cells.layout.at(90, j)]);
    EXPECT_NEAR(through, 1500.0, 150.0);  // the rim trades a little discharge for level
    EXPECT_GT(flood::velocity(s, s.cells.layout.grid.cell(90, 3)).x_m_s, 0.2F);
}

TEST(FloodTidalRiver, WaveLeavesOverTheOpenRim) {
    const City city = river();
    flood::Config config;
    config.river_manning = 0.0;
    flood::State s = flood::make(city, config, 0.0).value();
    const weather::State sky;
    Parallel parallel(1);
    const auto swing = [&] {
        double most = 0.0;
        for (int i = 0; i < kLong; ++i) most = std::max(most, std::abs(s.cells.level_m(city.grid.cell(i, 2))));
        return most;
    };
    tide::State sea;
    for (int k = 0; k < 75; ++k) {  // one hump of 0.5 m, ten minutes long, comes in from the sea
        sea.level_m = 0.25 * (1.0 - std::cos(k * 2.0 * 3.14159265358979 / 75.0));
        flood::step(s, sky, sea, {}, seconds(8), parallel);
    }
    EXPECT_GT(swing(), 0.4);
    sea.level_m = 0.0;
    for (int k = 0; k < 500; ++k) flood::step(s, sky, sea, {}, seconds(8), parallel);
    EXPECT_LT(swing(), 0.03);
}

}  // namespace
}  // namespace sd
