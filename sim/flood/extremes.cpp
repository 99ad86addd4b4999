#include "sim/flood/extremes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/core/check.h"

namespace sd::flood {

void begin(Extremes& e, const Layout& layout, double threshold_m) {
    SD_CHECK(threshold_m > 0.0);
    const auto blocks =
        static_cast<std::size_t>(layout.tiles_x) * static_cast<std::size_t>(layout.tiles_y) * std::size_t{kTileY};
    e.on = true;
    e.threshold_m = threshold_m;
    e.now_s = 0.0;
    e.peaks.assign(blocks * 3 * kTileX, 0.0F);
    e.arrived_s.assign(blocks * kTileX, -1.0F);
    e.wet_from_s.assign(blocks * kTileX, -1.0F);
    e.wet_s.assign(blocks * kTileX, 0.0F);
    e.floors.assign(blocks, {});
    e.wet_rows.assign(blocks, 0);
    e.moved.assign(blocks / kTileY, 0);
}

ExtremeFields fields_of(const Extremes& e, const Layout& layout) {
    SD_CHECK(e.on);
    ExtremeFields out;
    const std::size_t cells = layout.grid.cells();
    for (auto* f : {&out.depth_m, &out.speed_m_s, &out.depth_speed_m2_s, &out.arrival_s, &out.wet_s}) f->resize(cells);
    for (std::uint32_t c = 0; c < cells; ++c) {
        const auto nx = static_cast<std::uint32_t>(layout.grid.nx);
        const std::size_t block =
            e.block(layout, static_cast<int>(c % nx / std::uint32_t{kTileX}), static_cast<int>(c / nx));
        const std::size_t lane = c % nx % std::uint32_t{kTileX};
        constexpr std::size_t kWide = kTileX;
        const float* peaks = &e.peaks[block * 3 * kWide + lane];
        const std::size_t k = block * kTileX + lane;
        out.depth_m[c] = peaks[0];
        out.speed_m_s[c] = std::sqrt(peaks[kWide]);
        out.depth_speed_m2_s[c] = std::sqrt(peaks[2 * kWide]);
        out.arrival_s[c] = e.arrived_s[k] < 0.0F ? std::numeric_limits<float>::quiet_NaN() : e.arrived_s[k];
        out.wet_s[c] = e.wet_s[k] + (e.wet_from_s[k] < 0.0F ? 0.0F : static_cast<float>(e.now_s) - e.wet_from_s[k]);
    }
    return out;
}

}  // namespace sd::flood
