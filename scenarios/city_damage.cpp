#include "scenarios/city_damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/city/raster.h"

namespace sd {
namespace {

using results::BuildingUse;

/// 0 home, 1 shop, 2 industry, 3 public: public buildings hold offices and schools, which the curves count as commerce.
BuildingUse use_of(const Building& b) {
    if (b.use == 0) return BuildingUse::Residential;
    return b.use == 2 ? BuildingUse::Industry : BuildingUse::Commerce;
}

bool on_land(const City& city, std::uint32_t cell) { return !is_water(static_cast<Cover>(city.cover.at(cell))); }

LocalXY middle_of(const std::vector<LocalXY>& ring) {
    LocalXY sum;
    for (const LocalXY& p : ring) sum = {sum.x_m + p.x_m, sum.y_m + p.y_m};
    const auto n = static_cast<double>(ring.size());
    return {sum.x_m / n, sum.y_m / n};
}

/// Numbered row by row, as a Field is.
std::vector<std::uint32_t> footprint(const City& city, const Building& b) {
    std::vector<std::uint32_t> cells;
    fill_rings(city.grid, {b.outline}, [&](int i, int j) { cells.push_back(city.grid.cell(i, j)); });
    if (cells.empty()) cells.push_back(city.grid.cell_clamped(middle_of(b.outline)));
    cells.erase(std::remove_if(cells.begin(), cells.end(), [&](std::uint32_t c) { return !on_land(city, c); }),
                cells.end());
    return cells;
}

double floors_m2(const Building& b) { return std::fabs(area_of(b.outline)) * static_cast<double>(b.storeys); }

std::int16_t ward_of(const City& city, const Building& b) {
    return city.ward.at(city.grid.cell_clamped(middle_of(b.outline)));
}

std::string ward_name(const City& city, std::int16_t ward) {
    return ward < 0 ? "ngoài phường, xã · outside the wards" : city.wards[static_cast<std::size_t>(ward)].name;
}

/// People per m² of floor in the homes of each ward.
std::vector<double> densities(const City& city) {
    std::vector<double> floors(city.wards.size(), 0.0);
    std::vector<double> people(city.wards.size(), 0.0);
    for (const Building& b : city.buildings) {
        const std::int16_t ward = ward_of(city, b);
        if (b.use == 0 && ward >= 0) floors[static_cast<std::size_t>(ward)] += floors_m2(b);
    }
    for (const PopulationCell& p : city.population)
        if (p.ward.valid()) people[p.ward.at()] += static_cast<double>(p.people);
    for (std::size_t w = 0; w < people.size(); ++w) people[w] = floors[w] > 0.0 ? people[w] / floors[w] : 0.0;
    return people;
}

void add_buildings(const City& city, results::Exposure& out) {
    const std::vector<double> density = densities(city);
    for (std::size_t k = 0; k < city.buildings.size(); ++k) {
        const Building& b = city.buildings[k];
        const std::int16_t ward = ward_of(city, b);
        results::Building row;
        row.cells = footprint(city, b);
        if (row.cells.empty()) continue;
        row.name = fmt::format("{}", k);
        row.ward = ward_name(city, ward);
        row.use = use_of(b);
        row.floor_area_m2 = std::fabs(area_of(b.outline));
        row.value_per_m2 = kAssumedValue_per_m2;
        row.plinth_m = static_cast<double>(b.plinth_m);
        row.people = b.use == 0 && ward >= 0 ? density[static_cast<std::size_t>(ward)] * floors_m2(b) : 0.0;
        out.buildings.push_back(std::move(row));
    }
}

/// A two-way street is two edges over the same ground: it counts once.
void add_streets(const City& city, results::Exposure& out) {
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        const bool twin = edge.reverse.valid() && edge.reverse.at() < e;
        if (twin || edge.cells.empty() || edge.cls == RoadClass::Ferry) continue;
        const std::int16_t ward = city.ward.at(edge.cells[edge.cells.size() / 2]);
        out.roads.push_back({edge.name.empty() ? fmt::format("edge:{}", e) : edge.name, ward_name(city, ward),
                             edge.cells, static_cast<double>(edge.length_m)});
    }
}

}  // namespace

results::Exposure city_exposure(const City& city) {
    results::Exposure out;
    add_buildings(city, out);
    add_streets(city, out);
    return out;
}

}  // namespace sd
