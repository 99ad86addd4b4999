// Where vehicles are after a sub-step: ballistic update, tracks and lanes changed, loops counted.
#include <algorithm>

#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

constexpr float kLoop_m = 2.0F;     ///< length of a detector loop
constexpr float kMemory_s = 60.0F;  ///< of the detectors' running means
constexpr float kStopEvery_m = 400.0F;
constexpr float kDwell_s = 15.0F;
constexpr float kAtLine_m = 12.0F;  ///< nearer than this a standing vehicle waits for the junction

/// What is known of the vehicles ahead while a lane is swept from its front.
struct Ahead {
    float rear_m[kTracks] = {kFree, kFree, kFree};
    float speed_m_s[kTracks] = {};

    [[nodiscard]] float rear(std::uint8_t mask, float& speed) const {
        float nearest = kFree;
        for (int t = 0; t < kTracks; ++t) {
            if ((mask >> t & 1) == 0 || rear_m[t] >= nearest) continue;
            nearest = rear_m[t];
            speed = speed_m_s[t];
        }
        return nearest;
    }
    void pass(std::uint8_t mask, float rear_of_it, float speed) {
        for (int t = 0; t < kTracks; ++t) {
            if ((mask >> t & 1) == 0) continue;
            rear_m[t] = rear_of_it;
            speed_m_s[t] = speed;
        }
    }
};

struct Sums {
    float speed = 0.0F;
    float vehicles = 0.0F;
    float covered = 0.0F;
    std::uint32_t stalled = 0;
};

void ride_bus(State& s, std::uint32_t bus, float moved_m, float dt_s) {
    if (s.buses.dwell_s[bus] > 0.0F) {
        s.buses.dwell_s[bus] -= dt_s;
        return;
    }
    s.buses.to_stop_m[bus] -= moved_m;
    if (s.buses.to_stop_m[bus] > 0.0F) return;
    s.buses.to_stop_m[bus] += kStopEvery_m;
    s.buses.dwell_s[bus] = kDwell_s;
}

/// Nobody alongside or close behind on the tracks of `mask` when slot `k` will be at `pos`.
bool clear_behind(const LaneColumns& l, std::uint32_t k, std::uint32_t end, std::uint8_t mask, float rear, float v) {
    for (std::uint32_t j = k + 1; j < end && l.pos_m[j] > rear - 15.0F; ++j) {
        if ((l.mask[j] & mask) == 0) continue;
        const float closing = l.speed_m_s[j] - v;
        return l.pos_m[j] < rear - 0.3F - (closing > 0.0F ? 1.5F * closing : 0.0F);
    }
    return true;
}

/// A motorbike that is held up takes the neighbouring track with more room; one that is not drifts to the kerb.
std::uint8_t choose_track(const State& s, std::uint32_t edge, std::uint32_t k, std::uint32_t end, const Ahead& ahead,
                          float pos, float v) {
    const LaneColumns& l = s.lanes;
    const std::uint8_t mask = l.mask[k];
    const std::uint64_t turn = s.tick + l.vehicle[k];
    if ((turn & 1) != 0) return mask;
    float unused = 0.0F;
    const float gap = ahead.rear(mask, unused) - pos;
    const bool hindered = gap < 3.0F + 1.5F * v;
    const auto right = static_cast<std::uint8_t>(mask >> 1);
    const auto left = static_cast<std::uint8_t>(mask << 1);
    const auto all = static_cast<std::uint8_t>((1 << s.net.tracks[edge]) - 1);
    const float rear = pos - traits_of(VehicleKind::Motorbike).length_m;
    if (!hindered) {
        const bool drifts = (turn & 15) == 0 && right != 0;
        if (!drifts || ahead.rear(right, unused) - pos < 10.0F + 4.0F * v) return mask;
        return clear_behind(l, k, end, right, rear, v) ? right : mask;
    }
    std::uint8_t best = mask;
    float best_gap = gap + 1.2F;
    for (const std::uint8_t other : {left, right}) {
        if (other == 0 || (other & all) == 0) continue;
        const float there = ahead.rear(other, unused) - pos;
        if (there <= best_gap || !clear_behind(l, k, end, other, rear, v)) continue;
        best = other;
        best_gap = there;
    }
    return best;
}

/// New position and speed of slot k. A vehicle never backs up and never touches the one ahead.
void advance(const LaneColumns& l, std::uint32_t k, float length_m, const Ahead& ahead, float dt, float& pos,
             float& v) {
    const float v_old = l.speed_m_s[k];
    const float a = l.accel_m_s2[k];
    v = v_old + a * dt;
    float moved = 0.0F;
    if (v < 0.0F) {
        v = 0.0F;
        moved = a < 0.0F ? -0.5F * v_old * v_old / a : 0.0F;
    } else {
        moved = (v_old + v) * 0.5F * dt;
    }
    pos = l.pos_m[k] + moved;
    float leader_speed = v;
    const float limit = ahead.rear(l.mask[k], leader_speed) - kTouch_m;
    if (pos > limit) {
        pos = std::max(l.pos_m[k], limit);
        v = std::min(v, leader_speed);
    }
    const float line = length_m - 0.01F;
    if (l.cross[k] != 2 && pos > line) {
        pos = std::max(l.pos_m[k], line);
        if (l.cross[k] == 0) v = 0.0F;
    }
}

void count_past(State& s, std::uint32_t edge, VehicleKind kind) {
    ++s.detectors.passed[edge];
    if (kind == VehicleKind::Motorbike) ++s.detectors.passed_motorbikes[edge];
}

void sort_lane(LaneColumns& l, std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t k = begin + 1; k < end; ++k) {
        for (std::uint32_t j = k; j > begin && l.pos_m[j - 1] < l.pos_m[j]; --j) {
            std::swap(l.pos_m[j - 1], l.pos_m[j]);
            std::swap(l.speed_m_s[j - 1], l.speed_m_s[j]);
            std::swap(l.accel_m_s2[j - 1], l.accel_m_s2[j]);
            std::swap(l.desire[j - 1], l.desire[j]);
            std::swap(l.vehicle[j - 1], l.vehicle[j]);
            std::swap(l.kind[j - 1], l.kind[j]);
            std::swap(l.mask[j - 1], l.mask[j]);
            std::swap(l.cross[j - 1], l.cross[j]);
        }
    }
}

void move_lane(State& s, std::uint32_t edge, std::uint32_t lane, float dt, Sums& sums) {
    LaneColumns& l = s.lanes;
    const std::uint32_t begin = s.net.slot_begin[lane];
    const std::uint32_t end = begin + l.count[lane];
    const float length = s.net.length_m[edge];
    const float middle = 0.5F * length;
    const float depth = s.depth_m[edge];
    Ahead ahead;
    bool covered = false;
    for (std::uint32_t k = begin; k < end; ++k) {
        const VehicleKind kind = l.kind[k];
        const ClassTraits& c = traits_of(kind);
        const std::uint32_t vehicle = l.vehicle[k];
        const float before = l.pos_m[k];
        float pos = before;
        float v = 0.0F;
        advance(l, k, length, ahead, dt, pos, v);
        if (kind == VehicleKind::Motorbike) l.mask[k] = choose_track(s, edge, k, end, ahead, pos, v);
        if (is_bus_number(s, vehicle)) ride_bus(s, vehicle, pos - before, dt);
        l.pos_m[k] = pos;
        l.speed_m_s[k] = v;
        ahead.pass(l.mask[k], pos - c.length_m, v);
        if (before < middle && pos >= middle) count_past(s, edge, kind);
        covered = covered || (pos >= middle && pos - c.length_m <= middle + kLoop_m);
        const bool drowned = depth >= c.wade_limit_m;
        if (drowned) ++sums.stalled;
        const bool waits = v < 0.3F && l.cross[k] != 1 && length - pos < kAtLine_m && !drowned;
        if (waits && s.vehicles.waited[vehicle] < 0xFFFF) ++s.vehicles.waited[vehicle];
        sums.speed += v;
    }
    sums.vehicles += static_cast<float>(end - begin);
    sums.covered += covered ? 1.0F : 0.0F;
    sort_lane(l, begin, end);
    if (l.pos_m[begin] >= length) s.leaving[edge] = 1;
    update_tail(s, lane);
}

}  // namespace

void move(State& s, Range edges) {
    const float dt = dt_of(s);
    const float weight = dt / kMemory_s;
    DetectorColumns& d = s.detectors;
    for (auto edge = static_cast<std::uint32_t>(edges.begin); edge < static_cast<std::uint32_t>(edges.end); ++edge) {
        Sums sums;
        s.leaving[edge] = 0;
        const std::uint32_t first = s.net.lane_begin[edge];
        const std::uint32_t end = s.net.lane_begin[edge + 1];
        for (std::uint32_t lane = first; lane < end; ++lane) {
            if (s.lanes.count[lane] != 0) move_lane(s, edge, lane, dt, sums);
        }
        if (end - first > 1 && sums.vehicles > 1.0F) change_lanes(s, edge);
        d.stalled[edge] = sums.stalled;
        d.flow_speed[edge] += (sums.speed - d.flow_speed[edge]) * weight;
        d.flow_weight[edge] += (sums.vehicles - d.flow_weight[edge]) * weight;
        d.occupancy[edge] += (sums.covered / static_cast<float>(end - first) - d.occupancy[edge]) * weight;
    }
}

void change_lanes(State& s, std::uint32_t edge) {
    const std::uint32_t first = s.net.lane_begin[edge];
    const std::uint32_t end = s.net.lane_begin[edge + 1];
    for (std::uint32_t lane = first; lane < end; ++lane) {
        const std::uint32_t begin = s.net.slot_begin[lane];
        for (std::uint32_t k = begin; k < begin + s.lanes.count[lane]; ++k) {
            const std::uint64_t turn = s.tick + s.lanes.vehicle[k];
            if ((turn & 3) != 0 || s.net.length_m[edge] - s.lanes.pos_m[k] < 15.0F || s.lanes.pos_m[k] < 5.0F) continue;
            const Row row = row_at(s, k);
            const float wish = s.net.speed_m_s[edge] * traits_of(row.kind).speed_factor * row.desire;
            if (row.speed_m_s > 0.75F * wish) continue;
            float gap = kFree;
            for (std::uint32_t j = k; j > begin && gap >= kFree; --j) {
                if ((s.lanes.mask[j - 1] & row.mask) == 0) continue;
                gap = s.lanes.pos_m[j - 1] - traits_of(s.lanes.kind[j - 1]).length_m - row.pos_m;
            }
            if (gap > 15.0F + 2.0F * row.speed_m_s) continue;
            // Left and right take turns as first choice; the new gap must be clearly better and the one behind
            // must not have to brake hard.
            const bool left_first = (turn & 4) != 0;
            for (int side = 0; side < 2; ++side) {
                const bool left = (side == 0) == left_first;
                if (left ? lane + 1 >= end : lane == first) continue;
                const std::uint32_t other = left ? lane + 1 : lane - 1;
                if (!has_room(s, other, row, 1.5F * gap + 3.0F, 1.0F, 0.8F)) continue;
                remove_slot(s, lane, k);
                insert_row(s, other, row);
                --k;
                break;
            }
        }
    }
}

}  // namespace sd::traffic
