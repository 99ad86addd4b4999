// Makes a City from real data: OpenStreetMap for buildings, water, land use and places; SUMO's netconvert for roads;
// a raster DEM for terrain; planners' own GIS layers on top. What the data does not say is filled with stated defaults.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

struct ImportOptions {
    std::filesystem::path osm{};                  ///< .osm, .osm.gz, .osm.bz2 or .osm.pbf
    std::optional<std::filesystem::path> dem{};   ///< any single-band raster GDAL reads, with a coordinate system
    std::vector<std::filesystem::path> layers{};  ///< GeoPackage, Shapefile, DXF …
    std::optional<std::filesystem::path>
        attribute_map{};                              ///< YAML: which layer is what, which field is which attribute
    std::optional<std::array<double, 4>> bbox_deg{};  ///< west, south, east, north; default: the file's own bounds
    int epsg = 0;                                     ///< metric target system; 0 = UTM zone of the middle
    std::string vertical_datum = "as delivered";      ///< of the DEM
    double cell_m = 10.0;                             ///< 2…100
    std::string name{};                               ///< default: the OSM file's stem
};

/// What was found, clipped, assumed and left out, in sentences; printed and stored in the pack's provenance.
struct ImportLog {
    std::vector<std::string> lines;
    void say(std::string line) { lines.push_back(std::move(line)); }
};

[[nodiscard]] Result<City> import_city(const ImportOptions& options, ImportLog& log);

}  // namespace sd
