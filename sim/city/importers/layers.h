// Planners' own GIS layers through OGR: buildings, roads, drains, dykes, spot heights, named by an attribute map.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/result.h"

namespace sd::importers {

enum class LayerKind { Building, Road, Drain, Dyke, SpotHeight };

/// How to read one layer. Numbers come from the field, else from the default.
struct LayerRule {
    std::string match;  ///< layer name, "*" = any
    LayerKind kind = LayerKind::Building;
    std::string name_field;
    std::string value_field;  ///< storeys, lanes, bed level, crest level or spot height
    double value = 0.0;       ///< when the field is absent
    std::string width_field;
    double width_m = 0.0;
    std::string crs;  ///< for files without one, e.g. DXF: "EPSG:9210"
};

struct LayerFeature {
    LayerKind kind = LayerKind::Building;
    std::string name;
    std::vector<LocalXY> points;  ///< ring, line or one point, in projected city coordinates
    double value = 0.0;
    double width_m = 0.0;
};

/// YAML: `layers:` list of {match, kind, name, value, width, crs}; `value`/`width` are a field name or a number.
[[nodiscard]] Result<std::vector<LayerRule>> read_attribute_map(const std::filesystem::path& file);
/// Rules that fit common names (building*, road*, drain*, dyke*, height*), used without an attribute map.
[[nodiscard]] std::vector<LayerRule> default_rules();

struct LayerRead {
    std::vector<LayerFeature> features;
    std::vector<std::string> ignored;  ///< sentences: layers and geometries that no rule takes
};
[[nodiscard]] Result<LayerRead> read_layers(const std::filesystem::path& file, const std::vector<LayerRule>& rules,
                                            const std::string& city_crs);

}  // namespace sd::importers
