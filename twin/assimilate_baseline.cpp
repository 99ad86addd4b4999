#include "twin/assimilate_baseline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sd {

double nearest_gauge_depth_m(const City& city, std::span<const float> values, LocalXY at) {
    double nearest = std::numeric_limits<double>::infinity();
    double depth = 0.0;
    for (std::size_t d = 0; d < city.devices.size() && d < values.size(); ++d) {
        const Device& device = city.devices[d];
        if (device.kind != DeviceKind::StreetDepth || std::isnan(values[d])) continue;
        const double dx = device.at.x_m - at.x_m;
        const double dy = device.at.y_m - at.y_m;
        const double distance2 = dx * dx + dy * dy;
        if (distance2 >= nearest) continue;
        nearest = distance2;
        depth = std::max(0.0, static_cast<double>(values[d]));
    }
    return depth;
}

Grid<float> nearest_gauge_picture(const City& city, std::span<const float> values) {
    Grid<float> picture(city.grid.nx, city.grid.ny);
    Grid<std::uint8_t> done(city.grid.nx, city.grid.ny);
    for (const RoadEdge& edge : city.edges) {
        for (const std::uint32_t cell : edge.cells) {
            if (done.at(cell) != 0) continue;
            done.at(cell) = 1;
            picture.at(cell) = static_cast<float>(nearest_gauge_depth_m(city, values, city.grid.center_of(cell)));
        }
    }
    return picture;
}

}  // namespace sd
