// A stand-alone flood case as a file describes it (docs/flood_case.md): terrain, water, structures, what to write.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/page/html.h"
#include "scenarios/results/damage.h"
#include "scenarios/results/maps.h"
#include "scenarios/results/series.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/hydro/case.h"

namespace sd {

struct FloodOutput {
    Duration every = minutes(10);       ///< curves and log
    Duration maps_every = minutes(10);  ///< slices of the maps
    double threshold_m = 0.1;           ///< of arrival and duration
    bool netcdf = true;
    bool geotiff = true;
};

struct CanalPoint {
    std::string name;
    std::uint32_t node = 0;
};

struct FloodCaseFile {
    std::string name;
    std::filesystem::path file;
    results::MapFrame frame;  ///< grid, system, datum, epoch
    Duration length = hours(1);
    hydro::Case flood_case;
    std::vector<hydro::Order> orders;  ///< by rising time
    std::vector<results::Place> points;
    std::vector<CanalPoint> canal_points;
    std::vector<results::Line> flow_lines;
    std::vector<results::Line> profiles;
    FloodOutput output;
    results::Exposure exposure;       ///< empty: no damage is worked out
    std::vector<Bilingual> warnings;  ///< what the user should know before trusting the result
};

/// All errors of the file at once, each with file:line:column.
[[nodiscard]] Result<FloodCaseFile> read_flood_case(const std::filesystem::path& file);

/// The same from the file's text; `file` is named in errors and relative names start beside it. Grids of more than
/// `most_cells` are refused.
[[nodiscard]] Result<FloodCaseFile> parse_flood_case(std::string_view text, const std::filesystem::path& file,
                                                     double most_cells = 400e6);

/// An order as a line of text, e.g. `set gate "Cống A" to 0.5`, `pump "P1" off`, `breach "D1"`, `fail power`,
/// `restore power "P1"`, `rain 80 mm/h for 20min at 560000 1145000`, `clog inlets "I3" to 0.7`, `note …`. Names are
/// looked up in the case. `east_m`, `north_m`: of the grid's corner.
[[nodiscard]] Result<hydro::Order> parse_flood_order(const std::string& line, const FloodCaseFile& in);

}  // namespace sd
