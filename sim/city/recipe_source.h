// What the recipe is cooked from: the traced skeleton (GeoJSON), the typed facts and the recipe's own settings (YAML),
// all already in local metres. Names of places live only in those files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/city/mercator.h"
#include "sim/city/raster.h"
#include "sim/core/result.h"

namespace sd::recipe {

/// One object of the skeleton. Polygons: rings (holes and further parts simply follow, even-odd). Lines: parts[0].
struct Feature {
    std::string layer;
    std::map<std::string, std::string> text;
    std::map<std::string, double> number;  ///< booleans are 0 and 1
    std::vector<std::vector<LocalXY>> parts;
    LocalXY point;  ///< of a Point

    [[nodiscard]] std::string get(const std::string& key) const;
    [[nodiscard]] double get(const std::string& key, double otherwise) const;
};

struct BusPlan {
    std::string name;
    Duration headway;
    int buses = 0;
    std::vector<LocalXY> stops;  ///< terminals and turning points, in order
};

struct AlarmLevels {
    std::string station;
    std::array<float, 3> level_m{};
    std::array<Provenance, 3> provenance{};
};

/// Numbers of recipe.yaml; all levels in metres above the vertical datum.
struct Settings {
    std::uint64_t seed = 1;
    double cell_m = 10.0;
    double river_bed_m = -7.5;        ///< deep channel
    double river_shore_bed_m = -2.0;  ///< at the bank
    double river_shore_scale_m = 120.0;
    double canal_crest_m = 1.85;  ///< banks of canals that have none in the skeleton
    double gated_crest_m = 1.5;   ///< the same behind a sluice
    double river_crest_m = 1.9;   ///< river banks that have none in the skeleton
    double sluice_closes_above_m = 1.0;
    double main_road_raise_m = 0.2;
    double rural_road_raise_m = 0.35;  ///< above the fields
    double street_drop_m = 0.06;
    double low_street_drop_m = 0.3;  ///< more of the same on the streets of `low_streets`
    double basin_drop_m = 0.2;       ///< broad depression around them
    double basin_radius_m = 150.0;
    double drain_inlet_mm_h = 35.0;  ///< over paved area
    double drain_storage_mm = 5.0;
    std::vector<std::string> low_streets;
    std::vector<BusPlan> buses;
    std::map<std::string, int> devices;  ///< how many of a device kind, where it is not "all"
};

struct Source {
    Settings settings;
    CityMeta meta;  ///< all but layers
    GridSpec grid;
    std::vector<Feature> features;
    std::vector<AlarmLevels> alarms;

    [[nodiscard]] std::vector<const Feature*> layer(const std::string& name) const;
};

[[nodiscard]] Result<Source> read_source(const std::filesystem::path& folder, double cell_m = 0.0);

/// Part of read_source: the skeleton. The only file here that knows GeoJSON.
[[nodiscard]] Result<std::vector<Feature>> read_skeleton(const std::filesystem::path& file, const Utm& utm,
                                                         Projected origin);

}  // namespace sd::recipe
