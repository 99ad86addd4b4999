#include "sim/core/grid.h"

#include <algorithm>
#include <cmath>

namespace sd {

int GridSpec::column(double x_m) const { return static_cast<int>(std::floor((x_m - origin.x_m) / cell_m)); }
int GridSpec::row(double y_m) const { return static_cast<int>(std::floor((y_m - origin.y_m) / cell_m)); }

std::uint32_t GridSpec::cell_clamped(LocalXY p) const {
    SD_CHECK(nx > 0 && ny > 0);
    return cell(std::clamp(column(p.x_m), 0, nx - 1), std::clamp(row(p.y_m), 0, ny - 1));
}

}  // namespace sd
