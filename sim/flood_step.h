// Inside of the flood model, shared by its .cpp files only.
#pragma once

#include "sim/flood.h"
#include "sim/flood_kernel.h"

namespace sd::flood {

/// Flow shallower than this stands still: films on rough ground do not run, and dry tiles cost nothing.
inline constexpr double kLeastFlow_m = 1.0e-3;

[[nodiscard]] const KernelTable& kernel_table(int index);
/// Index of the named instruction set, of the best one for ""; −1 when unknown or not runnable here.
[[nodiscard]] int kernel_index(std::string_view isa);

/// One sub-step of dt: fluxes, depths, and the rare mending of cells that would run dry.
void sub_step(State& state, Duration dt, Parallel& parallel);
/// Rain and losses of one step on every tile.
void apply_sources(State& state, const weather::State& weather, Duration dt, Parallel& parallel);
/// Prescribes the level on the tidal rims.
void apply_tide(State& state, const tide::State& tide);
/// Lets waves out over the radiating rims, for dt.
void apply_radiation(State& state, const tide::State& tide, Duration dt);

}  // namespace sd::flood
