// What canals leave behind: their levels in the maps, curves at points, one row per canal cell at the end.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/flood/case_file.h"
#include "scenarios/results/snapshot.h"

namespace sd {

class CanalResults {
public:
    explicit CanalResults(const FloodCaseFile& file) : file_(&file) {}
    [[nodiscard]] bool any() const { return !file_->flood_case.canals.nodes.empty(); }
    /// Fills the canals' fields of a snapshot.
    void take(const hydro::CaseState& state, results::Snapshot& snapshot) const;
    /// Rows of canal_hydrographs.csv for this moment, with the head if asked; empty without points on canals.
    [[nodiscard]] std::string curves(const hydro::CaseState& state, bool head) const;
    /// The rest of a line of the log: Courant number, volume, greatest depth.
    [[nodiscard]] std::string log_words(const hydro::CaseState& state) const;
    /// canals.csv, maps/max_canal_depth.tif, maps/max_canal_level.tif; adds their names.
    [[nodiscard]] Result<void> write(const hydro::CaseState& state, const std::filesystem::path& out,
                                     std::vector<std::pair<std::string, std::string>>& files) const;

private:
    [[nodiscard]] std::string table(const hydro::CaseState& state) const;
    const FloodCaseFile* file_;
};

}  // namespace sd
