// report.html of a finished run: one self-contained file, Vietnamese and English, for a committee to read and print.
#pragma once

#include "scenarios/run_dir.h"
#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// Reads the run directory (summary, series, pictures) and writes report.html into it.
[[nodiscard]] Result<void> make_report(const RunDir& dir, const City& city);

}  // namespace sd
