// Plays a recorded run again from scenario + seed + inputs and compares every hash. On a difference it names the first
// tick and the first model in step order.
#pragma once

#include <optional>
#include <string>

#include "scenarios/run_dir.h"
#include "sim/core/result.h"

namespace sd {

struct ReplayOptions {
    std::filesystem::path run;
    std::filesystem::path cache;
    int threads = 0;  ///< 0 = as recorded
    std::string isa;  ///< "" = best of this machine
    bool quiet = false;
};

struct ReplayResult {
    std::uint64_t ticks = 0;    ///< compared
    std::uint64_t minutes = 0;  ///< of belief compared
    bool same = true;
    std::uint64_t tick = 0;  ///< first that differs
    std::string model;       ///< that differs, or "belief"
    std::string at;          ///< its time
};

[[nodiscard]] Result<ReplayResult> replay(const ReplayOptions& options);

}  // namespace sd
