// Inside the traffic model only: lane rows and the phases of a sub-step. Others use sim/traffic.h.
#pragma once

#include "sim/traffic.h"

namespace sd::traffic {

inline constexpr float kTouch_m = 0.1F;  ///< bodies never come nearer than this

[[nodiscard]] inline Group group_of(VehicleKind kind) {
    return kind == VehicleKind::Motorbike ? Group::Motorbike : Group::Car;
}
[[nodiscard]] inline bool is_bus_number(const State& s, std::uint32_t vehicle) { return vehicle < s.buses.line.size(); }
[[nodiscard]] inline float dt_of(const State& s) { return static_cast<float>(s.config.sub_step.seconds()); }

/// Tracks of a wide vehicle, or of a motorbike that would like `track`.
[[nodiscard]] std::uint8_t mask_of(const State& s, std::uint32_t edge, VehicleKind kind, int track);

/// The way into an edge: the lane and tracks whose last vehicle has gone farthest.
struct Entry {
    std::uint32_t lane = kNone;  ///< kNone: no lane has a free slot
    std::uint8_t mask = 0;
    float rear_m = kFree;  ///< of the vehicle it would follow
    float speed_m_s = 0.0F;
};
/// `lane_index` (0 at the kerb) and `mask`: where the vehicle is now; among equally good ways it keeps both.
[[nodiscard]] Entry best_entry(const State& s, std::uint32_t edge, VehicleKind kind, std::uint32_t lane_index,
                               std::uint8_t mask);

/// One vehicle's row, taken out of or put into a lane.
struct Row {
    float pos_m = 0.0F;
    float speed_m_s = 0.0F;
    float desire = 1.0F;
    std::uint32_t vehicle = 0;
    VehicleKind kind = VehicleKind::Car;
    std::uint8_t mask = 0;
};
[[nodiscard]] Row row_at(const State& s, std::uint32_t slot);
/// Copies slot `from` to slot `to`, all columns.
void copy_slot(LaneColumns& lanes, std::uint32_t to, std::uint32_t from);
/// Puts a row where its position belongs; the lane must have a free slot. Updates the tail.
void insert_row(State& s, std::uint32_t lane, const Row& row);
void remove_slot(State& s, std::uint32_t lane, std::uint32_t slot);
void update_tail(State& s, std::uint32_t lane);
[[nodiscard]] bool has_slot(const State& s, std::uint32_t lane);
/// Room for a body at this place of a lane: `ahead_m` to the next, and time for the one behind to react.
[[nodiscard]] bool has_room(const State& s, std::uint32_t lane, const Row& row, float ahead_m, float behind_m,
                            float behind_s);
/// A free vehicle number; kNone when the capacity is used up.
[[nodiscard]] std::uint32_t take_number(State& s);

/// Where a vehicle at the end of `edge` goes: kNone = nowhere; `arrives` = its journey ends there.
struct Onward {
    std::uint32_t edge = kNone;
    bool arrives = false;
};
[[nodiscard]] Onward onward(const State& s, std::uint32_t edge, std::uint32_t vehicle, VehicleKind kind);

/// Speed limit for a class on an edge, water included; 0 = it cannot move there.
[[nodiscard]] inline float free_speed(const State& s, std::uint32_t edge, VehicleKind kind) {
    const ClassTraits& c = traits_of(kind);
    const float limit = s.net.speed_m_s[edge] * c.speed_factor;
    const float depth = s.depth_m[edge];
    if (depth <= 0.0F) return limit;
    const auto wade = static_cast<float>(wading_speed_m_s(static_cast<double>(depth), kind));
    return wade < limit ? wade : limit;
}

// The phases; those with a range write only rows of these nodes or edges.
void give_way(State& s, const EdgeInputs& inputs, Instant now, Range nodes);
void accelerate(State& s, Range edges);
void move(State& s, Range edges);
void cross(State& s);
/// Lane changes on an edge of several lanes.
void change_lanes(State& s, std::uint32_t edge);

// Once a tick, in order.
void depart(State& s, Draw draw, Instant now, double dt_s, Duration utc_offset);
void run_buses(State& s, float dt_s);
void free_stuck(State& s);
void warm_start(State& s, Draw draw, Instant now, Duration utc_offset);
void make_buses(State& s, const City& city);

}  // namespace sd::traffic
