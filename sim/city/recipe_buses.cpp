// Bus lines: out along the stops and back, on roads a bus fits through.
#include "sim/city/recipe_draft.h"
#include "sim/city/road_graph.h"

namespace sd::recipe {
namespace {

double bus_cost(const RoadEdge& edge) {
    if (edge.motorbike_only || edge.cls == RoadClass::Ferry) return 1.0e7;
    const double penalty = edge.cls >= RoadClass::Residential ? 3.0 : 1.0;
    return penalty * edge.length_m / edge.speed_m_s;
}

NodeId main_node_near(const City& city, LocalXY p) {
    NodeId best;
    double nearest = 1.0e30;
    for (const RoadEdge& edge : city.edges) {
        if (edge.cls > RoadClass::Tertiary || edge.bridge) continue;
        const double d = distance(p, city.nodes[edge.to.at()].at);
        if (d >= nearest) continue;
        nearest = d;
        best = edge.to;
    }
    return best;
}

}  // namespace

void lay_bus_lines(Draft& draft) {
    City& city = draft.city;
    for (const BusPlan& plan : draft.settings().buses) {
        std::vector<NodeId> stops;
        for (const LocalXY p : plan.stops) stops.push_back(main_node_near(city, p));
        for (std::size_t k = stops.size() - 1; k-- > 0;) stops.push_back(stops[k]);
        BusLine line;
        line.name = plan.name;
        line.headway = plan.headway;
        line.buses = plan.buses;
        for (std::size_t k = 1; k < stops.size(); ++k) {
            if (stops[k - 1] == stops[k]) continue;
            const auto way = cheapest_way(city, stops[k - 1], stops[k], bus_cost);
            line.route.insert(line.route.end(), way.begin(), way.end());
        }
        if (!line.route.empty()) city.bus_lines.push_back(std::move(line));
    }
}

}  // namespace sd::recipe
