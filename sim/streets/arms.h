// Streets as seen from their nodes, and how far their lanes have to keep from each other there.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/traffic/net.h"

namespace sd::streets {

using micro::kNone;

/// One street at a node: the edge that arrives and the edge that leaves, either may be missing.
struct Arm {
    std::uint32_t in = kNone, out = kNone;
    LocalXY away;            ///< unit heading from the node into the street
    double angle_rad = 0.0;  ///< of `away`
    double left_m = 0.0;     ///< from the line to the carriageway's rims, looking away from the node
    double right_m = 0.0;    ///<
    double cut_m = 0.0;      ///< how far before the node its lanes end, along the line
};

/// What everything else is made from.
struct Ground {
    const City& city;
    std::vector<std::vector<LocalXY>> lines;   ///< per edge, without points that coincide; never of no length
    std::vector<double> drawn_m;               ///< their lengths
    std::vector<std::uint32_t> partner;        ///< per edge: the other direction of the same street, kNone for one-way
    std::vector<std::vector<Arm>> arms;        ///< per node, counter-clockwise
    std::vector<double> cut_from_m, cut_to_m;  ///< per edge
};

[[nodiscard]] inline bool signalled(const RoadNode& node) { return node.signal && node.cycle_s > 0.0F; }

[[nodiscard]] Ground survey(const City& city);

/// From the line to the middle of a lane, right positive. The two directions of a street share one line and keep right
/// of it; a one-way street lies around it.
[[nodiscard]] double lateral_m(const Ground& ground, std::uint32_t edge, std::uint32_t lane);

}  // namespace sd::streets
