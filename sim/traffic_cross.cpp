// Junctions: who may enter, and the hand-over from street to street. A street is written by the junctions at both of
// its ends, so hand-overs run in one order (by node, then in-edge) on one thread; only marked streets cost anything.
#include <algorithm>

#include "sim/core/check.h"
#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr float kGap_s =
    3.0F;  ///< a vehicle nearer than this to the line claims its turn [critical gap, HCM 4–6 s cars]

constexpr float kWideWait_s = 8.0F;
constexpr float kAnyWait_s = 60.0F;
constexpr float kFull_m = 1.0F;  ///< the last vehicle of a full street has not come farther than this

/// Does the first vehicle of some lane want in, and could it? Who has waited long is heard even before a full street,
/// or the other road would take every place that falls free.
bool wants_in(const State& s, std::uint32_t edge) {
    for (std::uint32_t lane = s.net.lane_begin[edge]; lane < s.net.lane_begin[edge + 1]; ++lane) {
        if (s.lanes.count[lane] == 0) continue;
        const std::uint32_t k = s.net.slot_begin[lane];
        const float distance = s.net.length_m[edge] - s.lanes.pos_m[k];
        const float v = s.lanes.speed_m_s[k];
        if (distance > kGap_s * (v > 2.0F ? v : 2.0F)) continue;
        const VehicleKind kind = s.lanes.kind[k];
        const Onward way = onward(s, edge, s.lanes.vehicle[k], kind);
        if (way.edge == kNone || s.barred[static_cast<std::size_t>(group_of(kind))][way.edge] != 0) continue;
        if (static_cast<float>(s.vehicles.waited[s.lanes.vehicle[k]]) * dt_of(s) > kWideWait_s) return true;
        const Entry entry = best_entry(s, way.edge, kind, lane - s.net.lane_begin[edge], s.lanes.mask[k]);
        if (entry.lane != kNone && entry.rear_m > 0.5F) return true;
    }
    return false;
}

void take_turns_at(State& s, std::uint32_t node, bool dark) {
    Approach approach;
    for (const std::uint32_t e : s.net.in(node)) {
        const std::uint8_t axis = s.net.axis[e];
        approach.rank[axis] = std::min(approach.rank[axis], s.net.rank[e]);
        if (!approach.wants[axis]) approach.wants[axis] = wants_in(s, e);
    }
    take_turns(s.turns, node, approach, dark, static_cast<double>(dt_of(s)));
    const bool clearing = s.turns.clearing[node] > 0;
    for (const std::uint32_t e : s.net.in(node)) {
        const bool turn = s.net.axis[e] == s.turns.axis[node];
        Aspect aspect = Aspect::Red;
        if (clearing) {
            aspect = turn ? Aspect::Red : Aspect::Amber;
        } else if (turn) {
            aspect = dark ? Aspect::Creep : Aspect::Green;
        }
        s.aspect[e] = aspect;
    }
}

/// Motorbikes slip into every gap of a full street, so wide vehicles would never get in. Who has waited longest at a
/// full street, once it has waited long, keeps the others out until it is in.
void claim_streets(State& s, std::uint32_t node) {
    for (const std::uint32_t e : s.net.out(node)) s.claim[e] = kNone;
    const auto wide_wait = static_cast<std::uint16_t>(kWideWait_s / dt_of(s));
    const auto any_wait = static_cast<std::uint16_t>(kAnyWait_s / dt_of(s));
    for (const std::uint32_t e : s.net.in(node)) {
        if (s.aspect[e] == Aspect::Red) continue;
        for (std::uint32_t lane = s.net.lane_begin[e]; lane < s.net.lane_begin[e + 1]; ++lane) {
            const std::uint32_t begin = s.net.slot_begin[lane];
            const std::uint32_t end = begin + std::min<std::uint32_t>(s.lanes.count[lane], kTracks);
            for (std::uint32_t k = begin; k < end; ++k) {
                const std::uint32_t vehicle = s.lanes.vehicle[k];
                const VehicleKind kind = s.lanes.kind[k];
                const std::uint16_t waited = s.vehicles.waited[vehicle];
                if (waited < (kind == VehicleKind::Motorbike ? any_wait : wide_wait)) continue;
                const Onward way = onward(s, e, vehicle, kind);
                if (way.edge == kNone || s.barred[static_cast<std::size_t>(group_of(kind))][way.edge] != 0) continue;
                const Entry entry = best_entry(s, way.edge, kind, lane - s.net.lane_begin[e], s.lanes.mask[k]);
                if (entry.rear_m > kFull_m) continue;
                std::uint32_t& claim = s.claim[way.edge];
                if (claim == kNone || s.vehicles.waited[claim] < waited) claim = vehicle;
            }
        }
    }
}

/// Moves one vehicle that has passed the end of `edge` on; false when it must wait in the junction.
bool hand_over(State& s, std::uint32_t edge, std::uint32_t lane, std::uint32_t slot) {
    Row row = row_at(s, slot);
    const Onward way = onward(s, edge, row.vehicle, row.kind);
    if (way.arrives) {
        if (is_bus_number(s, row.vehicle)) {
            s.buses.on_road[row.vehicle] = 0;
        } else {
            s.vehicles.used[row.vehicle] = 0;
            ++s.detectors.arrived[edge];
        }
        return true;
    }
    if (way.edge == kNone || s.barred[static_cast<std::size_t>(group_of(row.kind))][way.edge] != 0) return false;
    if (s.claim[way.edge] != kNone && s.claim[way.edge] != row.vehicle) return false;
    const Entry entry = best_entry(s, way.edge, row.kind, lane - s.net.lane_begin[edge], row.mask);
    if (entry.lane == kNone) return false;
    const float limit = entry.rear_m - kTouch_m;
    if (limit <= 0.0F) return false;
    const float there = s.net.length_m[way.edge];
    row.pos_m = std::min({row.pos_m - s.net.length_m[edge], limit, there});
    if (row.pos_m >= limit) row.speed_m_s = std::min(row.speed_m_s, entry.speed_m_s);
    row.mask = entry.mask;
    s.vehicles.waited[row.vehicle] = 0;
    if (is_bus_number(s, row.vehicle)) {
        const std::uint32_t line = s.buses.line[row.vehicle];
        const std::uint32_t length = s.buses.route_begin[line + 1] - s.buses.route_begin[line];
        s.buses.at[row.vehicle] = (s.buses.at[row.vehicle] + 1) % length;
    }
    insert_row(s, entry.lane, row);
    if (row.pos_m >= 0.5F * there) {
        ++s.detectors.passed[way.edge];
        if (row.kind == VehicleKind::Motorbike) ++s.detectors.passed_motorbikes[way.edge];
    }
    return true;
}

void cross_lane(State& s, std::uint32_t edge, std::uint32_t lane) {
    const std::uint32_t begin = s.net.slot_begin[lane];
    const float length = s.net.length_m[edge];
    if (s.lanes.count[lane] == 0 || s.lanes.pos_m[begin] < length) return;
    std::uint32_t end = begin + s.lanes.count[lane];
    std::uint32_t keep = begin;
    std::uint8_t blocked = 0;  // tracks whose leader stays in the junction
    std::uint32_t k = begin;
    for (; k < end && s.lanes.pos_m[k] >= length; ++k) {
        const std::uint8_t mask = s.lanes.mask[k];
        const bool free = (mask & blocked) == 0 && s.lanes.cross[k] == 2;
        if (free && hand_over(s, edge, lane, k)) {
            // A street that returns to its own node may have received the vehicle it sent out.
            end = begin + s.lanes.count[lane];
            continue;
        }
        blocked = static_cast<std::uint8_t>(blocked | mask);
        if (keep != k) copy_slot(s.lanes, keep, k);
        ++keep;
    }
    if (keep == k) return;
    for (; k < end; ++k, ++keep) copy_slot(s.lanes, keep, k);
    s.lanes.count[lane] = static_cast<std::uint16_t>(keep - begin);
    update_tail(s, lane);
}

}  // namespace

void give_way(State& s, const EdgeInputs& inputs, Instant now, Range nodes) {
    for (auto node = static_cast<std::uint32_t>(nodes.begin); node < static_cast<std::uint32_t>(nodes.end); ++node) {
        const bool signal = s.net.signal[node] != 0;
        const bool dark = signal && !inputs.signal_powered.empty() && inputs.signal_powered[node] == 0;
        if (signal && !dark) {
            for (const std::uint32_t e : s.net.in(node)) {
                s.aspect[e] = signal_aspect(now, static_cast<double>(s.net.cycle_s[node]), s.net.green_phase[e],
                                            s.net.signal_group[node]);
            }
        } else if (signal || s.net.junction[node] != 0) {
            take_turns_at(s, node, dark);
        } else {
            for (const std::uint32_t e : s.net.in(node)) s.aspect[e] = Aspect::Green;
        }
        claim_streets(s, node);
    }
}

void cross(State& s) {
    for (const std::uint32_t e : s.net.in_list) {
        if (s.leaving[e] == 0) continue;
        for (std::uint32_t lane = s.net.lane_begin[e]; lane < s.net.lane_begin[e + 1]; ++lane) cross_lane(s, e, lane);
    }
}

}  // namespace sd::traffic
