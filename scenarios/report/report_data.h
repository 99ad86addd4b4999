// What a report is made of, read once from the run directory.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/run_dir.h"
#include "scenarios/samples_json.h"
#include "sim/city/city.h"

namespace sd {

struct ReportData {
    RunDir dir;
    const City& city;
    nlohmann::json summary;
    Series series;
    Grid<float> max_depth_m;  ///< empty when the run kept none
    bool plots = true;
};

/// Parts of the page; each returns HTML.
[[nodiscard]] std::string head_part(const ReportData& data);
[[nodiscard]] std::string map_part(const ReportData& data);
[[nodiscard]] std::string water_part(const ReportData& data);
[[nodiscard]] std::string drain_part(const ReportData& data);
[[nodiscard]] std::string damage_part(const ReportData& data);
[[nodiscard]] std::string traffic_part(const ReportData& data);
[[nodiscard]] std::string alarm_part(const ReportData& data);
[[nodiscard]] std::string error_part(const ReportData& data);
[[nodiscard]] std::string ledger_part(const ReportData& data);
[[nodiscard]] std::string expectation_part(const ReportData& data);
[[nodiscard]] std::string provenance_part(const ReportData& data);
[[nodiscard]] std::string scene_part(const ReportData& data);

}  // namespace sd
