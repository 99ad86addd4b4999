// All that moves, as bytes: a run goes on from there bit for bit, on any number of threads.
#pragma once

#include "sim/core/archive.h"
#include "sim/core/result.h"
#include "sim/traffic/state.h"

namespace sd::micro {

/// Between two steps. Rows of `out` that nobody has taken away yet are not in it, its sums are.
[[nodiscard]] archive::Bytes save(const State& s);

/// Goes on from a snapshot. `s` must be made from the case that the snapshot was taken of; an Error says if it was not,
/// or if bytes are missing or changed, and then leaves `s` as it was.
[[nodiscard]] Result<void> load(State& s, const archive::Bytes& bytes);

}  // namespace sd::micro
