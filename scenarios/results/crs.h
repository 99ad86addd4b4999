// Coordinate reference systems by EPSG code, as GDAL and CF write them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/core/result.h"

namespace sd::results {

struct Crs {
    std::string wkt;   ///< OGC 01-009 (WKT 1), which every GDAL reads
    std::string wkt2;  ///< ISO 19162, which CF asks for
    /// CF appendix F; empty for projections other than transverse Mercator, which only `wkt` then describes.
    std::string grid_mapping_name;
    std::vector<std::pair<std::string, double>> parameters;  ///< CF names
};

/// Fails for codes that PROJ does not know and for systems that are not projected in metres. `file` is named in the
/// error.
[[nodiscard]] Result<Crs> crs_of(int epsg, const std::string& file);

}  // namespace sd::results
