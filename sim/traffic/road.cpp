#include "sim/traffic/road.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic/road_conflicts.h"

namespace sd::micro {

namespace {

void lay_lanes(const Net& net, Road& road) {
    road.lanes.resize(net.lanes.size());
    for (std::size_t i = 0; i < net.lanes.size(); ++i) {
        const Lane& from = net.lanes[i];
        RoadLane& lane = road.lanes[i];
        lane.length_m = from.length_m;
        lane.speed_m_s = from.speed_m_s;
        lane.width_m = from.width_m;
        lane.allow = from.allow;
        lane.edge = from.edge;
        lane.index = from.index;
        const Edge& edge = net.edges[from.edge];
        lane.internal = edge.function == EdgeFunction::Internal;
        if (!from.shape.empty()) lane.x_m = from.shape.front().x_m, lane.y_m = from.shape.front().y_m;
        if (from.index + 1 < edge.lanes) lane.left = static_cast<std::uint32_t>(i) + 1;
        if (from.index > 0) lane.right = static_cast<std::uint32_t>(i) - 1;
        // braking from 1.5 × the limit with 2.5 m/s² bounds what has to be looked at upstream, at most a kilometre
        const double fast = lane.speed_m_s * 1.5;
        lane.reach_m = std::min(1000.0, fast * fast * 0.5 / 2.5);
    }
    for (const Roundabout& r : net.roundabouts)
        for (const std::uint32_t e : r.edges)
            for (std::uint32_t k = 0; k < net.edges[e].lanes; ++k)
                road.lanes[net.edges[e].lane_begin + k].roundabout = true;
}

void lay_links(const Net& net, Road& road) {
    std::vector<std::uint32_t> order(net.links.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
    std::stable_sort(order.begin(), order.end(), [&net](std::uint32_t a, std::uint32_t b) {
        return net.links[a].from_lane < net.links[b].from_lane;
    });
    road.links.resize(order.size());
    road.link_of_net.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Link& from = net.links[order[i]];
        RoadLink& link = road.links[i];
        road.link_of_net[order[i]] = static_cast<std::uint32_t>(i);
        link.from = from.from_lane;
        link.to = from.to_lane;
        link.via = from.via_lane;
        link.next = from.via_lane == kNone ? from.to_lane : from.via_lane;
        link.junction = from.junction;
        link.request = from.request;
        link.signal = from.signal;
        link.signal_index = from.signal_index;
        link.visibility_m = from.visibility_m;
        link.dir = from.dir;
        link.state = from.state;
        link.keep_clear = from.keep_clear;
        link.length_m = from.via_lane == kNone ? 0.0 : net.lanes[from.via_lane].length_m;
        const bool inside = road.lanes[from.from_lane].internal;
        link.inner = inside && from.via_lane != kNone;
        link.exit = inside && from.via_lane == kNone;
    }
    std::size_t at = 0;
    for (std::size_t lane = 0; lane < road.lanes.size(); ++lane) {
        road.lanes[lane].link_begin = static_cast<std::uint32_t>(at);
        while (at < road.links.size() && road.links[at].from == lane) ++at;
        road.lanes[lane].link_end = static_cast<std::uint32_t>(at);
    }
}

void lay_incoming(Road& road) {
    std::vector<std::vector<std::uint32_t>> in(road.lanes.size());
    for (std::size_t i = 0; i < road.links.size(); ++i) in[road.links[i].next].push_back(static_cast<std::uint32_t>(i));
    for (std::size_t lane = 0; lane < in.size(); ++lane) {
        road.lanes[lane].in_begin = static_cast<std::uint32_t>(road.in_links.size());
        road.in_links.insert(road.in_links.end(), in[lane].begin(), in[lane].end());
        road.lanes[lane].in_end = static_cast<std::uint32_t>(road.in_links.size());
    }
    // entry links: follow internal lanes back to the normal one
    for (std::size_t i = 0; i < road.links.size(); ++i) {
        std::uint32_t link = static_cast<std::uint32_t>(i);
        for (int hop = 0; hop < 8 && road.lanes[road.links[link].from].internal; ++hop) {
            const auto before = road.in_of(road.lanes[road.links[link].from]);
            if (before.empty()) break;
            link = before.front();
        }
        road.links[i].entry = link;
    }
    for (std::size_t i = 0; i < road.links.size(); ++i) {
        if (road.links[i].via == kNone) continue;
        RoadLane& via = road.lanes[road.links[i].via];
        via.entry = road.links[i].entry;
        via.junction = road.links[i].junction;
        via.before = road.links[i].from;
    }
}

double turn_of(const Road& road, const Net& net, std::uint32_t link) {
    const auto& a = net.lanes[road.links[link].from].shape;
    const auto& b = net.lanes[road.links[link].to].shape;
    if (a.size() < 2 || b.size() < 2) return 0.0;
    const auto h = heading_of_end(a);
    const auto g = heading_of_start(b);
    return 1.0 - (h.x_m * g.x_m + h.y_m * g.y_m);
}

/// The lane a normal lane continues most naturally: the straightest way in.
void lay_before(const Net& net, Road& road) {
    for (RoadLane& lane : road.lanes) {
        if (lane.internal) continue;
        double best = 1e9;
        for (const std::uint32_t link : road.in_of(lane)) {
            const double turn = turn_of(road, net, road.links[link].entry);
            if (turn >= best) continue;
            best = turn;
            lane.before = road.links[link].from;
        }
    }
}

void lay_edges(const Net& net, Road& road) {
    const std::size_t n = net.edges.size();
    std::vector<std::vector<std::uint32_t>> next(n);
    for (const RoadLink& link : road.links) {
        if (road.lanes[link.from].internal) continue;
        next[road.lanes[link.from].edge].push_back(road.lanes[link.to].edge);
    }
    road.edge_next_begin.push_back(0);
    road.junction_degree.assign(net.junctions.size(), 0);
    road.roundabouts = !net.roundabouts.empty();
    for (std::size_t e = 0; e < n; ++e) {
        const Edge& edge = net.edges[e];
        road.edge_lane_begin.push_back(edge.lane_begin);
        road.edge_lanes.push_back(edge.lanes);
        road.edge_length_m.push_back(edge.lanes > 0 ? net.lanes[edge.lane_begin].length_m : 0.0);
        road.edge_junction.push_back(edge.to);
        if (edge.function == EdgeFunction::Normal) {
            if (edge.from != kNone) ++road.junction_degree[edge.from];
            if (edge.to != kNone) ++road.junction_degree[edge.to];
        }
        road.edge_internal.push_back(edge.function == EdgeFunction::Internal ? 1 : 0);
        std::sort(next[e].begin(), next[e].end());
        next[e].erase(std::unique(next[e].begin(), next[e].end()), next[e].end());
        road.edge_next.insert(road.edge_next.end(), next[e].begin(), next[e].end());
        road.edge_next_begin.push_back(static_cast<std::uint32_t>(road.edge_next.size()));
    }
}

void lay_response(const Net& net, Road& road) {
    for (const Junction& j : net.junctions) {
        const auto n = j.requests.size();
        std::vector<bool> rows(n * n, false);
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t f = 0; f < n && f < j.requests[r].response.size(); ++f)
                rows[r * n + f] = j.requests[r].response[f];
        road.response.push_back(std::move(rows));
        road.requests.push_back(static_cast<std::uint32_t>(n));
    }
}

}  // namespace

std::uint32_t Road::link_to(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t l = lanes[from].link_begin; l < lanes[from].link_end; ++l)
        if (links[l].to == to) return l;
    return kNone;
}

Road make_road(const Net& net) {
    Road road;
    lay_lanes(net, road);
    lay_links(net, road);
    lay_incoming(road);
    lay_before(net, road);
    lay_edges(net, road);
    lay_response(net, road);
    lay_right_of_way(net, road);
    return road;
}

}  // namespace sd::micro
