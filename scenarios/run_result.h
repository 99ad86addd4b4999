// After a run: the verdicts on the expectations, summary.json, the exit code.
#pragma once

#include <string>
#include <vector>

#include "scenarios/expectation.h"
#include "scenarios/run_info.h"
#include "scenarios/run_ledger.h"
#include "scenarios/samples_json.h"
#include "sim/drainage.h"

namespace sd {

/// Exit codes of the command line.
enum class Exit : int { Good = 0, Failed = 1, Usage = 2, Invalid = 3, LedgerOpen = 4 };

struct RunFigures {
    double sim_seconds = 0.0;
    double wall_seconds = 0.0;
    double running_seconds = 0.0;  ///< without pauses
    std::uint64_t devices = 0;
    std::uint32_t vehicles_peak = 0;
    std::uint32_t moving_peak = 0;
    std::uint64_t truth_hash = 0;
    double water_mass_error = 0.0;  ///< as flood::mass_error_relative; 0 by construction
    std::uint64_t belief_hash = 0;
    drainage::Figures drains;
    std::uint64_t peak_rss_bytes = 0;
    bool partial = false;
};

struct RunResult {
    RunFigures figures;
    RunLedger ledger;
    std::vector<Verdict> verdicts;
};

[[nodiscard]] std::string summary_text(const Scenario& scenario, const RunInfo& info, const RunResult& result,
                                       const Series& series);
[[nodiscard]] Exit exit_of(const RunResult& result);
/// Of this process so far.
[[nodiscard]] std::uint64_t peak_rss_bytes();

}  // namespace sd
