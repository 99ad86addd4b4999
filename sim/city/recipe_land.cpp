// Zones, wards and water bodies on the raster.
#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

Cover cover_of(const std::string& zone_class) {
    if (zone_class == "dense") return Cover::Dense;
    if (zone_class == "mixed") return Cover::Mixed;
    if (zone_class == "industrial") return Cover::Industrial;
    if (zone_class == "orchard") return Cover::Orchard;
    if (zone_class == "rice") return Cover::Rice;
    return Cover::Bare;
}

void set_cover(City& city, int i, int j, Cover cover) { city.cover(i, j) = static_cast<std::uint8_t>(cover); }

void lay_zones(Draft& draft) {
    City& city = draft.city;
    draft.zones = draft.source.layer("urban");
    // Earlier zones of the skeleton lie on top of later ones.
    for (std::size_t k = draft.zones.size(); k-- > 0;) {
        const Cover cover = cover_of(draft.zones[k]->get("class"));
        fill_rings(city.grid, draft.zones[k]->parts, [&](int i, int j) {
            draft.zone(i, j) = static_cast<std::int16_t>(k);
            set_cover(city, i, j, cover);
        });
    }
}

void lay_wards(Draft& draft) {
    City& city = draft.city;
    for (const Feature* feature : draft.source.layer("ward")) {
        const auto index = static_cast<std::int16_t>(city.wards.size());
        Ward ward;
        ward.name = feature->get("name");
        ward.code = std::to_string(static_cast<int>(feature->get("code", 0.0)));
        ward.population = feature->get("population", 0.0);
        ward.rings = feature->parts;
        double x = 0.0;
        double y = 0.0;
        double n = 0.0;
        fill_rings(city.grid, feature->parts, [&](int i, int j) {
            city.ward(i, j) = index;
            const LocalXY c = city.grid.center(i, j);
            x += c.x_m;
            y += c.y_m;
            n += 1.0;
        });
        if (n > 0.0) ward.label = {x / n, y / n};
        city.wards.push_back(std::move(ward));
    }
}

// Every cell the centre line touches, and every cell within half the width: never narrower than one 4-connected cell.
void lay_canal(City& city, const CanalLine& canal) {
    const double half = 0.5 * canal.width_m;
    const int reach = static_cast<int>(half / city.grid.cell_m) + 1;
    for (const std::uint32_t cell : cells_under(city.grid, canal.line)) {
        const int ci = static_cast<int>(cell) % city.grid.nx;
        const int cj = static_cast<int>(cell) / city.grid.nx;
        for (int j = cj - reach; j <= cj + reach; ++j) {
            for (int i = ci - reach; i <= ci + reach; ++i) {
                if (!city.grid.contains(i, j)) continue;
                const bool centre = i == ci && j == cj;
                if (!centre && distance_to_line(city.grid.center(i, j), canal.line) > half) continue;
                if (static_cast<Cover>(city.cover(i, j)) != Cover::River) set_cover(city, i, j, Cover::Canal);
            }
        }
    }
}

void lay_water(Draft& draft) {
    City& city = draft.city;
    for (const Feature* feature : draft.source.layer("river")) {
        fill_rings(city.grid, feature->parts, [&](int i, int j) { set_cover(city, i, j, Cover::River); });
    }
    for (const Feature* feature : draft.source.layer("lake")) {
        fill_rings(city.grid, feature->parts, [&](int i, int j) { set_cover(city, i, j, Cover::Lake); });
    }
    for (const Feature* feature : draft.source.layer("canal")) {
        CanalLine canal;
        canal.name = feature->get("name");
        canal.line = feature->parts.at(0);
        canal.width_m = static_cast<float>(feature->get("width_m", 10.0));
        canal.bed_m = static_cast<float>(-feature->get("depth_m", 2.0));
        lay_canal(city, canal);
        city.canals.push_back(std::move(canal));
    }
}

}  // namespace

bool is_built(const Feature& zone) {
    const std::string name = zone.get("class");
    return name == "dense" || name == "mixed" || name == "industrial";
}

void lay_cover(Draft& draft) {
    City& city = draft.city;
    const int nx = city.grid.nx;
    const int ny = city.grid.ny;
    city.cover = Grid<std::uint8_t>(nx, ny, static_cast<std::uint8_t>(Cover::Rice));
    city.ward = Grid<std::int16_t>(nx, ny, -1);
    city.drain = Grid<std::int16_t>(nx, ny, -1);
    draft.zone = Grid<std::int16_t>(nx, ny, -1);
    lay_zones(draft);
    lay_wards(draft);
    lay_water(draft);
    Grid<std::uint8_t> mark(nx, ny, 0);
    for (int j = 0; j < ny; ++j) {
        for (int i = 0; i < nx; ++i) mark(i, j) = is_water(static_cast<Cover>(city.cover(i, j))) ? 1 : 0;
    }
    draft.to_water_m = distance_field(city.grid, mark, 5000.0F);
}

}  // namespace sd::recipe
