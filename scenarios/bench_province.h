// `songdoi bench province`: a whole province under water, played as any other case with results written.
#pragma once

#include "scenarios/bench_figure.h"
#include "sim/core/result.h"

namespace sd {

/// 6.3 million cells of 20 m (2,516 km²), wet everywhere: tide on one side, rain, 200 gates with rules, curves and log
/// every simulated minute, maps every hour. Appends the speed over real time, bytes per cell and the volume error.
/// quick: a ninth of the area and 20 minutes. Results go to a temporary folder, which is removed.
[[nodiscard]] Result<void> bench_province_into(bool quick, int threads, Figures& out);

}  // namespace sd
