// A run directory: where everything of one run lies, and the small files that describe it. Every file here carries a
// format version; readers refuse newer ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "scenarios/page/files.h"
#include "sim/core/result.h"

namespace sd {

inline constexpr int kRunFormat = 1;

struct RunDir {
    std::filesystem::path root;

    [[nodiscard]] std::filesystem::path run_json() const { return root / "run.json"; }
    [[nodiscard]] std::filesystem::path summary() const { return root / "summary.json"; }
    [[nodiscard]] std::filesystem::path series() const { return root / "series.json"; }
    [[nodiscard]] std::filesystem::path status() const { return root / "status.json"; }
    [[nodiscard]] std::filesystem::path report() const { return root / "report.html"; }
    [[nodiscard]] std::filesystem::path inputs() const { return root / "inputs.sdj"; }
    [[nodiscard]] std::filesystem::path hashes() const { return root / "hashes.sdj"; }
    [[nodiscard]] std::filesystem::path issues() const { return root / "issues.sdj"; }
    [[nodiscard]] std::filesystem::path twin() const { return root / "twin"; }
    [[nodiscard]] std::filesystem::path twin_index() const { return root / "twin" / "index.sqlite"; }
    [[nodiscard]] std::filesystem::path pictures() const { return root / "pictures"; }
    [[nodiscard]] std::filesystem::path truth_pictures() const { return root / "pictures" / "truth.sdp"; }
    [[nodiscard]] std::filesystem::path belief_pictures() const { return root / "pictures" / "belief.sdp"; }
    [[nodiscard]] std::filesystem::path max_depth() const { return root / "pictures" / "max_depth.sdp"; }
    [[nodiscard]] std::filesystem::path damage_wards() const { return root / "damage_wards.csv"; }
    [[nodiscard]] std::filesystem::path damage_roads() const { return root / "damage_roads.csv"; }
    /// Endpoints of a live run, one address per line.
    [[nodiscard]] std::filesystem::path control_address() const { return root / "control.addr"; }
    [[nodiscard]] std::filesystem::path tap_address() const { return root / "tap.addr"; }
};

/// Makes the folder for a new run. An earlier run in it is removed, anything else is left alone and refused.
[[nodiscard]] Result<RunDir> create_run_dir(const std::filesystem::path& root);
/// A finished or live run; an error says what is missing.
[[nodiscard]] Result<RunDir> open_run_dir(const std::filesystem::path& root);

}  // namespace sd
