// A crossing of two two-lane streets with right of way, signals or nothing, and traffic over it: small enough to think
// about, with everything a junction has.
#pragma once

#include <string>

#include "sim/traffic/case.h"

namespace sd::micro {

enum class Control { Priority, Signal };

/// The net of a town while it is laid.
struct Layer {
    Net& net;
    std::uint32_t n = 1;  ///< lanes

    std::uint32_t edge(const std::string& id, std::uint32_t from, std::uint32_t to, LocalXY a, LocalXY b,
                       double length) {
        Edge e;
        e.id = id;
        e.from = from;
        e.to = to;
        e.function = from == kNone ? EdgeFunction::Internal : EdgeFunction::Normal;
        e.lane_begin = static_cast<std::uint32_t>(net.lanes.size());
        e.lanes = n;
        const double dx = (b.x_m - a.x_m) / length, dy = (b.y_m - a.y_m) / length;
        for (std::uint32_t k = 0; k < n; ++k) {
            Lane lane;
            lane.id = id + "_" + std::to_string(k);
            lane.edge = static_cast<std::uint32_t>(net.edges.size());
            lane.index = k;
            lane.length_m = length;
            const double off = 3.2 * (n - k) - 1.6;  // to the right of the line
            lane.shape = {{a.x_m + dy * off, a.y_m - dx * off}, {b.x_m + dy * off, b.y_m - dx * off}};
            net.lanes.push_back(lane);
        }
        net.edges.push_back(e);
        return static_cast<std::uint32_t>(net.edges.size() - 1);
    }
};

/// The way of stream `i` over the junction: links in, and their rows of the right-of-way matrix.
inline void lay_stream(Net& net, std::uint32_t i, std::uint32_t n, const std::uint32_t edges[3], Control control) {
    Junction& j = net.junctions[0];
    for (std::uint32_t k = 0; k < n; ++k) {
        const std::uint32_t r = i * n + k;
        Link link;
        link.from_lane = net.edges[edges[0]].lane_begin + k;
        link.via_lane = net.edges[edges[1]].lane_begin + k;
        link.to_lane = net.edges[edges[2]].lane_begin + k;
        link.junction = 0;
        link.request = r;
        link.state = i == 0 || control == Control::Signal ? LinkState::Major : LinkState::Minor;
        if (control == Control::Signal) link.signal = 0, link.signal_index = r;
        net.links.push_back(link);
        Link out;
        out.from_lane = link.via_lane;
        out.to_lane = link.to_lane;
        out.junction = 0;
        net.links.push_back(out);
        j.incoming_lanes.push_back(link.from_lane);
        j.internal_lanes.push_back(link.via_lane);
        j.requests[r].response.assign(2 * n, false);
        j.requests[r].foes.assign(2 * n, false);
        for (std::uint32_t f = 0; f < n; ++f) {
            j.requests[r].foes[(1 - i) * n + f] = true;
            j.requests[r].response[(1 - i) * n + f] = i == 1 && control == Control::Priority;
        }
    }
}

inline SignalProgram program(std::uint32_t n) {
    SignalProgram p;
    p.id = "0";
    const std::string go(n, 'G'), caution(n, 'y'), halt(n, 'r');
    for (const auto& [state, seconds] :
         {std::pair{go + halt, 27.0}, {caution + halt, 3.0}, {halt + go, 27.0}, {halt + caution, 3.0}}) {
        Phase phase;
        phase.state = state;
        phase.duration_s = phase.min_s = phase.max_s = seconds;
        p.phases.push_back(phase);
    }
    return p;
}

/// Four arms of 200 m with `lanes` lanes each; west–east has priority. Straight on only, through internal lanes of 16
/// m. Edges: west, east, south, north, then the insides. Ten minutes of demand, on random lanes.
inline Case crossing(Control control, int lanes, double per_hour) {
    Case c;
    Net& net = c.net;
    net.file = "crossing";
    net.junctions.resize(5);
    const auto n = static_cast<std::uint32_t>(lanes);
    net.junctions[0].id = "0";
    net.junctions[0].requests.resize(2 * n);
    Layer lay{net, n};
    const std::uint32_t west = lay.edge("west", 1, 0, {-208, 0}, {-8, 0}, 200.0);
    const std::uint32_t east = lay.edge("east", 0, 2, {8, 0}, {208, 0}, 200.0);
    const std::uint32_t south = lay.edge("south", 3, 0, {0, -208}, {0, -8}, 200.0);
    const std::uint32_t north = lay.edge("north", 0, 4, {0, 8}, {0, 208}, 200.0);
    const std::uint32_t across = lay.edge(":0_0", kNone, kNone, {-8, 0}, {8, 0}, 16.0);
    const std::uint32_t up = lay.edge(":0_1", kNone, kNone, {0, -8}, {0, 8}, 16.0);
    const std::uint32_t ways[2][3] = {{west, across, east}, {south, up, north}};
    for (std::uint32_t i = 0; i < 2; ++i) lay_stream(net, i, n, ways[i], control);
    if (control == Control::Signal) net.signals.push_back({"0", {program(n)}});
    VehicleType car;
    car.id = "car";
    c.demand.types.push_back(car);
    for (std::uint32_t i = 0; i < 2; ++i) {
        Route r;
        r.edges = {ways[i][0], ways[i][2]};
        c.demand.routes.push_back(r);
        Departure d;
        d.id = "f" + std::to_string(i);
        d.type = 0;
        d.route = i;
        d.flow = true;
        d.end_s = 600.0;
        d.period_s = 3600.0 / per_hour;
        d.entry.lane = DepartLane::Random;
        d.entry.speed = DepartSpeed::Max;
        c.demand.departures.push_back(d);
    }
    c.options.end_s = 900.0;
    return c;
}

}  // namespace sd::micro
