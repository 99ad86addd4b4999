#include "twin/assimilate_baseline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace sd {

namespace {

struct Gauge {
    LocalXY at;
    double depth_m = 0.0;
};

std::vector<Gauge> usable_gauges(const City& city, std::span<const float> values) {
    std::vector<Gauge> gauges;
    for (std::size_t d = 0; d < city.devices.size() && d < values.size(); ++d) {
        const Device& device = city.devices[d];
        if (device.kind != DeviceKind::StreetDepth || std::isnan(values[d])) continue;
        gauges.push_back({device.at, std::max(0.0, static_cast<double>(values[d]))});
    }
    return gauges;
}

double nearest_depth_m(const std::vector<Gauge>& gauges, LocalXY at) {
    double nearest = std::numeric_limits<double>::infinity();
    double depth = 0.0;
    for (const Gauge& gauge : gauges) {
        const double dx = gauge.at.x_m - at.x_m;
        const double dy = gauge.at.y_m - at.y_m;
        const double distance2 = dx * dx + dy * dy;
        if (distance2 >= nearest) continue;
        nearest = distance2;
        depth = gauge.depth_m;
    }
    return depth;
}

}  // namespace

double nearest_gauge_depth_m(const City& city, std::span<const float> values, LocalXY at) {
    return nearest_depth_m(usable_gauges(city, values), at);
}

Grid<float> nearest_gauge_picture(const City& city, std::span<const float> values) {
    const std::vector<Gauge> gauges = usable_gauges(city, values);
    Grid<float> picture(city.grid.nx, city.grid.ny);
    Grid<std::uint8_t> done(city.grid.nx, city.grid.ny);
    for (const RoadEdge& edge : city.edges) {
        for (const std::uint32_t cell : edge.cells) {
            if (done.at(cell) != 0) continue;
            done.at(cell) = 1;
            picture.at(cell) = static_cast<float>(nearest_depth_m(gauges, city.grid.center_of(cell)));
        }
    }
    return picture;
}

}  // namespace sd
