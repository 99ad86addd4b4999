// What a flood case leaves behind: maps, curves, log, report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/flood/canal_results.h"
#include "scenarios/flood/case_file.h"
#include "scenarios/results/flood_report.h"

namespace sd {

struct RunWords {
    std::string command;
    std::string isa;
    int threads = 1;
    double wall_s = 0.0;
};

class CaseResults {
public:
    [[nodiscard]] static Result<CaseResults> open(const FloodCaseFile& file, const std::filesystem::path& out);
    /// One output: a slice of the maps, a point of every curve, a line of the log.
    [[nodiscard]] Result<void> take(const hydro::CaseState& state);
    /// Maxima, profiles, report.
    [[nodiscard]] Result<void> finish(hydro::CaseState& state, const RunWords& words);
    [[nodiscard]] const std::vector<Bilingual>& warnings() const { return warnings_; }
    [[nodiscard]] double wet_share() const;

private:
    CaseResults(const FloodCaseFile& file, std::filesystem::path out)
        : file_(&file), out_(std::move(out)), canals_(file) {}
    [[nodiscard]] Result<void> grow(const hydro::CaseState& state, const std::string& line);
    void last_warnings(const hydro::CaseState& state);
    void review(std::size_t wet, std::size_t supercritical);
    [[nodiscard]] Result<void> write_maxima(hydro::CaseState& state);
    [[nodiscard]] Result<void> write_windows(hydro::CaseState& state);
    [[nodiscard]] Result<void> write_curves();
    [[nodiscard]] Result<void> write_damage();
    [[nodiscard]] results::FloodReport report_of(const hydro::CaseState& state, const RunWords& words) const;

    const FloodCaseFile* file_;
    std::filesystem::path out_;
    CanalResults canals_;
    results::Field bed_m_;
    results::Snapshot now_;
    results::Series series_;
    results::Maxima maxima_;
    std::vector<results::Profile> profiles_;
    std::optional<results::DamageReport> damage_;
    std::optional<results::MapFile> maps_;
    double courant_ = 0.0;  ///< greatest of the steps before outputs
    std::vector<Bilingual> warnings_;
    std::vector<std::pair<std::string, std::string>> files_;
    std::vector<std::uint8_t> open_rim_;  ///< per cell
    double next_map_s_ = 0.0;
    double rim_depth_m_ = 0.0;  ///< greatest seen at a closed rim
    LocalXY rim_at_;
    double fast_share_ = 0.0;  ///< of the wet cells, greatest seen with Froude numbers above 1
};

}  // namespace sd
