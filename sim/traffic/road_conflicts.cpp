#include "sim/traffic/road_conflicts.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/polyline.h"

namespace sd::micro {

namespace {

constexpr double kApart_m = 2.5;  ///< paths closer than this share the road

/// What is known about a link before it is written to the flat columns.
struct Rule {
    std::vector<std::uint32_t> foes;   ///< links
    std::vector<std::uint32_t> lanes;  ///< internal, of foes
};

struct Rules {
    const Net& net;
    Road& road;
    std::vector<Rule> of;  ///< per link
};

/// The only link that leaves an internal lane.
std::uint32_t exit_of(const Road& road, std::uint32_t lane) {
    return road.lanes[lane].link_begin < road.lanes[lane].link_end ? road.lanes[lane].link_begin : kNone;
}

std::vector<std::uint32_t> links_by_request(const Road& road, const Junction& j) {
    std::vector<std::uint32_t> by(j.requests.size(), kNone);
    for (const std::uint32_t lane : j.incoming_lanes)
        for (std::uint32_t l = road.lanes[lane].link_begin; l < road.lanes[lane].link_end; ++l)
            if (road.links[l].request < by.size()) by[road.links[l].request] = l;
    return by;
}

bool bit(const std::vector<bool>& set, std::size_t i) { return i < set.size() && set[i]; }

void rule_of_entry(Rules& r, const Junction& j, const std::vector<std::uint32_t>& by, std::size_t request) {
    Road& road = r.road;
    const std::uint32_t self = by[request];
    Rule rule;
    for (std::size_t c = 0; c < by.size(); ++c) {
        if (by[c] == kNone) continue;
        const RoadLink& foe = road.links[by[c]];
        if (bit(j.requests[request].response, c)) {
            rule.foes.push_back(by[c]);
            const std::uint32_t inner = foe.via == kNone ? kNone : exit_of(road, foe.via);
            if (inner != kNone && road.links[inner].inner) rule.foes.push_back(inner);
        }
        if (bit(j.requests[request].foes, c) && c < j.internal_lanes.size()) {
            const std::uint32_t lane = j.internal_lanes[c];
            rule.lanes.push_back(lane);
            const std::uint32_t before = road.lanes[lane].before;
            if (bit(j.requests[request].response, c) && before != kNone && road.lanes[before].internal)
                rule.lanes.push_back(before);
        }
    }
    road.links[self].cont = j.requests[request].cont;
    r.of[self].foes = rule.foes;
    if (road.links[self].via == kNone || j.requests[request].cont) return;
    const std::uint32_t out = exit_of(road, road.links[self].via);
    if (out != kNone) r.of[out].lanes = rule.lanes;
}

/// An internal junction: the first incoming lane is where one waits, the others and the internal lanes are its foes.
void rule_of_inner(Rules& r, const Junction& j) {
    Road& road = r.road;
    if (j.incoming_lanes.empty()) return;
    const std::uint32_t self = exit_of(road, j.incoming_lanes.front());
    if (self == kNone || road.links[self].via == kNone) return;
    const RoadLink& entry = road.links[road.links[self].entry];
    Rule rule;
    for (const std::uint32_t lane : j.internal_lanes) {
        const std::uint32_t out = exit_of(road, lane);
        if (out == kNone) continue;
        if (road.links[out].inner) {
            const std::uint32_t foe = road.links[road.links[out].entry].request;
            if (road.responds(entry.junction, entry.request, foe)) rule.lanes.push_back(lane);
            rule.lanes.push_back(road.links[out].via);
        } else {
            rule.lanes.push_back(lane);
        }
    }
    for (std::size_t i = 1; i < j.incoming_lanes.size(); ++i) {
        const RoadLane& from = road.lanes[j.incoming_lanes[i]];
        for (std::uint32_t l = from.link_begin; l < from.link_end; ++l)
            if (std::find(j.internal_lanes.begin(), j.internal_lanes.end(), road.links[l].via) !=
                j.internal_lanes.end())
                rule.foes.push_back(l);
    }
    road.links[self].foes = true;
    r.of[self] = rule;
    const std::uint32_t out = exit_of(road, road.links[self].via);
    if (out != kNone) r.of[out].lanes = rule.lanes;
}

double scale_of(const Net& net, std::uint32_t lane) {
    const double drawn = length_of(net.lanes[lane].shape);
    return drawn > 1e-6 ? net.lanes[lane].length_m / drawn : 1.0;
}

/// Where `own` runs into `foe`: distance from that point to own's end, and how long the shared area is.
void cross(const Net& net, std::uint32_t own, std::uint32_t foe, Conflict& c) {
    const Lane& a = net.lanes[own];
    const Lane& b = net.lanes[foe];
    const auto at = meetings(a.shape, b.shape);
    c.crossing = !at.empty();
    if (at.empty()) {
        c.behind_m = a.length_m + kNoCrossing;
        c.size_m = b.width_m;
        return;
    }
    const auto back = meetings(b.shape, a.shape);
    const LocalXY g = heading_at(a.shape, at.back());
    const LocalXY h = heading_at(b.shape, back.empty() ? 0.0 : back.back());
    // a shallow angle makes the shared area long
    const double sine = std::max(0.2, std::abs(g.x_m * h.y_m - g.y_m * h.x_m));
    c.size_m = std::min(b.width_m * (2.0 / sine - 1.0), a.length_m);
    const double start = std::max(0.0, at.back() - c.size_m / 2.0);
    c.behind_m = a.length_m - start * scale_of(net, own);
}

Conflict conflict_of(const Net& net, const Road& road, std::uint32_t link, std::uint32_t foe) {
    const RoadLink& self = road.links[link];
    Conflict c;
    c.lane = foe;
    c.exit = exit_of(road, foe);
    const RoadLink& out = road.links[c.exit];
    c.same_target = self.to == out.to && !self.inner && !out.inner;
    c.same_source = road.lanes[self.from].before == road.lanes[foe].before;
    const RoadLink& self_entry = road.links[self.entry];
    const bool second = road.lanes[self.from].before != kNone && road.lanes[road.lanes[self.from].before].internal;
    (void)self_entry;
    c.waits = out.inner && !self.inner && !(self.exit && second);
    const auto& a = net.lanes[self.from].shape;
    const auto& b = net.lanes[foe].shape;
    if (self.to == out.to && !self.inner) {  // merges at the end
        const double apart = std::min(kApart_m, 0.5 * (net.lanes[self.from].width_m + net.lanes[foe].width_m));
        c.behind_m = shared_length(a, b, apart, false) * scale_of(net, self.from);
        c.size_m = net.lanes[foe].width_m;
    } else {
        cross(net, self.from, foe, c);
    }
    return c;
}

/// Paths that start on the same lane share the road until they part.
void add_siblings(const Net& net, const Road& road, std::uint32_t link, std::vector<Conflict>& out) {
    const RoadLink& self = road.links[link];
    const std::uint32_t before = road.lanes[self.from].before;
    if (before == kNone) return;
    for (std::uint32_t l = road.lanes[before].link_begin; l < road.lanes[before].link_end; ++l) {
        const std::uint32_t sibling = road.links[l].via;
        if (sibling == kNone || sibling == self.from) continue;
        Conflict c;
        c.lane = sibling;
        c.exit = exit_of(road, sibling);
        if (c.exit == kNone) continue;
        c.same_source = true;
        c.same_target = self.to == road.links[c.exit].to && !self.inner && !road.links[c.exit].inner;
        const double apart = std::min(kApart_m, 0.5 * (net.lanes[self.from].width_m + net.lanes[sibling].width_m));
        const double shared = shared_length(net.lanes[self.from].shape, net.lanes[sibling].shape, apart, true);
        c.behind_m = std::max(0.0, net.lanes[self.from].length_m - shared * scale_of(net, self.from));
        c.size_m = net.lanes[sibling].width_m;
        const auto same = std::find_if(out.begin(), out.end(), [&c](const Conflict& o) { return o.lane == c.lane; });
        if (same == out.end())
            out.push_back(c);
        else
            *same = c;
    }
}

/// The foe's side of a conflict: what the foe's own list says of us, or the same geometry seen from there.
void mirror(const Net& net, const Road& road, std::uint32_t link, Conflict& c,
            const std::vector<std::vector<Conflict>>& all) {
    const RoadLink& self = road.links[link];
    for (const Conflict& o : all[c.exit])
        if (o.lane == self.from) {
            c.foe_behind_m = o.behind_m;
            c.foe_size_m = o.size_m;
            return;
        }
    Conflict seen;
    cross(net, c.lane, self.from, seen);
    c.foe_behind_m = seen.crossing ? seen.behind_m : 0.0;
    c.foe_size_m = seen.crossing ? seen.size_m : 0.0;
}

}  // namespace

LocalXY heading_of_end(std::span<const LocalXY> line) { return heading_at(line, 1e18); }
LocalXY heading_of_start(std::span<const LocalXY> line) { return heading_at(line, 0.0); }

void lay_right_of_way(const Net& net, Road& road) {
    Rules rules{net, road, std::vector<Rule>(road.links.size())};
    for (const Junction& j : net.junctions) {
        if (j.type == JunctionType::Internal) continue;
        const auto by = links_by_request(road, j);
        bool any = false;
        for (const Request& q : j.requests)
            any = any || std::find(q.foes.begin(), q.foes.end(), true) != q.foes.end() ||
                  std::find(q.response.begin(), q.response.end(), true) != q.response.end();
        for (std::size_t q = 0; q < by.size(); ++q) {
            if (by[q] == kNone) continue;
            road.links[by[q]].foes = any;
            rule_of_entry(rules, j, by, q);
        }
    }
    for (const Junction& j : net.junctions)
        if (j.type == JunctionType::Internal) rule_of_inner(rules, j);

    std::vector<std::vector<Conflict>> all(road.links.size());
    for (std::size_t l = 0; l < road.links.size(); ++l) {
        const RoadLink& link = road.links[l];
        if (!road.lanes[link.from].internal) continue;
        for (const std::uint32_t foe : rules.of[l].lanes)
            if (exit_of(road, foe) != kNone)
                all[l].push_back(conflict_of(net, road, static_cast<std::uint32_t>(l), foe));
        add_siblings(net, road, static_cast<std::uint32_t>(l), all[l]);
    }
    for (std::size_t l = 0; l < road.links.size(); ++l) {
        RoadLink& link = road.links[l];
        link.conflict_begin = static_cast<std::uint32_t>(road.conflicts.size());
        for (Conflict c : all[l]) {
            mirror(net, road, static_cast<std::uint32_t>(l), c, all);
            road.conflicts.push_back(c);
        }
        link.conflict_end = static_cast<std::uint32_t>(road.conflicts.size());
        link.foe_begin = static_cast<std::uint32_t>(road.foes.size());
        for (const std::uint32_t f : rules.of[l].foes) {
            road.foes.push_back(f);
            road.links[f].watched = true;
        }
        link.foe_end = static_cast<std::uint32_t>(road.foes.size());
    }
}

}  // namespace sd::micro
