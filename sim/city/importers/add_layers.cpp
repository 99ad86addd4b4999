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
    fill_rings(city.grid, {building.outline},
               [&](int i, int j) { city.cover(i, j) = static_cast<std::uint8_t>(Cover::Building); });
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
    for (const std::uint32_t cell : cells_under(city.grid, line)) {
        city.ground_m.at(cell) = std::min(city.ground_m.at(cell), static_cast<float>(feature.value));
        city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Canal);
    }
    city.canals.push_back({feature.name, line, static_cast<float>(feature.width_m), static_cast<float>(feature.value)});
}

void add_dyke(City& city, const LayerFeature& feature, const std::vector<LocalXY>& line) {
    Dyke dyke;
    dyke.name = feature.name;
    dyke.line = line;
    dyke.cells = cells_under(city.grid, line);
    dyke.crest_m = static_cast<float>(feature.value);
    dyke.provenance = Provenance::Imported;
    for (const std::uint32_t cell : dyke.cells) {
        city.ground_m.at(cell) = std::max(city.ground_m.at(cell), dyke.crest_m);
    }
    city.dykes.push_back(std::move(dyke));
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

}  // namespace

Result<void> add_layers(City& city, const Frame& frame, const ImportOptions& options, ImportLog& log) {
    std::vector<LayerRule> rules = default_rules();
    if (options.attribute_map) {
        auto read = read_attribute_map(*options.attribute_map);
        if (!read) return fail(read.error());
        rules = std::move(*read);
    }
    for (const auto& file : options.layers) {
        auto read = read_layers(file, rules, frame.crs);
        if (!read) return fail(read.error());
        for (std::string& line : read->ignored) log.say(std::move(line));
        std::array<std::size_t, 5> added{};
        std::size_t outside = 0;
        std::size_t loose = 0;
        for (const LayerFeature& feature : read->features) {
            std::vector<LocalXY> points = localised(frame, feature);
            if (!touches(city, points)) {
                ++outside;
                continue;
            }
            ++added[static_cast<std::size_t>(feature.kind)];
            switch (feature.kind) {
                case LayerKind::Building:
                    add_building(city, feature, std::move(points));
                    break;
                case LayerKind::Road:
                    loose += add_road(city, feature, points) ? 0 : 1;
                    break;
                case LayerKind::Drain:
                    add_drain(city, feature, points);
                    break;
                case LayerKind::Dyke:
                    add_dyke(city, feature, points);
                    break;
                case LayerKind::SpotHeight:
                    add_spot_height(city, feature, points.front());
                    break;
            }
        }
        log.say(
            fmt::format("{}: {} buildings, {} roads ({} not within 60 m of two junctions, left out), {} drains, {} "
                        "dykes, {} spot heights; {} outside the bounds",
                        file.filename().string(), added[0], added[1], loose, added[2], added[3], added[4], outside));
    }
    return {};
}

}  // namespace sd::importers
