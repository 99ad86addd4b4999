// Which way to go: for every destination zone and vehicle group a tree of next edges over the whole network, on
// current travel times. Vehicles carry only their zone, so closing a street reroutes everybody without touching them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/traffic_network.h"

namespace sd::traffic {

/// Motorbikes may use hẻm and stop earlier in water; everybody else counts as a car.
enum class Group : std::uint8_t { Motorbike, Car };
inline constexpr int kGroups = 2;
inline constexpr std::uint16_t kNoZone = 0xFFFF;  ///< drives on for ever, always into the first edge out
inline constexpr std::uint8_t kNoNext = 0xFF;

struct RouteTable {
    std::uint32_t nodes = 0;
    std::uint32_t zones = 0;
    std::vector<std::uint32_t> zone_node;
    std::vector<std::uint8_t> next;  ///< [(zone · kGroups + group) · nodes + node]: place in out(node)
    std::vector<float> time_s;       ///< per group and edge: travel time, negative = impassable
    std::uint32_t cursor = 0;        ///< next tree of the round
    std::uint32_t urgent = 0;        ///< trees left to do at the faster pace after a closure

    struct Scratch {
        std::vector<float> cost_s;
        std::vector<std::uint64_t> heap;
    };
    std::vector<Scratch> scratch;  ///< one per part; not state

    /// Edge to take at `node`; kNone if the zone cannot be reached or the node is the zone's.
    [[nodiscard]] std::uint32_t next_edge(const Network& net, std::uint32_t node, std::uint16_t zone,
                                          Group group) const {
        if (zone == kNoZone) return net.out(node).empty() ? kNone : net.out(node)[0];
        const std::uint8_t k = next[(std::size_t{zone} * kGroups + static_cast<std::size_t>(group)) * nodes + node];
        return k == kNoNext ? kNone : net.out(node)[k];
    }
    [[nodiscard]] float edge_time_s(Group group, std::uint32_t edge) const {
        return time_s[static_cast<std::size_t>(group) * (time_s.size() / kGroups) + edge];
    }
};

[[nodiscard]] RouteTable make_routes(const Network& net, std::vector<std::uint32_t> zone_nodes);

/// Recomputes `trees` trees, continuing the round. Equal for every thread count.
void refresh_routes(RouteTable& table, const Network& net, std::uint32_t trees, Parallel& parallel);

/// Nodes that can reach and be reached from `hub` by cars: destinations and car trips stay inside it.
[[nodiscard]] std::vector<std::uint8_t> car_component(const Network& net, std::uint32_t hub);

}  // namespace sd::traffic
