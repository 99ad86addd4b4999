// Terrain from any raster that GDAL reads.
#pragma once

#include <filesystem>
#include <string>

#include "sim/core/geo.h"
#include "sim/core/grid.h"
#include "sim/core/result.h"

namespace sd::importers {

struct DemSample {
    Grid<float> ground_m;     ///< bilinear at cell centres, rounded to 1 mm
    std::size_t missing = 0;  ///< cells without data, filled with the nearest row's or the mean level
};

/// `to_lonlat_crs`: the city's projected system, in which `grid` plus (origin_easting, origin_northing) lies.
[[nodiscard]] Result<DemSample> sample_dem(const std::filesystem::path& file, const GridSpec& grid,
                                           const std::string& city_crs, double origin_easting_m,
                                           double origin_northing_m);

}  // namespace sd::importers
