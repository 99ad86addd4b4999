// How fast a fleet can speak: readings per second of wall time for N synthetic devices of all kinds.
#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace sd {

struct FleetBench {
    std::uint64_t devices = 0;
    std::uint64_t readings = 0;
    double wall_s = 0.0;
    double readings_per_s = 0.0;
    std::uint64_t state_hash = 0;  ///< equal for equal (devices, simulated), whatever the threads
};

/// Runs `simulated` time in steps of 5 s over linearly changing frames, everyday faults on. `devices` ≥ 1.
[[nodiscard]] FleetBench bench_fleet(std::uint32_t devices, int threads, Duration simulated);

}  // namespace sd
