#include "scenarios/twin_error.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "scenarios/streets.h"
#include "sim/core/draw.h"

namespace sd {
namespace {

/// Depth from which a street counts as flooded in the overlap of extents.
constexpr float kWet_m = 0.1F;

/// Urban wards are called "Phường …"; a city without any is urban everywhere.
std::vector<bool> urban_wards(const City& city) {
    std::vector<bool> urban(city.wards.size());
    bool any = false;
    for (std::size_t w = 0; w < urban.size(); ++w) {
        urban[w] = city.wards[w].name.starts_with("Phường");
        any = any || urban[w];
    }
    if (!any) urban.assign(urban.size(), true);
    return urban;
}

double rmse(const std::vector<float>& truth, const std::vector<float>& other, const std::vector<std::size_t>& at) {
    if (at.empty()) return 0.0;
    double sum = 0.0;
    for (const std::size_t k : at) {
        const double d = static_cast<double>(other[k]) - static_cast<double>(truth[k]);
        sum += d * d;
    }
    return std::sqrt(sum / static_cast<double>(at.size()));
}

/// Intersection over union of the flooded cells; 1 when both say that nothing is flooded.
double overlap(const std::vector<float>& truth, const std::vector<float>& other) {
    std::size_t both = 0;
    std::size_t either = 0;
    for (std::size_t k = 0; k < truth.size(); ++k) {
        const bool a = truth[k] > kWet_m;
        const bool b = other[k] > kWet_m;
        both += a && b ? 1 : 0;
        either += a || b ? 1 : 0;
    }
    return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

}  // namespace

TwinError::TwinError(const City& city, std::uint64_t seed, int points) : grid_(city.grid) {
    std::set<std::uint32_t> sensed;
    for (std::size_t d = 0; d < city.devices.size(); ++d) {
        if (city.devices[d].kind != DeviceKind::StreetDepth) continue;
        sensed.insert(city.devices[d].target);
        gauges_.push_back(static_cast<std::uint32_t>(d));
        gauge_at_.push_back(city.devices[d].at);
    }
    const std::vector<bool> urban = urban_wards(city);
    for (const std::uint32_t cell : sd::street_cells(city).cell) {
        const std::int16_t ward = city.ward.at(cell);
        const bool inside = city.wards.empty() || (ward >= 0 && urban[static_cast<std::size_t>(ward)]);
        const bool dry_land = !is_water(static_cast<Cover>(city.cover.at(cell)));
        if (inside && dry_land && !sensed.contains(cell)) cells_.push_back(cell);
    }
    const Draw draw(seed);
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (std::size_t k = 0; k < cells_.size(); ++k) {
        order.emplace_back(draw.bits(stream_of("twin_error.points"), cells_[k], 0), k);
    }
    std::sort(order.begin(), order.end());
    order.resize(std::min(order.size(), static_cast<std::size_t>(points)));
    for (const auto& [chance, k] : order) point_index_.push_back(k);
    std::sort(point_index_.begin(), point_index_.end());
    for (const std::size_t k : point_index_) points_.push_back(cells_[k]);
}

std::vector<float> TwinError::truth_depths(const Picture& truth) const { return depths_at(truth, grid_, cells_); }

std::vector<float> TwinError::nearest_gauge(const Picture& belief) const {
    std::vector<std::size_t> working;
    for (std::size_t g = 0; g < gauges_.size(); ++g) {
        const std::size_t d = gauges_[g];
        if (d >= belief.devices.value.size() || std::isnan(belief.devices.value[d])) continue;
        if (belief.devices.quality[d] == Quality::Good) working.push_back(g);
    }
    std::vector<float> out(cells_.size(), 0.0F);
    for (std::size_t k = 0; k < cells_.size(); ++k) {
        const LocalXY p = grid_.center_of(cells_[k]);
        double best = 1e300;
        for (const std::size_t g : working) {
            const double dx = gauge_at_[g].x_m - p.x_m;
            const double dy = gauge_at_[g].y_m - p.y_m;
            if (dx * dx + dy * dy < best) {
                best = dx * dx + dy * dy;
                out[k] = std::max(0.0F, belief.devices.value[gauges_[g]]);
            }
        }
    }
    return out;
}

ErrorMark TwinError::compare(Instant at, const std::vector<float>& truth_m, const Picture& belief) const {
    const std::vector<float> believed = depths_at(belief, grid_, cells_);
    const std::vector<float> baseline = nearest_gauge(belief);
    ErrorMark mark;
    mark.at = at;
    mark.cells = static_cast<int>(point_index_.size());
    mark.rmse_m = rmse(truth_m, believed, point_index_);
    mark.baseline_rmse_m = rmse(truth_m, baseline, point_index_);
    mark.iou = overlap(truth_m, believed);
    mark.baseline_iou = overlap(truth_m, baseline);
    const auto wet = std::count_if(truth_m.begin(), truth_m.end(), [](float d) { return d > kWet_m; });
    mark.wet_share = truth_m.empty() ? 0.0 : static_cast<double>(wet) / static_cast<double>(truth_m.size());
    return mark;
}

}  // namespace sd
