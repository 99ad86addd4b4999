// The city while it is being made, and the steps of the recipe in their order.
#pragma once

#include <vector>

#include "sim/city/city.h"
#include "sim/city/recipe_source.h"
#include "sim/core/draw.h"

namespace sd::recipe {

/// Footprints and carriageways on a finer raster than the terrain, to place houses without overlap.
struct Plots {
    GridSpec grid;
    Grid<std::uint8_t> mark;  ///< 0 free, 1 road or water, 2 house
};

struct Draft {
    Source source;
    City city;
    Draw draw{1};
    std::vector<const Feature*> zones;  ///< of layer "urban"
    Grid<std::int16_t> zone;            ///< index into zones, -1 none
    Grid<float> to_water_m;
    Grid<float> to_main_road_m;
    Plots plots;

    [[nodiscard]] const Settings& settings() const { return source.settings; }
    [[nodiscard]] Cover cover_at(LocalXY p) const {
        return static_cast<Cover>(city.cover.at(city.grid.cell_clamped(p)));
    }
    [[nodiscard]] bool water_at(LocalXY p) const { return is_water(cover_at(p)); }
    [[nodiscard]] const Feature* zone_at(LocalXY p) const {
        const std::int16_t z = zone.at(city.grid.cell_clamped(p));
        return z < 0 ? nullptr : zones[static_cast<std::size_t>(z)];
    }
};

/// Class of a zone: "dense", "mixed", "industrial" are built; "orchard", "rice" are not.
[[nodiscard]] bool is_built(const Feature& zone);

void lay_cover(Draft& draft);     ///< zones, wards, river, canals and lakes on the raster
void raise_ground(Draft& draft);  ///< ground, river bed, canals
void lay_roads(Draft& draft);     ///< network; main roads and low streets change the ground
void shape_streets(Draft& draft);
void raise_banks(Draft& draft);  ///< after everything that lowers the ground
void place_structures(Draft& draft);
void place_houses(Draft& draft);
void place_power(Draft& draft);  ///< substations, cabinets, cell sites
void place_people(Draft& draft);
void lay_drains(Draft& draft);
void place_assets(Draft& draft);  ///< car parks, bins, points of interest, stations, boundaries
void lay_bus_lines(Draft& draft);
void place_devices(Draft& draft);
void describe_layers(Draft& draft);

/// Nearest road node, cabinet, cell site … by straight line. Lists are short or the calls are few.
[[nodiscard]] NodeId nearest_node(const City& city, LocalXY p);
[[nodiscard]] CabinetId nearest_cabinet(const City& city, LocalXY p);
[[nodiscard]] CellSiteId nearest_site(const City& city, LocalXY p);

}  // namespace sd::recipe
