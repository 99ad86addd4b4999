// Street gauges correct the water around them: what a gauge reads above or below the nowcast is spread over its
// neighbourhood, most at the gauge, nothing beyond its reach, and mostly where water stands at the same level, that is
// in the same pool; where several gauges reach, they share. The picture takes the whole correction, the nowcast itself
// only a part of it per step, so that a lasting miss (an unknown inflow) is learnt and a passing one is not.
#include <algorithm>
#include <cmath>

#include "twin/assimilate.h"

namespace sd {
namespace {

constexpr int kReachCells = 25;
/// Levels this far apart count half: water of another pool.
constexpr float kPool_m = 0.10F;
/// Weight of the nowcast itself against a gauge at distance 0.
constexpr float kNowcastWeight = 0.15F;
/// Thinner water is a film of rain: the correction does not make it a pool, and does not reach over dry ground.
constexpr float kFilm_m = 0.005F;
/// A miss within a gauge's noise and 1 cm resolution is none.
constexpr float kNoise_m = 0.015F;
/// Share of the correction that the nowcast takes over in a step.
constexpr float kLearn = 0.3F;

}  // namespace

void FloodBelief::ask_gauges(const Belief& belief) {
    const NowcastColumns c = columns();
    const int nx = city_.grid.nx;
    const int ny = city_.grid.ny;
    for (const std::uint32_t d : street_gauges_) {
        if (!belief.usable(d)) continue;
        const std::uint32_t cell = city_.devices[d].target;
        const std::size_t at = place(cell);
        float miss_m = std::max(0.0F, belief.history[d].median3()) - depth_m_[at];
        if (std::fabs(miss_m) < kNoise_m) miss_m = 0.0F;
        const float level_m = bed_m_[at] + depth_m_[at];
        const int ci = static_cast<int>(cell) % nx;
        const int cj = static_cast<int>(cell) / nx;
        for (int j = std::max(0, cj - kReachCells); j <= std::min(ny - 1, cj + kReachCells); ++j) {
            const float* z = c.bed_m + j * c.stride;
            const float* h = c.depth_m + j * c.stride;
            const auto dj = static_cast<float>(j - cj);
            for (int i = std::max(0, ci - kReachCells); i <= std::min(nx - 1, ci + kReachCells); ++i) {
                const auto di = static_cast<float>(i - ci);
                const float nearness = 1.0F - (di * di + dj * dj) / static_cast<float>(kReachCells * kReachCells);
                if (nearness <= 0.0F || h[i] < kFilm_m) continue;
                const float apart = (z[i] + h[i] - level_m) / kPool_m;
                const float weight = nearness * nearness / (1.0F + apart * apart);
                pull_(i, j) += weight * miss_m;
                pull_weight_(i, j) += weight;
            }
        }
    }
}

void FloodBelief::correct() {
    const NowcastColumns c = columns();
    for (int j = 0; j < city_.grid.ny; ++j) {
        float* h = c.depth_m + j * c.stride;
        const float* mobile = c.mobile + j * c.stride;
        float* pull = pull_.row(j).data();
        float* weight = pull_weight_.row(j).data();
        float* shown = picture_.row(j).data();
        for (int i = 0; i < city_.grid.nx; ++i) {
            shown[i] = h[i];
            if (weight[i] <= 0.0F) continue;
            const float change_m = mobile[i] * pull[i] / (weight[i] + kNowcastWeight);
            shown[i] = std::max(0.0F, h[i] + change_m);
            h[i] = std::max(0.0F, h[i] + kLearn * change_m);
            pull[i] = 0.0F;
            weight[i] = 0.0F;
        }
    }
}

}  // namespace sd
