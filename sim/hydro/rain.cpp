#include "sim/hydro/rain.h"

#include <algorithm>

#include "sim/core/math.h"

namespace sd::hydro {
namespace {

constexpr double kMetresPerSecond = 1.0e-3 / 3600.0;  ///< of 1 mm/h

double cell_mm_h(const RainCell& c, LocalXY where, double t_s) {
    if (t_s < c.from_s || t_s >= c.until_s) return 0.0;
    const double dx = (where.x_m - c.start.x_m - c.east_m_s * (t_s - c.from_s)) / c.radius_m;
    const double dy = (where.y_m - c.start.y_m - c.north_m_s * (t_s - c.from_s)) / c.radius_m;
    const double far = 0.5 * (dx * dx + dy * dy);
    return far > 20.0 ? 0.0 : c.peak_mm_h * math::exp(-far);
}

double map_mm_h(const Rain& rain, LocalXY where, double t_s) {
    if (t_s >= rain.maps_until_s) return 0.0;
    const auto later = [](double t, const RainMap& m) { return t < m.from_s; };
    const auto after = std::upper_bound(rain.maps.begin(), rain.maps.end(), t_s, later);
    if (after == rain.maps.begin()) return 0.0;
    const RainMap& map = *std::prev(after);
    const int i = map.grid.column(where.x_m);
    const int j = map.grid.row(where.y_m);
    return map.grid.contains(i, j) ? static_cast<double>(map.mm_h[map.grid.cell(i, j)]) : 0.0;
}

}  // namespace

double fallen_m(const Rain& rain, LocalXY where, double from_s, double until_s) {
    const double middle_s = 0.5 * (from_s + until_s);
    double mm_h = rain.maps.empty() ? 0.0 : map_mm_h(rain, where, middle_s);
    for (const RainCell& c : rain.cells) mm_h += cell_mm_h(c, where, middle_s);
    return kMetresPerSecond * (mm_h * (until_s - from_s) + integral(rain.uniform_mm_h, from_s, until_s));
}

double fallen_mean_m(const Rain& rain, LocalXY corner, double apart_m, int n, double from_s, double until_s) {
    double sum_m = 0.0;
    for (int k = 0; k < n * n; ++k) {
        const int column = k % n;
        const int row = k / n;
        const LocalXY at{corner.x_m + apart_m * column, corner.y_m + apart_m * row};
        sum_m += fallen_m(rain, at, from_s, until_s);
    }
    return sum_m / (n * n);
}

double smallest_m(const Rain& rain, double from_s, double until_s) {
    double smallest = 1.0e30;
    for (const RainCell& c : rain.cells)
        if (c.from_s < until_s && c.until_s > from_s) smallest = std::min(smallest, c.radius_m);
    return smallest;
}

bool rains(const Rain& rain, double from_s, double until_s) {
    if (integral(rain.uniform_mm_h, from_s, until_s) > 0.0) return true;
    if (!rain.maps.empty() && from_s < rain.maps_until_s && until_s > rain.maps.front().from_s) return true;
    return std::any_of(rain.cells.begin(), rain.cells.end(),
                       [&](const RainCell& c) { return c.from_s < until_s && c.until_s > from_s; });
}

}  // namespace sd::hydro
