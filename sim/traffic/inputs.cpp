#include "sim/traffic/inputs.h"

#include <algorithm>
#include <cmath>

namespace sd::micro {

namespace {

constexpr double kLeastGrip = 0.05, kSlowest_m_s = 0.1;

float value_of(std::span<const float> column, std::size_t i, float otherwise) {
    return i < column.size() ? column[i] : otherwise;
}

}  // namespace

void set_inputs(State& s, const EdgeInputs& in) {
    for (std::size_t lane = 0; lane < s.road.lanes.size(); ++lane) {
        const std::uint32_t edge = s.road.lanes[lane].edge;
        s.lane_water_m[lane] = value_of(in.depth_m, edge, 0.0F);
        const double grip = std::clamp(static_cast<double>(value_of(in.friction, edge, 1.0F)), kLeastGrip, 1.0);
        // stopping distance grows with v² and falls with grip, so speed goes with its root
        s.limit_m_s[lane] = std::max(kSlowest_m_s, s.road.lanes[lane].speed_m_s * std::sqrt(grip));
    }
    for (std::size_t e = 0; e < s.edge_water_m.size(); ++e)
        s.edge_water_m[e] = e < in.closed.size() && in.closed[e] != 0 ? kShut_m : value_of(in.depth_m, e, 0.0F);
    for (std::size_t l = 0; l < s.road.links.size(); ++l) {
        const RoadLink& link = s.road.links[l];
        if (!s.road.lanes[link.from].internal) s.link_water_m[l] = s.edge_water_m[s.road.lanes[link.to].edge];
    }
    for (std::size_t i = 0; i < s.signals.size() && i < in.signal_powered.size(); ++i) {
        const bool powered = in.signal_powered[i] != 0;
        if (powered == s.signals[i].powered) continue;
        s.signals[i].powered = powered;
        s.signals[i].next_s = std::min(s.signals[i].next_s, s.now);
    }
}

}  // namespace sd::micro
