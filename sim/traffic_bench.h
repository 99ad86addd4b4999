// How fast the traffic model runs, on a chessboard city that needs no data. The only place of the model that looks
// at a wall clock.
#pragma once

#include "sim/city/city.h"
#include "sim/traffic.h"

namespace sd::traffic {

/// A town of n × n crossings, two-way streets of `block_m`, every third crossing with a signal, people everywhere.
struct GridTown {
    int crossings = 10;
    double block_m = 150.0;
    int lanes = 1;
    float speed_m_s = 11.1F;
    float width_m = 3.5F;  ///< of one lane
    double signal_cycle_s = 60.0;
    int signal_every = 3;  ///< 0: none
};
[[nodiscard]] City grid_city(const GridTown& town);

struct TrafficBenchFigures {
    std::uint64_t vehicle_updates = 0;  ///< vehicles times sub-steps
    double wall_s = 0.0;
    double updates_per_s = 0.0;
    double mean_vehicles = 0.0;
    int threads = 1;
};

/// Steps `city` with about `vehicles` under way for `steps` ticks of one second.
[[nodiscard]] TrafficBenchFigures bench_traffic(const City& city, int vehicles, int steps, int threads);

}  // namespace sd::traffic
