#include <algorithm>

#include "sim/city/pack_check.h"
#include "sim/city/raster.h"
#include "sim/city/road_graph.h"

namespace sd {
namespace {

void add(Errors& errors, const std::string& label, std::string message, std::string hint) {
    if (errors.size() < 50) errors.push_back({label, 0, 0, std::move(message), std::move(hint)});
}

void check_levels(const City& city, const std::string& label, Errors& errors) {
    // Ground outside this range is a wrong unit or a wrong datum, not a place where people live.
    constexpr float kLowest_m = -100.0F;
    constexpr float kHighest_m = 4000.0F;
    std::size_t outside = 0;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (const float g : city.ground_m.row(j)) outside += g < kLowest_m || g > kHighest_m ? 1 : 0;
    }
    if (outside > 0) {
        add(errors, label, std::to_string(outside) + " cells have ground outside -100…4000 m", "check unit and datum");
    }
}

void check_connected(const City& city, const std::string& label, Errors& errors) {
    if (city.nodes.empty()) return;
    std::uint32_t count = 0;
    static_cast<void>(strong_components(city, &count));
    if (count > 1) {
        add(errors, label, "the roads fall into " + std::to_string(count) + " parts",
            "keep the largest strongly connected part");
    }
}

void check_edges(const City& city, const std::string& label, Errors& errors) {
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        const bool wet = std::any_of(edge.cells.begin(), edge.cells.end(),
                                     [&](std::uint32_t c) { return is_water(static_cast<Cover>(city.cover.at(c))); });
        if (wet) add(errors, label, "edge " + std::to_string(e) + " lies in water", "make it a bridge");
        if (edge.bridge && !edge.cells.empty()) {
            add(errors, label, "bridge edge " + std::to_string(e) + " has terrain cells", "a bridge has none");
        }
        if (!edge.reverse.valid()) continue;
        const RoadEdge& back = city.edges[edge.reverse.at()];
        if (back.from != edge.to || back.to != edge.from) {
            add(errors, label, "edge " + std::to_string(e) + " and its reverse do not join the same nodes", "");
        }
    }
}

void check_routes(const City& city, const std::string& label, Errors& errors) {
    for (const BusLine& line : city.bus_lines) {
        for (std::size_t k = 0; k < line.route.size(); ++k) {
            const RoadEdge& here = city.edges[line.route[k].at()];
            const RoadEdge& next = city.edges[line.route[(k + 1) % line.route.size()].at()];
            if (here.to == next.from) continue;
            add(errors, label, "bus line " + line.name + " is torn after its edge " + std::to_string(k),
                "a route is a closed walk");
            break;
        }
    }
}

void check_names(const City& city, const std::string& label, Errors& errors) {
    std::vector<std::string> names;
    for (const Device& device : city.devices) names.push_back(device.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) add(errors, label, "two devices are called " + *twice, "codes must be unique");
    if (!names.empty() && names.front().empty()) add(errors, label, "a device has no name", "");
}

}  // namespace

Errors check_sense(const City& city, const std::string& label) {
    Errors errors;
    check_levels(city, label, errors);
    check_connected(city, label, errors);
    check_edges(city, label, errors);
    check_routes(city, label, errors);
    check_names(city, label, errors);
    return errors;
}

}  // namespace sd
