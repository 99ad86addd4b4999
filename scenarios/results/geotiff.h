// One GeoTIFF per map, north up: tiled, deflate, overviews from 1024 pixels on, EPSG, nodata, description and unit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scenarios/results/maps.h"

namespace sd::results {

inline constexpr float kNoData = -9999.0F;
inline constexpr std::uint8_t kNoHazard = 0;  ///< nodata of hazard maps

/// What the band of a field says of itself.
struct Band {
    std::string description;  ///< "greatest depth"
    std::string unit;         ///< "m", "m/s", "m2/s", "s"
};

/// `values`: one per cell, row 0 south; NaN becomes kNoData. Written under another name and renamed.
[[nodiscard]] Result<void> write_geotiff(const std::filesystem::path& file, const MapFrame& frame,
                                         std::span<const float> values, const Band& band);
/// Classes 0 (dry) … 6 as bytes with the colours of hazard.h and the category names "dry", "H1" … "H6".
[[nodiscard]] Result<void> write_hazard_geotiff(const std::filesystem::path& file, const MapFrame& frame,
                                                std::span<const std::uint8_t> classes);
/// max_depth, max_level, max_speed, max_depth_speed, arrival_time, wet_duration, hazard (.tif) in a folder, which is
/// made when missing; the files' paths.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_maxima_geotiffs(const std::filesystem::path& folder,
                                                                               const MapFrame& frame,
                                                                               const Maxima& maxima);

}  // namespace sd::results
