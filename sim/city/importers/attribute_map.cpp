#include <yaml-cpp/yaml.h>

#include <array>
#include <cctype>

#include "sim/city/importers/layers.h"

namespace sd::importers {
namespace {

constexpr std::array<std::pair<std::string_view, LayerKind>, 5> kKinds{{{"building", LayerKind::Building},
                                                                        {"road", LayerKind::Road},
                                                                        {"drain", LayerKind::Drain},
                                                                        {"dyke", LayerKind::Dyke},
                                                                        {"spot_height", LayerKind::SpotHeight}}};

struct MapReader {
    std::string file;
    Errors errors;

    void complain(const YAML::Node& node, std::string message, std::string hint) {
        errors.push_back({file, node.Mark().line + 1, node.Mark().column + 1, std::move(message), std::move(hint)});
    }

    // A number is a default, anything else names a field.
    void field_or_number(const YAML::Node& node, std::string& field, double& number) {
        if (!node) return;
        if (!node.IsScalar()) {
            complain(node, "expected a field name or a number", "e.g. value: CAO_DO or value: 1.6");
            return;
        }
        try {
            number = node.as<double>();
        } catch (const YAML::Exception&) {
            field = node.Scalar();
        }
    }

    LayerRule rule(const YAML::Node& node) {
        LayerRule out;
        for (const auto& entry : node) {
            const std::string key = entry.first.Scalar();
            if (key == "match" || key == "name" || key == "crs") {
                if (!entry.second.IsScalar()) complain(entry.second, "expected a text", "write one word after " + key);
            }
            if (key == "match") {
                out.match = entry.second.Scalar();
            } else if (key == "name") {
                out.name_field = entry.second.Scalar();
            } else if (key == "crs") {
                out.crs = entry.second.Scalar();
            } else if (key == "value") {
                field_or_number(entry.second, out.value_field, out.value);
            } else if (key == "width") {
                field_or_number(entry.second, out.width_field, out.width_m);
            } else if (key == "kind") {
                bool known = false;
                for (const auto& [word, kind] : kKinds) {
                    if (entry.second.Scalar() != word) continue;
                    out.kind = kind;
                    known = true;
                }
                if (!known) {
                    complain(entry.second, "unknown kind '" + entry.second.Scalar() + "'",
                             "one of building, road, drain, dyke, spot_height");
                }
            } else {
                complain(entry.first, "unknown key '" + key + "'", "one of match, kind, name, value, width, crs");
            }
        }
        if (out.match.empty()) complain(node, "a rule needs 'match: LAYER_NAME'", "'*' matches every layer");
        return out;
    }
};

}  // namespace

Result<std::vector<LayerRule>> read_attribute_map(const std::filesystem::path& file) {
    MapReader reader{file.string(), {}};
    std::vector<LayerRule> rules;
    try {
        const YAML::Node root = YAML::LoadFile(file.string());
        const YAML::Node layers = root.IsMap() ? root["layers"] : YAML::Node();
        if (!layers || !layers.IsSequence()) {
            reader.complain(root, "expected 'layers:' with a list of rules", "see docs/import.md");
        } else {
            for (const YAML::Node& node : layers) {
                if (node.IsMap()) {
                    rules.push_back(reader.rule(node));
                } else {
                    reader.complain(node, "expected a rule {match: …, kind: …}", "see docs/import.md");
                }
            }
        }
    } catch (const YAML::ParserException& error) {
        reader.errors.push_back(
            {file.string(), error.mark.line + 1, error.mark.column + 1, error.msg, "mend the YAML"});
    } catch (const YAML::Exception& error) {
        reader.errors.push_back({file.string(), 0, 0, error.msg, "give a readable YAML file"});
    }
    if (!reader.errors.empty()) return fail(std::move(reader.errors));
    return rules;
}

std::vector<LayerRule> default_rules() {
    return {{"building*", LayerKind::Building, "name", "storeys", 0.0, "", 0.0, ""},
            {"road*", LayerKind::Road, "name", "lanes", 1.0, "width", 0.0, ""},
            {"drain*", LayerKind::Drain, "name", "bed", 0.0, "width", 5.0, ""},
            {"dyke*", LayerKind::Dyke, "name", "crest", 0.0, "width", 10.0, ""},
            {"height*", LayerKind::SpotHeight, "name", "z", 0.0, "", 0.0, ""}};
}

}  // namespace sd::importers
