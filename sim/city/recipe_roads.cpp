// Main roads of the skeleton and the streets drawn in the recipe.
#include <algorithm>
#include <map>
#include <utility>

#include "sim/city/recipe_network.h"
#include "sim/core/units.h"

namespace sd::recipe {
namespace {

RoadClass class_named(const std::string& name) {
    if (name == "motorway") return RoadClass::Motorway;
    if (name == "trunk") return RoadClass::Trunk;
    if (name == "primary") return RoadClass::Primary;
    if (name == "secondary") return RoadClass::Secondary;
    if (name == "tertiary") return RoadClass::Tertiary;
    if (name == "ferry") return RoadClass::Ferry;
    return RoadClass::Residential;
}

Street street_of(const Feature& road) {
    Street street;
    street.name = road.get("name");
    street.cls = road.layer == "extra_street" ? RoadClass::Tertiary : class_named(road.get("class"));
    street.lanes = std::max(1, static_cast<int>(road.get("lanes", 2.0)));
    street.speed_m_s = km_h_to_m_s(road.get("speed_kmh", 30.0));
    street.oneway = road.get("oneway", 0.0) > 0.0;
    street.bridge = road.get("bridge", 0.0) > 0.0;
    street.line = road.parts.at(0);
    return street;
}

using VertexKey = std::pair<long long, long long>;

// The skeleton joins roads by equal vertices.
VertexKey key_of(LocalXY p) { return {static_cast<long long>(p.x_m * 100.0), static_cast<long long>(p.y_m * 100.0)}; }

void add_skeleton(const std::vector<const Feature*>& roads, Network& network) {
    std::map<VertexKey, int> uses;
    for (const Feature* road : roads) {
        for (const LocalXY p : road->parts.at(0)) ++uses[key_of(p)];
    }
    std::map<VertexKey, std::uint32_t> node_of;
    for (const Feature* road : roads) {
        Street street = street_of(*road);
        double along = 0.0;
        for (std::size_t k = 0; k < street.line.size(); ++k) {
            const LocalXY p = street.line[k];
            if (k > 0) along += distance(street.line[k - 1], p);
            const bool end = k == 0 || k + 1 == street.line.size();
            if (!end && uses[key_of(p)] < 2) continue;
            const auto [found, fresh] = node_of.try_emplace(key_of(p), 0U);
            if (fresh) found->second = network.add_node(p);
            street.junctions.push_back({along, found->second});
        }
        network.add_street(std::move(street), true);
    }
}

void mark_main_roads(Draft& draft, const Network& network) {
    Grid<std::uint8_t> mark(draft.city.grid.nx, draft.city.grid.ny, 0);
    for (std::size_t k = 0; k < network.main_streets; ++k) {
        for (const std::uint32_t cell : cells_under(draft.city.grid, network.streets[k].line)) mark.at(cell) = 1;
    }
    draft.to_main_road_m = distance_field(draft.city.grid, mark, 3000.0F);
}

// Parts of roads outside the grid would have no ground under them.
std::vector<LocalXY> clipped(const GridSpec& grid, const std::vector<LocalXY>& line) {
    const double margin = 0.5 * grid.cell_m;
    const double east = grid.nx * grid.cell_m - margin;
    const double north = grid.ny * grid.cell_m - margin;
    std::vector<LocalXY> out = line;
    for (LocalXY& p : out) {
        p.x_m = std::clamp(p.x_m, margin, east);
        p.y_m = std::clamp(p.y_m, margin, north);
    }
    return out;
}

}  // namespace

void lay_roads(Draft& draft) {
    Network network(draft.city.grid);
    for (Feature& feature : draft.source.features) {
        if (feature.layer == "road") feature.parts.at(0) = clipped(draft.city.grid, feature.parts.at(0));
    }
    add_skeleton(draft.source.layer("road"), network);
    for (const Feature* drawn : draft.source.layer("extra_street")) network.add_drawn(street_of(*drawn));
    network.main_streets = network.streets.size();
    mark_main_roads(draft, network);
    add_local_streets(draft, network);
    network.prune_dead_ends();
    cut_edges(draft, network);
}

}  // namespace sd::recipe
