// How fast the flood model is, as a share of what this machine can do now.
#pragma once

#include <string>

namespace sd::flood {

/// Millions of cell updates per second, median of the repeats.
struct FloodBenchFigures {
    std::string isa;
    int n = 0;
    int threads = 1;
    double engine_mcell_s = 0.0;    ///< the model, fully wet, all bookkeeping on
    double limit_mcell_s = 0.0;     ///< plain two-pass local inertia without bookkeeping, same run, same threads
    double dry_city_mcell_s = 0.0;  ///< the model with one tile in fifty wet, counted over all cells
    double mass_error = 0.0;        ///< of the timed run
};

/// n × n cells (n ≥ 64), `steps` sub-steps per repeat, `isa` as in flood::Config.
[[nodiscard]] FloodBenchFigures bench_flood(int n, int steps, int threads, const std::string& isa);

}  // namespace sd::flood
