// Sluices, flap gates, pumps and culverts: each joins two terrain cells. What leaves one enters the other; a transfer
// never takes more than a quarter of the donor's water or more than levels the two sides, so it cannot change sign
// within a step.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"
#include "sim/flood/cells.h"

namespace sd::structures {

struct State {
    std::vector<Structure> structures;  ///< parameters, copied from the city
    std::vector<float> opening;         ///< share now, 0…1
    std::vector<float> manual;          ///< share ordered by hand; < 0 = by rule
    std::vector<float> flow_m3_s;       ///< last step; inside → outside positive
};

[[nodiscard]] State make(const City& city);
void step(State& state, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt);

/// Opens a sluice, gate or culvert to a share 0…1 by hand; a negative share gives it back to its rule.
[[nodiscard]] bool set_opening(State& state, std::string_view name, double share);
/// Runs a pump at a share of its rated discharge; negative = by rule (runs while powered).
[[nodiscard]] bool set_pump(State& state, std::string_view name, double share);

}  // namespace sd::structures
