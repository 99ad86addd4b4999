#include "sim/streets/lanes.h"

#include <algorithm>
#include <string>

#include "sim/streets/curve.h"
#include "sim/streets/plane.h"
#include "sim/traffic/polyline.h"

namespace sd::streets {
namespace {

using micro::bit_of;
using micro::VClass;

constexpr double kLeastLength_m = 1.0;
constexpr double kLeastSpeed_m_s = 1.0;
constexpr double kLeastWidth_m = 0.5;

constexpr micro::ClassSet kRoad =
    micro::kAllClasses & ~(bit_of(VClass::Tram) | bit_of(VClass::RailUrban) | bit_of(VClass::Rail) |
                           bit_of(VClass::RailElectric) | bit_of(VClass::RailFast) | bit_of(VClass::Ship));
/// A hẻm is too narrow for whatever has four wheels.
constexpr micro::ClassSet kAlley = bit_of(VClass::Ignoring) | bit_of(VClass::Pedestrian) | bit_of(VClass::Motorcycle) |
                                   bit_of(VClass::Moped) | bit_of(VClass::Bicycle);

const char* type_of(RoadClass cls) {
    constexpr const char* kTypes[] = {"motorway", "trunk",       "primary", "secondary",
                                      "tertiary", "residential", "hem",     "ferry"};
    static_assert(std::size(kTypes) == static_cast<std::size_t>(RoadClass::Count));
    return kTypes[static_cast<std::size_t>(cls)];
}

/// The line moved sideways, right positive. Corners keep their distance up to a sharp angle.
std::vector<LocalXY> beside(const std::vector<LocalXY>& line, double right_m) {
    constexpr double kSharp = 0.4;  // 1 + cosine of the turn
    std::vector<LocalXY> out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const LocalXY before = i > 0 ? minus(line[i], line[i - 1]) : minus(line[1], line[0]);
        const LocalXY behind = i + 1 < line.size() ? minus(line[i + 1], line[i]) : before;
        const LocalXY a = times(before, 1.0 / std::max(norm(before), 1e-9));
        const LocalXY b = times(behind, 1.0 / std::max(norm(behind), 1e-9));
        const LocalXY side = right_of(plus(a, b));
        out.push_back(plus(line[i], times(side, right_m / std::max(1.0 + dot(a, b), kSharp))));
    }
    return out;
}

void lay_edge(const Ground& g, std::uint32_t e, micro::Net& net) {
    const RoadEdge& from = g.city.edges[e];
    micro::Edge edge;
    edge.id = "e" + std::to_string(e);
    edge.name = from.name;
    edge.type = type_of(from.cls);
    edge.from = from.from.index;
    edge.to = from.to.index;
    edge.priority = static_cast<int>(RoadClass::Count) - static_cast<int>(from.cls);
    edge.shape = g.lines[e];
    edge.lane_begin = static_cast<std::uint32_t>(net.lanes.size());
    edge.lanes = from.lanes;
    const auto middle = part_of(g.lines[e], g.cut_from_m[e], g.drawn_m[e] - g.cut_to_m[e]);
    const double scale = from.length_m > 0.0F ? static_cast<double>(from.length_m) / g.drawn_m[e] : 1.0;
    for (std::uint32_t k = 0; k < edge.lanes; ++k) {
        micro::Lane lane;
        lane.id = edge.id + "_" + std::to_string(k);
        lane.edge = e;
        lane.index = k;
        lane.length_m = std::max(kLeastLength_m, micro::length_of(middle) * scale);
        lane.speed_m_s = std::max(kLeastSpeed_m_s, static_cast<double>(from.speed_m_s));
        lane.width_m = std::max(kLeastWidth_m, static_cast<double>(from.width_m) / static_cast<double>(from.lanes));
        lane.allow = from.motorbike_only ? kAlley : kRoad;
        lane.shape = beside(middle, lateral_m(g, e, k));
        net.lanes.push_back(std::move(lane));
    }
    net.edges.push_back(std::move(edge));
}

/// The rims of the streets where their lanes end, around the node.
std::vector<LocalXY> outline_of(const Ground& g, const std::vector<Arm>& arms) {
    std::vector<LocalXY> outline;
    for (const Arm& arm : arms) {
        const bool leaves = arm.out != kNone;
        const std::uint32_t e = leaves ? arm.out : arm.in;
        const double at_m = leaves ? g.cut_from_m[e] : g.drawn_m[e] - g.cut_to_m[e];
        const LocalXY middle = micro::point_at(g.lines[e], at_m);
        const LocalXY right = right_of(times(micro::heading_at(g.lines[e], at_m), leaves ? 1.0 : -1.0));
        outline.push_back(plus(middle, times(right, arm.right_m)));
        outline.push_back(minus(middle, times(right, arm.left_m)));
    }
    return outline;
}

}  // namespace

void lay_lanes(const Ground& g, micro::Net& net) {
    for (std::uint32_t e = 0; e < g.city.edges.size(); ++e) lay_edge(g, e, net);
    for (std::size_t n = 0; n < g.city.nodes.size(); ++n) {
        micro::Junction junction;
        junction.id = "n" + std::to_string(n);
        junction.at = g.city.nodes[n].at;
        junction.shape = outline_of(g, g.arms[n]);
        net.junctions.push_back(std::move(junction));
    }
}

}  // namespace sd::streets
