// What no map holds is placed by the same steps that furnish the default city.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/city/importers/assemble.h"
#include "sim/city/raster.h"
#include "sim/city/recipe_draft.h"

namespace sd::importers {
namespace {

constexpr double kPeoplePerStorey_m2 = 1.0 / 45.0;  // of footprint, all uses together

double built_storey_m2(const City& city) {
    double sum_m2 = 0.0;
    for (const Building& b : city.buildings) sum_m2 += std::fabs(area_of(b.outline)) * b.storeys;
    return sum_m2;
}

LocalXY middle(const City& city) { return {city.grid.nx * city.grid.cell_m / 2, city.grid.ny * city.grid.cell_m / 2}; }

recipe::Feature everywhere(const City& city) {
    const double w = city.grid.nx * city.grid.cell_m;
    const double h = city.grid.ny * city.grid.cell_m;
    const double area_ha = w * h / 1e4;
    recipe::Feature zone;
    zone.layer = "urban";
    zone.text["class"] = "mixed";
    zone.number["buildings_per_ha"] = static_cast<double>(city.buildings.size()) / area_ha;
    zone.number["persons_per_building"] = city.buildings.empty() ? 0.0
                                                                 : built_storey_m2(city) * kPeoplePerStorey_m2 /
                                                                       static_cast<double>(city.buildings.size());
    zone.number["jobs_per_ha"] = built_storey_m2(city) * kPeoplePerStorey_m2 * 0.4 / area_ha;
    zone.parts = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    return zone;
}

// The driest place near the middle: what a planner would choose for a substation.
LocalXY substation_place(const City& city) {
    LocalXY best = middle(city);
    float highest_m = -1e9F;
    for (const RoadNode& node : city.nodes) {
        const float ground_m = city.ground_m.at(city.grid.cell_clamped(node.at));
        if (distance(node.at, middle(city)) < 1000.0 && ground_m > highest_m) {
            highest_m = ground_m;
            best = node.at;
        }
    }
    return best;
}

void one_ward(City& city) {
    Ward ward;
    ward.code = "1";
    ward.name = city.meta.name;
    const double w = city.grid.nx * city.grid.cell_m;
    const double h = city.grid.ny * city.grid.cell_m;
    ward.rings = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    ward.population = std::round(built_storey_m2(city) * kPeoplePerStorey_m2);
    ward.label = middle(city);
    city.wards.push_back(std::move(ward));
    city.ward = Grid<std::int16_t>(city.grid.nx, city.grid.ny, 0);
    city.drain = Grid<std::int16_t>(city.grid.nx, city.grid.ny, -1);
}

// Water that reaches the rim of the raster must be able to leave.
void open_rims(City& city) {
    const GridSpec& grid = city.grid;
    const auto open = [&](const char* name, BoundarySide side, int n, const auto& cell_at) {
        Boundary rim{name, side, {}, false};
        for (int k = 0; k < n; ++k) {
            const std::uint32_t cell = cell_at(k);
            if (is_water(static_cast<Cover>(city.cover.at(cell)))) rim.cells.push_back(cell);
        }
        if (!rim.cells.empty()) city.boundaries.push_back(std::move(rim));
    };
    open("west", BoundarySide::West, grid.ny, [&](int k) { return grid.cell(0, k); });
    open("east", BoundarySide::East, grid.ny, [&](int k) { return grid.cell(grid.nx - 1, k); });
    open("south", BoundarySide::South, grid.nx, [&](int k) { return grid.cell(k, 0); });
    open("north", BoundarySide::North, grid.nx, [&](int k) { return grid.cell(k, grid.ny - 1); });
}

int per(double amount, double each) { return std::max(1, static_cast<int>(std::lround(amount / each))); }

recipe::Settings settings_for(const City& city) {
    recipe::Settings settings;
    double road_km = 0.0;
    for (const RoadEdge& edge : city.edges) road_km += edge.length_m / 1000.0;
    const double area_km2 = static_cast<double>(city.grid.cells()) * city.grid.cell_m * city.grid.cell_m / 1e6;
    settings.devices = {{"smart_meter", per(static_cast<double>(city.buildings.size()), 2.0)},
                        {"river_level", city.canals.empty() ? 0 : per(static_cast<double>(city.canals.size()), 10.0)},
                        {"street_depth", per(road_km, 0.6)},
                        {"rain_gauge", per(area_km2, 2.0)},
                        {"tide_salinity", 0},
                        {"weather", 1},
                        {"loop_detector", per(road_km, 0.8)},
                        {"camera_counter", per(road_km, 2.0)},
                        {"air_quality", per(area_km2, 1.0)},
                        {"noise", per(area_km2, 1.0)},
                        {"parking_lots", per(road_km, 4.0)},
                        {"waste_bins", per(road_km, 0.4)}};
    return settings;
}

}  // namespace

void furnish(City& city, ImportLog& log) {
    one_ward(city);
    open_rims(city);
    recipe::Draft draft;
    draft.source.settings = settings_for(city);
    draft.source.features.push_back(everywhere(city));
    recipe::Feature substation;
    substation.layer = "poi";
    substation.text = {{"kind", "substation"}, {"name", "Substation 1"}};
    substation.point = substation_place(city);
    draft.source.features.push_back(substation);
    draft.source.meta = city.meta;
    draft.source.grid = city.grid;
    draft.zones = draft.source.layer("urban");
    draft.zone = Grid<std::int16_t>(city.grid.nx, city.grid.ny, 0);
    draft.city = std::move(city);
    recipe::place_power(draft);
    recipe::place_people(draft);
    recipe::place_assets(draft);
    recipe::place_devices(draft);
    city = std::move(draft.city);
    log.say(
        fmt::format("assumed: 1 ward of {:.0f} people (45 m² of storey each), {} population cells, {} substation, {} "
                    "cabinets, {} cell sites, {} car parks, {} bins, {} devices; no drains, bus lines or pumps",
                    city.wards[0].population, city.population.size(), city.substations.size(), city.cabinets.size(),
                    city.sites.size(), city.lots.size(), city.bins.size(), city.devices.size()));
}

}  // namespace sd::importers
