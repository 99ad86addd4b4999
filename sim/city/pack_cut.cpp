// A smaller city out of a larger one: rasters first, then roads, then everything that stands on them.
#include <algorithm>
#include <cmath>

#include "sim/city/pack.h"
#include "sim/city/raster.h"
#include "sim/city/road_graph.h"

namespace sd {
namespace {

constexpr std::uint32_t kNone = NodeId::kNone;

/// The rectangle in cells of the large grid, and the shift of coordinates.
struct Window {
    GridSpec from;
    GridSpec to;
    int i0 = 0;
    int j0 = 0;

    [[nodiscard]] std::uint32_t cell(std::uint32_t old) const {
        const int i = static_cast<int>(old % static_cast<std::uint32_t>(from.nx)) - i0;
        const int j = static_cast<int>(old / static_cast<std::uint32_t>(from.nx)) - j0;
        return to.contains(i, j) ? to.cell(i, j) : kNone;
    }
    [[nodiscard]] LocalXY moved(LocalXY p) const { return {p.x_m - i0 * from.cell_m, p.y_m - j0 * from.cell_m}; }
    [[nodiscard]] std::vector<LocalXY> moved(std::vector<LocalXY> line) const {
        for (LocalXY& p : line) p = moved(p);
        return line;
    }
    /// `p` is already moved.
    [[nodiscard]] bool holds(LocalXY p) const { return to.contains(to.column(p.x_m), to.row(p.y_m)); }
    [[nodiscard]] std::vector<std::uint32_t> cells(const std::vector<std::uint32_t>& old) const {
        std::vector<std::uint32_t> out;
        for (const std::uint32_t c : old) {
            if (cell(c) != kNone) out.push_back(cell(c));
        }
        return out;
    }
    template <class T>
    [[nodiscard]] Grid<T> cut(const Grid<T>& old) const {
        Grid<T> out(to.nx, to.ny);
        for (int j = 0; j < to.ny; ++j) {
            for (int i = 0; i < to.nx; ++i) out(i, j) = old(i + i0, j + j0);
        }
        return out;
    }
};

using Map = std::vector<std::uint32_t>;  // old index → new index or kNone

template <class T>
std::uint32_t nearest(const std::vector<T>& list, LocalXY p) {
    std::uint32_t best = kNone;
    double least = 1.0e300;
    for (std::uint32_t k = 0; k < list.size(); ++k) {
        const double d = distance(list[k].at, p);
        if (d >= least) continue;
        least = d;
        best = k;
    }
    return best;
}

// Keeps those that stand inside; if none does, the one nearest the middle is moved there: a town has at least one.
template <class T>
Map keep_standing(const Window& w, const std::vector<T>& from, std::vector<T>& to) {
    Map map(from.size(), kNone);
    for (std::size_t k = 0; k < from.size(); ++k) {
        if (w.cell(from[k].cell) == kNone) continue;
        map[k] = static_cast<std::uint32_t>(to.size());
        to.push_back(from[k]);
        to.back().at = w.moved(from[k].at);
        to.back().cell = w.cell(from[k].cell);
    }
    if (!to.empty() || from.empty()) return map;
    const LocalXY middle{0.5 * w.to.nx * w.to.cell_m, 0.5 * w.to.ny * w.to.cell_m};
    const LocalXY there{middle.x_m + w.i0 * w.from.cell_m, middle.y_m + w.j0 * w.from.cell_m};
    const std::uint32_t k = nearest(from, there);
    map[k] = 0;
    to.push_back(from[k]);
    to.back().at = middle;
    to.back().cell = w.to.cell_clamped(middle);
    return map;
}

template <class IdType>
IdType through(const Map& map, IdType old) {
    return old.valid() ? IdType{map[old.at()]} : IdType{};
}

Renumbering cut_roads(const City& from, const Window& w, City& to) {
    Renumbering first;
    first.node.resize(from.nodes.size());
    first.edge.resize(from.edges.size());
    for (std::size_t n = 0; n < from.nodes.size(); ++n) {
        RoadNode node = from.nodes[n];
        node.at = w.moved(node.at);
        if (!w.holds(node.at)) continue;
        first.node[n] = {static_cast<std::uint32_t>(to.nodes.size())};
        to.nodes.push_back(node);
    }
    for (std::size_t e = 0; e < from.edges.size(); ++e) {
        RoadEdge edge = from.edges[e];
        edge.from = first.node[edge.from.at()];
        edge.to = first.node[edge.to.at()];
        edge.line = w.moved(edge.line);
        const bool whole = std::all_of(edge.line.begin(), edge.line.end(), [&](LocalXY p) { return w.holds(p); });
        if (!edge.from.valid() || !edge.to.valid() || !whole) continue;
        edge.cells = w.cells(edge.cells);
        first.edge[e] = {static_cast<std::uint32_t>(to.edges.size())};
        to.edges.push_back(std::move(edge));
    }
    for (RoadEdge& edge : to.edges) {
        if (edge.reverse.valid()) edge.reverse = first.edge[edge.reverse.at()];
    }
    const Renumbering second = keep_largest_component(to);
    for (NodeId& n : first.node) n = n.valid() && n.at() < second.node.size() ? second.node[n.at()] : NodeId{};
    for (EdgeId& e : first.edge) e = e.valid() && e.at() < second.edge.size() ? second.edge[e.at()] : EdgeId{};
    return first;
}

// The longest stretch of the route that is left, closed by the shortest way back.
std::vector<EdgeId> cut_route(const City& to, const std::vector<EdgeId>& route, const Renumbering& roads) {
    std::vector<EdgeId> best;
    std::vector<EdgeId> run;
    for (const EdgeId old : route) {
        const EdgeId e = roads.edge[old.at()];
        if (e.valid()) run.push_back(e);
        if (!e.valid()) run.clear();
        if (run.size() > best.size()) best = run;
    }
    if (best.empty()) return best;
    const NodeId start = to.edges[best.front().at()].from;
    const NodeId end = to.edges[best.back().at()].to;
    if (start == end) return best;
    const auto back = cheapest_way(to, end, start, [](const RoadEdge& e) { return static_cast<double>(e.length_m); });
    best.insert(best.end(), back.begin(), back.end());
    return best;
}

// Returns the new slot of every old bus slot.
Map cut_buses(const City& from, const Renumbering& roads, City& to) {
    Map slots;
    std::uint32_t next = 0;
    for (const BusLine& old : from.bus_lines) {
        BusLine line = old;
        line.route = cut_route(to, old.route, roads);
        const bool kept = !line.route.empty();
        for (int k = 0; k < old.buses; ++k) slots.push_back(kept ? next++ : kNone);
        if (kept) to.bus_lines.push_back(std::move(line));
    }
    return slots;
}

void cut_drains(const City& from, const Window& w, const Map& cabinets, City& to) {
    Map map(from.drains.size(), kNone);
    for (std::size_t k = 0; k < from.drains.size(); ++k) {
        Drain drain = from.drains[k];
        drain.outfall_cell = w.cell(drain.outfall_cell);
        drain.inlet_cells = w.cells(drain.inlet_cells);
        if (drain.outfall_cell == kNone || drain.inlet_cells.empty()) continue;
        const auto share =
            static_cast<float>(drain.inlet_cells.size()) / static_cast<float>(from.drains[k].inlet_cells.size());
        drain.inlet_m3_s *= share;
        drain.storage_m3 *= share;
        drain.pump_cabinet = through(cabinets, drain.pump_cabinet);
        map[k] = static_cast<std::uint32_t>(to.drains.size());
        to.drains.push_back(std::move(drain));
    }
    for (int j = 0; j < w.to.ny; ++j) {
        for (int i = 0; i < w.to.nx; ++i) {
            std::int16_t& d = to.drain(i, j);
            if (d < 0) continue;
            const std::uint32_t moved = map[static_cast<std::size_t>(d)];
            d = moved == kNone ? std::int16_t{-1} : static_cast<std::int16_t>(moved);
        }
    }
}

void cut_water(const City& from, const Window& w, const Map& cabinets, City& to) {
    cut_drains(from, w, cabinets, to);
    for (CanalLine canal : from.canals) {
        canal.line = w.moved(canal.line);
        if (!cells_under(w.to, canal.line).empty()) to.canals.push_back(std::move(canal));
    }
    for (Structure s : from.structures) {
        s.cell_inside = w.cell(s.cell_inside);
        s.cell_outside = w.cell(s.cell_outside);
        s.cabinet = through(cabinets, s.cabinet);
        if (s.cell_inside != kNone && s.cell_outside != kNone) to.structures.push_back(std::move(s));
    }
    for (Dyke d : from.dykes) {
        d.cells = w.cells(d.cells);
        d.line = w.moved(d.line);
        if (!d.cells.empty()) to.dykes.push_back(std::move(d));
    }
}

// River that the cut opens becomes boundary: the first side that has any is tidal, as the sea would be.
void cut_boundaries(const Window& w, City& to) {
    constexpr std::array<BoundarySide, 4> kSides{BoundarySide::East, BoundarySide::West, BoundarySide::South,
                                                 BoundarySide::North};
    constexpr std::array<const char*, 4> kNames{"east", "west", "south", "north"};
    for (std::size_t s = 0; s < kSides.size(); ++s) {
        Boundary b;
        b.name = kNames[s];
        b.side = kSides[s];
        const bool column = b.side == BoundarySide::East || b.side == BoundarySide::West;
        const int n = column ? w.to.ny : w.to.nx;
        for (int k = 0; k < n; ++k) {
            const int i = column ? (b.side == BoundarySide::East ? w.to.nx - 1 : 0) : k;
            const int j = column ? k : (b.side == BoundarySide::North ? w.to.ny - 1 : 0);
            if (static_cast<Cover>(to.cover(i, j)) == Cover::River) b.cells.push_back(w.to.cell(i, j));
        }
        if (b.cells.empty()) continue;
        b.tidal = to.boundaries.empty();
        to.boundaries.push_back(std::move(b));
    }
}

struct Maps {
    Renumbering roads;
    Map cabinets;
    Map sites;
    Map lots;
    Map bins;
    Map buses;
};

NodeId node_or_nearest(const City& to, const Renumbering& roads, NodeId old, LocalXY at) {
    const NodeId n = old.valid() ? roads.node[old.at()] : NodeId{};
    return n.valid() ? n : NodeId{nearest(to.nodes, at)};
}

void cut_people(const City& from, const Window& w, const Maps& maps, City& to) {
    for (PopulationCell p : from.population) {
        p.cell = w.cell(p.cell);
        if (p.cell == kNone) continue;
        p.at = w.moved(p.at);
        p.node = node_or_nearest(to, maps.roads, p.node, p.at);
        p.cabinet = through(maps.cabinets, p.cabinet);
        p.site = through(maps.sites, p.site);
        if (!p.cabinet.valid()) p.cabinet = {nearest(to.cabinets, p.at)};
        if (!p.site.valid()) p.site = {nearest(to.sites, p.at)};
        to.population.push_back(p);
    }
    for (Poi poi : from.pois) {
        poi.at = w.moved(poi.at);
        if (!w.holds(poi.at)) continue;
        poi.node = node_or_nearest(to, maps.roads, poi.node, poi.at);
        to.pois.push_back(std::move(poi));
    }
}

void cut_lots(const City& from, const Window& w, Maps& maps, City& to) {
    maps.lots.assign(from.lots.size(), kNone);
    for (std::size_t k = 0; k < from.lots.size(); ++k) {
        ParkingLot lot = from.lots[k];
        lot.at = w.moved(lot.at);
        if (!w.holds(lot.at)) continue;
        lot.node = node_or_nearest(to, maps.roads, lot.node, lot.at);
        maps.lots[k] = static_cast<std::uint32_t>(to.lots.size());
        to.lots.push_back(lot);
    }
    maps.bins.assign(from.bins.size(), kNone);
    for (std::size_t k = 0; k < from.bins.size(); ++k) {
        WasteBin bin = from.bins[k];
        bin.at = w.moved(bin.at);
        if (!w.holds(bin.at)) continue;
        maps.bins[k] = static_cast<std::uint32_t>(to.bins.size());
        to.bins.push_back(bin);
    }
}

std::uint32_t target_of(const Device& d, const Window& w, const Maps& maps) {
    switch (info_of(d.kind).group) {
        case ProbeGroup::Cell:
            return w.cell(d.target);
        case ProbeGroup::Edge:
            return maps.roads.edge[d.target].index;
        case ProbeGroup::Cabinet:
            return maps.cabinets[d.target];
        case ProbeGroup::CellSite:
            return maps.sites[d.target];
        case ProbeGroup::Bus:
            return maps.buses[d.target];
        case ProbeGroup::ParkingLot:
            return maps.lots[d.target];
        case ProbeGroup::WasteBin:
            return maps.bins[d.target];
        case ProbeGroup::City:
            return w.holds(w.moved(d.at)) ? 0 : kNone;
        case ProbeGroup::Population:
        case ProbeGroup::Count:
            break;
    }
    return kNone;
}

void cut_devices(const City& from, const Window& w, const Maps& maps, City& to) {
    Map map(from.devices.size(), kNone);
    for (std::size_t k = 0; k < from.devices.size(); ++k) {
        Device d = from.devices[k];
        d.target = target_of(d, w, maps);
        if (d.target == kNone) continue;
        d.at = w.moved(d.at);
        d.cabinet = through(maps.cabinets, d.cabinet);
        d.site = through(maps.sites, d.site);
        if (!d.site.valid()) d.site = {nearest(to.sites, d.at)};
        map[k] = static_cast<std::uint32_t>(to.devices.size());
        to.devices.push_back(std::move(d));
    }
    for (Station s : from.stations) {
        s.cell = w.cell(s.cell);
        if (s.cell == kNone) continue;
        s.at = w.moved(s.at);
        s.device = through(map, s.device);
        to.stations.push_back(std::move(s));
    }
}

void cut_utilities(const City& from, const Window& w, Maps& maps, City& to) {
    const Map substations = keep_standing(w, from.substations, to.substations);
    maps.cabinets = keep_standing(w, from.cabinets, to.cabinets);
    maps.sites = keep_standing(w, from.sites, to.sites);
    for (Cabinet& c : to.cabinets) {
        c.substation = through(substations, c.substation);
        if (!c.substation.valid()) c.substation = {nearest(to.substations, c.at)};
    }
    for (CellSite& s : to.sites) {
        s.cabinet = through(maps.cabinets, s.cabinet);
        if (!s.cabinet.valid()) s.cabinet = {nearest(to.cabinets, s.at)};
    }
}

// Corners by bilinear blending of the old ones: good to a few centimetres over a city.
LonLat corner(const City& from, double x_m, double y_m) {
    const double u = x_m / (from.grid.nx * from.grid.cell_m);
    const double v = y_m / (from.grid.ny * from.grid.cell_m);
    const auto& c = from.meta.corners;
    const auto blend = [&](double sw, double se, double ne, double nw) {
        return (1 - v) * ((1 - u) * sw + u * se) + v * ((1 - u) * nw + u * ne);
    };
    return {blend(c[0].lon_deg, c[1].lon_deg, c[2].lon_deg, c[3].lon_deg),
            blend(c[0].lat_deg, c[1].lat_deg, c[2].lat_deg, c[3].lat_deg)};
}

void cut_meta(const City& from, const Window& w, City& to) {
    const double west = w.i0 * w.from.cell_m;
    const double south = w.j0 * w.from.cell_m;
    const double east = west + w.to.nx * w.to.cell_m;
    const double north = south + w.to.ny * w.to.cell_m;
    to.meta = from.meta;
    to.meta.origin_easting_m += west;
    to.meta.origin_northing_m += south;
    to.meta.corners = {corner(from, west, south), corner(from, east, south), corner(from, east, north),
                       corner(from, west, north)};
}

}  // namespace

Result<City> cut_city(const City& city, LocalXY south_west, LocalXY north_east) {
    Window w;
    w.from = city.grid;
    w.to = city.grid;
    w.i0 = std::max(0, city.grid.column(south_west.x_m));
    w.j0 = std::max(0, city.grid.row(south_west.y_m));
    w.to.nx = std::min(city.grid.nx, city.grid.column(north_east.x_m - 1.0e-6) + 1) - w.i0;
    w.to.ny = std::min(city.grid.ny, city.grid.row(north_east.y_m - 1.0e-6) + 1) - w.j0;
    if (w.to.nx < 1 || w.to.ny < 1) {
        return fail(city.meta.name, "the rectangle to cut out has no cell inside the city",
                    "x 0…" + std::to_string(city.grid.nx * city.grid.cell_m) + " m, y 0…" +
                        std::to_string(city.grid.ny * city.grid.cell_m) + " m");
    }
    City to;
    cut_meta(city, w, to);
    to.grid = w.to;
    to.ground_m = w.cut(city.ground_m);
    to.cover = w.cut(city.cover);
    to.ward = w.cut(city.ward);
    to.drain = w.cut(city.drain);
    to.wards = city.wards;
    for (Ward& ward : to.wards) {
        ward.label = w.moved(ward.label);
        for (auto& ring : ward.rings) ring = w.moved(ring);
    }
    for (Building b : city.buildings) {
        b.outline = w.moved(b.outline);
        if (std::all_of(b.outline.begin(), b.outline.end(), [&](LocalXY p) { return w.holds(p); })) {
            to.buildings.push_back(std::move(b));
        }
    }
    Maps maps;
    maps.roads = cut_roads(city, w, to);
    maps.buses = cut_buses(city, maps.roads, to);
    cut_utilities(city, w, maps, to);
    cut_water(city, w, maps.cabinets, to);
    cut_boundaries(w, to);
    cut_people(city, w, maps, to);
    cut_lots(city, w, maps, to);
    cut_devices(city, w, maps, to);
    return to;
}

}  // namespace sd
