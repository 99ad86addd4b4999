// `songdoi bench city`: the default city's water at 10 m and at 5 m, in the storm of a spring tide.
#pragma once

#include "scenarios/bench_figure.h"
#include "sim/core/result.h"

namespace sd {

/// Weather, tide, flood and drains from the storm's beginning on: speed over real time and the wet share of the cells
/// at the end. quick: 10 m only, five minutes instead of thirty.
[[nodiscard]] Result<void> bench_city_into(bool quick, int threads, Figures& out);

}  // namespace sd
