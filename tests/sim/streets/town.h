// Small towns, drawn street by street, and what every net that is made of one must hold.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/streets/streets.h"
#include "sim/traffic/polyline.h"

namespace sd::streets_test {

using micro::kNone;

/// How a street is built; widths are those of its lanes.
struct Build {
    int lanes = 1;
    RoadClass cls = RoadClass::Residential;
    double speed_m_s = 11.0;
    double lane_m = 3.5;
    bool motorbike_only = false;
};

struct Town {
    City city;

    std::uint32_t node(double x_m, double y_m, float cycle_s = 0.0F) {
        RoadNode n;
        n.at = {x_m, y_m};
        n.signal = cycle_s > 0.0F;
        n.cycle_s = cycle_s;
        city.nodes.push_back(n);
        return static_cast<std::uint32_t>(city.nodes.size() - 1);
    }

    std::uint32_t one_way(std::uint32_t a, std::uint32_t b, const Build& build = {}, std::vector<LocalXY> line = {}) {
        RoadEdge e;
        e.from = NodeId{a};
        e.to = NodeId{b};
        e.cls = build.cls;
        e.lanes = static_cast<std::uint8_t>(build.lanes);
        e.width_m = static_cast<float>(build.lane_m * build.lanes);
        e.speed_m_s = static_cast<float>(build.speed_m_s);
        e.motorbike_only = build.motorbike_only;
        e.line = line.empty() ? std::vector<LocalXY>{city.nodes[a].at, city.nodes[b].at} : std::move(line);
        e.length_m = static_cast<float>(micro::length_of(e.line));
        city.edges.push_back(e);
        return static_cast<std::uint32_t>(city.edges.size() - 1);
    }

    /// Both directions; the first edge leads from a to b.
    std::uint32_t street(std::uint32_t a, std::uint32_t b, const Build& build = {}, std::vector<LocalXY> line = {}) {
        const std::uint32_t there = one_way(a, b, build, line);
        std::reverse(line.begin(), line.end());
        const std::uint32_t back = one_way(b, a, build, line);
        city.edges[there].reverse = EdgeId{back};
        city.edges[back].reverse = EdgeId{there};
        return there;
    }
};

struct StarArm {
    double angle_deg = 0.0;
    Build build;
};
/// Streets of 200 m from node 0 outwards: edge 2i leads out along arm i, edge 2i + 1 in. Arms within 45° of east or
/// west are green first.
inline Town star(const std::vector<StarArm>& arms, float cycle_s = 0.0F, double length_m = 200.0) {
    Town town;
    town.node(500.0, 500.0, cycle_s);
    for (const StarArm& arm : arms) {
        const double rad = arm.angle_deg * 3.14159265358979 / 180.0;
        const double x = std::cos(rad), y = std::sin(rad);
        const std::uint32_t end = town.node(500.0 + length_m * x, 500.0 + length_m * y);
        const std::uint32_t out = town.street(0, end, arm.build);
        town.city.edges[out + 1].green_phase = std::abs(x) > 0.7 ? 0 : 1;
    }
    return town;
}
/// East, north, west, south.
inline Town four_arms(const Build& east_west, const Build& north_south, float cycle_s = 0.0F) {
    return star({{0.0, east_west}, {90.0, north_south}, {180.0, east_west}, {270.0, north_south}}, cycle_s);
}
inline constexpr std::uint32_t kEast = 0, kNorth = 2, kWest = 4, kSouth = 6;  ///< edges that lead out
inline constexpr std::uint32_t kIn = 1;                                       ///< added: those that lead in

inline std::vector<const micro::Link*> links_between(const micro::Net& net, std::uint32_t in, std::uint32_t out) {
    std::vector<const micro::Link*> found;
    for (const micro::Link& l : net.links)
        if (net.lanes[l.from_lane].edge == in && net.lanes[l.to_lane].edge == out) found.push_back(&l);
    return found;
}

inline double apart(LocalXY a, LocalXY b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

inline std::string bad_lane(const micro::Net& net, const micro::Lane& lane) {
    if (lane.shape.size() < 2) return lane.id + ": no shape";
    for (const LocalXY p : lane.shape)
        if (!std::isfinite(p.x_m) || !std::isfinite(p.y_m)) return lane.id + ": a point nowhere";
    const bool inside = net.edges[lane.edge].function == micro::EdgeFunction::Internal;
    if (!(lane.length_m >= (inside ? 0.1 : 1.0))) return lane.id + ": too short";
    if (!(lane.speed_m_s > 0.0) || !(lane.width_m > 0.0)) return lane.id + ": no speed or width";
    return {};
}

/// The rows of right of way of one junction.
inline std::string bad_requests(const micro::Junction& j) {
    const std::size_t n = j.requests.size();
    for (std::size_t a = 0; a < n; ++a) {
        const micro::Request& r = j.requests[a];
        if (r.response.size() != n || r.foes.size() != n) return j.id + ": rows of another length";
        if (r.foes[a] || r.response[a]) return j.id + ": a way that is its own foe";
        for (std::size_t b = 0; b < n; ++b) {
            const micro::Request& q = j.requests[b];
            if (r.foes[b] != q.foes[a]) return j.id + ": foes on one side only";
            if (r.response[b] && !r.foes[b]) return j.id + ": waits for somebody who is no foe";
            if (r.response[b] && q.response[a]) return j.id + ": each waits for the other";
            if (r.foes[b] && !r.response[b] && !q.response[a]) return j.id + ": foes of whom neither waits";
        }
    }
    return {};
}

/// Links in the order of lanes, their ways over the junction, their signals.
inline std::string bad_links(const micro::Net& net, std::uint32_t node) {
    const micro::Junction& j = net.junctions[node];
    std::vector<const micro::Link*> entering;
    for (const std::uint32_t lane : j.incoming_lanes)
        for (const micro::Link& l : net.links)
            if (l.from_lane == lane) entering.push_back(&l);
    if (entering.size() != j.requests.size() || entering.size() != j.internal_lanes.size())
        return j.id + ": links, requests and internal lanes do not match";
    for (std::size_t k = 0; k < entering.size(); ++k) {
        const micro::Link& l = *entering[k];
        if (l.request != k || l.junction != node || l.via_lane == kNone) return j.id + ": a link out of order";
        std::uint32_t inside = l.via_lane;
        LocalXY at = net.lanes[l.from_lane].shape.back();
        for (int hop = 0; inside != kNone; ++hop) {
            if (hop > 1) return j.id + ": a way in too many parts";
            if (apart(net.lanes[inside].shape.front(), at) > 1e-6) return j.id + ": a way that begins elsewhere";
            at = net.lanes[inside].shape.back();
            const auto next = std::find_if(net.links.begin(), net.links.end(),
                                           [&](const micro::Link& m) { return m.from_lane == inside; });
            if (next == net.links.end() || next->to_lane != l.to_lane) return j.id + ": a way that leads elsewhere";
            if (next->via_lane == kNone && inside != j.internal_lanes[k]) return j.id + ": not its internal lane";
            inside = next->via_lane;
        }
        if (apart(net.lanes[l.to_lane].shape.front(), at) > 1e-6) return j.id + ": a way that ends elsewhere";
        if (l.signal == kNone) continue;
        for (const micro::Phase& p : net.signals[l.signal].programs.front().phases)
            if (l.signal_index >= p.state.size() || p.duration_s <= 0.0) return j.id + ": a phase without its link";
    }
    return {};
}

/// Every pair of edges is joined, every lane leads on, and lanes go to different lanes where there are enough.
inline std::string bad_turns(const micro::Net& net, const City& city) {
    std::vector<std::vector<const micro::Link*>> of_edge(city.edges.size());
    for (const micro::Link& l : net.links)
        if (net.lanes[l.from_lane].edge < city.edges.size()) of_edge[net.lanes[l.from_lane].edge].push_back(&l);
    std::vector<std::vector<std::uint32_t>> leaving(city.nodes.size());
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) leaving[city.edges[e].from.at()].push_back(e);
    for (std::uint32_t in = 0; in < city.edges.size(); ++in) {
        const micro::Edge& edge = net.edges[in];
        std::vector<int> ways(edge.lanes, 0);
        for (const std::uint32_t out : leaving[city.edges[in].to.at()]) {
            std::vector<std::uint32_t> lanes, into;
            for (const micro::Link* l : of_edge[in]) {
                if (net.lanes[l->to_lane].edge != out) continue;
                lanes.push_back(net.lanes[l->from_lane].index);
                into.push_back(l->to_lane);
                ++ways[lanes.back()];
            }
            if (lanes.empty()) return edge.id + ": no way into " + net.edges[out].id;
            if (!std::is_sorted(into.begin(), into.end())) return edge.id + ": lanes cross";
            into.erase(std::unique(into.begin(), into.end()), into.end());
            if (into.size() != std::min<std::size_t>(lanes.size(), net.edges[out].lanes))
                return edge.id + ": lanes merge into " + net.edges[out].id + " without need";
        }
        if (!leaving[city.edges[in].to.at()].empty() && std::find(ways.begin(), ways.end(), 0) != ways.end())
            return edge.id + ": a lane that leads nowhere";
    }
    return {};
}

/// The first thing wrong with a net; empty if nothing is.
inline std::string first_fault(const micro::Net& net, const City& city) {
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        const micro::Edge& edge = net.edges[e];
        if (edge.from != city.edges[e].from.index || edge.to != city.edges[e].to.index) return edge.id + ": its ends";
        if (edge.lanes != city.edges[e].lanes) return edge.id + ": its lanes";
    }
    for (const micro::Lane& lane : net.lanes)
        if (const std::string bad = bad_lane(net, lane); !bad.empty()) return bad;
    for (const micro::Junction& j : net.junctions)
        if (const std::string bad = bad_requests(j); !bad.empty()) return bad;
    return bad_turns(net, city);
}

/// Two ways from one edge that cross; empty if none do.
inline std::string crossing_ways(const micro::Net& net) {
    for (const micro::Link& a : net.links)
        for (const micro::Link& b : net.links) {
            if (a.request == kNone || b.request == kNone || net.lanes[a.from_lane].edge != net.lanes[b.from_lane].edge)
                continue;
            if (a.from_lane >= b.from_lane || a.to_lane == b.to_lane) continue;
            if (!micro::meetings(net.lanes[a.via_lane].shape, net.lanes[b.via_lane].shape).empty())
                return net.lanes[a.via_lane].id + " crosses " + net.lanes[b.via_lane].id;
        }
    return {};
}

}  // namespace sd::streets_test
