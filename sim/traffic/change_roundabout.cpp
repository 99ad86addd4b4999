#include "sim/traffic/change.h"

namespace sd::micro {

namespace {

constexpr double kLookAhead_m = 300.0;
constexpr double kVehicle_m = 7.5;
constexpr double kWeight = 9.0;

std::span<const std::uint32_t> lanes_of(const State& s, const BestLane& b) {
    return {s.best.lanes.data() + b.lane_begin, b.lane_end - b.lane_begin};
}

/// Junctions of the roundabout that will be passed; 0 if the inner lane ends before the exit.
int junctions_ahead(const Wish& w, std::span<const std::uint32_t> inner, std::span<const std::uint32_t> best) {
    const State& s = *w.x.s;
    int ahead = 0;
    bool entered = false;
    double seen = -w.car.pos_m;
    for (std::size_t i = 0; i < best.size(); ++i) {
        const RoadLane& lane = s.road.lanes[best[i]];
        if ((!entered || lane.roundabout) && i >= inner.size()) return 0;
        if (seen > kLookAhead_m) return 0;
        if (lane.roundabout) {
            entered = true;
            if (s.road.junction_degree[s.road.edge_junction[lane.edge]] > 2) ++ahead;
        } else if (entered) {
            break;
        }
        seen += lane.length_m;
    }
    return ahead;
}

double via_load(const State& s, std::uint32_t from, std::uint32_t to, double& length) {
    if (from == kNone) return 0.0;
    const std::uint32_t link = s.road.link_to(from, to);
    if (link == kNone || s.road.links[link].via == kNone) return 0.0;
    length = s.road.lanes[s.road.links[link].via].length_m;
    return s.brutto_m[s.road.links[link].via];
}

}  // namespace

double roundabout_bonus(const Wish& w, const BestLane& inner_row, const BestLane& best_row) {
    const State& s = *w.x.s;
    if (!s.road.roundabouts) return 0.0;
    const auto inner = lanes_of(s, inner_row), best = lanes_of(s, best_row);
    const int ahead = junctions_ahead(w, inner, best);
    if (ahead < 2) return 0.0;
    double outer_m = 0.0, inner_m = 0.0, round_m = 0.0;
    std::uint32_t before = kNone, before_inner = kNone;
    bool entered = false;
    for (std::size_t i = 0; i < best.size(); ++i) {
        const RoadLane& lane = s.road.lanes[best[i]];
        if (lane.roundabout)
            entered = true;
        else if (entered)
            break;
        double via_m = 0.0;
        outer_m += via_load(s, before, best[i], via_m);
        if (entered) round_m += lane.length_m + via_m;
        // what is behind us on this edge does not count
        const double share = lane.edge == w.x.edge ? (lane.length_m - w.car.pos_m) / lane.length_m : 1.0;
        outer_m += share * s.brutto_m[best[i]];
        before = best[i];
        if (i >= inner.size()) continue;
        double ignored = 0.0;
        inner_m += share * s.brutto_m[inner[i]] + via_load(s, before_inner, inner[i], ignored);
        before_inner = inner[i];
    }
    const double most = std::max(inner_m, outer_m);
    if (most == 0.0) return 0.0;
    const double bonus = ahead * kVehicle_m;
    const double jam = std::max(0.0, (outer_m - inner_m + bonus) / (most + bonus));
    return round_m * jam * w.d.cooperative * kWeight;
}

}  // namespace sd::micro
