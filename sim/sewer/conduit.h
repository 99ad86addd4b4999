// Momentum of a conduit: Saint-Venant over the whole length with one flow, implicit in the heads and in friction.
#pragma once

#include "sim/sewer/state.h"

namespace sd::sewer {

/// Fixes direction, weights, advection and brink depth for one step of `dt_s`, from the state at its beginning.
void begin_conduits(const Model& model, std::span<const double> head_m, std::span<const double> flow_m3_s, double dt_s,
                    std::span<Lag> lags);

/// Length of a step, and how far ahead of its end the driving heads are taken, in steps (τ/Δt − 1, at least 0).
struct Pace {
    double dt_s = 0.0;
    double lead = 0.0;
};

/// Flows of all conduits for the heads given (`begin_m`: those at the step's beginning), and the water and free surface
/// in the conduits, added to the nodes they belong to. `terms` holds the last iterate on entry. `setting` empty or per
/// link.
void eval_conduits(const Model& model, std::span<const double> begin_m, std::span<const double> head_m,
                   std::span<const Lag> lags, std::span<const double> setting, const Pace& pace, std::span<Terms> terms,
                   std::span<double> volume_m3, std::span<double> area_m2);

}  // namespace sd::sewer
