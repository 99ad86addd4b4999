// Connectivity of the road network and shortest ways for the makers of cities (models have their own routing).
#pragma once

#include <functional>
#include <vector>

#include "sim/city/city.h"

namespace sd {

/// Number of the strongly connected component of every node; nodes without edges get their own.
[[nodiscard]] std::vector<std::uint32_t> strong_components(const City& city, std::uint32_t* count);

/// New ids of old nodes and edges; invalid for what was dropped.
struct Renumbering {
    std::vector<NodeId> node;
    std::vector<EdgeId> edge;
};

/// Drops every node and edge outside the largest strongly connected component and renumbers nodes, edges and their
/// `reverse`. Whatever else refers to nodes or edges is the caller's to renumber.
Renumbering keep_largest_component(City& city);

/// Edges of the cheapest way (Dijkstra, ties by edge number); empty if there is none.
[[nodiscard]] std::vector<EdgeId> cheapest_way(const City& city, NodeId from, NodeId to,
                                               const std::function<double(const RoadEdge&)>& cost);

}  // namespace sd
