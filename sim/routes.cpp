#include "sim/routes.h"

#include <algorithm>

#include "sim/core/check.h"

namespace sd::traffic {
namespace {

constexpr float kUnreached = 3.0e38F;

/// Binary heap of (cost, node) packed in one number: non-negative floats order like their bits.
std::uint64_t pack(float cost_s, std::uint32_t node) {
    std::uint32_t bits = 0;
    static_assert(sizeof bits == sizeof cost_s);
    __builtin_memcpy(&bits, &cost_s, sizeof bits);
    return std::uint64_t{bits} << 32 | node;
}

float cost_of(std::uint64_t item) {
    const auto bits = static_cast<std::uint32_t>(item >> 32);
    float cost = 0.0F;
    __builtin_memcpy(&cost, &bits, sizeof cost);
    return cost;
}

std::uint8_t place_in_out(const Network& net, std::uint32_t edge) {
    const auto out = net.out(net.from[edge]);
    const auto it = std::lower_bound(out.begin(), out.end(), edge);
    const auto k = it - out.begin();
    SD_CHECK(k < kNoNext);
    return static_cast<std::uint8_t>(k);
}

/// Dijkstra backwards from the zone's node; equal costs settle by node number, so the tree is unique.
void grow_tree(RouteTable& table, const Network& net, std::uint32_t tree, RouteTable::Scratch& scratch) {
    const std::uint32_t zone = tree / kGroups;
    const std::size_t group = tree % kGroups;
    std::uint8_t* next = table.next.data() + std::size_t{tree} * table.nodes;
    const float* time = table.time_s.data() + group * net.edges;
    std::fill(next, next + table.nodes, kNoNext);
    scratch.cost_s.assign(table.nodes, kUnreached);
    auto& heap = scratch.heap;
    heap.clear();
    const std::uint32_t root = table.zone_node[zone];
    scratch.cost_s[root] = 0.0F;
    heap.push_back(pack(0.0F, root));
    const auto later = [](std::uint64_t a, std::uint64_t b) { return a > b; };
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), later);
        const std::uint64_t item = heap.back();
        heap.pop_back();
        const auto node = static_cast<std::uint32_t>(item);
        const float cost = cost_of(item);
        if (cost > scratch.cost_s[node]) continue;
        for (const std::uint32_t e : net.in(node)) {
            if (time[e] < 0.0F) continue;
            const std::uint32_t before = net.from[e];
            const float total = cost + time[e];
            if (!(total < scratch.cost_s[before])) continue;
            scratch.cost_s[before] = total;
            next[before] = place_in_out(net, e);
            heap.push_back(pack(total, before));
            std::push_heap(heap.begin(), heap.end(), later);
        }
    }
}

std::vector<std::uint8_t> flood_fill(const Network& net, std::uint32_t hub, bool forward) {
    std::vector<std::uint8_t> seen(net.nodes, 0);
    std::vector<std::uint32_t> stack{hub};
    seen[hub] = 1;
    while (!stack.empty()) {
        const std::uint32_t node = stack.back();
        stack.pop_back();
        for (const std::uint32_t e : forward ? net.out(node) : net.in(node)) {
            if (net.motorbike_only[e] != 0) continue;
            const std::uint32_t other = forward ? net.to[e] : net.from[e];
            if (seen[other] != 0) continue;
            seen[other] = 1;
            stack.push_back(other);
        }
    }
    return seen;
}

}  // namespace

RouteTable make_routes(const Network& net, std::vector<std::uint32_t> zone_nodes) {
    RouteTable table;
    table.nodes = net.nodes;
    table.zones = static_cast<std::uint32_t>(zone_nodes.size());
    table.zone_node = std::move(zone_nodes);
    table.next.assign(std::size_t{table.zones} * kGroups * table.nodes, kNoNext);
    table.time_s.assign(std::size_t{kGroups} * net.edges, 0.0F);
    for (std::uint32_t e = 0; e < net.edges; ++e) {
        const float free_s = net.length_m[e] / net.speed_m_s[e];
        table.time_s[e] = free_s;
        table.time_s[net.edges + e] = net.motorbike_only[e] != 0 ? -1.0F : free_s;
    }
    return table;
}

void refresh_routes(RouteTable& table, const Network& net, std::uint32_t trees, Parallel& parallel) {
    const std::uint32_t all = table.zones * kGroups;
    if (all == 0) return;
    trees = std::min(trees, all);
    if (table.scratch.size() < static_cast<std::size_t>(parallel.threads())) {
        table.scratch.resize(static_cast<std::size_t>(parallel.threads()));
        for (auto& s : table.scratch) {
            s.cost_s.reserve(net.nodes);
            s.heap.reserve(net.edges + 1);
        }
    }
    const std::uint32_t first = table.cursor;
    auto body = [&](Range range, int part) {
        for (int i = range.begin; i < range.end; ++i) {
            grow_tree(table, net, (first + static_cast<std::uint32_t>(i)) % all,
                      table.scratch[static_cast<std::size_t>(part)]);
        }
    };
    parallel.for_ranges(static_cast<int>(trees), body);
    table.cursor = (first + trees) % all;
    table.urgent -= std::min(table.urgent, trees);
}

std::vector<std::uint8_t> car_component(const Network& net, std::uint32_t hub) {
    std::vector<std::uint8_t> both = flood_fill(net, hub, true);
    const std::vector<std::uint8_t> back = flood_fill(net, hub, false);
    for (std::size_t n = 0; n < both.size(); ++n) both[n] = both[n] & back[n];
    return both;
}

}  // namespace sd::traffic
