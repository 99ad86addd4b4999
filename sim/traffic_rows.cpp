#include "sim/traffic_rows.h"

#include <algorithm>

#include "sim/core/check.h"

namespace sd::traffic {
namespace {

// Beyond this distance one free way in is as good as another.
constexpr float kIndifferent_m = 40.0F;

struct Tail {
    float rear_m = kFree;
    float speed_m_s = 0.0F;
};

Tail tail_of(const State& s, std::uint32_t lane, std::uint8_t mask) {
    Tail tail;
    for (std::uint32_t t = 0; t < kTracks; ++t) {
        if ((mask >> t & 1) == 0) continue;
        const float rear = s.lanes.tail_rear_m[lane * kTracks + t];
        if (rear < tail.rear_m) tail = {rear, s.lanes.tail_speed_m_s[lane * kTracks + t]};
    }
    return tail;
}

void write_row(LaneColumns& lanes, std::uint32_t slot, const Row& row) {
    lanes.pos_m[slot] = row.pos_m;
    lanes.speed_m_s[slot] = row.speed_m_s;
    lanes.accel_m_s2[slot] = 0.0F;
    lanes.desire[slot] = row.desire;
    lanes.vehicle[slot] = row.vehicle;
    lanes.kind[slot] = row.kind;
    lanes.mask[slot] = row.mask;
    lanes.cross[slot] = 0;
}

}  // namespace

std::uint8_t mask_of(const State& s, std::uint32_t edge, VehicleKind kind, int track) {
    const int tracks = s.net.tracks[edge];
    const auto all = static_cast<std::uint8_t>((1 << tracks) - 1);
    if (kind == VehicleKind::Motorbike) return static_cast<std::uint8_t>(1 << std::clamp(track, 0, tracks - 1));
    const bool narrow = kind == VehicleKind::Car || kind == VehicleKind::Ambulance;
    return narrow && s.config.cars_leave_curb && tracks == kTracks ? std::uint8_t{0b110} : all;
}

Entry best_entry(const State& s, std::uint32_t edge, VehicleKind kind, std::uint32_t lane_index, std::uint8_t mask) {
    const std::uint32_t first = s.net.lane_begin[edge];
    const std::uint32_t end = s.net.lane_begin[edge + 1];
    const bool motorbike = kind == VehicleKind::Motorbike;
    const int tracks = motorbike ? s.net.tracks[edge] : 1;
    const std::uint32_t own_lane = first + std::min(lane_index, end - first - 1);
    Entry best;
    float best_score = -kFree;
    for (std::uint32_t lane = first; lane < end; ++lane) {
        if (!has_slot(s, lane)) continue;
        for (int t = 0; t < tracks; ++t) {
            const std::uint8_t candidate = mask_of(s, edge, kind, t);
            const Tail tail = tail_of(s, lane, candidate);
            float score = std::min(tail.rear_m, kIndifferent_m);
            if (lane == own_lane) score += 0.2F;
            if (candidate == mask) score += 0.1F;
            if (score <= best_score) continue;
            best_score = score;
            best = {lane, candidate, tail.rear_m, tail.speed_m_s};
        }
    }
    return best;
}

Row row_at(const State& s, std::uint32_t slot) {
    const LaneColumns& l = s.lanes;
    return {l.pos_m[slot], l.speed_m_s[slot], l.desire[slot], l.vehicle[slot], l.kind[slot], l.mask[slot]};
}

void copy_slot(LaneColumns& lanes, std::uint32_t to, std::uint32_t from) {
    lanes.pos_m[to] = lanes.pos_m[from];
    lanes.speed_m_s[to] = lanes.speed_m_s[from];
    lanes.accel_m_s2[to] = lanes.accel_m_s2[from];
    lanes.desire[to] = lanes.desire[from];
    lanes.vehicle[to] = lanes.vehicle[from];
    lanes.kind[to] = lanes.kind[from];
    lanes.mask[to] = lanes.mask[from];
    lanes.cross[to] = lanes.cross[from];
}

bool has_slot(const State& s, std::uint32_t lane) {
    return s.net.slot_begin[lane] + s.lanes.count[lane] < s.net.slot_begin[lane + 1];
}

void insert_row(State& s, std::uint32_t lane, const Row& row) {
    SD_CHECK(has_slot(s, lane));
    const std::uint32_t begin = s.net.slot_begin[lane];
    std::uint32_t slot = begin + s.lanes.count[lane];
    while (slot > begin && s.lanes.pos_m[slot - 1] < row.pos_m) {
        copy_slot(s.lanes, slot, slot - 1);
        --slot;
    }
    write_row(s.lanes, slot, row);
    ++s.lanes.count[lane];
    update_tail(s, lane);
}

void remove_slot(State& s, std::uint32_t lane, std::uint32_t slot) {
    const std::uint32_t end = s.net.slot_begin[lane] + s.lanes.count[lane];
    for (std::uint32_t k = slot + 1; k < end; ++k) copy_slot(s.lanes, k - 1, k);
    --s.lanes.count[lane];
    update_tail(s, lane);
}

void update_tail(State& s, std::uint32_t lane) {
    float* rear = s.lanes.tail_rear_m.data() + std::size_t{lane} * kTracks;
    float* speed = s.lanes.tail_speed_m_s.data() + std::size_t{lane} * kTracks;
    for (int t = 0; t < kTracks; ++t) {
        rear[t] = kFree;
        speed[t] = 0.0F;
    }
    const std::uint32_t begin = s.net.slot_begin[lane];
    std::uint8_t missing = 0b111;
    for (std::uint32_t k = begin + s.lanes.count[lane]; k > begin && missing != 0; --k) {
        const std::uint8_t found = s.lanes.mask[k - 1] & missing;
        if (found == 0) continue;
        missing = static_cast<std::uint8_t>(missing & ~found);
        for (int t = 0; t < kTracks; ++t) {
            if ((found >> t & 1) == 0) continue;
            rear[t] = s.lanes.pos_m[k - 1] - traits_of(s.lanes.kind[k - 1]).length_m;
            speed[t] = s.lanes.speed_m_s[k - 1];
        }
    }
}

bool has_room(const State& s, std::uint32_t lane, const Row& row, float ahead_m, float behind_m, float behind_s) {
    if (!has_slot(s, lane)) return false;
    const std::uint32_t begin = s.net.slot_begin[lane];
    const std::uint32_t end = begin + s.lanes.count[lane];
    const float rear = row.pos_m - traits_of(row.kind).length_m;
    std::uint32_t k = begin;
    float nearest = kFree;
    for (; k < end && s.lanes.pos_m[k] >= row.pos_m; ++k) {
        if ((s.lanes.mask[k] & row.mask) != 0) nearest = s.lanes.pos_m[k] - traits_of(s.lanes.kind[k]).length_m;
    }
    if (nearest - row.pos_m < ahead_m) return false;
    for (; k < end; ++k) {
        if ((s.lanes.mask[k] & row.mask) == 0) continue;
        return rear - s.lanes.pos_m[k] >= behind_m + behind_s * s.lanes.speed_m_s[k];
    }
    return true;
}

std::uint32_t take_number(State& s) {
    const auto n = static_cast<std::uint32_t>(s.vehicles.used.size());
    const auto buses = static_cast<std::uint32_t>(s.buses.line.size());
    for (std::uint32_t tries = buses; tries < n; ++tries) {
        const std::uint32_t v = s.vehicles.cursor;
        s.vehicles.cursor = v + 1 < n ? v + 1 : buses;
        if (s.vehicles.used[v] != 0) continue;
        s.vehicles.used[v] = 1;
        s.vehicles.waited[v] = 0;
        return v;
    }
    return kNone;
}

Onward onward(const State& s, std::uint32_t edge, std::uint32_t vehicle, VehicleKind kind) {
    if (is_bus_number(s, vehicle)) {
        const std::uint32_t line = s.buses.line[vehicle];
        const std::uint32_t begin = s.buses.route_begin[line];
        const std::uint32_t length = s.buses.route_begin[line + 1] - begin;
        const std::uint32_t next = s.buses.route[begin + (s.buses.at[vehicle] + 1) % length];
        if (s.net.from[next] != s.net.to[edge]) return {kNone, true};
        return {next, false};
    }
    const std::uint16_t zone = s.vehicles.zone[vehicle];
    const std::uint32_t node = s.net.to[edge];
    if (zone != kNoZone && s.routes.zone_node[zone] == node) return {kNone, true};
    return {s.routes.next_edge(s.net, node, zone, group_of(kind)), false};
}

}  // namespace sd::traffic
