// The city's streets as the traffic engine drives on them: lanes, turns, right of way and signal programs, made from
// the public map. What netconvert does to a map for SUMO, for a city that keeps right.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/traffic/net.h"

namespace sd::streets {

/// Edge e of the net is city.edges[e], junction n is city.nodes[n]; internal edges follow, then the internal junctions
/// at which left turns wait. From every edge that arrives at a node there is a way into every edge that leaves it. The
/// same city gives the same net on every compiler.
[[nodiscard]] micro::Net make_net(const City& city);

/// Per node: the signal of the net that stands there, kNone without one.
[[nodiscard]] std::vector<std::uint32_t> signal_of_node(const micro::Net& net, const City& city);

}  // namespace sd::streets
