#include "twin/assimilate.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"

namespace sd {
namespace {

/// Loss into pervious ground; silty clay that is wet already takes little.
constexpr float kInfiltration_mm_h = 0.5F;
constexpr float kWetTile_m = 0.002F;
/// Sub-steps: Courant 0.7 of the deepest computed water, at most this long.
constexpr float kCourant = 0.7F;
constexpr float kLongestStep_s = 3.0F;
/// Drains act in pieces of about this long.
constexpr float kDrainPiece_s = 15.0F;

}  // namespace

NowcastColumns FloodBelief::columns() {
    const std::size_t first = stride_ + kRim;
    return {bed_m_.data() + first,
            depth_m_.data() + first,
            drag_.data() + first,
            mobile_.data() + first,
            qx_.data() + first,
            qy_.data() + first,
            static_cast<std::ptrdiff_t>(stride_)};
}

void FloodBelief::assimilate(const Belief& belief) {
    if (last_.ns == 0) last_ = belief.start;
    const double seconds = (belief.now - last_).seconds();
    if (seconds <= 0.0) return;
    last_ = belief.now;
    fall_rain(belief, seconds);
    rivers_.update(belief);
    pin_rivers();
    choose_tiles();
    wet_ground(seconds);
    read_outfalls();
    float left = static_cast<float>(seconds);
    while (left > 0.0F) {
        const float piece = std::min(left, kDrainPiece_s);
        flow(piece);
        drain(belief, piece);
        left -= piece;
    }
    ask_gauges(belief);
    correct();
}

void FloodBelief::fall_rain(const Belief& belief, double seconds) {
    float sum = 0.0F;
    int speaking = 0;
    for (RainGauge& gauge : rain_gauges_) {
        gauge.speaks = belief.usable(gauge.device);
        gauge.step_mm = 0.0F;
        if (!gauge.speaks) continue;
        const float now_mm = belief.values[gauge.device][0];
        // The counter starts anew after a boot; a gauge heard again after silence tells its whole gap at once.
        if (gauge.started && now_mm > gauge.last_mm) gauge.step_mm = now_mm - gauge.last_mm;
        gauge.last_mm = now_mm;
        gauge.started = true;
        sum += gauge.step_mm;
        ++speaking;
    }
    rain_mm_h_ = speaking > 0 ? sum / static_cast<float>(speaking) * static_cast<float>(3600.0 / seconds) : 0.0F;
    for (Tile& tile : tiles_) {
        tile.rain_mm = 0.0F;
        if (sum <= 0.0F) continue;
        double weights = 0.0;
        double total = 0.0;
        for (const RainGauge& gauge : rain_gauges_) {
            if (!gauge.speaks) continue;
            const LocalXY at = city_.devices[gauge.device].at;
            const double dx = at.x_m - tile.middle.x_m;
            const double dy = at.y_m - tile.middle.y_m;
            const double near2 = dx * dx + dy * dy + 300.0 * 300.0;
            const double weight = 1.0 / (near2 * near2);
            weights += weight;
            total += weight * static_cast<double>(gauge.step_mm);
        }
        tile.rain_mm = static_cast<float>(total / weights);
    }
}

void FloodBelief::pin_rivers() {
    const std::vector<std::uint32_t>& cells = rivers_.cells();
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const float level = rivers_.level_m(k);
        if (std::isnan(level)) continue;
        const std::size_t p = place(cells[k]);
        depth_m_[p] = std::max(0.0F, level - bed_m_[p]);
    }
}

void FloodBelief::wet_ground(double seconds) {
    const NowcastColumns c = columns();
    const float* pervious = pervious_.data() + stride_ + kRim;
    const auto loss_m = static_cast<float>(kInfiltration_mm_h * 1.0e-3 * seconds / 3600.0);
    for (const Tile& tile : tiles_) {
        if (!tile.wet && !tile.active) continue;
        const float rain_m = tile.rain_mm * 1.0e-3F;
        for (int j = tile.cells.j0; j < tile.cells.j1; ++j) {
            float* h = c.depth_m + j * c.stride;
            for (int i = tile.cells.i0; i < tile.cells.i1; ++i) {
                const float change = rain_m - loss_m * pervious[j * c.stride + i];
                h[i] = std::max(0.0F, h[i] + c.mobile[j * c.stride + i] * change);
            }
        }
    }
}

void FloodBelief::choose_tiles() {
    const NowcastColumns c = columns();
    float river_most = -1.0e9F;
    for (std::size_t k = 0; k < rivers_.cells().size(); ++k) {
        const float level = rivers_.level_m(k);
        if (level > river_most) river_most = level;
    }
    for (Tile& tile : tiles_) {
        tile.wet = false;
        tile.active = false;
        float most = 0.0F;
        for (int j = tile.cells.j0; j < tile.cells.j1; ++j) {
            const float* h = c.depth_m + j * c.stride;
            const float* m = c.mobile + j * c.stride;
            for (int i = tile.cells.i0; i < tile.cells.i1; ++i) most = std::max(most, h[i] * m[i]);
        }
        tile.wet = most > kWetTile_m || tile.rain_mm > 0.0F || river_most > tile.bank_m;
    }
    active_.clear();
    for (int y = 0; y < tiles_y_; ++y) {
        for (int x = 0; x < tiles_x_; ++x) {
            bool near_wet = false;
            for (int k = 0; k < 9; ++k) {
                const int nx = x + k % 3 - 1;
                const int ny = y + k / 3 - 1;
                if (nx < 0 || ny < 0 || nx >= tiles_x_ || ny >= tiles_y_) continue;
                near_wet = near_wet || tiles_[tile_index(nx, ny)].wet;
            }
            Tile& tile = tiles_[tile_index(x, y)];
            tile.active = near_wet && tile.wanted;
            if (tile.active) active_.push_back(static_cast<std::uint32_t>(tile_index(x, y)));
        }
    }
}

void FloodBelief::flow(float seconds) {
    const auto cell_m = static_cast<float>(city_.grid.cell_m);
    const float speed = std::sqrt(static_cast<float>(kGravity_m_s2) * std::max(0.1F, deepest_m_));
    const float dt = std::min(kLongestStep_s, kCourant * cell_m / speed);
    const int steps = std::max(1, static_cast<int>(std::ceil(seconds / dt)));
    deepest_m_ = 0.0F;
    for (int k = 0; k < steps; ++k) {
        deepest_m_ = std::max(deepest_m_, sub_step(seconds / static_cast<float>(steps)));
    }
}

float FloodBelief::sub_step(float dt_s) {
    const NowcastColumns c = columns();
    const NowcastStep step{dt_s, static_cast<float>(city_.grid.cell_m)};
    float deepest = 0.0F;
    for (const std::uint32_t t : active_) nowcast_flux(c, step, tiles_[t].cells);
    for (const std::uint32_t t : active_) deepest = std::max(deepest, nowcast_update(c, step, tiles_[t].cells));
    return deepest;
}

void FloodBelief::add_to_hash(StateHash& hash) const {
    std::vector<std::uint16_t> row(static_cast<std::size_t>(city_.grid.nx));
    for (int j = 0; j < city_.grid.ny; ++j) {
        const auto depth = picture_.row(j);
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = static_cast<std::uint16_t>(std::min(65535.0F, depth[i] * 100.0F + 0.5F));
        }
        hash.add(std::span<const std::uint16_t>(row));
    }
}

}  // namespace sd
