// Power, telecom and people.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

constexpr double kBuiltBlock_m = 200.0;  // population cells of built zones
constexpr double kRuralBlock_m = 600.0;
constexpr double kBuiltCabinet_m = 330.0;
constexpr double kRuralCabinet_m = 1500.0;
constexpr double kBuiltSite_m = 900.0;
constexpr double kRuralSite_m = 2600.0;

struct Spot {
    LocalXY at;
    const Feature* zone;
    double area_ha;  ///< of land it stands for
};

// Centres of square blocks whose centre is land in a zone of the wanted sort, moved to the road nearest them if asked.
std::vector<Spot> spots(const Draft& draft, double block_m, bool built) {
    const GridSpec& grid = draft.city.grid;
    std::vector<Spot> out;
    const int nx = static_cast<int>(grid.nx * grid.cell_m / block_m);
    const int ny = static_cast<int>(grid.ny * grid.cell_m / block_m);
    for (int j = 0; j < ny; ++j) {
        for (int i = 0; i < nx; ++i) {
            const LocalXY p{(i + 0.5) * block_m, (j + 0.5) * block_m};
            const Feature* zone = draft.zone_at(p);
            if (zone == nullptr || is_built(*zone) != built || draft.water_at(p)) continue;
            out.push_back({p, zone, block_m * block_m / 1.0e4});
        }
    }
    return out;
}

std::vector<Spot> both(const Draft& draft, double built_m, double rural_m) {
    std::vector<Spot> out = spots(draft, built_m, true);
    const std::vector<Spot> rural = spots(draft, rural_m, false);
    out.insert(out.end(), rural.begin(), rural.end());
    return out;
}

void place_substations(Draft& draft) {
    City& city = draft.city;
    for (const Feature* poi : draft.source.layer("poi")) {
        if (poi->get("kind") != "substation") continue;
        city.substations.push_back({poi->get("name"), poi->point, city.grid.cell_clamped(poi->point), 0.8F});
    }
}

SubstationId nearest_substation(const City& city, LocalXY p) {
    SubstationId best;
    double nearest = 1.0e30;
    for (std::uint32_t k = 0; k < city.substations.size(); ++k) {
        const double d = distance(p, city.substations[k].at);
        if (d >= nearest) continue;
        nearest = d;
        best = {k};
    }
    return best;
}

void place_cabinets(Draft& draft) {
    City& city = draft.city;
    for (const Spot& spot : both(draft, kBuiltCabinet_m, kRuralCabinet_m)) {
        const auto number = static_cast<std::uint32_t>(city.cabinets.size());
        Cabinet cabinet;
        cabinet.at = {spot.at.x_m + draft.draw.uniform(stream_of("recipe.cabinet.x"), number, 0, -25.0, 25.0),
                      spot.at.y_m + draft.draw.uniform(stream_of("recipe.cabinet.y"), number, 0, -25.0, 25.0)};
        if (draft.water_at(cabinet.at)) cabinet.at = spot.at;
        cabinet.cell = city.grid.cell_clamped(cabinet.at);
        cabinet.substation = nearest_substation(city, cabinet.at);
        cabinet.plinth_m =
            static_cast<float>(draft.draw.uniform(stream_of("recipe.cabinet.plinth"), number, 0, 0.3, 0.7));
        city.cabinets.push_back(cabinet);
    }
}

void place_sites(Draft& draft) {
    City& city = draft.city;
    const auto add = [&](const std::string& name, LocalXY at) {
        CellSite site;
        site.name = name;
        site.at = at;
        site.cell = city.grid.cell_clamped(at);
        site.cabinet = nearest_cabinet(city, at);
        const auto number = static_cast<std::uint32_t>(city.sites.size());
        site.battery_h = static_cast<float>(draft.draw.uniform(stream_of("recipe.site.battery"), number, 0, 2.0, 6.0));
        city.sites.push_back(site);
    };
    for (const Feature* poi : draft.source.layer("poi")) {
        if (poi->get("kind") == "mobile_tower") add(poi->get("name"), poi->point);
    }
    for (const Spot& spot : both(draft, kBuiltSite_m, kRuralSite_m)) {
        add("BTS-" + std::to_string(city.sites.size() + 1), spot.at);
    }
}

// People of a spot before scaling: houses of the zone times people of a house.
double raw_people(const Spot& spot) {
    return spot.area_ha * spot.zone->get("buildings_per_ha", 0.0) * spot.zone->get("persons_per_building", 0.0);
}

}  // namespace

void place_power(Draft& draft) {
    place_substations(draft);
    place_cabinets(draft);
    place_sites(draft);
}

void place_people(Draft& draft) {
    City& city = draft.city;
    const std::vector<Spot> all = both(draft, kBuiltBlock_m, kRuralBlock_m);
    std::vector<double> raw_of_ward(city.wards.size(), 0.0);
    const auto ward_of = [&](const Spot& s) { return city.ward.at(city.grid.cell_clamped(s.at)); };
    for (const Spot& spot : all) {
        if (ward_of(spot) >= 0) raw_of_ward[static_cast<std::size_t>(ward_of(spot))] += raw_people(spot);
    }
    std::vector<double> load_kw(city.cabinets.size(), 0.0);
    for (const Spot& spot : all) {
        PopulationCell cell;
        cell.at = spot.at;
        cell.cell = city.grid.cell_clamped(spot.at);
        double people = raw_people(spot);
        const std::int16_t ward = ward_of(spot);
        if (ward >= 0) {
            cell.ward = {static_cast<std::uint32_t>(ward)};
            const double raw = raw_of_ward[cell.ward.at()];
            if (raw > 0.0) people *= city.wards[cell.ward.at()].population / raw;
        }
        cell.people = static_cast<float>(people);
        cell.jobs = static_cast<float>(spot.area_ha * spot.zone->get("jobs_per_ha", 0.0));
        if (cell.people < 1.0F && cell.jobs < 1.0F) continue;
        cell.node = nearest_node(city, cell.at);
        cell.cabinet = nearest_cabinet(city, cell.at);
        cell.site = nearest_site(city, cell.at);
        load_kw[cell.cabinet.at()] += 0.35 * cell.people + 0.6 * cell.jobs;
        city.population.push_back(cell);
    }
    // Rated for twice the evening load assumed here, in steps of transformer sizes.
    for (std::size_t k = 0; k < city.cabinets.size(); ++k) {
        city.cabinets[k].rated_kw = static_cast<float>(std::max(100.0, 50.0 * std::ceil(2.0 * load_kw[k] / 50.0)));
    }
}

}  // namespace sd::recipe
