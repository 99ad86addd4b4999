// Ways through the network by travel time [Dijkstra 1959].
#pragma once

#include <vector>

#include "sim/traffic/state.h"

namespace sd::micro {

/// Edges from `from` to `to`, both included; empty if there is no way for this class of vehicle. Times are the edges'
/// current ones, never shorter than driving at the limit; minor links cost 1.5 s more, as in SUMO.
[[nodiscard]] std::vector<std::uint32_t> fastest_way(const State& s, const Driver& d, double factor, std::uint32_t from,
                                                     std::uint32_t to);

/// Those who look for better ways under way do so, once in a period. One thread.
void look_for_ways(State& s);

/// Measures how fast edges are now; a moving mean over three minutes. Once a second.
void measure_speeds(State& s);

}  // namespace sd::micro
