// Orifices, weirs and pumps: flow as a function of the heads at both ends, without inertia.
#pragma once

#include "sim/sewer/state.h"

namespace sd::sewer {

/// Positive from → to; either sign of head difference. `open` 0…1: share of the height that is open.
[[nodiscard]] double orifice_flow(const Orifice& orifice, double sill_m, double from_m, double to_m, double open);
/// `open` 0…1: share of the height above the (raised) crest that is left.
[[nodiscard]] double weir_flow(const Weir& weir, double crest_m, double from_m, double to_m, double open);

/// Switches pumps by the depth at their inlet and fixes the flow of stepwise curves, from the state at a step's begin.
void begin_pumps(const Model& model, const State& state, std::span<std::uint8_t> on, std::span<double> pumped_m3_s);

/// Terms of all links after the conduits; slopes by differences.
void eval_structures(const Model& model, const Forcing& forcing, std::span<const double> head_m,
                     std::span<const std::uint8_t> pump_on, std::span<const double> pumped_m3_s,
                     std::span<Terms> terms);

}  // namespace sd::sewer
