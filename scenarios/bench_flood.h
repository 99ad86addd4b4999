// `songdoi bench flood`: the water engine beside the limit probe, in alternation.
#pragma once

#include "scenarios/bench_figure.h"

namespace sd {

/// Appends the figures; says on stderr why there are no ratios when the probe cannot be had.
void bench_flood_into(bool quick, Figures& out);

}  // namespace sd
