// What of a case its report draws on the maps.
#pragma once

#include <vector>

#include "scenarios/flood/case_file.h"
#include "scenarios/results/map_features.h"

namespace sd {

/// Dykes along their faces, breaches where they have opened, structures from inlet to outlet, inflow points, finer
/// windows, and the places and lines of the curves.
[[nodiscard]] std::vector<results::Feature> features_of(const FloodCaseFile& file, const hydro::CaseState& state);

}  // namespace sd
