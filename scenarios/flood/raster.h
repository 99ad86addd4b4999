// Rasters and polygons brought onto a case's grid by GDAL.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/grid.h"
#include "sim/core/result.h"

namespace sd {

/// Where a grid lies in a projected system: grid cell (0, 0) begins at (east_m, north_m).
struct GridFrame {
    int epsg = 0;
    double east_m = 0.0;
    double north_m = 0.0;
    GridSpec grid;
};

/// The grid that a raster itself has, in its own system when that is EPSG `epsg`. Errors: not a raster, no coordinate
/// system (with the command that adds one), another system, pixels that are not square or not north-up.
[[nodiscard]] Result<GridFrame> frame_of_raster(const std::filesystem::path& file, int epsg);

enum class Resample { Nearest, Bilinear };
/// Band 1 on the grid, row 0 south, warped where the systems differ; NaN where the raster has no data.
[[nodiscard]] Result<std::vector<double>> raster_on(const std::filesystem::path& file, const GridFrame& frame,
                                                    Resample how);

/// 1 in cells whose centre a polygon of the layer covers; warped where the systems differ.
[[nodiscard]] Result<std::vector<std::uint8_t>> polygons_on(const std::filesystem::path& file, const GridFrame& frame);

}  // namespace sd
