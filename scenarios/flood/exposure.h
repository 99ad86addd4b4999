// Buildings and roads that a flood may reach, from planners' layers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/flood/raster.h"
#include "scenarios/page/html.h"
#include "scenarios/results/damage.h"

namespace sd {

/// What a layer leaves unsaid.
struct ExposureDefaults {
    double value_per_m2 = 3.0e6;  ///< of building and contents, in the currency of the exposure
    double plinth_m = 0.2;
    double people_per_100_m2 = 3.0;
};

/// Polygons with the attributes name, ward, use (residential, commerce, industry), value_per_m2, plinth_m, people, all
/// optional. Each stands in the cells whose centres it covers, or in that of its centre. Outside the grid: left out and
/// counted in a warning, as is every attribute that is missing.
/// Where all its cells are walls (NaN in `bed_m`), the ring of ground around them stands for them.
[[nodiscard]] Result<void> read_buildings(const std::filesystem::path& layer, const GridFrame& frame,
                                          const std::vector<double>& bed_m, const ExposureDefaults& defaults,
                                          results::Exposure& out, std::vector<Bilingual>& warnings);
/// Lines with the attributes name and ward.
[[nodiscard]] Result<void> read_roads(const std::filesystem::path& layer, const GridFrame& frame,
                                      results::Exposure& out, std::vector<Bilingual>& warnings);

}  // namespace sd
