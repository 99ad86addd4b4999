#include "sim/sewer/exchange.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/units.h"

namespace sd::sewer {
namespace {

double spout(double head_m) { return std::sqrt(2.0 * kGravity_m_s2 * head_m); }

/// Depth over the opening: a cell's ground is a mean, the opening may lie above it.
double depth_over(const Street& street, const Shaft& shaft) {
    return std::max(std::min(street.depth_m, street.level_m - shaft.rim_m), 0.0);
}

double down(const Opening& o, double depth_m, double drop_m, bool drowned, double clear) {
    const double area = o.area_m2 * clear;
    const double root = std::sqrt(depth_m);
    if (o.grate) {
        const double weir = 1.66 * o.perimeter_m * clear * depth_m * root;
        return std::min(weir, 0.67 * area * spout(drowned ? drop_m : depth_m));
    }
    const double width = 2.0 * std::sqrt(kPi * o.area_m2) * clear;
    if (!drowned) return 2.0 / 3.0 * 0.54 * width * depth_m * root * std::sqrt(2.0 * kGravity_m_s2);
    if (depth_m * width > area) return 0.167 * area * spout(drop_m);
    return 0.056 * width * depth_m * spout(drop_m);
}

std::int64_t whole(double volume_m3, double quantum_m3) {
    const double n = volume_m3 / quantum_m3;
    SD_CHECK(n >= 0.0 && n < 9e18);
    return static_cast<std::int64_t>(n);
}

}  // namespace

double exchange_flow(const Opening& opening, const Street& street, const Shaft& shaft) {
    const double clear = 1.0 - std::clamp(opening.clogged, 0.0, 1.0);
    const double ground = std::max(street.level_m, shaft.rim_m);
    if (shaft.head_m > ground) {
        const double rise = shaft.head_m - ground;
        return -(opening.grate ? 0.67 : 0.167) * opening.area_m2 * clear * spout(rise);
    }
    const double depth = depth_over(street, shaft);
    if (depth <= 0.0 || street.level_m <= shaft.head_m) return 0.0;
    return down(opening, depth, street.level_m - shaft.head_m, shaft.head_m > shaft.rim_m, clear);
}

std::int64_t exchange(const Opening& opening, const Street& street, const Shaft& shaft, double dt_s,
                      const ExchangeUnits& units) {
    SD_CHECK(street.area_m2 > 0.0 && shaft.area_m2 > 0.0 && units.per_surface >= 1 && dt_s > 0.0);
    const double flow = exchange_flow(opening, street, shaft);
    const double wish = std::fabs(flow) * dt_s;
    // Volume that brings two prisms to one level.
    const double level = std::fabs(std::max(street.level_m, shaft.rim_m) - shaft.head_m) * street.area_m2 *
                         shaft.area_m2 / (street.area_m2 + shaft.area_m2);
    if (flow >= 0.0) {
        const double over = depth_over(street, shaft) * street.area_m2;
        return std::min(whole(std::min({wish, level, over}), units.surface_m3), street.available);
    }
    return -std::min(whole(std::min(wish, level), units.surface_m3), shaft.volume / units.per_surface);
}

}  // namespace sd::sewer
