// Plays a flood case: steps, orders, results, report.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "scenarios/flood/case_file.h"

namespace sd {

struct FloodPlayPlan {
    std::filesystem::path out;
    int threads = 2;
    std::string isa;  ///< as flood::isa_index
    std::string command;
    /// Called after every stride of at most a simulated minute; true ends the run (the results so far are kept).
    std::function<bool(double t_s, double wall_s)> progress;
    /// Lines of orders that came since the last call, to be obeyed now. May be empty.
    std::function<std::vector<std::string>()> orders;
    /// Says what became of an order.
    std::function<void(const std::string&)> answer;
};

struct FloodPlayed {
    hydro::Budget budget;
    hydro::SewerBudget sewer;
    std::map<std::string, double> structures;  ///< m³ that passed from → to, by name
    std::uint64_t hash = 0;
    double simulated_s = 0.0;
    double wall_s = 0.0;
    double wet_share = 0.0;  ///< of the cells, in the end, deeper than the output's threshold
    std::int64_t steps = 0;
    bool stopped = false;
    std::vector<Bilingual> warnings;
};

/// Writes maps.nc, maps/*.tif, hydrographs.csv, flows.csv, profiles.csv, structures.csv, orders.csv, run.log,
/// summary.json and report.html into plan.out. Takes the case: its ground is let go once the sheet holds it.
[[nodiscard]] Result<FloodPlayed> play_flood_case(FloodCaseFile file, const FloodPlayPlan& plan);

}  // namespace sd
