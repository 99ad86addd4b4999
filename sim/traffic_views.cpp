// What others read of the traffic: totals, detectors, buses, pictures, hash.
#include <algorithm>

#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr float kFreeWeight = 0.02F;  ///< of the free speed among measured ones: decides only when nearly nobody came

template <class T>
std::span<const T> taken(const State& s, const std::vector<T>& column, std::uint32_t lane) {
    return {column.data() + s.net.slot_begin[lane], s.lanes.count[lane]};
}

/// Radians from east, counter-clockwise.
float heading_angle(const Pose& pose) {
    return static_cast<float>(math::atan2(static_cast<double>(pose.heading_y), static_cast<double>(pose.heading_x)));
}

}  // namespace

Counts counts(const State& s) {
    Counts c;
    c.departed = s.departed;
    c.abandoned = s.abandoned;
    c.teleports = s.teleports;
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        c.arrived += s.detectors.arrived[e];
        c.stalled += s.detectors.stalled[e];
    }
    for (const std::uint32_t w : s.demand.waiting) c.held += w;
    c.inside = static_cast<std::uint32_t>(c.departed - c.arrived - c.abandoned);
    c.in_motion = c.inside - std::min(c.inside, c.stalled);
    return c;
}

double edge_count(const State& s, EdgeId edge) { return s.detectors.passed[edge.at()]; }
double edge_count_motorbike(const State& s, EdgeId edge) { return s.detectors.passed_motorbikes[edge.at()]; }

double edge_speed_m_s(const State& s, EdgeId edge) {
    const float free = s.net.speed_m_s[edge.at()];
    const float speed =
        (s.detectors.flow_speed[edge.at()] + kFreeWeight * free) / (s.detectors.flow_weight[edge.at()] + kFreeWeight);
    return static_cast<double>(speed);
}

double edge_occupancy(const State& s, EdgeId edge) { return static_cast<double>(s.detectors.occupancy[edge.at()]); }

double edge_vehicles(const State& s, EdgeId edge) {
    double n = 0.0;
    for (std::uint32_t lane = s.net.lane_begin[edge.at()]; lane < s.net.lane_begin[edge.at() + 1]; ++lane) {
        n += s.lanes.count[lane];
    }
    return n;
}

double edge_stalled(const State& s, EdgeId edge) { return s.detectors.stalled[edge.at()]; }

bool edge_open(const State& s, EdgeId edge) {
    const Group group = s.net.motorbike_only[edge.at()] != 0 ? Group::Motorbike : Group::Car;
    return s.barred[static_cast<std::size_t>(group)][edge.at()] == 0;
}

void stalled_near(const State& s, std::vector<float>& out) {
    out.assign(s.demand.cells, 0.0F);
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        if (s.detectors.stalled[e] == 0 || s.net.cell[e] == kNone) continue;
        out[s.net.cell[e]] += static_cast<float>(s.detectors.stalled[e]);
    }
}

std::uint32_t bus_slots(const State& s) { return static_cast<std::uint32_t>(s.buses.line.size()); }

BusView bus(const State& s, std::uint32_t slot) {
    BusView view;
    const std::uint32_t line = s.buses.line[slot];
    if (s.buses.route_begin[line] == s.buses.route_begin[line + 1]) return view;
    const std::uint32_t edge = s.buses.route[s.buses.route_begin[line] + s.buses.at[slot]];
    view.edge = EdgeId{edge};
    Pose pose = pose_at(s.net, edge, s.net.lane_begin[edge], 0.0F, 0b111);
    if (s.buses.on_road[slot] != 0) {
        for (std::uint32_t lane = s.net.lane_begin[edge]; lane < s.net.lane_begin[edge + 1]; ++lane) {
            const std::uint32_t begin = s.net.slot_begin[lane];
            for (std::uint32_t k = begin; k < begin + s.lanes.count[lane]; ++k) {
                if (s.lanes.vehicle[k] != slot) continue;
                pose = pose_at(s.net, edge, lane, s.lanes.pos_m[k], s.lanes.mask[k]);
                view.speed_m_s = s.lanes.speed_m_s[k];
                view.in_service = true;
            }
        }
    }
    view.x_m = pose.x_m;
    view.y_m = pose.y_m;
    return view;
}

void fill(VehicleColumns& out, const State& s, const City&) {
    std::size_t n = 0;
    for (const std::uint16_t count : s.lanes.count) n += count;
    out.id.resize(n);
    out.x_m.resize(n);
    out.y_m.resize(n);
    out.heading_rad.resize(n);
    out.speed_m_s.resize(n);
    out.kind.resize(n);
    std::size_t i = 0;
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        for (std::uint32_t lane = s.net.lane_begin[e]; lane < s.net.lane_begin[e + 1]; ++lane) {
            const std::uint32_t begin = s.net.slot_begin[lane];
            for (std::uint32_t k = begin; k < begin + s.lanes.count[lane]; ++k, ++i) {
                const Pose pose = pose_at(s.net, e, lane, s.lanes.pos_m[k], s.lanes.mask[k]);
                out.id[i] = s.lanes.vehicle[k];
                out.x_m[i] = pose.x_m;
                out.y_m[i] = pose.y_m;
                out.heading_rad[i] = heading_angle(pose);
                out.speed_m_s[i] = s.lanes.speed_m_s[k];
                out.kind[i] = s.lanes.kind[k];
            }
        }
    }
}

void fill(EdgeColumns& out, const State& s, const City&) {
    out.speed_m_s.resize(s.net.edges);
    out.vehicles.resize(s.net.edges);
    out.open.resize(s.net.edges);
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        out.speed_m_s[e] = static_cast<float>(edge_speed_m_s(s, {e}));
        out.vehicles[e] = static_cast<float>(edge_vehicles(s, {e}));
        out.open[e] = edge_open(s, {e}) ? 1 : 0;
    }
}

std::uint64_t hash(const State& s) {
    StateHash h;
    h.add(std::span<const std::uint16_t>(s.lanes.count));
    for (std::uint32_t lane = 0; lane < s.net.lanes; ++lane) {
        if (s.lanes.count[lane] == 0) continue;
        h.add(taken(s, s.lanes.pos_m, lane));
        h.add(taken(s, s.lanes.speed_m_s, lane));
        h.add(taken(s, s.lanes.vehicle, lane));
        h.add(taken(s, s.lanes.mask, lane));
    }
    h.add(std::span<const std::uint16_t>(s.vehicles.zone));
    h.add(std::span<const std::uint16_t>(s.vehicles.waited));
    h.add(std::span<const std::uint8_t>(s.turns.axis));
    h.add(std::span<const std::uint16_t>(s.turns.served));
    h.add(std::span<const std::uint32_t>(s.detectors.passed));
    h.add(std::span<const float>(s.detectors.flow_speed));
    h.add(std::span<const float>(s.detectors.occupancy));
    h.add(std::span<const std::uint32_t>(s.demand.waiting));
    h.add(std::span<const std::uint32_t>(s.buses.at));
    h.add(std::span<const float>(s.buses.dwell_s));
    h.add(s.routes.cursor);
    h.add(s.departed);
    h.add(s.abandoned);
    h.add(s.teleports);
    h.add(s.trips);
    h.add(s.tick);
    return h.value();
}

}  // namespace sd::traffic
