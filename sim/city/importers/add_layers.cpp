#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/city/importers/assemble.h"
#include "sim/city/raster.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::importers {
namespace {

constexpr double kSpotReach_m = 100.0;
constexpr float kStorey_m = 3.3F;

std::vector<LocalXY> localised(const Frame& frame, const LayerFeature& feature) {
    std::vector<LocalXY> out;
    for (const LocalXY& p : feature.points) out.push_back(frame.local(Metres{p.x_m, p.y_m}));
    return out;
}

bool touches(const City& city, const std::vector<LocalXY>& points) {
    return std::any_of(points.begin(), points.end(),
                       [&](LocalXY p) { return city.grid.contains(city.grid.column(p.x_m), city.grid.row(p.y_m)); });
}

void add_building(City& city, const LayerFeature& feature, std::vector<LocalXY> ring) {
    if (area_of(ring) < 0.0) std::reverse(ring.begin(), ring.end());
    Building building;
    building.outline = std::move(ring);
    building.storeys = static_cast<std::uint8_t>(std::clamp(std::lround(feature.value), 1L, 150L));
    building.height_m = static_cast<float>(building.storeys) * kStorey_m;
    fill_rings(city.grid, {building.outline}, [&](int i, int j) {
        const auto cover = static_cast<Cover>(city.cover(i, j));
        if (cover != Cover::Road && !is_water(cover)) city.cover(i, j) = static_cast<std::uint8_t>(Cover::Building);
    });
    city.buildings.push_back(std::move(building));
}

// A planned street joins the network at the junctions nearest to its two ends.
bool add_road(City& city, const LayerFeature& feature, const std::vector<LocalXY>& line) {
    constexpr double kSnap_m = 60.0;
    const auto nearest = [&](LocalXY p) {
        std::pair<double, NodeId> best{kSnap_m, NodeId{}};
        for (std::uint32_t n = 0; n < city.nodes.size(); ++n) {
            const double away_m = distance(city.nodes[n].at, p);
            if (away_m < best.first) best = {away_m, NodeId{n}};
        }
        return best.second;
    };
    const NodeId a = nearest(line.front());
    const NodeId b = nearest(line.back());
    if (!a.valid() || !b.valid() || a == b) return false;
    RoadEdge edge;
    edge.from = a;
    edge.to = b;
    edge.name = feature.name;
    edge.cls = RoadClass::Tertiary;
    edge.lanes = static_cast<std::uint8_t>(std::clamp(std::lround(feature.value), 1L, 4L));
    edge.width_m = feature.width_m > 0.0 ? static_cast<float>(feature.width_m / 2) : 3.5F * edge.lanes;
    edge.line = line;
    edge.line.front() = city.nodes[a.at()].at;
    edge.line.back() = city.nodes[b.at()].at;
    edge.length_m = static_cast<float>(length_of(edge.line));
    edge.cells = cells_under(city.grid, edge.line);
    const EdgeId forward{static_cast<std::uint32_t>(city.edges.size())};
    RoadEdge back = edge;
    std::swap(back.from, back.to);
    std::reverse(back.line.begin(), back.line.end());
    std::reverse(back.cells.begin(), back.cells.end());
    edge.reverse = EdgeId{forward.index + 1};
    back.reverse = forward;
    city.edges.push_back(std::move(edge));
    city.edges.push_back(std::move(back));
    return true;
}

void add_drain(City& city, const LayerFeature& feature, const std::vector<LocalXY>& line) {
    for (const std::uint32_t cell : cells_along(city.grid, line, feature.width_m)) {
        city.ground_m.at(cell) = std::min(city.ground_m.at(cell), static_cast<float>(feature.value));
        city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Canal);
    }
    city.canals.push_back({feature.name, line, static_cast<float>(feature.width_m), static_cast<float>(feature.value)});
}

// Returns how many of its cells lie in water.
std::size_t add_dyke(City& city, const LayerFeature& feature, const std::vector<LocalXY>& line) {
    Dyke dyke;
    dyke.name = feature.name;
    dyke.line = line;
    dyke.cells = cells_along(city.grid, line, feature.width_m);
    dyke.crest_m = static_cast<float>(feature.value);
    dyke.provenance = Provenance::Imported;
    for (const std::uint32_t cell : dyke.cells) {
        city.ground_m.at(cell) = std::max(city.ground_m.at(cell), dyke.crest_m);
    }
    const auto wet = std::count_if(dyke.cells.begin(), dyke.cells.end(), [&](std::uint32_t cell) {
        return is_water(static_cast<Cover>(city.cover.at(cell)));
    });
    city.dykes.push_back(std::move(dyke));
    return static_cast<std::size_t>(wet);
}

// Shifts the ground around a surveyed point so that it agrees there; the correction fades with a cosine.
void add_spot_height(City& city, const LayerFeature& feature, LocalXY at) {
    const std::uint32_t centre = city.grid.cell_clamped(at);
    const float off_m = static_cast<float>(feature.value) - city.ground_m.at(centre);
    const int reach = static_cast<int>(kSpotReach_m / city.grid.cell_m);
    const int ci = city.grid.column(at.x_m);
    const int cj = city.grid.row(at.y_m);
    for (int j = cj - reach; j <= cj + reach; ++j) {
        for (int i = ci - reach; i <= ci + reach; ++i) {
            const double away_m = std::hypot(i - ci, j - cj) * city.grid.cell_m;
            if (!city.grid.contains(i, j) || away_m >= kSpotReach_m) continue;
            const double share = 0.5 + 0.5 * math::cos(away_m / kSpotReach_m * kPi);
            city.ground_m(i, j) += static_cast<float>(std::round(share * static_cast<double>(off_m) * 1000.0) / 1000.0);
        }
    }
}

/// A feature that touches the grid, in city metres.
struct Placed {
    LayerFeature feature;
    std::vector<LocalXY> points;
};

// Planners' drains cross streets as culverts; here the street passes over them, its deck on the ground before the cut.
void bridge_over_drains(City& city, const std::vector<Placed>& placed, ImportLog& log) {
    std::vector<bool> mark(city.grid.cells());
    for (const Placed& p : placed) {
        if (p.feature.kind != LayerKind::Drain) continue;
        for (const std::uint32_t cell : cells_along(city.grid, p.points, p.feature.width_m)) mark[cell] = true;
    }
    const Bridged bridged = bridge_streets(city, mark);
    if (bridged.edges == 0) return;
    log.say(
        fmt::format("{} street edges ({:.2f} km) meet planners' drains and became bridges: they stay dry; a drain "
                    "drawn along a street does this to all of it",
                    bridged.edges, bridged.km));
}

// Surveyed ground first, then what cuts or raises it, then what stands on it; the order of files does not matter.
void place(City& city, std::vector<Placed>& placed, ImportLog& log) {
    const auto each = [&](LayerKind kind, const auto& add) {
        for (Placed& p : placed) {
            if (p.feature.kind == kind) add(p);
        }
    };
    std::size_t loose = 0;
    std::size_t dammed = 0;
    each(LayerKind::SpotHeight, [&](Placed& p) { add_spot_height(city, p.feature, p.points.front()); });
    bridge_over_drains(city, placed, log);
    each(LayerKind::Drain, [&](Placed& p) { add_drain(city, p.feature, p.points); });
    each(LayerKind::Dyke, [&](Placed& p) { dammed += add_dyke(city, p.feature, p.points); });
    each(LayerKind::Road, [&](Placed& p) { loose += add_road(city, p.feature, p.points) ? 0 : 1; });
    const Bridged bridged = bridge_streets(city, water_cells(city));
    each(LayerKind::Building, [&](Placed& p) { add_building(city, p.feature, std::move(p.points)); });
    if (dammed > 0) log.say(fmt::format("planners' dykes dam water in {} cells: no sluice is assumed there", dammed));
    if (bridged.edges > 0) {
        log.say(fmt::format("{} edges of planners' roads cross water and became bridges", bridged.edges));
    }
    if (loose > 0) {
        log.say(fmt::format("{} planners' roads are not within 60 m of two junctions and are left out", loose));
    }
}

Result<std::vector<LayerRule>> rules_of(const ImportOptions& options) {
    if (!options.attribute_map) return default_rules();
    return read_attribute_map(*options.attribute_map);
}

}  // namespace

Result<void> add_layers(City& city, const Frame& frame, const ImportOptions& options, ImportLog& log) {
    const auto rules = rules_of(options);
    if (!rules) return fail(rules.error());
    std::vector<RuleUse> uses(rules->size());
    std::vector<Placed> placed;
    for (const auto& file : options.layers) {
        auto read = read_layers(file, *rules, frame.crs, uses);
        if (!read) return fail(read.error());
        for (std::string& line : read->notes) log.say(std::move(line));
        std::size_t outside = 0;
        for (LayerFeature& feature : read->features) {
            std::vector<LocalXY> points = localised(frame, feature);
            if (touches(city, points)) {
                placed.push_back({std::move(feature), std::move(points)});
            } else {
                ++outside;
            }
        }
        if (outside > 0)
            log.say(fmt::format("{}: {} features lie outside the bounds", file.filename().string(), outside));
    }
    if (options.attribute_map) {
        Errors errors = unknown_fields(options.attribute_map->string(), *rules, uses);
        if (!errors.empty()) return fail(std::move(errors));
        for (std::size_t k = 0; k < rules->size() && !options.layers.empty(); ++k) {
            if (uses[k].layers == 0) log.say(fmt::format("attribute map: no layer matches '{}'", (*rules)[k].match));
        }
    }
    place(city, placed, log);
    return {};
}

}  // namespace sd::importers
