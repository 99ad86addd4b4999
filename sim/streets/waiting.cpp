#include "sim/streets/waiting.h"

#include <algorithm>

#include "sim/traffic/polyline.h"

namespace sd::streets {
namespace {

constexpr double kLeastRoom_m = 2.0;  ///< for a motorbike

/// How far one can follow `turn` without coming into the way of `foe`.
double free_m(const Turn& turn, const Turn& foe, double foe_width_m) {
    const auto at = micro::meetings(turn.shape, foe.shape);
    const double meets_m = at.empty() ? turn.length_m : at.front();
    return meets_m - 0.5 * foe_width_m;
}

}  // namespace

std::vector<double> waiting_places(const Ground& g, std::uint32_t node, const std::vector<Turn>& turns,
                                   const std::vector<micro::Request>& requests) {
    std::vector<double> places(turns.size(), 0.0);
    if (!signalled(g.city.nodes[node])) return places;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        if (!turns[t].left()) continue;
        bool waits = false;
        double place_m = turns[t].length_m;
        for (std::size_t f = 0; f < turns.size(); ++f) {
            if (!requests[t].foes[f]) continue;
            waits = waits || (requests[t].response[f] && together(g, turns[t], turns[f]));
            const RoadEdge& edge = g.city.edges[turns[f].in];
            place_m = std::min(place_m, free_m(turns[t], turns[f], static_cast<double>(edge.width_m) / edge.lanes));
        }
        if (waits && place_m >= kLeastRoom_m) places[t] = place_m;
    }
    return places;
}

}  // namespace sd::streets
