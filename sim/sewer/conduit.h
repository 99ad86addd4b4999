// Momentum of a conduit: Saint-Venant over the whole length with one flow, implicit in the heads and in friction.
#pragma once

#include "sim/sewer/state.h"

namespace sd::sewer {

/// Fixes direction, weights, advection and brink depth for one step of `dt_s`, from the state at its beginning.
void begin_conduits(const Model& model, std::span<const double> head_m, std::span<const double> flow_m3_s, double dt_s,
                    std::span<Lag> lags);

/// Flows of all conduits for the heads given, and the water and free surface in the conduits, added to the nodes they
/// belong to. `terms` holds the last iterate on entry. `setting` empty or per link.
void eval_conduits(const Model& model, std::span<const double> head_m, std::span<const Lag> lags,
                   std::span<const double> setting, double dt_s, std::span<Terms> terms, std::span<double> volume_m3,
                   std::span<double> area_m2);

}  // namespace sd::sewer
