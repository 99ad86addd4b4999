#include "sim/city/road_graph.h"

#include <algorithm>
#include <queue>

namespace sd {
namespace {

std::vector<std::vector<std::uint32_t>> edges_by_node(const City& city, bool outgoing) {
    std::vector<std::vector<std::uint32_t>> out(city.nodes.size());
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        out[outgoing ? city.edges[e].from.at() : city.edges[e].to.at()].push_back(e);
    }
    return out;
}

// Depth-first order of leaving, without recursion.
void leave_order(const City& city, const std::vector<std::vector<std::uint32_t>>& out, std::uint32_t start,
                 std::vector<std::uint8_t>& seen, std::vector<std::uint32_t>& order) {
    std::vector<std::pair<std::uint32_t, std::size_t>> stack{{start, 0}};
    seen[start] = 1;
    while (!stack.empty()) {
        auto& [node, next] = stack.back();
        if (next == out[node].size()) {
            order.push_back(node);
            stack.pop_back();
            continue;
        }
        const std::uint32_t to = city.edges[out[node][next++]].to.index;
        if (seen[to] != 0) continue;
        seen[to] = 1;
        stack.emplace_back(to, 0);
    }
}

}  // namespace

// Kosaraju: leave order on the graph, then flooding of the reversed graph.
std::vector<std::uint32_t> strong_components(const City& city, std::uint32_t* count) {
    const auto out = edges_by_node(city, true);
    const auto in = edges_by_node(city, false);
    std::vector<std::uint8_t> seen(city.nodes.size(), 0);
    std::vector<std::uint32_t> order;
    for (std::uint32_t n = 0; n < city.nodes.size(); ++n) {
        if (seen[n] == 0) leave_order(city, out, n, seen, order);
    }
    constexpr std::uint32_t kNone = 0xFFFF'FFFFu;
    std::vector<std::uint32_t> component(city.nodes.size(), kNone);
    std::uint32_t number = 0;
    std::vector<std::uint32_t> stack;
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        if (component[*it] != kNone) continue;
        stack.assign(1, *it);
        component[*it] = number;
        while (!stack.empty()) {
            const std::uint32_t node = stack.back();
            stack.pop_back();
            for (const std::uint32_t e : in[node]) {
                const std::uint32_t before = city.edges[e].from.index;
                if (component[before] != kNone) continue;
                component[before] = number;
                stack.push_back(before);
            }
        }
        ++number;
    }
    *count = number;
    return component;
}

Renumbering keep_largest_component(City& city) {
    std::uint32_t count = 0;
    const auto component = strong_components(city, &count);
    if (count == 0) return {};
    std::vector<std::uint32_t> size(count, 0);
    for (const std::uint32_t c : component) ++size[c];
    const auto largest = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
    std::vector<NodeId> node_to(city.nodes.size());
    std::vector<RoadNode> nodes;
    for (std::size_t n = 0; n < city.nodes.size(); ++n) {
        if (component[n] != largest) continue;
        node_to[n] = {static_cast<std::uint32_t>(nodes.size())};
        nodes.push_back(city.nodes[n]);
    }
    std::vector<EdgeId> edge_to(city.edges.size());
    std::vector<RoadEdge> edges;
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        RoadEdge& edge = city.edges[e];
        if (!node_to[edge.from.at()].valid() || !node_to[edge.to.at()].valid()) continue;
        edge_to[e] = {static_cast<std::uint32_t>(edges.size())};
        edge.from = node_to[edge.from.at()];
        edge.to = node_to[edge.to.at()];
        edges.push_back(std::move(edge));
    }
    for (RoadEdge& edge : edges) {
        if (edge.reverse.valid()) edge.reverse = edge_to[edge.reverse.at()];
    }
    city.nodes = std::move(nodes);
    city.edges = std::move(edges);
    return {std::move(node_to), std::move(edge_to)};
}

std::vector<EdgeId> cheapest_way(const City& city, NodeId from, NodeId to,
                                 const std::function<double(const RoadEdge&)>& cost) {
    const auto out = edges_by_node(city, true);
    std::vector<double> best(city.nodes.size(), 1.0e30);
    std::vector<EdgeId> by(city.nodes.size());
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    best[from.at()] = 0.0;
    open.emplace(0.0, from.index);
    while (!open.empty()) {
        const auto [so_far, node] = open.top();
        open.pop();
        if (node == to.index) break;
        if (so_far > best[node]) continue;
        for (const std::uint32_t e : out[node]) {
            const double total = so_far + cost(city.edges[e]);
            const std::size_t next = city.edges[e].to.at();
            if (total >= best[next]) continue;
            best[next] = total;
            by[next] = {e};
            open.emplace(total, city.edges[e].to.index);
        }
    }
    std::vector<EdgeId> way;
    for (NodeId n = to; n != from && by[n.at()].valid(); n = city.edges[by[n.at()].at()].from)
        way.push_back(by[n.at()]);
    std::reverse(way.begin(), way.end());
    return way;
}

}  // namespace sd
