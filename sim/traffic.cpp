#include "sim/traffic.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr float kReopen_m = 0.03F;      ///< water must fall this far below the limit before a street opens again
constexpr float kSlowest_m_s = 0.15F;   ///< floor of the speed that routing believes
constexpr float kSignalDelay_s = 8.0F;  ///< mean wait that routing expects at a signal on top of measured speeds

void resize(State& s) {
    const std::size_t lanes = s.net.lanes;
    const std::size_t slots = s.net.slots;
    const std::size_t edges = s.net.edges;
    s.lanes.count.assign(lanes, 0);
    s.lanes.tail_rear_m.assign(lanes * kTracks, kFree);
    s.lanes.tail_speed_m_s.assign(lanes * kTracks, 0.0F);
    s.lanes.pos_m.assign(slots, 0.0F);
    s.lanes.speed_m_s.assign(slots, 0.0F);
    s.lanes.accel_m_s2.assign(slots, 0.0F);
    s.lanes.desire.assign(slots, 1.0F);
    s.lanes.vehicle.assign(slots, 0);
    s.lanes.kind.assign(slots, VehicleKind::Motorbike);
    s.lanes.mask.assign(slots, 0);
    s.lanes.cross.assign(slots, 0);
    s.detectors.passed.assign(edges, 0);
    s.detectors.passed_motorbikes.assign(edges, 0);
    s.detectors.flow_speed.assign(edges, 0.0F);
    s.detectors.flow_weight.assign(edges, 0.0F);
    s.detectors.occupancy.assign(edges, 0.0F);
    s.detectors.arrived.assign(edges, 0);
    s.detectors.stalled.assign(edges, 0);
    s.turns.axis.assign(s.net.nodes, 0);
    s.turns.served.assign(s.net.nodes, 0);
    s.turns.clearing.assign(s.net.nodes, 0);
    s.aspect.assign(edges, Aspect::Green);
    s.claim.assign(edges, kNone);
    s.leaving.assign(edges, 0);
    s.depth_m.assign(edges, 0.0F);
    s.closed.assign(edges, 0);
    s.barred[static_cast<std::size_t>(Group::Motorbike)].assign(edges, 0);
    s.barred[static_cast<std::size_t>(Group::Car)] = s.net.motorbike_only;
    const std::size_t vehicles = s.buses.line.size() + s.config.capacity;
    s.vehicles.used.assign(vehicles, 0);
    s.vehicles.zone.assign(vehicles, kNoZone);
    s.vehicles.waited.assign(vehicles, 0);
    s.vehicles.cursor = static_cast<std::uint32_t>(s.buses.line.size());
}

/// Takes the tick's water and closures; when a street shuts or opens, all routes are due again.
void apply_inputs(State& s, const EdgeInputs& inputs) {
    const float limits[kGroups] = {traits_of(VehicleKind::Motorbike).wade_limit_m,
                                   traits_of(VehicleKind::Car).wade_limit_m};
    bool changed = false;
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        s.depth_m[e] = inputs.depth_m.empty() ? 0.0F : inputs.depth_m[e];
        s.closed[e] = inputs.closed.empty() ? std::uint8_t{0} : inputs.closed[e];
        for (std::size_t g = 0; g < kGroups; ++g) {
            std::uint8_t& flag = s.barred[g][e];
            const float limit = limits[g] - (flag != 0 ? kReopen_m : 0.0F);
            const bool hem = g == static_cast<std::size_t>(Group::Car) && s.net.motorbike_only[e] != 0;
            const bool now = hem || s.closed[e] != 0 || s.depth_m[e] >= limit;
            if (now == (flag != 0)) continue;
            flag = now ? 1 : 0;
            changed = true;
        }
    }
    if (changed) s.routes.urgent = s.routes.zones * kGroups;
}

void update_times(State& s) {
    constexpr VehicleKind kSample[kGroups] = {VehicleKind::Motorbike, VehicleKind::Car};
    for (std::uint32_t e = 0; e < s.net.edges; ++e) {
        const auto measured = static_cast<float>(edge_speed_m_s(s, {e}));
        const float delay = s.net.signal[s.net.to[e]] != 0 ? kSignalDelay_s : 1.0F;
        for (std::size_t g = 0; g < kGroups; ++g) {
            const float speed = std::max(kSlowest_m_s, std::min(measured, free_speed(s, e, kSample[g])));
            s.routes.time_s[g * s.net.edges + e] = s.barred[g][e] != 0 ? -1.0F : s.net.length_m[e] / speed + delay;
        }
    }
}

void renew_routes(State& s, Duration dt, Parallel& parallel) {
    const std::uint32_t all = s.routes.zones * kGroups;
    if (all == 0) return;
    update_times(s);
    const auto due = static_cast<std::uint32_t>(static_cast<std::int64_t>(all) * dt.ns / s.config.route_round.ns) + 1;
    const auto fast = static_cast<std::uint32_t>(s.config.trees_per_tick_after_closure);
    refresh_routes(s.routes, s.net, s.routes.urgent > 0 ? std::max(due, fast) : due, parallel);
}

void sub_step(State& s, const EdgeInputs& inputs, Instant now, Parallel& parallel) {
    const int nodes = static_cast<int>(s.net.nodes);
    const int edges = static_cast<int>(s.net.edges);
    auto rights = [&](Range range, int) { give_way(s, inputs, now, range); };
    parallel.for_ranges(nodes, rights);
    auto think = [&](Range range, int) { accelerate(s, range); };
    parallel.for_ranges(edges, think);
    auto go = [&](Range range, int) { move(s, range); };
    parallel.for_ranges(edges, go);
    cross(s);
    ++s.tick;
}

Result<void> check_config(const Config& config) {
    Errors errors;
    const auto expect = [&](bool good, const char* what, const char* hint) {
        if (!good) errors.push_back({"", 0, 0, what, hint});
    };
    expect(config.trips_per_hour_peak >= 0.0, "traffic: trips_per_hour_peak is negative", "give a number ≥ 0");
    expect(config.motorbike_share >= 0.0 && config.motorbike_share <= 1.0, "traffic: motorbike_share is not a share",
           "give a number from 0 to 1");
    expect(config.truck_share >= 0.0 && config.motorbike_share + config.truck_share <= 1.0,
           "traffic: motorbike_share and truck_share exceed the whole", "their sum must be at most 1");
    expect(config.sub_step.ns > 0 && config.sub_step <= seconds(1), "traffic: sub_step is out of range",
           "use 100ms to 1s; 500ms is usual");
    expect(config.max_zones >= 1 && config.max_zones <= 1000, "traffic: max_zones is out of range", "use 1 to 1000");
    expect(config.route_round >= seconds(1), "traffic: route_round is too short", "use 60s to 120s");
    expect(config.gravity_decay_m > 0.0, "traffic: gravity_decay_m must be positive", "2500 is usual for a town");
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

}  // namespace

Result<State> make(const City& city, const Config& config, Instant start, Draw draw) {
    if (auto good = check_config(config); !good) return fail(good.error());
    State s;
    s.config = config;
    s.net = make_network(city);
    s.demand = make_demand(city, s.net, config.max_zones, config.gravity_decay_m);
    s.routes = make_routes(s.net, s.demand.zone_node);
    make_buses(s, city);
    resize(s);
    update_times(s);
    Parallel alone(1);
    refresh_routes(s.routes, s.net, s.routes.zones * kGroups, alone);
    run_buses(s, 0.0F);
    if (config.warm_start) warm_start(s, draw, start, city.meta.utc_offset);
    return s;
}

void step(State& s, const City& city, const EdgeInputs& inputs, Draw draw, Instant now, Duration dt,
          Parallel& parallel) {
    SD_CHECK(dt.ns % s.config.sub_step.ns == 0);
    SD_CHECK(inputs.depth_m.empty() || inputs.depth_m.size() == s.net.edges);
    SD_CHECK(inputs.closed.empty() || inputs.closed.size() == s.net.edges);
    SD_CHECK(inputs.signal_powered.empty() || inputs.signal_powered.size() == s.net.nodes);
    apply_inputs(s, inputs);
    renew_routes(s, dt, parallel);
    for (Instant t = now; t < now + dt; t = t + s.config.sub_step) sub_step(s, inputs, t, parallel);
    free_stuck(s);
    run_buses(s, static_cast<float>(dt.seconds()));
    depart(s, draw, now, dt.seconds(), city.meta.utc_offset);
}

std::uint32_t place(State& s, const Placement& p) {
    SD_CHECK(p.edge.at() < s.net.edges);
    const std::uint32_t edge = p.edge.index;
    const std::uint32_t lane = s.net.lane_begin[edge] + static_cast<std::uint32_t>(p.lane);
    SD_CHECK(lane < s.net.lane_begin[edge + 1]);
    Row row{static_cast<float>(p.pos_m),      static_cast<float>(p.speed_m_s), static_cast<float>(p.desire), 0, p.kind,
            mask_of(s, edge, p.kind, p.track)};
    if (!has_room(s, lane, row, kTouch_m, kTouch_m, 0.0F)) return kNone;
    row.vehicle = take_number(s);
    if (row.vehicle == kNone) return kNone;
    s.vehicles.zone[row.vehicle] = p.zone;
    insert_row(s, lane, row);
    ++s.departed;
    return row.vehicle;
}

}  // namespace sd::traffic
