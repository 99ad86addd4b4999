// The traffic engine beside SUMO: the same cases, each as a process of its own, turn by turn.
#pragma once

#include "scenarios/bench_figure.h"
#include "sim/core/result.h"

namespace sd {

/// sumo_ratio_1thread_NET and sumo_ratio_THREADSthreads_NET: SUMO's wall time over ours, whole processes with reading
/// and writing, median over rounds; scaling_NET: one thread's time over that of `threads`. Fails when there is no
/// `sumo` to run or no cases in $SONGDOI_SHARED/data/traffic.
[[nodiscard]] Result<void> bench_sumo_into(bool quick, int threads, Figures& out);

}  // namespace sd
