// Road traffic, vehicle by vehicle. make() lays a State from a Case, step() advances it by the case's step.
//
// A step: lights → plan (parallel over lanes: every driver looks ahead on the frozen state and writes what he would do)
// → approaches are noted → decide and move (parallel over lanes) → transfers in fixed order → lane changes (parallel
// over edges) → entries in fixed order. Parts of the network go to threads by their number, chance is a function of
// vehicle and step, so any number of threads gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/traffic/inputs.h"
#include "sim/traffic/state.h"

namespace sd::micro {

[[nodiscard]] Result<State> make(Case scenario);

/// One step of the case (Options::step_s).
void step(State& s, Parallel& parallel);

/// Ends the intervals of loops that are still open; when a run ends.
void close_intervals(State& s);

/// Nobody is left and nobody comes, or the case's end is reached.
[[nodiscard]] bool finished(const State& s);

[[nodiscard]] RunStatistic statistic(const State& s);
/// Everybody on the road, in the order of lanes; `out` is reused.
void sample(const State& s, std::vector<VehicleSample>& out);

[[nodiscard]] std::uint64_t hash(const State& s);

/// Least room between any two bodies on the same lane, m; negative when two overlap.
[[nodiscard]] double least_room(const State& s);

}  // namespace sd::micro
