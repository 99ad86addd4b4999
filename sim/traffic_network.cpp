#include "sim/traffic_network.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace sd::traffic {
namespace {

struct Heading {
    float x = 1.0F;
    float y = 0.0F;
};

Heading heading_of(LocalXY a, LocalXY b) {
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double d = std::sqrt(dx * dx + dy * dy);
    if (d < 1e-6) return {};
    return {static_cast<float>(dx / d), static_cast<float>(dy / d)};
}

/// One motorbike needs about a metre of width [TCVN: 0.7 m handlebar + clearance].
std::uint8_t tracks_of(float lane_width_m) {
    return static_cast<std::uint8_t>(std::clamp(static_cast<int>(lane_width_m / 1.0F), 1, kTracks));
}

/// As many as fit when motorbikes stand in a jam at 2.4 m spacing on every track.
std::uint32_t capacity_of(float length_m, std::uint8_t tracks) {
    return std::min<std::uint32_t>(
        60'000, static_cast<std::uint32_t>(length_m * static_cast<float>(tracks) / 2.4F) + 4U + tracks);
}

void add_edge(Network& net, const RoadEdge& edge) {
    SD_CHECK(edge.line.size() >= 2 && edge.lanes >= 1);
    net.from.push_back(edge.from.index);
    net.to.push_back(edge.to.index);
    net.reverse.push_back(edge.reverse.index);
    const float length = std::max(edge.length_m, 2.0F);
    net.length_m.push_back(length);
    net.speed_m_s.push_back(std::max(edge.speed_m_s, 1.0F));
    const float lane_width = edge.width_m / static_cast<float>(edge.lanes);
    net.width_m.push_back(lane_width);
    net.tracks.push_back(tracks_of(lane_width));
    net.motorbike_only.push_back(edge.motorbike_only ? 1 : 0);
    net.rank.push_back(static_cast<std::uint8_t>(edge.cls));
    net.green_phase.push_back(edge.green_phase % 2);
    const auto n = edge.line.size();
    const Heading first = heading_of(edge.line[0], edge.line[1]);
    const Heading last = heading_of(edge.line[n - 2], edge.line[n - 1]);
    net.out_x.push_back(first.x);
    net.out_y.push_back(first.y);
    net.in_x.push_back(last.x);
    net.in_y.push_back(last.y);
    // The two directions of a street share one centre line and keep right of it; a one-way street lies around it.
    net.lateral_m.push_back(edge.reverse.valid() ? 0.0F : -0.5F * edge.width_m);
    for (int l = 0; l < edge.lanes; ++l) {
        net.slot_begin.push_back(net.slots);
        net.slots += capacity_of(length, net.tracks.back());
        ++net.lanes;
    }
    net.lane_begin.push_back(net.lanes);
}

void add_line(Network& net, const RoadEdge& edge, float length_m) {
    double drawn = 0.0;
    const auto begin = net.line_x.size();
    for (std::size_t i = 0; i < edge.line.size(); ++i) {
        if (i > 0) {
            const double dx = edge.line[i].x_m - edge.line[i - 1].x_m;
            const double dy = edge.line[i].y_m - edge.line[i - 1].y_m;
            drawn += std::sqrt(dx * dx + dy * dy);
        }
        net.line_x.push_back(static_cast<float>(edge.line[i].x_m));
        net.line_y.push_back(static_cast<float>(edge.line[i].y_m));
        net.line_at_m.push_back(static_cast<float>(drawn));
    }
    const float scale = drawn > 0.0 ? static_cast<float>(length_m / drawn) : 1.0F;
    for (std::size_t i = begin; i < net.line_at_m.size(); ++i) net.line_at_m[i] *= scale;
    net.line_begin.push_back(static_cast<std::uint32_t>(net.line_x.size()));
}

void compress(std::uint32_t nodes, const std::vector<std::uint32_t>& key, std::vector<std::uint32_t>& begin,
              std::vector<std::uint32_t>& list) {
    begin.assign(nodes + 1, 0);
    for (const std::uint32_t k : key) ++begin[k + 1];
    for (std::uint32_t n = 0; n < nodes; ++n) begin[n + 1] += begin[n];
    list.resize(key.size());
    std::vector<std::uint32_t> at(begin.begin(), begin.end() - 1);
    for (std::uint32_t e = 0; e < key.size(); ++e) list[at[key[e]]++] = e;
}

/// The first approach of the most important road defines stream 0; whoever comes across belongs to stream 1.
void find_axes(Network& net) {
    net.axis.assign(net.edges, 0);
    net.junction.assign(net.nodes, 0);
    for (std::uint32_t n = 0; n < net.nodes; ++n) {
        const auto in = net.in(n);
        std::uint32_t main = kNone;
        std::uint32_t neighbours = 0;
        for (std::size_t i = 0; i < in.size(); ++i) {
            if (main == kNone || net.rank[in[i]] < net.rank[main]) main = in[i];
            bool seen = false;
            for (std::size_t j = 0; j < i; ++j) seen = seen || net.from[in[j]] == net.from[in[i]];
            if (!seen) ++neighbours;
        }
        bool crossing = false;
        for (const std::uint32_t e : in) {
            const float cosine = net.in_x[e] * net.in_x[main] + net.in_y[e] * net.in_y[main];
            net.axis[e] = std::fabs(cosine) > 0.7F ? 0 : 1;
            crossing = crossing || net.axis[e] != 0;
        }
        const bool one_way_merge = neighbours == 2 && net.out(n).size() == 1;
        net.junction[n] = crossing && (neighbours > 2 || one_way_merge) ? 1 : 0;
    }
}

/// Signals joined by a street too short to store a queue get one clock; otherwise each would cut the other's green.
void group_signals(Network& net) {
    constexpr float kNear_m = 90.0F;
    net.signal_group.resize(net.nodes);
    for (std::uint32_t n = 0; n < net.nodes; ++n) net.signal_group[n] = n;
    bool changed = true;
    while (changed) {
        changed = false;
        for (std::uint32_t e = 0; e < net.edges; ++e) {
            const std::uint32_t a = net.from[e];
            const std::uint32_t b = net.to[e];
            if (net.length_m[e] > kNear_m || net.signal[a] == 0 || net.signal[b] == 0) continue;
            const std::uint32_t lowest = std::min(net.signal_group[a], net.signal_group[b]);
            changed = changed || net.signal_group[a] != lowest || net.signal_group[b] != lowest;
            net.signal_group[a] = lowest;
            net.signal_group[b] = lowest;
        }
    }
}

void find_cells(Network& net, const City& city) {
    net.cell.assign(net.edges, kNone);
    for (std::uint32_t e = 0; e < net.edges; ++e) {
        const LocalXY a = city.nodes[net.from[e]].at;
        const LocalXY b = city.nodes[net.to[e]].at;
        const double x = 0.5 * (a.x_m + b.x_m);
        const double y = 0.5 * (a.y_m + b.y_m);
        double best = 1e30;
        for (std::uint32_t c = 0; c < city.population.size(); ++c) {
            const double dx = city.population[c].at.x_m - x;
            const double dy = city.population[c].at.y_m - y;
            const double d2 = dx * dx + dy * dy;
            if (d2 < best) {
                best = d2;
                net.cell[e] = c;
            }
        }
    }
}

}  // namespace

Network make_network(const City& city) {
    Network net;
    net.nodes = static_cast<std::uint32_t>(city.nodes.size());
    net.edges = static_cast<std::uint32_t>(city.edges.size());
    net.lane_begin.push_back(0);
    net.line_begin.push_back(0);
    for (const RoadEdge& edge : city.edges) {
        SD_CHECK(edge.from.at() < city.nodes.size() && edge.to.at() < city.nodes.size());
        add_edge(net, edge);
        add_line(net, edge, net.length_m.back());
    }
    net.slot_begin.push_back(net.slots);
    for (const RoadNode& node : city.nodes) {
        net.signal.push_back(node.signal && node.cycle_s > 0.0F ? 1 : 0);
        net.cycle_s.push_back(node.cycle_s);
    }
    compress(net.nodes, net.to, net.in_begin, net.in_list);
    compress(net.nodes, net.from, net.out_begin, net.out_list);
    find_axes(net);
    group_signals(net);
    find_cells(net, city);
    return net;
}

Pose pose_at(const Network& net, std::uint32_t edge, std::uint32_t lane, float pos_m, std::uint8_t mask) {
    const std::uint32_t begin = net.line_begin[edge];
    const std::uint32_t last = net.line_begin[edge + 1] - 1;
    std::uint32_t k = begin;
    while (k + 2 <= last && net.line_at_m[k + 1] < pos_m) ++k;
    const float dx = net.line_x[k + 1] - net.line_x[k];
    const float dy = net.line_y[k + 1] - net.line_y[k];
    const float span = net.line_at_m[k + 1] - net.line_at_m[k];
    const float drawn = std::sqrt(dx * dx + dy * dy);
    const float along = span > 0.0F ? (pos_m - net.line_at_m[k]) / span : 0.0F;
    Pose pose;
    if (drawn > 0.0F) {
        pose.heading_x = dx / drawn;
        pose.heading_y = dy / drawn;
    }
    const std::uint32_t first = net.lane_begin[edge];
    const std::uint32_t lanes = net.lane_begin[edge + 1] - first;
    const float width = net.width_m[edge];
    const auto tracks = static_cast<float>(net.tracks[edge]);
    float track_sum = 0.0F;
    float track_count = 0.0F;
    for (int t = 0; t < net.tracks[edge]; ++t) {
        if ((mask >> t & 1) == 0) continue;
        track_sum += static_cast<float>(t);
        track_count += 1.0F;
    }
    const float track = track_count > 0.0F ? track_sum / track_count : 0.0F;
    const float from_left = (static_cast<float>(lanes - 1 - (lane - first)) + 0.5F) * width +
                            (0.5F * (tracks - 1.0F) - track) * width / tracks;
    const float right = net.lateral_m[edge] + from_left;
    pose.x_m = net.line_x[k] + dx * along + pose.heading_y * right;
    pose.y_m = net.line_y[k] + dy * along - pose.heading_x * right;
    return pose;
}

}  // namespace sd::traffic
