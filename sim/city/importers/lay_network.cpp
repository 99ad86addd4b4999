#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/city/importers/assemble.h"
#include "sim/city/raster.h"
#include "sim/city/road_graph.h"

namespace sd::importers {
namespace {

bool within(const GridSpec& grid, LocalXY p) { return grid.contains(grid.column(p.x_m), grid.row(p.y_m)); }

bool within(const GridSpec& grid, const RoadEdge& edge) {
    return std::all_of(edge.line.begin(), edge.line.end(), [&](LocalXY p) { return within(grid, p); });
}

// Drops edges that leave the grid and renumbers; nodes without edges fall to keep_largest_component.
std::size_t clip(City& city) {
    std::vector<EdgeId> renumbered(city.edges.size());
    std::vector<RoadEdge> kept;
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        if (!within(city.grid, city.edges[e])) continue;
        renumbered[e] = EdgeId{static_cast<std::uint32_t>(kept.size())};
        kept.push_back(city.edges[e]);
    }
    for (RoadEdge& edge : kept) {
        if (edge.reverse.valid()) edge.reverse = renumbered[edge.reverse.at()];
    }
    const std::size_t dropped = city.edges.size() - kept.size();
    city.edges = std::move(kept);
    return dropped;
}

// Opposite approaches share a phase: edges that come in along one axis of the junction get green together.
void set_phases(City& city) {
    for (RoadEdge& edge : city.edges) {
        if (!city.nodes[edge.to.at()].signal) continue;
        const LocalXY a = edge.line[edge.line.size() - 2];
        const LocalXY b = edge.line.back();
        edge.green_phase = std::fabs(b.x_m - a.x_m) > std::fabs(b.y_m - a.y_m) ? 0 : 1;
    }
}

}  // namespace

std::vector<bool> water_cells(const City& city) {
    std::vector<bool> wet(city.grid.cells());
    for (std::uint32_t cell = 0; cell < wet.size(); ++cell) {
        wet[cell] = is_water(static_cast<Cover>(city.cover.at(cell)));
    }
    return wet;
}

Bridged bridge_streets(City& city, const std::vector<bool>& mark) {
    constexpr float kDeck_m = 1.0F;
    Bridged bridged;
    for (RoadEdge& edge : city.edges) {
        if (std::none_of(edge.cells.begin(), edge.cells.end(), [&](std::uint32_t cell) { return mark[cell]; }))
            continue;
        edge.bridge = true;
        float highest_m = -1e9F;
        for (const std::uint32_t cell : edge.cells) highest_m = std::max(highest_m, city.ground_m.at(cell));
        edge.bridge_deck_m = highest_m + kDeck_m;
        edge.cells.clear();
        ++bridged.edges;
        bridged.km += static_cast<double>(edge.length_m) / 1000.0;
    }
    return bridged;
}

Result<void> lay_streets(City& city, const Frame& frame, RoadNet net, ImportLog& log) {
    for (RoadNode& node : net.nodes) node.at = frame.local(Metres{node.at.x_m, node.at.y_m});
    for (RoadEdge& edge : net.edges) {
        for (LocalXY& p : edge.line) p = frame.local(Metres{p.x_m, p.y_m});
    }
    city.nodes = std::move(net.nodes);
    city.edges = std::move(net.edges);
    const std::size_t outside = clip(city);
    const std::size_t before = city.edges.size();
    keep_largest_component(city);
    if (city.edges.empty()) {
        return fail("", "no street network is left inside the bounds", "check --bbox, or give a larger extract");
    }
    set_phases(city);
    for (RoadEdge& edge : city.edges) edge.cells = cells_under(city.grid, edge.line);
    // Where a street crosses water there is a bridge, whether or not the map says so.
    const Bridged bridged = bridge_streets(city, water_cells(city));
    for (const RoadEdge& edge : city.edges) {
        for (const std::uint32_t cell : edge.cells) city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Road);
    }
    double km = 0.0;
    for (const RoadEdge& edge : city.edges) km += edge.length_m / 1000.0;
    const auto signals =
        std::count_if(city.nodes.begin(), city.nodes.end(), [](const RoadNode& n) { return n.signal; });
    log.say(fmt::format(
        "{} directed street edges ({:.1f} km), {} junctions, {} with signals (90 s cycle assumed); left "
        "out: {} beyond the bounds, {} not connected both ways, {} not for vehicles",
        city.edges.size(), km, city.nodes.size(), signals, outside, before - city.edges.size(), net.skipped_edges));
    log.say(
        "assumed where the map has no tag: lanes, speed limits and ways by class of street, 3.2 m a lane; a "
        "signal's phases by the direction of its approaches");
    log.say(fmt::format("assumed: {} street edges ({:.1f} km) that cross water are bridges, deck 1 m above the ground",
                        bridged.edges, bridged.km));
    return {};
}

std::size_t lay_buildings(City& city, const Frame& frame, const OsmData& osm, ImportLog& log) {
    constexpr double kStorey_m = 3.3;
    std::size_t no_height = 0;
    for (const OsmPolygon& polygon : osm.polygons) {
        if (polygon.what != OsmPolygon::What::Building) continue;
        Building building;
        building.outline = frame.local(polygon.outer);
        if (building.outline.size() < 3 || !within(city.grid, building.outline.front())) continue;
        if (area_of(building.outline) < 0.0) std::reverse(building.outline.begin(), building.outline.end());
        const double tagged_m = polygon.height_m > 0.0 ? polygon.height_m : polygon.storeys * kStorey_m;
        no_height += tagged_m > 0.0 ? 0 : 1;
        const double height_m = std::clamp(tagged_m > 0.0 ? tagged_m : 2 * kStorey_m, 2.0, 500.0);
        building.height_m = static_cast<float>(height_m);
        building.storeys = static_cast<std::uint8_t>(std::clamp(std::lround(height_m / kStorey_m), 1L, 150L));
        building.use = static_cast<std::uint8_t>(polygon.use);
        city.buildings.push_back(std::move(building));
    }
    for (const Building& building : city.buildings) {
        fill_rings(city.grid, {building.outline}, [&](int i, int j) {
            if (static_cast<Cover>(city.cover(i, j)) != Cover::Road) {
                city.cover(i, j) = static_cast<std::uint8_t>(Cover::Building);
            }
        });
    }
    log.say(fmt::format("{} buildings; {} without height or storeys took 2 storeys; plinth 0.2 m assumed",
                        city.buildings.size(), no_height));
    return no_height;
}

void lay_places(City& city, const Frame& frame, const OsmData& osm) {
    for (const OsmPlace& place : osm.places) {
        const auto at = frame.local(place.at);
        if (!at || !within(city.grid, *at)) continue;
        city.pois.push_back({place.name, place.kind, *at, NodeId{}});
    }
}

}  // namespace sd::importers
