// report.html of a stand-alone flood case: one self-contained file, Vietnamese and English, to read and print.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/page/html.h"
#include "scenarios/results/damage.h"
#include "scenarios/results/map_features.h"
#include "scenarios/results/maps.h"
#include "scenarios/results/series.h"

namespace sd::results {

/// Volumes of the whole run in m³; what enters the sheet is positive, what leaves it negative.
struct MassLedger {
    double initial_m3 = 0.0;
    double rain_m3 = 0.0;
    double infiltration_m3 = 0.0;  ///< ≤ 0
    double boundary_m3 = 0.0;      ///< rim and inflow points
    double structure_m3 = 0.0;     ///< through pumps, gates, breaches; what only moves inside counts 0
    double sewer_m3 = 0.0;
    double numeric_m3 = 0.0;  ///< what the scheme itself made (clipping, rounding), as the engine counts it
    double final_m3 = 0.0;

    /// What is in no column: final − initial − all others.
    [[nodiscard]] double residual_m3() const {
        return final_m3 - initial_m3 - rain_m3 - infiltration_m3 - boundary_m3 - structure_m3 - sewer_m3 - numeric_m3;
    }
};

/// How the engine went.
struct RunFacts {
    std::string engine;    ///< "songdoi 0.1.0, AVX2, 2 threads"
    std::string scheme;    ///< "finite volumes, second order, f64"
    double courant = 0.0;  ///< the Courant number asked for
    std::size_t steps = 0;
    double shortest_s = 0.0;  ///< dt
    double longest_s = 0.0;
    double simulated_s = 0.0;
    double wall_s = 0.0;
};

/// Everything the report shows; parts that are empty or null are left out. Pointers are not owned.
struct FloodReport {
    MapFrame frame;
    std::string case_file;
    RunFacts run;
    MassLedger ledger;
    const Field* bed_m = nullptr;    ///< grey relief under the maps
    const Maxima* maxima = nullptr;  ///< maps of depth, hazard, arrival
    const Series* series = nullptr;  ///< hydrographs and discharges
    std::vector<Profile> profiles;
    const Exposure* exposure = nullptr;
    const DamageReport* damage = nullptr;
    std::vector<Bilingual> warnings;
    std::vector<Feature> features;                           ///< drawn on the maps
    std::string command;                                     ///< that makes the same run again
    std::vector<std::pair<std::string, std::string>> files;  ///< result files beside the report: name, what it holds
};

[[nodiscard]] Result<std::string> flood_report_html(const FloodReport& report);
[[nodiscard]] Result<void> write_flood_report(const std::filesystem::path& file, const FloodReport& report);

}  // namespace sd::results
