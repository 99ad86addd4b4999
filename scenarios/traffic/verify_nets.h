// Whole networks against SUMO: means against those of its seeds, trips and counts against its own program's.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/traffic/verify.h"

namespace sd {

/// cologne8, Bologna acosta and joined from `references`, mean over seeds 1…`seeds`. Where a case or SUMO's program is
/// missing, its rows say so and do not hold.
[[nodiscard]] std::vector<micro::VerifyRow> verify_nets(const std::filesystem::path& references, int seeds,
                                                        int threads);

}  // namespace sd
