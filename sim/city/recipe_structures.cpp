// Sluices across canals, and the open boundaries of the river.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

constexpr double kBeside_m = 25.0;  // cells joined by a sluice lie this far up and down the canal

struct Gate {
    LocalXY at;     ///< on the canal's centre line
    LocalXY along;  ///< unit vector, landward
    double along_m = 0.0;
};

// The gate moved onto the centre line; the skeleton draws canals from the river inland.
Gate gate_on(const std::vector<LocalXY>& line, LocalXY near) {
    Gate gate;
    double best = 1.0e30;
    double before = 0.0;
    for (std::size_t k = 1; k < line.size(); ++k) {
        double t = 0.0;
        const double d = distance_to_segment(near, line[k - 1], line[k], &t);
        const double step = distance(line[k - 1], line[k]);
        if (d < best && step > 0.0) {
            best = d;
            gate.along_m = before + t * step;
            gate.along = {(line[k].x_m - line[k - 1].x_m) / step, (line[k].y_m - line[k - 1].y_m) / step};
            gate.at = point_at(line, gate.along_m);
        }
        before += step;
    }
    return gate;
}

// Nearest water cell of a point, preferring deep ones: devices and structures need water at low tide too.
std::uint32_t water_cell_near(const City& city, LocalXY p) {
    const int ci = city.grid.column(p.x_m);
    const int cj = city.grid.row(p.y_m);
    double best = 1.0e30;
    std::uint32_t found = city.grid.cell_clamped(p);
    for (int j = cj - 12; j <= cj + 12; ++j) {
        for (int i = ci - 12; i <= ci + 12; ++i) {
            if (!city.grid.contains(i, j) || !is_water(static_cast<Cover>(city.cover(i, j)))) continue;
            const double d = distance(p, city.grid.center(i, j));
            if (d >= best) continue;
            best = d;
            found = city.grid.cell(i, j);
        }
    }
    return found;
}

// Closes the canal with a wall one cell thick, watertight between cell sides.
void wall(City& city, const Gate& gate, double width_m, float crest_m) {
    const double reach = 0.5 * width_m + 2.5 * city.grid.cell_m;
    const LocalXY a{gate.at.x_m - reach * gate.along.y_m, gate.at.y_m + reach * gate.along.x_m};
    const LocalXY b{gate.at.x_m + reach * gate.along.y_m, gate.at.y_m - reach * gate.along.x_m};
    for (const std::uint32_t cell : cells_under(city.grid, {a, b})) {
        if (static_cast<Cover>(city.cover.at(cell)) == Cover::River) continue;
        city.ground_m.at(cell) = std::max(city.ground_m.at(cell), crest_m);
        if (is_water(static_cast<Cover>(city.cover.at(cell))))
            city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Bare);
    }
}

void place_sluices(Draft& draft) {
    City& city = draft.city;
    for (const Feature* canal : draft.source.layer("canal")) {
        if (canal->get("gate") != "yes") continue;
        const auto& line = canal->parts.at(0);
        const double width = canal->get("width_m", 10.0);
        const Gate gate = gate_on(line, {canal->get("gate_x_m", 0.0), canal->get("gate_y_m", 0.0)});
        wall(city, gate, width, static_cast<float>(draft.settings().river_crest_m + 0.3));
        Structure sluice;
        sluice.kind = StructureKind::Sluice;
        sluice.name = canal->get("gate_name");
        sluice.cell_inside = water_cell_near(city, point_at(line, gate.along_m + kBeside_m));
        sluice.cell_outside = water_cell_near(city, point_at(line, gate.along_m - kBeside_m));
        // Doors of sluices here are 8–10 m wide, one to three of them.
        sluice.width_m = static_cast<float>(std::min(0.45 * width + 2.0, 20.0));
        sluice.sill_m = static_cast<float>(-0.7 * canal->get("depth_m", 2.0));
        sluice.height_m = 6.0F;
        sluice.close_above_m = static_cast<float>(draft.settings().sluice_closes_above_m);
        sluice.provenance = Provenance::Assumed;
        city.structures.push_back(std::move(sluice));
    }
}

void list_boundaries(City& city) {
    Boundary east;
    east.name = "east";
    east.side = BoundarySide::East;
    east.tidal = true;
    Boundary west;
    west.name = "west";
    west.side = BoundarySide::West;
    for (int j = 0; j < city.grid.ny; ++j) {
        if (static_cast<Cover>(city.cover(city.grid.nx - 1, j)) == Cover::River) {
            east.cells.push_back(city.grid.cell(city.grid.nx - 1, j));
        }
        if (static_cast<Cover>(city.cover(0, j)) == Cover::River) west.cells.push_back(city.grid.cell(0, j));
    }
    city.boundaries = {east, west};
}

}  // namespace

void place_structures(Draft& draft) {
    place_sluices(draft);
    list_boundaries(draft.city);
}

}  // namespace sd::recipe
