// OpenStreetMap through libosmium: polygons (buildings, water, land use), waterways, places; and a clean extract of the
// roads for netconvert. Coordinates stay lon/lat here.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/geo.h"
#include "sim/core/result.h"

namespace sd::importers {

struct OsmPolygon {
    enum class What { Building, Water, Cover } what = What::Building;
    Cover cover = Cover::Bare;  ///< What::Cover only
    std::vector<LonLat> outer;  ///< closed ring without repeated end
    double height_m = 0.0;      ///< 0 = not tagged
    int storeys = 0;            ///< 0 = not tagged
    int use = 0;                ///< as Building::use
};

struct OsmWaterway {
    std::string name;
    std::vector<LonLat> line;
    double width_m = 0.0;  ///< tagged or by class
    bool width_tagged = false;
};

struct OsmPlace {
    std::string name;
    PoiKind kind = PoiKind::Other;
    LonLat at;
};

struct OsmData {
    std::array<double, 4> bounds_deg{};  ///< west, south, east, north
    bool bounds_from_header = false;
    std::vector<OsmPolygon> polygons;
    std::vector<OsmWaterway> waterways;
    std::vector<OsmPlace> places;
    std::size_t highways = 0;
    std::size_t broken_areas = 0;
};

[[nodiscard]] Result<OsmData> read_osm(const std::filesystem::path& file);

/// Writes the highway ways (and their nodes and turn restrictions) as plain .osm; netconvert reads neither PBF nor bz2.
[[nodiscard]] Result<void> write_roads_osm(const std::filesystem::path& osm, const std::filesystem::path& out);

}  // namespace sd::importers
