#include "scenarios/results/damage.h"

#include <algorithm>

#include "sim/core/check.h"

namespace sd::results {
namespace {

double depth_at(const Field& max_depth_m, std::uint32_t cell) {
    SD_CHECK(cell < max_depth_m.size());
    const float depth_m = max_depth_m[cell];
    return depth_m > 0.0F ? static_cast<double>(depth_m) : 0.0;  // NaN is dry
}

double deepest(const Field& max_depth_m, const std::vector<std::uint32_t>& cells) {
    double depth_m = 0.0;
    for (const std::uint32_t cell : cells) depth_m = std::max(depth_m, depth_at(max_depth_m, cell));
    return depth_m;
}

BuildingDamage assess(const Exposure& exposure, std::size_t index, const Field& max_depth_m) {
    const Building& b = exposure.buildings[index];
    SD_CHECK(!b.cells.empty());
    BuildingDamage d;
    d.building = index;
    d.depth_m = deepest(max_depth_m, b.cells);
    d.inside_m = std::max(0.0, d.depth_m - b.plinth_m);
    d.fraction = damage_fraction(exposure.curves[static_cast<std::size_t>(b.use)], d.inside_m);
    d.damage = d.fraction * b.floor_area_m2 * b.value_per_m2;
    d.people = d.depth_m >= exposure.people_depth_m ? b.people : 0.0;
    return d;
}

RoadDamage assess_road(const RoadSegment& road, std::size_t index, const Field& max_depth_m) {
    SD_CHECK(!road.cells.empty());
    RoadDamage d;
    d.road = index;
    d.depth_m = deepest(max_depth_m, road.cells);
    const double each_m = road.length_m / static_cast<double>(road.cells.size());
    for (const std::uint32_t cell : road.cells) {
        for (std::size_t k = 0; k < kStreetDepths_m.size(); ++k) {
            d.length_m[k] += depth_at(max_depth_m, cell) > kStreetDepths_m[k] ? each_m : 0.0;
        }
    }
    return d;
}

void add(DamageSum& sum, const Building& b, const BuildingDamage& d) {
    ++sum.buildings;
    sum.wet_buildings += d.inside_m > 0.0 ? 1 : 0;
    sum.damage_by_use[static_cast<std::size_t>(b.use)] += d.damage;
    sum.damage += d.damage;
    sum.people += b.people;
    sum.exposed_people += d.people;
}

void add(DamageSum& sum, const RoadDamage& d) {
    for (std::size_t k = 0; k < d.length_m.size(); ++k) sum.street_km[k] += d.length_m[k] / 1000.0;
}

}  // namespace

DamageReport assess_damage(const Exposure& exposure, const Field& max_depth_m) {
    DamageReport report;
    for (std::size_t k = 0; k < exposure.buildings.size(); ++k) {
        const BuildingDamage d = assess(exposure, k, max_depth_m);
        add(report.wards[exposure.buildings[k].ward], exposure.buildings[k], d);
        add(report.total, exposure.buildings[k], d);
        report.buildings.push_back(d);
    }
    for (std::size_t k = 0; k < exposure.roads.size(); ++k) {
        const RoadDamage d = assess_road(exposure.roads[k], k, max_depth_m);
        add(report.wards[exposure.roads[k].ward], d);
        add(report.total, d);
        report.roads.push_back(d);
    }
    return report;
}

}  // namespace sd::results
