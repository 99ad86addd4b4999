#include "twin/assimilate_rivers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sd {
namespace {

constexpr std::uint32_t kNotWater = 0xFFFF'FFFFu;
constexpr std::uint16_t kFar = 0xFFFF;

/// A gauge hangs on a pier or a bank: its water is the nearest water cell within 100 m.
std::uint32_t water_near(const City& city, const std::vector<std::uint32_t>& number, LocalXY at) {
    const int i0 = city.grid.column(at.x_m);
    const int j0 = city.grid.row(at.y_m);
    for (int ring = 0; ring <= 10; ++ring) {
        for (int j = j0 - ring; j <= j0 + ring; ++j) {
            for (int i = i0 - ring; i <= i0 + ring; ++i) {
                if (std::max(std::abs(i - i0), std::abs(j - j0)) != ring || !city.grid.contains(i, j)) continue;
                if (number[city.grid.cell(i, j)] != kNotWater) return city.grid.cell(i, j);
            }
        }
    }
    return kNotWater;
}

}  // namespace

void RiverLevels::Reach::offer(std::uint8_t g, std::uint16_t distance) {
    for (std::size_t k = 0; k < kGauges; ++k) {
        if (distance >= steps[k]) continue;
        std::swap(g, gauge[k]);
        std::swap(distance, steps[k]);
    }
}

RiverLevels::RiverLevels(const City& city) {
    std::vector<std::uint32_t> number(city.grid.cells(), kNotWater);
    for (std::uint32_t cell = 0; cell < number.size(); ++cell) {
        if (!is_water(static_cast<Cover>(city.cover.at(cell)))) continue;
        number[cell] = static_cast<std::uint32_t>(cells_.size());
        cells_.push_back(cell);
    }
    reach_.resize(cells_.size());
    level_m_.assign(cells_.size(), std::numeric_limits<float>::quiet_NaN());
    steps_.resize(cells_.size());
    for (std::uint32_t d = 0; d < city.devices.size() && gauges_.size() < kNobody; ++d) {
        if (!reads_level(city.devices[d].kind)) continue;
        const std::uint32_t start = water_near(city, number, city.devices[d].at);
        if (start == kNotWater) continue;
        gauges_.push_back(d);
        flood_from(city, number, static_cast<std::uint8_t>(gauges_.size() - 1), start);
    }
}

void RiverLevels::flood_from(const City& city, const std::vector<std::uint32_t>& number, std::uint8_t gauge,
                             std::uint32_t start) {
    std::fill(steps_.begin(), steps_.end(), kFar);
    front_.clear();
    front_.push_back(start);
    steps_[number[start]] = 0;
    const int nx = city.grid.nx;
    for (std::size_t head = 0; head < front_.size(); ++head) {
        const std::uint32_t cell = front_[head];
        const std::uint16_t distance = steps_[number[cell]];
        reach_[number[cell]].offer(gauge, distance);
        if (distance + 1 >= kFar) continue;
        const int i = static_cast<int>(cell) % nx;
        const int j = static_cast<int>(cell) / nx;
        for (int k = 0; k < 9; ++k) {
            const int ni = i + k % 3 - 1;
            const int nj = j + k / 3 - 1;
            if (!city.grid.contains(ni, nj)) continue;
            const std::uint32_t next = number[city.grid.cell(ni, nj)];
            if (next == kNotWater || steps_[next] != kFar) continue;
            steps_[next] = static_cast<std::uint16_t>(distance + 1);
            front_.push_back(city.grid.cell(ni, nj));
        }
    }
}

void RiverLevels::update(const Belief& belief) {
    std::array<float, 256> level{};
    std::array<bool, 256> known{};
    float sum = 0.0F;
    int count = 0;
    for (std::size_t g = 0; g < gauges_.size(); ++g) {
        if (!belief.usable(gauges_[g])) continue;
        known[g] = true;
        level[g] = belief.history[gauges_[g]].median3();
        sum += level[g];
        ++count;
    }
    if (count == 0) return;
    const float mean = sum / static_cast<float>(count);
    for (std::size_t k = 0; k < cells_.size(); ++k) {
        const Reach& reach = reach_[k];
        float weights = 0.0F;
        float total = 0.0F;
        for (std::size_t n = 0; n < kGauges; ++n) {
            if (reach.gauge[n] == kNobody || !known[reach.gauge[n]]) continue;
            const float weight = 1.0F / (static_cast<float>(reach.steps[n]) + 5.0F);
            weights += weight;
            total += weight * level[reach.gauge[n]];
        }
        if (weights > 0.0F) {
            level_m_[k] = total / weights;
        } else if (std::isnan(level_m_[k])) {
            level_m_[k] = mean;
        }
    }
}

}  // namespace sd
