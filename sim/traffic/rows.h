// What a run leaves: trips, a row a step, counts of loops; plain rows for whoever writes files or reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sd::micro {

/// One finished journey [SUMO "TripInfo"].
struct TripRow {
    std::uint32_t departure = 0, copy = 0;  ///< of the demand
    std::uint32_t type = 0;
    double depart_s = 0.0, depart_delay_s = 0.0, depart_pos_m = 0.0, depart_speed_m_s = 0.0;
    double arrival_s = 0.0, arrival_pos_m = 0.0, arrival_speed_m_s = 0.0;
    std::uint32_t depart_lane = 0, arrival_lane = 0;  ///< of Net::lanes
    double duration_s = 0.0, route_length_m = 0.0;
    double waiting_s = 0.0, stop_s = 0.0, loss_s = 0.0;
    std::uint32_t waits = 0;
    double speed_factor = 1.0;
    bool vaporized = false;
};

/// State after one step [SUMO "Summary"].
struct SummaryRow {
    double time_s = 0.0;
    std::uint64_t loaded = 0, inserted = 0, running = 0, waiting = 0, ended = 0, arrived = 0;
    std::uint64_t teleports = 0, halting = 0, stopped = 0, collisions = 0;
    double mean_waiting_s = -1.0, mean_travel_s = -1.0, mean_speed_m_s = -1.0, mean_relative_speed = -1.0;
    double wall_ms = 0.0;
};

/// One interval of an induction loop [SUMO "E1"].
struct LoopOut {
    std::uint32_t loop = 0;  ///< of Additional::loops
    double begin_s = 0.0, end_s = 0.0;
    std::uint64_t contributed = 0, entered = 0;
    double flow_h = 0.0, occupancy = 0.0, speed_m_s = -1.0, harmonic_speed_m_s = -1.0, length_m = -1.0;
};

struct Counts {
    std::uint64_t loaded = 0, inserted = 0, arrived = 0, discarded = 0;
    std::uint64_t running = 0, waiting = 0;
    std::uint64_t teleports = 0, teleports_jam = 0, teleports_yield = 0, teleports_wrong_lane = 0;
    std::uint64_t emergency_stops = 0, collisions = 0;
    std::uint64_t lane_changes = 0;
    std::uint64_t updates = 0;  ///< vehicles × mechanical steps
};

struct Outcome {
    bool keep_trips = true, keep_summary = true;
    std::vector<TripRow> trips;
    std::vector<SummaryRow> summary;
    std::vector<LoopOut> loops;
};

/// Means over finished trips [SUMO --duration-log.statistics].
struct Statistics {
    std::uint64_t trips = 0;
    double route_length_m = 0.0, speed_m_s = 0.0, duration_s = 0.0, waiting_s = 0.0, loss_s = 0.0;
    double depart_delay_s = 0.0;
};
[[nodiscard]] Statistics statistics_of(const Outcome& out);

/// A vehicle as a picture or an FCD file wants it.
struct VehicleView {
    std::uint32_t vehicle = 0, departure = 0, copy = 0, type = 0;
    std::uint32_t lane = 0;
    double pos_m = 0.0, speed_m_s = 0.0, accel_m_s2 = 0.0;
    double x_m = 0.0, y_m = 0.0, heading_x = 1.0, heading_y = 0.0;
};

}  // namespace sd::micro
