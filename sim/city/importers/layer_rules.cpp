// The tables of planners' layers: kinds, defaults, built-in rules; and whether the map's fields exist.
#include <fmt/format.h>

#include <array>

#include "sim/city/importers/layers.h"

namespace sd::importers {
namespace {

struct KindRow {
    std::string_view word;
    std::string_view value;
    std::optional<double> default_value;
    double default_width_m;
};

// Storeys as for untagged buildings of the map; drains and dykes as wide as a small one is built.
constexpr std::array<KindRow, static_cast<std::size_t>(LayerKind::Count)> kKinds{
    {{"building", "storeys", 2.0, 0.0},
     {"road", "lanes", 1.0, 0.0},
     {"drain", "bed level", std::nullopt, 5.0},
     {"dyke", "crest level", std::nullopt, 10.0},
     {"spot_height", "height", std::nullopt, 0.0}}};

const KindRow& row_of(LayerKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view word_of(LayerKind kind) { return row_of(kind).word; }
std::string_view value_of(LayerKind kind) { return row_of(kind).value; }
std::optional<double> default_value(LayerKind kind) { return row_of(kind).default_value; }
double default_width_m(LayerKind kind) { return row_of(kind).default_width_m; }

std::vector<LayerRule> default_rules() {
    const auto rule = [](const char* match, LayerKind kind, const char* value, const char* width) {
        LayerRule out;
        out.match = match;
        out.kind = kind;
        out.name.name = "name";
        out.value_field.name = value;
        out.width_field.name = width;
        return out;
    };
    return {rule("building*", LayerKind::Building, "storeys", ""), rule("road*", LayerKind::Road, "lanes", "width"),
            rule("drain*", LayerKind::Drain, "bed", "width"), rule("dyke*", LayerKind::Dyke, "crest", "width"),
            rule("height*", LayerKind::SpotHeight, "z", "")};
}

Errors unknown_fields(const std::string& map_file, const std::vector<LayerRule>& rules,
                      const std::vector<RuleUse>& uses) {
    Errors errors;
    for (std::size_t k = 0; k < rules.size(); ++k) {
        const auto must_exist = [&, k](const FieldName& field, bool found) {
            if (field.line == 0 || field.name.empty() || found || uses[k].layers == 0) return;
            errors.push_back({map_file, field.line, field.column,
                              fmt::format("no layer that matches '{}' has a field '{}'", rules[k].match, field.name),
                              "its fields are " + (uses[k].fields.empty() ? "none" : uses[k].fields)});
        };
        must_exist(rules[k].name, uses[k].name);
        must_exist(rules[k].value_field, uses[k].value);
        must_exist(rules[k].width_field, uses[k].width);
    }
    return errors;
}

}  // namespace sd::importers
