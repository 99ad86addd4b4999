// From streets with junctions to directed edges; signals.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_network.h"
#include "sim/city/road_graph.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::recipe {
namespace {

constexpr float kShortestEdge_m = 15.0F;

float lane_width(const Street& street) {
    if (street.hem) return 2.5F;
    if (street.cls == RoadClass::Residential) return 3.0F;
    return 3.5F;
}

// Vertices of the street between two places along it.
std::vector<LocalXY> part_of(const Street& street, double from_m, double to_m, LocalXY a, LocalXY b) {
    std::vector<LocalXY> out{a};
    double along = 0.0;
    for (std::size_t k = 1; k + 1 < street.line.size(); ++k) {
        along += distance(street.line[k - 1], street.line[k]);
        if (along > from_m + 1.0 && along < to_m - 1.0) out.push_back(street.line[k]);
    }
    out.push_back(b);
    return out;
}

float deck_of(double length_m) { return static_cast<float>(3.5 + std::min(34.0, 0.013 * length_m)); }

RoadEdge edge_of(const City& city, const Street& street, std::vector<LocalXY> line) {
    RoadEdge edge;
    edge.cls = street.cls;
    edge.name = street.name;
    edge.bridge = street.bridge;
    edge.motorbike_only = street.hem;
    edge.lanes = static_cast<std::uint8_t>(street.oneway ? street.lanes : std::max(1, street.lanes / 2));
    edge.width_m = lane_width(street) * static_cast<float>(edge.lanes);
    edge.speed_m_s = static_cast<float>(street.speed_m_s);
    edge.length_m = std::max(kShortestEdge_m, static_cast<float>(length_of(line)));
    if (street.bridge) edge.bridge_deck_m = deck_of(length_of(street.line));
    const bool dry = street.bridge || street.cls == RoadClass::Ferry;
    if (!dry) {
        edge.cells = cells_under(city.grid, line);
        edge.cells.erase(
            std::remove_if(edge.cells.begin(), edge.cells.end(),
                           [&](std::uint32_t c) { return is_water(static_cast<Cover>(city.cover.at(c))); }),
            edge.cells.end());
    }
    edge.line = std::move(line);
    return edge;
}

void add_edges(City& city, const Network& network, const Street& street) {
    std::vector<Junction> stops = street.junctions;
    std::sort(stops.begin(), stops.end(), [](const Junction& a, const Junction& b) { return a.along_m < b.along_m; });
    for (std::size_t k = 1; k < stops.size(); ++k) {
        const Junction from = stops[k - 1];
        const Junction to = stops[k];
        if (from.node == to.node) continue;
        auto line = part_of(street, from.along_m, to.along_m, network.nodes[from.node], network.nodes[to.node]);
        if (length_of(line) < 1.0) continue;
        RoadEdge forth = edge_of(city, street, line);
        forth.from = {from.node};
        forth.to = {to.node};
        const auto number = static_cast<std::uint32_t>(city.edges.size());
        if (!street.oneway) {
            RoadEdge back = forth;
            std::reverse(back.line.begin(), back.line.end());
            std::reverse(back.cells.begin(), back.cells.end());
            std::swap(back.from, back.to);
            forth.reverse = {number + 1};
            back.reverse = {number};
            city.edges.push_back(std::move(forth));
            city.edges.push_back(std::move(back));
        } else {
            city.edges.push_back(std::move(forth));
        }
    }
}

bool is_main(RoadClass cls) { return cls <= RoadClass::Secondary; }

// Direction of arrival, modulo a half turn, so that opposite approaches agree.
double axis_of(const RoadEdge& edge) {
    const LocalXY a = edge.line[edge.line.size() - 2];
    const LocalXY b = edge.line.back();
    const double angle = math::atan2(b.y_m - a.y_m, b.x_m - a.x_m);
    return angle < 0.0 ? angle + kPi : angle;
}

void set_signals(City& city, const Draw& draw) {
    std::vector<std::vector<std::uint32_t>> arriving(city.nodes.size());
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) arriving[city.edges[e].to.at()].push_back(e);
    for (std::uint32_t n = 0; n < city.nodes.size(); ++n) {
        int main = 0;
        int paved = 0;
        for (const std::uint32_t e : arriving[n]) {
            main += is_main(city.edges[e].cls) ? 1 : 0;
            paved += city.edges[e].cls <= RoadClass::Tertiary ? 1 : 0;
        }
        if (main < 2 || paved < 3) continue;
        city.nodes[n].signal = true;
        city.nodes[n].cycle_s = 60.0F + 10.0F * static_cast<float>(draw.below(stream_of("recipe.signal"), n, 0, 4));
        const double first = axis_of(city.edges[arriving[n].front()]);
        for (const std::uint32_t e : arriving[n]) {
            double turn = std::abs(axis_of(city.edges[e]) - first);
            if (turn > 0.5 * kPi) turn = kPi - turn;
            city.edges[e].green_phase = turn > 0.25 * kPi ? 1 : 0;
        }
    }
}

}  // namespace

void cut_edges(Draft& draft, const Network& network) {
    City& city = draft.city;
    for (const LocalXY p : network.nodes) city.nodes.push_back({p, false, 0.0F});
    for (const Street& street : network.streets) add_edges(city, network, street);
    keep_largest_component(city);
    set_signals(city, draft.draw);
}

}  // namespace sd::recipe
