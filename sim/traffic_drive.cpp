// How fast to go: the Intelligent Driver Model, and what the first vehicle of a track does at the end of its street.
#include <cmath>

#include "sim/core/check.h"
#include "sim/traffic_rows.h"

namespace sd::traffic {
namespace {

// length, width, speed factor, a, b, T, s0, wade limit. IDM values in the range of Treiber & Kesting 2013 (table 11.2)
// for city traffic; motorbike values after counts of about 9,000 an hour on a 3.5 m lane in Viet Nam. Wade limits:
// cars stop at 0.30 m [Pregnolato 2017]; motorbikes at 0.25 m [assumed].
constexpr std::array<ClassTraits, static_cast<std::size_t>(VehicleKind::Count)> kTraits{{
    {1.9F, 0.75F, 1.0F, 1.8F, 2.5F, 0.8F, 0.6F, 0.25F},    // Motorbike
    {4.5F, 1.80F, 1.0F, 1.6F, 2.0F, 1.1F, 2.0F, 0.30F},    // Car
    {10.0F, 2.50F, 0.85F, 1.0F, 1.8F, 1.5F, 2.5F, 0.30F},  // Bus
    {8.0F, 2.40F, 0.85F, 0.9F, 1.8F, 1.5F, 2.5F, 0.30F},   // Truck
    {5.5F, 2.00F, 1.2F, 2.0F, 2.5F, 1.0F, 2.0F, 0.30F},    // Ambulance
}};

constexpr float kHardest_m_s2 = -9.0F;  ///< tyres on a dry road
constexpr float kCurve_m_s = 6.5F;      ///< around a corner
constexpr float kUTurn_m_s = 3.0F;
constexpr float kCreep_m_s = 2.5F;       ///< through a junction whose signal is dark
constexpr float kAmberStop_m_s2 = 3.0F;  ///< who can stop with less stops at amber

constexpr float kCalm_m_s = 2.5F;  ///< 4·a·dt/v0 must stay below 2, with a margin

struct Leader {
    float gap_m = kFree;
    float speed_m_s = 0.0F;
};

float idm(const ClassTraits& c, float v, float v0, Leader leader) {
    const float ratio = v / v0;
    const float square = ratio * ratio;
    const float power = square * square;
    // Near a very low desired speed (water) the full force would overshoot within one sub-step and swing.
    const float calm = v0 < kCalm_m_s ? v0 / kCalm_m_s : 1.0F;
    float accel = calm * (1.0F - (power < 4.0F ? power : 4.0F));
    if (leader.gap_m < 0.5F * kFree) {
        const float gap = leader.gap_m > kTouch_m ? leader.gap_m : kTouch_m;
        const float approach = v * (v - leader.speed_m_s) / (2.0F * std::sqrt(c.a_m_s2 * c.b_m_s2));
        const float dynamic = v * c.headway_s + approach;
        const float wish = c.gap_m + (dynamic > 0.0F ? dynamic : 0.0F);
        accel -= (wish / gap) * (wish / gap);
    }
    accel *= c.a_m_s2;
    return accel > kHardest_m_s2 ? accel : kHardest_m_s2;
}

bool may_enter(const State& s, std::uint32_t edge, float speed_m_s, float distance_m) {
    switch (s.aspect[edge]) {
        case Aspect::Green:
        case Aspect::Creep:
            return true;
        case Aspect::Amber:
            return speed_m_s * speed_m_s > 2.0F * kAmberStop_m_s2 * distance_m;
        case Aspect::Red:
            break;
    }
    return false;
}

float turn_speed(const State& s, std::uint32_t edge, std::uint32_t next, float desired) {
    const float cosine = s.net.turn_cosine(edge, next);
    float speed = cosine > 0.7F ? desired : (cosine > -0.7F ? kCurve_m_s : kUTurn_m_s);
    if (s.aspect[edge] == Aspect::Creep && speed > kCreep_m_s) speed = kCreep_m_s;
    const float there = 1.1F * s.net.speed_m_s[next];
    return speed < there ? speed : there;
}

struct Decision {
    float accel_m_s2 = 0.0F;
    std::uint8_t cross = 0;
};

/// The first vehicle of its tracks looks at the junction and into the next street.
Decision first_of_track(const State& s, std::uint32_t edge, std::uint32_t lane, std::uint32_t slot, float v0) {
    const VehicleKind kind = s.lanes.kind[slot];
    const ClassTraits& c = traits_of(kind);
    const float v = s.lanes.speed_m_s[slot];
    const float distance = s.net.length_m[edge] - s.lanes.pos_m[slot];
    const float sight = 40.0F + 4.0F * v;
    if (distance > sight) return {idm(c, v, v0, {}), 0};
    const Decision stop{idm(c, v, v0, {distance + 0.5F * c.gap_m, 0.0F}), 0};
    const Onward way = onward(s, edge, s.lanes.vehicle[slot], kind);
    if (way.arrives) return {idm(c, v, v0, {}), 2};
    if (way.edge == kNone) return stop;
    const bool inside_junction = distance <= 0.0F;
    if (s.barred[static_cast<std::size_t>(group_of(kind))][way.edge] != 0) return stop;
    if (!inside_junction && !may_enter(s, edge, v, distance)) return stop;
    if (s.claim[way.edge] != kNone && s.claim[way.edge] != s.lanes.vehicle[slot]) return stop;
    const Entry entry = best_entry(s, way.edge, kind, lane - s.net.lane_begin[edge], s.lanes.mask[slot]);
    if (entry.lane == kNone) return stop;
    const float turn = turn_speed(s, edge, way.edge, v0);
    const float ahead = distance > 0.0F ? distance : 0.0F;
    const float reach = std::sqrt(turn * turn + 2.0F * 0.75F * c.b_m_s2 * ahead);
    Leader leader;
    if (entry.rear_m < kFree) leader = {distance + entry.rear_m, entry.speed_m_s};
    return {idm(c, v, reach < v0 ? reach : v0, leader), 2};
}

void accelerate_lane(State& s, std::uint32_t edge, std::uint32_t lane,
                     const std::array<float, static_cast<std::size_t>(VehicleKind::Count)>& limit) {
    LaneColumns& l = s.lanes;
    float rear[kTracks] = {kFree, kFree, kFree};
    float speed[kTracks] = {};
    const std::uint32_t begin = s.net.slot_begin[lane];
    const std::uint32_t end = begin + l.count[lane];
    for (std::uint32_t k = begin; k < end; ++k) {
        const ClassTraits& c = traits_of(l.kind[k]);
        const std::uint8_t mask = l.mask[k];
        const float v = l.speed_m_s[k];
        Leader leader{kFree, 0.0F};
        for (int t = 0; t < kTracks; ++t) {
            if ((mask >> t & 1) != 0 && rear[t] < leader.gap_m) leader = {rear[t], speed[t]};
        }
        const bool dwelling = is_bus_number(s, l.vehicle[k]) && s.buses.dwell_s[l.vehicle[k]] > 0.0F;
        const float v0 = limit[static_cast<std::size_t>(l.kind[k])] * l.desire[k];
        if (dwelling || v0 < 0.1F) {
            l.accel_m_s2[k] = -2.0F * c.b_m_s2;
            l.cross[k] = 0;
        } else if (leader.gap_m < kFree) {
            leader.gap_m -= l.pos_m[k];
            l.accel_m_s2[k] = idm(c, v, v0, leader);
            l.cross[k] = 1;
        } else {
            const Decision d = first_of_track(s, edge, lane, k, v0);
            l.accel_m_s2[k] = d.accel_m_s2;
            l.cross[k] = d.cross;
        }
        for (int t = 0; t < kTracks; ++t) {
            if ((mask >> t & 1) == 0) continue;
            rear[t] = l.pos_m[k] - c.length_m;
            speed[t] = v;
        }
    }
}

}  // namespace

const ClassTraits& traits_of(VehicleKind kind) { return kTraits[static_cast<std::size_t>(kind)]; }

double wading_speed_m_s(double depth_m, VehicleKind kind) {
    const double limit_m = static_cast<double>(traits_of(kind).wade_limit_m);
    if (depth_m >= limit_m) return 0.0;
    if (depth_m <= 0.0) return 1e3;
    // The curve is for cars; other classes use it with their own limit in place of 300 mm.
    const double w = depth_m / limit_m * 300.0;
    return (0.0009 * w * w - 0.5529 * w + 86.9448) / 3.6;
}

void accelerate(State& s, Range edges) {
    std::array<float, static_cast<std::size_t>(VehicleKind::Count)> limit{};
    for (auto edge = static_cast<std::uint32_t>(edges.begin); edge < static_cast<std::uint32_t>(edges.end); ++edge) {
        bool ready = false;
        for (std::uint32_t lane = s.net.lane_begin[edge]; lane < s.net.lane_begin[edge + 1]; ++lane) {
            if (s.lanes.count[lane] == 0) continue;
            if (!ready) {
                for (std::size_t k = 0; k < limit.size(); ++k) {
                    limit[k] = free_speed(s, edge, static_cast<VehicleKind>(k));
                }
                ready = true;
            }
            accelerate_lane(s, edge, lane, limit);
        }
    }
}

}  // namespace sd::traffic
