#include "sim/streets/inside.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/streets/curve.h"
#include "sim/streets/waiting.h"

namespace sd::streets {
namespace {

struct Writer {
    const Ground& ground;
    std::uint32_t node;
    const std::vector<Turn>& turns;
    const RightOfWay& rules;
    std::vector<double> places;  ///< per turn: where it waits inside, 0 for none
    micro::Net& net;
    std::vector<std::uint32_t> first;  ///< per turn: its internal lane, or the first of two

    [[nodiscard]] std::uint32_t lane_of(std::uint32_t edge, std::uint32_t index) const {
        return net.edges[edge].lane_begin + index;
    }

    void add_edge(std::size_t number) {
        micro::Edge edge;
        edge.id = ":n" + std::to_string(node) + "_" + std::to_string(number);
        edge.function = micro::EdgeFunction::Internal;
        edge.lane_begin = static_cast<std::uint32_t>(net.lanes.size());
        net.edges.push_back(std::move(edge));
    }

    /// A lane of the last edge, along a part of a turn.
    std::uint32_t add_lane(const Turn& turn, double from_m, double to_m) {
        micro::Edge& edge = net.edges.back();
        const micro::Lane& in = net.lanes[lane_of(turn.in, turn.in_lane)];
        micro::Lane lane;
        lane.id = edge.id + "_" + std::to_string(edge.lanes);
        lane.edge = static_cast<std::uint32_t>(net.edges.size() - 1);
        lane.index = edge.lanes++;
        lane.length_m = to_m - from_m;
        lane.speed_m_s = turn.speed_m_s;
        lane.width_m = in.width_m;
        lane.allow = in.allow & net.lanes[lane_of(turn.out, turn.out_lane)].allow;
        lane.shape = lane.length_m < turn.length_m ? part_of(turn.shape, from_m, to_m) : turn.shape;
        net.lanes.push_back(std::move(lane));
        return static_cast<std::uint32_t>(net.lanes.size() - 1);
    }

    void add_link(const Turn& turn, std::uint32_t from, std::uint32_t via, micro::LinkState state) {
        micro::Link link;
        link.from_lane = from;
        link.to_lane = lane_of(turn.out, turn.out_lane);
        link.via_lane = via;
        link.junction = node;
        link.dir = turn.dir;
        link.state = state;
        net.links.push_back(link);
    }

    /// Internal edges take the number of their first way; ways of one pair of streets lie on one edge.
    void add_entries(std::uint32_t signal) {
        for (std::size_t t = 0; t < turns.size(); ++t) {
            const Turn& turn = turns[t];
            if (t == 0 || turns[t - 1].in != turn.in || turns[t - 1].out != turn.out) add_edge(t);
            first.push_back(add_lane(turn, 0.0, places[t] > 0.0 ? places[t] : turn.length_m));
            add_link(turn, lane_of(turn.in, turn.in_lane), first[t], rules.states[t]);
            micro::Link& link = net.links.back();
            link.request = static_cast<std::uint32_t>(t);
            link.signal = signal;
            link.signal_index = signal == kNone ? 0 : link.request;
            link.keep_clear = ground.arms[node].size() > 2;  // queues stand across mere bends
        }
    }

    /// Where turn `t` waits: its first part ends there; whom it waits for; whose ways lie ahead.
    void add_waiting_place(std::size_t t, LocalXY at, const std::string& id) {
        micro::Junction place;
        place.id = id;
        place.type = micro::JunctionType::Internal;
        place.at = at;
        place.incoming_lanes.push_back(first[t]);
        for (std::size_t f = 0; f < turns.size(); ++f) {
            if (!rules.requests[t].foes[f]) continue;
            place.internal_lanes.push_back(first[f]);
            if (!rules.requests[t].response[f] || !together(ground, turns[t], turns[f])) continue;
            const std::uint32_t in = lane_of(turns[f].in, turns[f].in_lane);
            if (place.incoming_lanes.back() != in) place.incoming_lanes.push_back(in);
        }
        net.junctions.push_back(std::move(place));
    }

    void add_exits() {
        std::size_t number = turns.size();
        for (std::size_t t = 0; t < turns.size(); ++t) {
            std::uint32_t last = first[t];
            if (places[t] > 0.0) {
                add_edge(number++);
                last = add_lane(turns[t], places[t], turns[t].length_m);
                add_link(turns[t], first[t], last, micro::LinkState::Minor);
                add_waiting_place(t, net.lanes[last].shape.front(), net.lanes[last].id);
            }
            add_link(turns[t], last, kNone, micro::LinkState::Major);
            net.junctions[node].internal_lanes.push_back(last);
        }
    }
};

}  // namespace

void lay_inside(const Ground& g, std::uint32_t node, const std::vector<Turn>& turns, RightOfWay rules,
                std::uint32_t signal, micro::Net& net) {
    Writer writer{g, node, turns, rules, waiting_places(g, node, turns, rules.requests), net, {}};
    writer.add_entries(signal);
    writer.add_exits();
    for (std::size_t t = 0; t < turns.size(); ++t) rules.requests[t].cont = writer.places[t] > 0.0;
    micro::Junction& junction = net.junctions[node];
    for (const Arm& arm : g.arms[node]) {
        if (arm.in == kNone) continue;
        for (std::uint32_t k = 0; k < net.edges[arm.in].lanes; ++k)
            junction.incoming_lanes.push_back(writer.lane_of(arm.in, k));
    }
    junction.type = rules.type;
    junction.requests = std::move(rules.requests);
}

}  // namespace sd::streets
