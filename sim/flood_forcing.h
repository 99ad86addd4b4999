// What the city does to its sheet of water: rain, losses and rims. For sim/flood.cpp only.
#pragma once

#include "sim/flood.h"

namespace sd::flood {

/// Rain and losses of one step on every tile.
void apply_sources(State& state, const weather::State& weather, Duration dt, Parallel& parallel);
/// Prescribes the level on the tidal rims.
void apply_tide(State& state, const tide::State& tide);
/// Lets waves out over the radiating rims, for dt.
void apply_radiation(State& state, const tide::State& tide, Duration dt);

}  // namespace sd::flood
