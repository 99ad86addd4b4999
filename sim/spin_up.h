// A river that has already been flowing for hours when a run begins. Started from a level pool, the tide's first waves
// would run through the city for half a morning and every gauge would lie.
#pragma once

#include "sim/city/city.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/flood.h"
#include "sim/tide.h"

namespace sd::flood {

/// The open river alone on cells `factor` times as large: a coarse cell is river where most of it is, its bed is the
/// mean of theirs. Boundaries come along, everything else stays behind.
[[nodiscard]] City coarse_river(const City& city, int factor);

/// Plays the tide of the hours before `start` on a coarse copy and sets levels and discharges of all water that is
/// joined to the river from it. Lakes and canals behind closed gates stand below their banks and gates.
[[nodiscard]] Result<void> spin_up(State& state, const City& city, const tide::Config& tide, Instant start,
                                   Parallel& parallel);

}  // namespace sd::flood
