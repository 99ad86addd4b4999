// Planners' own GIS layers through OGR: buildings, roads, drains, dykes, spot heights, named by an attribute map.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/result.h"

namespace sd::importers {

enum class LayerKind { Building, Road, Drain, Dyke, SpotHeight, Count };

/// The attribute map's word for a kind, and what its `value` means there ("crest level").
[[nodiscard]] std::string_view word_of(LayerKind kind);
[[nodiscard]] std::string_view value_of(LayerKind kind);

/// A field that a rule names, with its place in the attribute map. Line 0: a built-in rule, whose fields may be absent.
struct FieldName {
    std::string name;
    int line = 0;
    int column = 0;
};

/// How to read one layer. Numbers come from the field, else from the number of the map, else (spot heights) from the
/// point's Z, else from default_value; a feature that then has no level is left out, because 0 m would be a pit.
struct LayerRule {
    std::string match;  ///< layer name (DXF: CAD layer), "DE*" = begins with, "*" = any
    LayerKind kind = LayerKind::Building;
    FieldName name;
    FieldName value_field;  ///< storeys, lanes, bed level, crest level or spot height
    std::optional<double> value;
    FieldName width_field;
    std::optional<double> width_m;
    std::string crs;  ///< for files without one, e.g. DXF: "EPSG:9210"
};

/// Storeys and lanes that a feature gets when nothing tells them; nullopt for levels, which have no default.
[[nodiscard]] std::optional<double> default_value(LayerKind kind);
/// Width in m when nothing tells it; 0 for roads: 3.5 m a lane.
[[nodiscard]] double default_width_m(LayerKind kind);

struct LayerFeature {
    LayerKind kind = LayerKind::Building;
    std::string name;
    std::vector<LocalXY> points;  ///< ring, line or one point, in projected city coordinates
    double value = 0.0;
    double width_m = 0.0;
};

/// YAML: `layers:` list of {match, kind, name, value, width, crs}; `value`/`width` are a field name or a number.
[[nodiscard]] Result<std::vector<LayerRule>> read_attribute_map(const std::filesystem::path& file);
/// The same from text; `file` is for messages.
[[nodiscard]] Result<std::vector<LayerRule>> parse_attribute_map(const std::string& text, const std::string& file);
/// Rules that fit common names (building*, road*, drain*, dyke*, height*), used without an attribute map.
[[nodiscard]] std::vector<LayerRule> default_rules();

/// What a rule met: over all files together, a field that no layer has is a mistake in the map.
struct RuleUse {
    std::size_t layers = 0;
    bool name = false;
    bool value = false;
    bool width = false;
    std::string fields;  ///< of the layers it took: "TEN, CAO, …"
};

struct LayerRead {
    std::vector<LayerFeature> features;
    std::vector<std::string> notes;  ///< sentences: what was taken, what was assumed, what was left out and why
};
/// `uses` has one entry for each rule and is added to.
[[nodiscard]] Result<LayerRead> read_layers(const std::filesystem::path& file, const std::vector<LayerRule>& rules,
                                            const std::string& city_crs, std::vector<RuleUse>& uses);
/// One error with the cure for each field of the map that no layer has.
[[nodiscard]] Errors unknown_fields(const std::string& map_file, const std::vector<LayerRule>& rules,
                                    const std::vector<RuleUse>& uses);

}  // namespace sd::importers
