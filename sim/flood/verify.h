// The verification set: cases with exact or agreed answers, each played by both schemes where they apply, in both
// precisions, and turned by 90° and transposed. Bars come from the published errors of the best engines.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/parallel.h"

namespace sd::flood {

/// value ≤ bar holds the row.
struct VerifyRow {
    std::string name;  ///< case.scheme.precision.what
    double value = 0.0;
    double bar = 0.0;
    bool ok = false;
    std::string note;  ///< unit, or why the row could not run
};

struct VerifyPlan {
    std::filesystem::path reference;  ///< folder with humps/ and macdonald/; their rows fail where it is absent
    std::string only;                 ///< cases whose name begins so; empty = all
    bool quick = false;               ///< coarser grids and fewer combinations, under a minute
    std::function<void(const std::string&)> started;  ///< told each case as it begins; may be empty
};

[[nodiscard]] std::vector<VerifyRow> verify(const VerifyPlan& plan, Parallel& parallel);

}  // namespace sd::flood
