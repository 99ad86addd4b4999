// Street gauges pull the water around them: what a gauge reads above or below the nowcast is spread over its
// neighbourhood, most at the gauge, nothing beyond its reach; where several reach, they share.
#include <algorithm>
#include <cmath>

#include "twin/assimilate.h"

namespace sd {
namespace {

constexpr int kReachCells = 25;
/// Weight of the nowcast itself against a gauge at distance 0.
constexpr float kNowcastWeight = 0.15F;
/// Thinner water is a film of rain: the pull does not make it a pool, and it does not reach over dry ground.
constexpr float kFilm_m = 0.005F;

}  // namespace

void FloodBelief::pull_to_gauges(const Belief& belief) {
    std::fill_n(pull_.data(), pull_.size(), 0.0F);
    std::fill_n(pull_weight_.data(), pull_weight_.size(), 0.0F);
    for (const std::uint32_t d : street_gauges_) {
        if (!belief.usable(d)) continue;
        const std::uint32_t cell = city_.devices[d].target;
        const float read_m = std::max(0.0F, belief.history[d].median3());
        const float miss_m = read_m - depth_m_[place(cell)];
        const int ci = static_cast<int>(cell) % city_.grid.nx;
        const int cj = static_cast<int>(cell) / city_.grid.nx;
        const int j_end = std::min(city_.grid.ny - 1, cj + kReachCells);
        const int i_end = std::min(city_.grid.nx - 1, ci + kReachCells);
        for (int j = std::max(0, cj - kReachCells); j <= j_end; ++j) {
            for (int i = std::max(0, ci - kReachCells); i <= i_end; ++i) {
                const auto r2 = static_cast<float>((i - ci) * (i - ci) + (j - cj) * (j - cj));
                const float nearness = 1.0F - r2 / static_cast<float>(kReachCells * kReachCells);
                if (nearness <= 0.0F) continue;
                const float weight = nearness * nearness;
                pull_(i, j) += weight * miss_m;
                pull_weight_(i, j) += weight;
            }
        }
    }
    for (int j = 0; j < city_.grid.ny; ++j) {
        for (int i = 0; i < city_.grid.nx; ++i) {
            const float weight = pull_weight_(i, j);
            if (weight <= 0.0F) continue;
            const std::size_t p = place(city_.grid.cell(i, j));
            const float depth = depth_m_[p];
            if (mobile_[p] == 0.0F || depth < kFilm_m) continue;
            depth_m_[p] = std::max(0.0F, depth + pull_(i, j) / (weight + kNowcastWeight));
        }
    }
}

}  // namespace sd
