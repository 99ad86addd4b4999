#include "scenarios/results/snapshot.h"

#include <cmath>
#include <limits>

#include "sim/core/check.h"

namespace sd::results {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

void take_snapshot(const flood::Water& water, const Field& bed_m, const GridSpec& grid, double t_s, Snapshot& out) {
    const std::size_t n = grid.cells();
    SD_CHECK(bed_m.size() == n);
    out.t_s = t_s;
    for (Field* field : {&out.depth_m, &out.level_m, &out.x_m2_s, &out.y_m2_s}) field->resize(n);
    const auto nx = static_cast<std::size_t>(grid.nx);
    std::vector<double> depth_m(nx), x_m2_s(nx), y_m2_s(nx);
    for (int j = 0; j < grid.ny; ++j) {
        water.depths(j, depth_m);
        water.discharges(j, x_m2_s, y_m2_s);
        const std::size_t row = static_cast<std::size_t>(j) * nx;
        for (std::size_t i = 0; i < nx; ++i) {
            const bool wet = depth_m[i] > 0.0;
            out.depth_m[row + i] = static_cast<float>(depth_m[i]);
            out.level_m[row + i] = static_cast<float>(static_cast<double>(bed_m[row + i]) + depth_m[i]);
            out.x_m2_s[row + i] = wet ? static_cast<float>(x_m2_s[i]) : 0.0F;
            out.y_m2_s[row + i] = wet ? static_cast<float>(y_m2_s[i]) : 0.0F;
        }
    }
}

Field bed_of(const flood::Ground& ground) {
    Field bed_m(ground.bed_m.size());
    for (std::size_t k = 0; k < bed_m.size(); ++k) {
        bed_m[k] = std::isfinite(ground.bed_m[k]) ? static_cast<float>(ground.bed_m[k]) : kNone;
    }
    return bed_m;
}

Maxima::Maxima(std::size_t cells, double wet_m_given)
    : wet_m(wet_m_given),
      depth_m(cells, 0.0F),
      level_m(cells, kNone),
      speed_m_s(cells, 0.0F),
      depth_speed_m2_s(cells, 0.0F),
      arrival_m(wet_m_given),
      arrival_s(cells, kNone),
      duration_s(cells, 0.0F) {}

}  // namespace sd::results
