// Trips: who sets out now, who is under way when the run begins, and who is helped out of a jam that cannot clear.
#include <algorithm>

#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr std::uint32_t kHowMany = stream_of("traffic.departures");
constexpr std::uint32_t kWho = stream_of("traffic.class");
constexpr std::uint32_t kDriver = stream_of("traffic.driver");
constexpr std::uint32_t kKerb = stream_of("traffic.kerb");
constexpr std::uint32_t kUnderWay = stream_of("traffic.under_way");
constexpr std::uint32_t kOrigin = stream_of("traffic.origin");

constexpr double kWarmWindow_s = 2'400.0;  ///< trips that began earlier have arrived
constexpr float kWarmDelay = 1.5F;         ///< travel time in rush hour over free travel time [assumed]
constexpr int kDeparturesPerCellTick = 3;

struct Trip {
    std::uint16_t zone = 0;
    VehicleKind kind = VehicleKind::Motorbike;
    float desire = 1.0F;
};

Trip draw_trip(const State& s, Draw draw, std::uint32_t cell, double homeward, std::uint64_t serial) {
    Trip trip;
    trip.zone = draw_destination(s.demand, cell, homeward, draw, serial);
    const double u = draw.uniform(kWho, cell, serial);
    if (u >= s.config.motorbike_share) {
        trip.kind = u >= 1.0 - s.config.truck_share ? VehicleKind::Truck : VehicleKind::Car;
    }
    trip.desire = static_cast<float>(draw.uniform(kDriver, cell, serial, 0.8, 1.1));
    return trip;
}

/// First edge of a trip; a driver whose door only a motorbike reaches takes the motorbike.
std::uint32_t first_edge(const State& s, std::uint32_t node, Trip& trip) {
    std::uint32_t edge = s.routes.next_edge(s.net, node, trip.zone, group_of(trip.kind));
    if (edge == kNone && trip.kind != VehicleKind::Motorbike) {
        trip.kind = VehicleKind::Motorbike;
        edge = s.routes.next_edge(s.net, node, trip.zone, Group::Motorbike);
    }
    return edge;
}

/// Puts a vehicle on the road if any track of the lane has a gap there.
bool join(State& s, std::uint32_t edge, std::uint32_t lane, const Trip& trip, float pos_m, float speed_m_s) {
    const int tracks = trip.kind == VehicleKind::Motorbike ? s.net.tracks[edge] : 1;
    for (int t = 0; t < tracks; ++t) {
        Row row{pos_m, speed_m_s, trip.desire, 0, trip.kind, mask_of(s, edge, trip.kind, t)};
        if (!has_room(s, lane, row, 1.0F + 0.5F * speed_m_s, 1.0F, 0.8F)) continue;
        row.vehicle = take_number(s);
        if (row.vehicle == kNone) return false;
        s.vehicles.zone[row.vehicle] = trip.zone;
        insert_row(s, lane, row);
        ++s.departed;
        return true;
    }
    return false;
}

bool start_trip(State& s, Draw draw, std::uint32_t cell, double homeward) {
    const std::uint64_t serial = s.trips++;
    Trip trip = draw_trip(s, draw, cell, homeward, serial);
    const std::uint32_t node = s.demand.cell_node[cell];
    const std::uint32_t edge = first_edge(s, node, trip);
    if (edge == kNone) return true;  // already there, or cut off: nobody sets out
    if (s.barred[static_cast<std::size_t>(group_of(trip.kind))][edge] != 0) return true;
    const float length = s.net.length_m[edge];
    const auto share = static_cast<float>(draw.uniform(kKerb, cell, serial, 0.1, 0.9));
    const float reach = std::min(traits_of(trip.kind).length_m, 0.5F * length);
    return join(s, edge, s.net.lane_begin[edge], trip, std::max(reach, share * length), 2.0F);
}

std::uint32_t inside_of(const State& s) { return counts(s).inside; }

/// Walks a trip that began `ago_s` ago to where it is now; kNone edge if it has arrived.
struct Whereabouts {
    std::uint32_t edge = kNone;
    float share = 0.0F;
};
Whereabouts walk(const State& s, std::uint32_t edge, const Trip& trip, float ago_s) {
    for (int hops = 0; hops < 2'000 && edge != kNone; ++hops) {
        const float time = kWarmDelay * s.routes.edge_time_s(group_of(trip.kind), edge);
        if (ago_s < time) return {edge, ago_s / time};
        ago_s -= time;
        edge = s.routes.next_edge(s.net, s.net.to[edge], trip.zone, group_of(trip.kind));
    }
    return {};
}

/// Looks along the route for the first street with room, at most 40 streets on.
bool set_ahead(State& s, std::uint32_t edge, const Row& stuck) {
    const auto group = group_of(stuck.kind);
    const std::uint16_t zone = s.vehicles.zone[stuck.vehicle];
    for (int hops = 0; hops < 40; ++hops) {
        edge = s.routes.next_edge(s.net, s.net.to[edge], zone, group);
        if (edge == kNone) return false;
        if (s.barred[static_cast<std::size_t>(group)][edge] != 0) continue;
        const Entry entry = best_entry(s, edge, stuck.kind, 0, stuck.mask);
        const float length = traits_of(stuck.kind).length_m;
        if (entry.lane == kNone || entry.rear_m < length + 1.0F) continue;
        Row row = stuck;
        row.pos_m = std::min({length, s.net.length_m[edge] * 0.5F, entry.rear_m - kTouch_m});
        row.speed_m_s = 0.0F;
        row.mask = entry.mask;
        s.vehicles.waited[row.vehicle] = 0;
        insert_row(s, entry.lane, row);
        return true;
    }
    return false;
}

}  // namespace

void depart(State& s, Draw draw, Instant now, double dt_s, Duration utc_offset) {
    if (s.demand.zones == 0) return;
    const double hour = local_hour(now, utc_offset);
    const double homeward = homeward_share(hour);
    const double trips = s.config.trips_per_hour_peak * demand_factor(hour) * dt_s / 3600.0;
    std::uint32_t room = 0;
    const auto numbers = static_cast<std::uint32_t>(s.vehicles.used.size() - s.buses.line.size());
    const std::uint32_t inside = inside_of(s);
    if (inside < numbers) room = numbers - inside;
    for (std::uint32_t cell = 0; cell < s.demand.cells; ++cell) {
        // Homeward trips start where the jobs are, the others at homes.
        const double weight = homeward * static_cast<double>(s.demand.jobs[cell]) +
                              (1.0 - homeward) * static_cast<double>(s.demand.people[cell]);
        const double mean = std::min(20.0, trips * weight);
        if (mean > 0.0) {
            const int n = draw_count(mean, draw.uniform(kHowMany, cell, s.tick));
            s.demand.waiting[cell] += static_cast<std::uint32_t>(n);
        }
        for (int k = 0; k < kDeparturesPerCellTick && s.demand.waiting[cell] > 0 && room > 0; ++k) {
            if (!start_trip(s, draw, cell, homeward)) break;
            --s.demand.waiting[cell];
            --room;
        }
    }
}

void warm_start(State& s, Draw draw, Instant now, Duration utc_offset) {
    if (s.demand.zones == 0) return;
    const double hour = local_hour(now, utc_offset);
    const double homeward = homeward_share(hour);
    const double total = s.config.trips_per_hour_peak * demand_factor(hour) * kWarmWindow_s / 3600.0;
    for (std::uint32_t cell = 0; cell < s.demand.cells; ++cell) {
        const double weight = homeward * static_cast<double>(s.demand.jobs[cell]) +
                              (1.0 - homeward) * static_cast<double>(s.demand.people[cell]);
        const double mean = total * weight;
        const double whole = static_cast<double>(static_cast<int>(mean));
        const bool one_more = draw.chance(kOrigin, cell, 0, mean - whole);
        const int n = static_cast<int>(whole) + (one_more ? 1 : 0);
        for (int k = 0; k < n; ++k) {
            const std::uint64_t serial = s.trips++;
            Trip trip = draw_trip(s, draw, cell, homeward, serial);
            const std::uint32_t edge = first_edge(s, s.demand.cell_node[cell], trip);
            const auto ago = static_cast<float>(draw.uniform(kUnderWay, cell, serial, 0.0, kWarmWindow_s));
            const Whereabouts at = walk(s, edge, trip, ago);
            if (at.edge == kNone) continue;
            const float length = s.net.length_m[at.edge];
            const float speed = 0.5F * free_speed(s, at.edge, trip.kind);
            // If its place is taken it is somewhere else on the same street.
            for (int tries = 0; tries < 6; ++tries) {
                float share = at.share + 0.17F * static_cast<float>(tries);
                share -= share >= 1.0F ? 1.0F : 0.0F;
                const std::uint32_t lanes = s.net.lane_begin[at.edge + 1] - s.net.lane_begin[at.edge];
                const std::uint32_t lane = s.net.lane_begin[at.edge] + static_cast<std::uint32_t>(tries) % lanes;
                const float pos = std::min(0.98F * length, std::max(0.5F, share * length));
                if (join(s, at.edge, lane, trip, pos, std::min(speed, 0.3F * (length - pos)))) break;
            }
        }
    }
}

void free_stuck(State& s) {
    const auto limit = static_cast<std::uint16_t>(s.config.teleport_after_s / static_cast<double>(dt_of(s)));
    for (std::uint32_t edge = 0; edge < s.net.edges; ++edge) {
        for (std::uint32_t lane = s.net.lane_begin[edge]; lane < s.net.lane_begin[edge + 1]; ++lane) {
            const std::uint32_t begin = s.net.slot_begin[lane];
            for (std::uint32_t k = 0; k < s.lanes.count[lane] && k < 4; ++k) {
                const Row row = row_at(s, begin + k);
                if (s.vehicles.waited[row.vehicle] < limit || is_bus_number(s, row.vehicle)) continue;
                remove_slot(s, lane, begin + k);
                if (set_ahead(s, edge, row)) {
                    ++s.teleports;
                } else {
                    s.vehicles.used[row.vehicle] = 0;
                    ++s.abandoned;
                }
                break;
            }
        }
    }
}

}  // namespace sd::traffic
