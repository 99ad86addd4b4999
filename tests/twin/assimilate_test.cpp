// Does the believed flood beat the depth of the nearest gauge? Truth comes from another model than the nowcast: a
// diffusive wave in doubles and small steps, with rain that differs over the town and a burst main nobody knows of.
#include "twin/assimilate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "sim/core/draw.h"
#include "tests/twin/rig.h"
#include "twin/assimilate_baseline.h"

namespace sd {
namespace {

using test::kStart;

class DiffusiveTruth {
public:
    explicit DiffusiveTruth(const City& city) : city_(city), depth_(city.grid.cells(), 0.0), in_(depth_.size(), 0.0) {
        for (std::uint32_t c = 0; c < depth_.size(); ++c) {
            if (is_river(c)) depth_[c] = 0.5 - bed(c);
        }
    }
    [[nodiscard]] double depth(std::uint32_t cell) const { return depth_[cell]; }
    [[nodiscard]] bool is_river(std::uint32_t cell) const { return is_water(static_cast<Cover>(city_.cover.at(cell))); }
    /// Twice as much rain in the west as in the east.
    [[nodiscard]] double rain_share(std::uint32_t cell) const {
        return 1.33 - 0.66 * city_.grid.center_of(cell).x_m / (city_.grid.nx * city_.grid.cell_m);
    }
    void run_minute(double rain_mm_h, std::uint32_t burst, double burst_m3_s) {
        constexpr double kStep_s = 2.0;
        for (int s = 0; s < 30; ++s) {
            std::fill(in_.begin(), in_.end(), 0.0);
            for (int j = 0; j < city_.grid.ny; ++j) {
                for (int i = 0; i < city_.grid.nx; ++i) {
                    if (i > 0) exchange(city_.grid.cell(i - 1, j), city_.grid.cell(i, j), kStep_s);
                    if (j > 0) exchange(city_.grid.cell(i, j - 1), city_.grid.cell(i, j), kStep_s);
                }
            }
            in_[burst] += burst_m3_s * kStep_s / 100.0;
            for (std::uint32_t c = 0; c < depth_.size(); ++c) {
                if (!is_river(c)) depth_[c] += in_[c] + rain_mm_h * rain_share(c) / 3.6e6 * kStep_s;
            }
        }
    }

private:
    [[nodiscard]] double bed(std::uint32_t c) const { return static_cast<double>(city_.ground_m.at(c)); }
    void exchange(std::uint32_t a, std::uint32_t b, double dt) {
        const double level_a = bed(a) + depth_[a];
        const double level_b = bed(b) + depth_[b];
        const double h = std::max(level_a, level_b) - std::max(bed(a), bed(b));
        if (h <= 0.001 || (is_river(a) && is_river(b))) return;
        constexpr double kManning = 0.06;
        const double slope = (level_a - level_b) / 10.0;
        double moved = std::cbrt(h * h) * h / kManning * std::sqrt(std::fabs(slope)) * dt / 10.0;
        // Never past level, never more than a fifth of the donor.
        moved = std::min({moved, 0.2 * std::fabs(level_a - level_b), 0.2 * depth_[slope > 0.0 ? a : b]});
        in_[a] -= slope > 0.0 ? moved : -moved;
        in_[b] += slope > 0.0 ? moved : -moved;
    }
    const City& city_;
    std::vector<double> depth_;
    std::vector<double> in_;
};

struct Score {
    double rmse_m = 0.0;
    double iou = 0.0;
};

Score score(const DiffusiveTruth& truth, const std::vector<std::uint32_t>& cells,
            const std::function<double(std::uint32_t)>& belief) {
    double sum = 0.0;
    double both = 0.0;
    double either = 0.0;
    for (const std::uint32_t c : cells) {
        const double t = truth.depth(c);
        const double b = belief(c);
        sum += (t - b) * (t - b);
        both += t > 0.1 && b > 0.1 ? 1.0 : 0.0;
        either += t > 0.1 || b > 0.1 ? 1.0 : 0.0;
    }
    return {std::sqrt(sum / static_cast<double>(cells.size())), either > 0.0 ? both / either : 1.0};
}

/// One belief that hears only the street gauges that keep() lets speak.
struct Listener {
    Listener(const City& city, std::function<bool(std::uint32_t)> which)
        : belief(make_belief(city, kStart)), flood(city), keep(std::move(which)) {}
    Belief belief;
    FloodBelief flood;
    std::function<bool(std::uint32_t)> keep;
};

constexpr double kRain_mm_h = 90.0;

StoredReading reading_of(const City& city, const DiffusiveTruth& truth, std::uint32_t d, std::uint32_t minute) {
    StoredReading r{d, 1, minute, kStart + minutes(minute), 1, {}};
    const Device& device = city.devices[d];
    const double noise = 0.005 * Draw(11).normal(stream_of("test.gauge"), d, minute);
    const double rain_mm = kRain_mm_h / 60.0 * std::min(minute, 40U);
    double value = 0.5 + noise;
    if (device.kind == DeviceKind::StreetDepth) value = std::max(0.0, truth.depth(device.target) + noise);
    if (device.kind == DeviceKind::RainGauge) value = rain_mm * truth.rain_share(device.target);
    r.values[0] = static_cast<float>(value);
    return r;
}

/// An hour with 40 minutes of rain. Returns the last readings.
std::vector<float> play(const City& city, DiffusiveTruth& truth, std::vector<Listener>& listeners) {
    const Catalogue catalogue = catalogue_of(city);
    std::vector<float> last(city.devices.size(), std::nanf(""));
    const std::uint32_t burst = city.grid.cell(city.grid.nx * 3 / 4, city.grid.ny * 3 / 4);
    for (std::uint32_t m = 1; m <= 60; ++m) {
        truth.run_minute(m <= 40 ? kRain_mm_h : 0.0, burst, 0.6);
        for (Listener& listener : listeners) {
            for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
                const DeviceKind kind = city.devices[d].kind;
                if (!reads_water(kind) && kind != DeviceKind::RainGauge) continue;
                const StoredReading r = reading_of(city, truth, d, m);
                last[d] = r.values[0];
                if (kind != DeviceKind::StreetDepth || listener.keep(d)) apply_reading(listener.belief, r, r.at);
            }
            update_services(listener.belief, city, catalogue, kStart + minutes(m));
            listener.flood.assimilate(listener.belief);
        }
    }
    return last;
}

/// 200 street cells without a gauge.
std::vector<std::uint32_t> cells_to_score(const test::SmallCity& town) {
    std::set<std::uint32_t> gauged;
    for (const std::uint32_t d : town.street) gauged.insert(town.city.devices[d].target);
    std::vector<std::uint32_t> open;
    for (const std::uint32_t c : test::street_cells(town.city)) {
        if (gauged.count(c) == 0) open.push_back(c);
    }
    std::vector<std::uint32_t> cells;
    for (std::uint32_t k = 0; k < 200; ++k) {
        cells.push_back(open[Draw(5).below(1, k, 0, static_cast<std::uint32_t>(open.size()))]);
    }
    return cells;
}

TEST(Assimilate, BeatsTheNearestGaugeByAFifthAndNeedsItsGauges) {
    const test::SmallCity town = test::make_small_city();
    const City& city = town.city;
    DiffusiveTruth truth(city);
    std::vector<Listener> listeners;
    listeners.emplace_back(city, [](std::uint32_t) { return true; });
    listeners.emplace_back(city, [](std::uint32_t d) { return d % 2 == 0; });
    listeners.emplace_back(city, [](std::uint32_t) { return false; });
    const std::vector<float> last = play(city, truth, listeners);
    const std::vector<std::uint32_t> cells = cells_to_score(town);
    const auto of = [&](const Listener& l) {
        return score(truth, cells, [&l](std::uint32_t c) { return static_cast<double>(l.flood.depth_m().at(c)); });
    };
    const Score all = of(listeners[0]);
    const Score half = of(listeners[1]);
    const Score none = of(listeners[2]);
    const Score nearest =
        score(truth, cells, [&](std::uint32_t c) { return nearest_gauge_depth_m(city, last, city.grid.center_of(c)); });
    EXPECT_LT(all.rmse_m, 0.8 * nearest.rmse_m);
    EXPECT_GT(all.iou, 1.2 * nearest.iou);
    EXPECT_GT(half.rmse_m, 1.1 * all.rmse_m);
    EXPECT_GT(none.rmse_m, 1.1 * half.rmse_m);
    EXPECT_LT(half.iou, all.iou);
}

TEST(Assimilate, RiverTakesTheLevelBetweenItsGaugesAndLeavesOutStuckOnes) {
    const test::SmallCity town = test::make_small_city();
    const City& city = town.city;
    Belief belief = make_belief(city, kStart);
    for (std::size_t k = 0; k < town.river.size(); ++k) {
        const auto level = static_cast<float>(0.4 + 0.1 * static_cast<double>(k));
        apply_reading(belief, {town.river[k], 1, 1, kStart + seconds(30), 1, {level}}, kStart + seconds(30));
        belief.quality[town.river[k]] = Quality::Good;
    }
    belief.now = kStart + minutes(1);
    FloodBelief flood(city);
    flood.assimilate(belief);
    const auto level_at = [&](int i) { return static_cast<double>(flood.depth_m()(i, 3) + city.ground_m(i, 3)); };
    const int west = city.grid.nx / 8;
    const int next = city.grid.nx * 3 / 8;
    EXPECT_NEAR(level_at(west), 0.4, 0.04);
    EXPECT_GT(level_at((west + next) / 2), level_at(west));
    EXPECT_LT(level_at((west + next) / 2), level_at(next));

    belief.quality[town.river[0]] = Quality::Stuck;
    belief.now = kStart + minutes(2);
    flood.assimilate(belief);
    EXPECT_NEAR(level_at(west), 0.5, 0.06);  // now its neighbour's
}

TEST(Assimilate, DryAndUnknownStaysDry) {
    const test::SmallCity town = test::make_small_city(64, 48);
    Belief belief = make_belief(town.city, kStart);
    belief.now = kStart + minutes(1);
    FloodBelief flood(town.city);
    flood.assimilate(belief);
    for (const std::uint32_t c : test::street_cells(town.city)) EXPECT_EQ(flood.depth_m().at(c), 0.0F);
    EXPECT_EQ(flood.rain_mm_h(), 0.0F);
}

TEST(Baseline, TakesTheNearestUsableGauge) {
    const test::SmallCity town = test::make_small_city(64, 48);
    std::vector<float> values(town.city.devices.size(), std::nanf(""));
    EXPECT_EQ(nearest_gauge_depth_m(town.city, values, {0.0, 0.0}), 0.0);
    values[town.street[0]] = 0.25F;
    values[town.street[1]] = 0.75F;
    const LocalXY at = town.city.devices[town.street[1]].at;
    EXPECT_FLOAT_EQ(static_cast<float>(nearest_gauge_depth_m(town.city, values, at)), 0.75F);
    values[town.street[1]] = std::nanf("");
    EXPECT_FLOAT_EQ(static_cast<float>(nearest_gauge_depth_m(town.city, values, at)), 0.25F);
    const Grid<float> picture = nearest_gauge_picture(town.city, values);
    EXPECT_FLOAT_EQ(picture.at(town.city.devices[town.street[2]].target), 0.25F);
    EXPECT_EQ(picture(0, 0), 0.0F);
}

}  // namespace
}  // namespace sd
