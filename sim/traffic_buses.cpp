// City buses: fixed slots that follow their line's walk of edges, and leave the road where it is impassable.
#include <algorithm>

#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr float kLayover_s = 60.0F;
constexpr float kGiveUp_s = 60.0F;  ///< waits this long before a barred street, then leaves the road
constexpr float kFirstStop_m = 150.0F;

std::uint32_t route_length(const State& s, std::uint32_t line) {
    return s.buses.route_begin[line + 1] - s.buses.route_begin[line];
}

std::uint32_t edge_of(const State& s, std::uint32_t bus) {
    return s.buses.route[s.buses.route_begin[s.buses.line[bus]] + s.buses.at[bus]];
}

bool barred(const State& s, std::uint32_t edge) { return s.barred[static_cast<std::size_t>(Group::Car)][edge] != 0; }

void enter(State& s, std::uint32_t bus, float pos_m) {
    const std::uint32_t edge = edge_of(s, bus);
    const Entry entry = best_entry(s, edge, VehicleKind::Bus, 0, 0);
    if (entry.lane == kNone || barred(s, edge)) return;
    Row row{std::min(pos_m, s.net.length_m[edge]), 0.0F, 1.0F, bus, VehicleKind::Bus,
            mask_of(s, edge, VehicleKind::Bus, 0)};
    if (!has_room(s, entry.lane, row, 1.0F, 1.0F, 0.8F)) return;
    insert_row(s, entry.lane, row);
    s.buses.on_road[bus] = 1;
    s.vehicles.waited[bus] = 0;
}

/// Advances to the next street of the route that is passable; stays if none is.
void skip_barred(State& s, std::uint32_t bus) {
    const std::uint32_t line = s.buses.line[bus];
    const std::uint32_t length = route_length(s, line);
    for (std::uint32_t k = 0; k < length; ++k) {
        const std::uint32_t at = (s.buses.at[bus] + k) % length;
        if (barred(s, s.buses.route[s.buses.route_begin[line] + at])) continue;
        s.buses.at[bus] = at;
        return;
    }
}

void leave_if_barred(State& s, std::uint32_t bus, float dt_s) {
    const std::uint32_t edge = edge_of(s, bus);
    const Onward way = onward(s, edge, bus, VehicleKind::Bus);
    const float waited_s = static_cast<float>(s.vehicles.waited[bus]) * dt_s;
    const bool shut = way.edge != kNone && barred(s, way.edge) && waited_s > kGiveUp_s;
    const bool jammed = static_cast<double>(waited_s) > s.config.teleport_after_s;
    if (!shut && !jammed) return;
    for (std::uint32_t lane = s.net.lane_begin[edge]; lane < s.net.lane_begin[edge + 1]; ++lane) {
        const std::uint32_t begin = s.net.slot_begin[lane];
        for (std::uint32_t k = begin; k < begin + s.lanes.count[lane]; ++k) {
            if (s.lanes.vehicle[k] != bus) continue;
            remove_slot(s, lane, k);
            s.buses.on_road[bus] = 0;
            s.buses.parked_s[bus] = kLayover_s;
            s.buses.at[bus] = (s.buses.at[bus] + 1) % route_length(s, s.buses.line[bus]);
            return;
        }
    }
}

}  // namespace

void make_buses(State& s, const City& city) {
    s.buses.route_begin.push_back(0);
    std::uint32_t line_number = 0;
    for (const BusLine& line : city.bus_lines) {
        for (const EdgeId e : line.route) s.buses.route.push_back(e.index);
        s.buses.route_begin.push_back(static_cast<std::uint32_t>(s.buses.route.size()));
        for (int k = 0; k < line.buses; ++k) {
            s.buses.line.push_back(line_number);
            const auto length = static_cast<std::uint32_t>(line.route.size());
            s.buses.at.push_back(length * static_cast<std::uint32_t>(k) / static_cast<std::uint32_t>(line.buses));
            s.buses.to_stop_m.push_back(kFirstStop_m);
            s.buses.dwell_s.push_back(0.0F);
            s.buses.parked_s.push_back(line.route.empty() || !s.config.buses ? kFree : 0.0F);
            s.buses.on_road.push_back(0);
        }
        ++line_number;
    }
}

void run_buses(State& s, float dt_s) {
    for (std::uint32_t bus = 0; bus < s.buses.line.size(); ++bus) {
        if (s.buses.parked_s[bus] >= kFree) continue;
        if (s.buses.on_road[bus] != 0) {
            leave_if_barred(s, bus, dt_of(s));
            continue;
        }
        // One that came to the end of a route that does not close begins anew at its first street.
        s.buses.parked_s[bus] -= dt_s;
        if (s.buses.parked_s[bus] > 0.0F) continue;
        skip_barred(s, bus);
        enter(s, bus, traits_of(VehicleKind::Bus).length_m);
    }
}

}  // namespace sd::traffic
