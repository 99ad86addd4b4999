// The default city's river under a real tide, on a copy with 40 m cells: the gauge at the city must follow the one
// nearer to the sea as observed, and a run must begin in a river that already flows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/city/recipe.h"
#include "sim/spin_up.h"

namespace sd {
namespace {

const City& default_city() {
    static const City kCity = build_my_tho(std::string(SD_SOURCE_DIR) + "/data/my_tho").value();
    return kCity;
}

const Station& station(const std::string& name) {
    for (const Station& s : default_city().stations) {
        if (s.name == name) return s;
    }
    throw std::runtime_error("no station " + name);
}

// The coarse river cell nearest to a station.
std::uint32_t river_cell(const City& river, const std::string& name) {
    std::uint32_t best = 0;
    double least = 1e18;
    for (std::uint32_t cell = 0; cell < river.grid.cells(); ++cell) {
        if (static_cast<Cover>(river.cover.at(cell)) != Cover::River) continue;
        const LocalXY p = river.grid.center_of(cell);
        const double away = std::hypot(p.x_m - station(name).at.x_m, p.y_m - station(name).at.y_m);
        if (away < least) {
            least = away;
            best = cell;
        }
    }
    return best;
}

struct Gauges {
    std::vector<double> near_m, far_m;  // each minute
};

Gauges play(const City& river, const tide::Config& sea, Instant from, int minutes_long, bool flowing) {
    tide::State now;
    tide::step(now, sea, from);
    auto state = flood::make(river, {}, now.level_m).value();
    Parallel parallel(1);
    if (flowing) {
        EXPECT_TRUE(flood::spin_up(state, river, sea, from, parallel));
        EXPECT_EQ(flood::mass_error_relative(state), 0.0);
    }
    const std::uint32_t near = river_cell(river, "Xuân Hòa");
    const std::uint32_t far = river_cell(river, "Mỹ Tho");
    const weather::State sky;
    Gauges out;
    for (int k = 0; k <= minutes_long * 6; ++k) {
        if (k % 6 == 0) {
            out.near_m.push_back(flood::level_m(state, near));
            out.far_m.push_back(flood::level_m(state, far));
        }
        tide::step(now, sea, from + seconds(10 * (k + 1)));
        flood::step(state, sky, now, {}, seconds(10), parallel);
    }
    EXPECT_EQ(flood::mass_error_relative(state), 0.0);
    return out;
}

double range(const std::vector<double>& v) {
    const auto [low, high] = std::minmax_element(v.begin(), v.end());
    return *high - *low;
}

// Shift in minutes with the greatest correlation of the two curves.
int lag_minutes(const std::vector<double>& a, const std::vector<double>& b) {
    int best = 0;
    double most = -1e9;
    for (int lag = 0; lag <= 90; ++lag) {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        const std::size_t n = a.size() - 90;
        for (std::size_t k = 0; k < n; ++k) {
            const double x = a[k];
            const double y = b[k + static_cast<std::size_t>(lag)];
            sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
        }
        const double m = static_cast<double>(n);
        const double r = (m * sab - sa * sb) / std::sqrt((m * saa - sa * sa) * (m * sbb - sb * sb));
        if (r > most) {
            most = r;
            best = lag;
        }
    }
    return best;
}

TEST(FloodCityTide, GaugeAtTheCityFollowsTheOneNearerToTheSea) {
    const City river = flood::coarse_river(default_city(), 4);
    const Gauges g = play(river, tide::vung_tau(), parse_iso("2026-10-28T06:00:00+07:00").value(), 26 * 60, true);
    const double lag_h = lag_minutes(g.near_m, g.far_m) / 60.0;
    const double ratio = range(g.far_m) / range(g.near_m);
    RecordProperty("lag_h", std::to_string(lag_h));
    RecordProperty("ratio", std::to_string(ratio));
    std::printf("lag %.2f h, amplitude ratio %.3f\n", lag_h, ratio);
    EXPECT_GE(lag_h, 0.2);
    EXPECT_LE(lag_h, 0.6);
    EXPECT_GE(ratio, 0.9);
    EXPECT_LE(ratio, 1.05);
}

TEST(FloodCityTide, RunBeginsInARiverThatFlows) {
    const City river = flood::coarse_river(default_city(), 4);
    const Instant noon = parse_iso("2026-10-28T12:00:00+07:00").value();
    const Gauges day = play(river, tide::vung_tau(), noon - hours(10), 11 * 60, false);
    const auto worst = [&](bool flowing) {
        const Gauges fresh = play(river, tide::vung_tau(), noon, 60, flowing);
        double most_m = 0.0;
        for (std::size_t k = 0; k <= 60; ++k) {
            most_m = std::max(most_m, std::fabs(fresh.far_m[k] - day.far_m[600 + k]));
        }
        return most_m;
    };
    const double flowing_m = worst(true);
    EXPECT_LT(flowing_m, 0.06);
    EXPECT_LT(flowing_m, 0.5 * worst(false)) << "a level pool must be worse, or the spin-up does nothing";
}

TEST(FloodCityTide, LakesAndGatedCanalsBeginBelowTheirBanks) {
    const City& city = default_city();
    tide::State now;
    const tide::Config sea = tide::vung_tau();
    const Instant high = parse_iso("2026-10-29T18:30:00+07:00").value();
    tide::step(now, sea, high);
    auto state = flood::make(city, {}, now.level_m + 0.35).value();
    Parallel parallel(1);
    ASSERT_TRUE(flood::spin_up(state, city, sea, high, parallel));
    int lakes = 0;
    for (int j = 1; j + 1 < city.grid.ny; ++j) {
        for (int i = 1; i + 1 < city.grid.nx; ++i) {
            if (static_cast<Cover>(city.cover(i, j)) != Cover::Lake) continue;
            ++lakes;
            for (const std::uint32_t next : {city.grid.cell(i + 1, j), city.grid.cell(i - 1, j),
                                             city.grid.cell(i, j + 1), city.grid.cell(i, j - 1)}) {
                if (is_water(static_cast<Cover>(city.cover.at(next)))) continue;
                EXPECT_LT(flood::level_m(state, city.grid.cell(i, j)), city.ground_m.at(next));
            }
        }
    }
    EXPECT_GT(lakes, 10);
}

}  // namespace
}  // namespace sd
