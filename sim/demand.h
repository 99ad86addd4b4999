// Who wants to travel where and when: trips between population cells, drawn towards jobs in the morning and towards
// homes in the evening, less likely the farther the destination is.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/draw.h"
#include "sim/core/time.h"
#include "sim/traffic_network.h"

namespace sd::traffic {

/// Share of the peak-hour trip rate at a local time of day, 0…1: peaks 06:30–07:45 and 16:45–18:30.
[[nodiscard]] double demand_factor(double local_hour);
/// Share of trips that end at homes (the others end at jobs), 0…1.
[[nodiscard]] double homeward_share(double local_hour);
[[nodiscard]] double local_hour(Instant t, Duration utc_offset);

struct Demand {
    std::uint32_t cells = 0;
    std::uint32_t zones = 0;
    std::vector<std::uint32_t> cell_node;  ///< origin node
    std::vector<std::uint16_t> cell_zone;
    std::vector<float> people, jobs;  ///< shares of the city's, sum 1 each
    std::vector<std::uint32_t> zone_node;
    std::vector<float> to_home, to_jobs;  ///< [origin zone · zones + z]: cumulative probability of destination z
    std::vector<std::uint32_t> waiting;   ///< per cell: trips held at their origin for want of room
};

/// Clusters the cells into at most `max_zones` zones and prepares the gravity tables (mean distance `decay_m`).
[[nodiscard]] Demand make_demand(const City& city, const Network& net, int max_zones, double decay_m);

/// Destination of the `serial`-th trip of a cell.
[[nodiscard]] std::uint16_t draw_destination(const Demand& demand, std::uint32_t cell, double homeward, Draw draw,
                                             std::uint64_t serial);
/// Poisson number with a small mean (< 20) from one uniform draw.
[[nodiscard]] int draw_count(double mean, double uniform);

}  // namespace sd::traffic
