// How fast the water engine is by itself, everything switched on: adaptive steps, extremes, exact ledger.
#pragma once

#include <string>

#include "sim/core/parallel.h"
#include "sim/flood/water.h"

namespace sd::flood {

/// n × n cells of 10 m over waves of the ground, 6 m of water beside 2 m: what shared/bench/probe_flood.c plays.
struct FloodBenchCase {
    Scheme scheme = Scheme::Inertia;
    Precision precision = Precision::F32;
    int n = 1024;            ///< ≥ 64
    double wet_share = 1.0;  ///< less than 1: a round pond of this share of the area amid dry land
    std::string isa;         ///< "" = best of this machine
};

/// Wall seconds per step, median of five repeats of `steps` steps from the start; a step of second order is both its
/// stages. Stops the program when water was made or lost.
[[nodiscard]] double seconds_per_step(const FloodBenchCase& what, int steps, Parallel& parallel);
/// Wall seconds of one snapshot to memory and of going back to it after a step. Stops the program when the state that
/// comes back is another.
[[nodiscard]] double snapshot_restore_s(const FloodBenchCase& what, Parallel& parallel);

}  // namespace sd::flood
