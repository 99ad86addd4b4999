#include <yaml-cpp/yaml.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "sim/city/importers/layers.h"

namespace sd::importers {
namespace {

std::optional<LayerKind> kind_named(const std::string& word) {
    for (int k = 0; k < static_cast<int>(LayerKind::Count); ++k) {
        if (word == word_of(static_cast<LayerKind>(k))) return static_cast<LayerKind>(k);
    }
    return std::nullopt;
}

struct MapReader {
    std::string file;
    Errors errors;

    void complain(const YAML::Node& node, std::string message, std::string hint) {
        errors.push_back({file, node.Mark().line + 1, node.Mark().column + 1, std::move(message), std::move(hint)});
    }

    FieldName field(const YAML::Node& node) {
        if (node.IsScalar()) return {node.Scalar(), node.Mark().line + 1, node.Mark().column + 1};
        complain(node, "expected the name of a field", "e.g. name: TEN");
        return {};
    }

    // A number holds for every feature, anything else names a field.
    void field_or_number(const YAML::Node& node, FieldName& into, std::optional<double>& number) {
        if (!node.IsScalar()) {
            complain(node, "expected a field name or a number", "e.g. value: CAO_DO or value: 1.6");
            return;
        }
        double value = 0.0;
        if (!YAML::convert<double>::decode(node, value)) {
            into = field(node);
        } else if (!std::isfinite(value)) {
            complain(node, "is not a number of metres, storeys or lanes", "e.g. value: 1.6");
        } else {
            number = value;
        }
    }

    std::string text(const YAML::Node& node, const std::string& key) {
        if (node.IsScalar()) return node.Scalar();
        complain(node, "expected a text", "write one word after " + key);
        return {};
    }

    LayerRule rule(const YAML::Node& node) {
        LayerRule out;
        bool has_kind = false;
        for (const auto& entry : node) {
            const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
            if (key == "match") {
                out.match = text(entry.second, key);
            } else if (key == "name") {
                out.name = field(entry.second);
            } else if (key == "crs") {
                out.crs = text(entry.second, key);
            } else if (key == "value") {
                field_or_number(entry.second, out.value_field, out.value);
            } else if (key == "width") {
                field_or_number(entry.second, out.width_field, out.width_m);
            } else if (key == "kind") {
                has_kind = true;
                const std::string word = entry.second.IsScalar() ? entry.second.Scalar() : std::string();
                const auto kind = kind_named(word);
                out.kind = kind.value_or(LayerKind::Building);
                if (!kind) {
                    complain(entry.second, "unknown kind '" + word + "'",
                             "one of building, road, drain, dyke, spot_height");
                }
            } else {
                complain(entry.first, "unknown key '" + key + "'", "one of match, kind, name, value, width, crs");
            }
        }
        if (out.match.empty()) complain(node, "a rule needs 'match: LAYER_NAME'", "'*' matches every layer");
        if (!has_kind) complain(node, "a rule needs a kind", "one of building, road, drain, dyke, spot_height");
        return out;
    }
};

}  // namespace

Result<std::vector<LayerRule>> read_attribute_map(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in) return fail(file.string(), "cannot be read", "give a readable YAML file");
    return parse_attribute_map(text.str(), file.string());
}

Result<std::vector<LayerRule>> parse_attribute_map(const std::string& text, const std::string& file) {
    MapReader reader{file, {}};
    std::vector<LayerRule> rules;
    try {
        const YAML::Node root = YAML::Load(text);
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
        reader.errors.push_back({file, error.mark.line + 1, error.mark.column + 1, error.msg, "mend the YAML"});
    } catch (const YAML::Exception& error) {
        reader.errors.push_back({file, 0, 0, error.msg, "give a readable YAML file"});
    }
    if (!reader.errors.empty()) return fail(std::move(reader.errors));
    return rules;
}

}  // namespace sd::importers
