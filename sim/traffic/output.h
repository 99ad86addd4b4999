// What a run says about itself, as rows: one per trip, step, detector interval or vehicle and step. Meanings are those
// of SUMO 1.15's outputs ("TripInfo", "Summary", "Statistic Output", "FCD Output", "Induction Loops Detectors (E1)"),
// so that both can be laid side by side. Lanes and types are indices into the Case; writers turn them into names.
#pragma once

#include <cstdint>
#include <string>

#include "sim/traffic/net.h"

namespace sd::micro {

/// One vehicle's whole journey, known when it ends.
struct TripInfo {
    std::string id;
    std::uint32_t type = kNone;  ///< index into DemandFile::types
    double depart_s = 0.0;       ///< when it entered the road; departDelay is how much later than wished
    double depart_delay_s = 0.0;
    std::uint32_t depart_lane = kNone;
    double depart_pos_m = 0.0;
    double depart_speed_m_s = 0.0;
    double arrival_s = -1.0;  ///< −1: still under way when the run ended
    std::uint32_t arrival_lane = kNone;
    double arrival_pos_m = -1.0;
    double arrival_speed_m_s = -1.0;
    double duration_s = 0.0;  ///< on the road
    double route_length_m = 0.0;
    double waiting_s = 0.0;           ///< slower than 0.1 m/s, stops that were planned left out
    std::uint32_t waiting_count = 0;  ///< how often
    double stop_s = 0.0;              ///< at stops that were planned
    double time_loss_s = 0.0;         ///< against driving at the speed it wished
    std::uint32_t reroutes = 0;
    double speed_factor = 1.0;
    bool vaporized = false;  ///< taken off the road before its end (with arrival_s < 0: by the end of the run)
};

/// The whole net at the end of one step.
struct SummaryStep {
    double time_s = 0.0;
    std::uint64_t loaded = 0, inserted = 0;  ///< so far
    std::uint64_t running = 0, waiting = 0;  ///< on the road; and for room on it
    std::uint64_t ended = 0, arrived = 0;    ///< so far; ended counts those taken off too
    std::uint64_t collisions = 0, teleports = 0;
    std::uint64_t halting = 0;          ///< slower than 0.1 m/s
    std::uint64_t stopped = 0;          ///< at stops that were planned
    double mean_waiting_s = 0.0;        ///< of all inserted: time until they could enter
    double mean_travel_s = -1.0;        ///< of all that ended; −1: none yet
    double mean_speed_m_s = -1.0;       ///< of those running; −1: none
    double mean_speed_relative = -1.0;  ///< the same over the limit of each one's lane
    double wall_ms = 0.0;               ///< computing time of the step, 0 where it must not differ between runs
};

/// The run as a whole.
struct RunStatistic {
    std::uint64_t loaded = 0, inserted = 0, running = 0, waiting = 0;
    std::uint64_t teleports_jam = 0, teleports_yield = 0, teleports_wrong_lane = 0;
    std::uint64_t collisions = 0, emergency_stops = 0;
    // Sums over the trips that count (arrived ones, in SUMO's standard setting); written as means.
    std::uint64_t trips = 0;
    double route_length_m = 0.0, speed_m_s = 0.0, duration_s = 0.0, waiting_s = 0.0, time_loss_s = 0.0;
    double depart_delay_s = 0.0;
    double depart_delay_waiting_s = 0.0;  ///< sum of those still waiting to enter
};
/// A trip's speed is its length over its duration, as in SUMO.
void add_trip(RunStatistic& statistic, const TripInfo& trip);

/// One induction loop over one interval.
struct LoopInterval {
    std::uint32_t loop = kNone;  ///< index into Additional::loops
    double begin_s = 0.0, end_s = 0.0;
    std::uint64_t passed = 0;      ///< left the loop completely in the interval [nVehContrib]
    std::uint64_t entered = 0;     ///< touched it [nVehEntered]
    double occupied_s = 0.0;       ///< summed time that something stood or drove over it
    double mean_speed_m_s = -1.0;  ///< of those that passed; −1: none
    double harmonic_speed_m_s = -1.0;
    double mean_length_m = -1.0;
};

/// One vehicle at one moment.
struct VehicleSample {
    std::uint32_t vehicle = kNone;  ///< in the run's own numbering; names come beside the samples
    std::uint32_t type = kNone;     ///< index into DemandFile::types
    std::uint32_t lane = kNone;
    double pos_m = 0.0;  ///< of its front along the lane
    double speed_m_s = 0.0;
    double x_m = 0.0, y_m = 0.0;  ///< of its front, in the net's coordinates
    double angle_deg = 0.0;       ///< clockwise from north, 0…360
};

}  // namespace sd::micro
