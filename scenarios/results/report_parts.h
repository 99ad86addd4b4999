// The parts of the flood report, in the order of the page; a part with nothing to say is empty.
#pragma once

#include <string>

#include "scenarios/results/flood_report.h"

namespace sd::results {

[[nodiscard]] std::string head_part(const FloodReport& report);
[[nodiscard]] std::string curves_part(const FloodReport& report);  ///< hydrographs and discharges
[[nodiscard]] std::string profiles_part(const FloodReport& report);
[[nodiscard]] std::string damage_part(const FloodReport& report);
[[nodiscard]] std::string ledger_part(const FloodReport& report);
[[nodiscard]] std::string remake_part(const FloodReport& report);  ///< files, command

}  // namespace sd::results
