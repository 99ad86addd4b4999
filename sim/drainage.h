// Storm drains: inlets swallow street water into a catchment's pipes; the pipes empty through an outfall whose flap
// gate shuts when the river stands higher, and through a pump when it has power. A full pipe swallows nothing more.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"
#include "sim/flood/cells.h"

namespace sd::drainage {

struct State {
    std::vector<Drain> drains;         ///< parameters, copied from the city
    std::vector<std::int64_t> stored;  ///< in the pipes, in volume quanta
    std::vector<float> open_share;     ///< of the inlets, 0 clogged … 1 clean
    std::vector<float> outflow_m3_s;   ///< last step: gate and pump
    std::int64_t total_out = 0;        ///< quanta that returned to the terrain since the start
};

[[nodiscard]] State make(const City& city);
void step(State& state, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt);

/// Share of the inlets of a catchment that is blocked, 0…1. False when no drain has this name.
[[nodiscard]] bool clog(State& state, std::string_view name, double blocked_share);
/// 0 empty … 1 full.
[[nodiscard]] double fill(const State& state, const flood::Layout& layout, std::size_t drain);
/// Water level in the pipes.
[[nodiscard]] double pipe_level_m(const State& state, const flood::Layout& layout, std::size_t drain);

}  // namespace sd::drainage
