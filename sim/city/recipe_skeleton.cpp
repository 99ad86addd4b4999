#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/city/recipe_source.h"

namespace sd::recipe {
namespace {

using nlohmann::json;

struct Frame {
    const Utm* utm;
    Projected origin;

    [[nodiscard]] LocalXY place(const json& pair) const {
        const Projected p = utm->forward({pair.at(0).get<double>(), pair.at(1).get<double>()});
        return {p.easting_m - origin.easting_m, p.northing_m - origin.northing_m};
    }
    [[nodiscard]] std::vector<LocalXY> line(const json& list) const {
        std::vector<LocalXY> out;
        for (const json& pair : list) out.push_back(place(pair));
        return out;
    }
};

// GeoJSON repeats the first vertex of a ring at its end; here rings close by themselves.
void add_rings(const Frame& frame, const json& polygon, Feature& out) {
    for (const json& ring : polygon) {
        std::vector<LocalXY> points = frame.line(ring);
        if (points.size() > 1 && points.front() == points.back()) points.pop_back();
        if (points.size() >= 3) out.parts.push_back(std::move(points));
    }
}

Feature feature_of(const Frame& frame, const json& object) {
    Feature out;
    for (const auto& [key, value] : object.at("properties").items()) {
        if (value.is_string()) out.text[key] = value.get<std::string>();
        if (value.is_number()) out.number[key] = value.get<double>();
        if (value.is_boolean()) out.number[key] = value.get<bool>() ? 1.0 : 0.0;
        if (key == "gate_position") {
            const LocalXY p = frame.place(value);
            out.number["gate_x_m"] = p.x_m;
            out.number["gate_y_m"] = p.y_m;
        }
    }
    out.layer = out.get("layer");
    const json& geometry = object.at("geometry");
    const std::string type = geometry.at("type").get<std::string>();
    const json& coordinates = geometry.at("coordinates");
    if (type == "Point") out.point = frame.place(coordinates);
    if (type == "LineString") out.parts.push_back(frame.line(coordinates));
    if (type == "Polygon") add_rings(frame, coordinates, out);
    if (type == "MultiPolygon") {
        for (const json& polygon : coordinates) add_rings(frame, polygon, out);
    }
    return out;
}

}  // namespace

std::string Feature::get(const std::string& key) const {
    const auto found = text.find(key);
    return found == text.end() ? std::string() : found->second;
}

double Feature::get(const std::string& key, double otherwise) const {
    const auto found = number.find(key);
    return found == number.end() ? otherwise : found->second;
}

Result<std::vector<Feature>> read_skeleton(const std::filesystem::path& file, const Utm& utm, Projected origin) {
    std::ifstream in(file);
    if (!in) return fail(file.string(), "cannot be opened", "the recipe names it in recipe.yaml, key skeleton");
    try {
        const json document = json::parse(in);
        std::vector<Feature> out;
        const Frame frame{&utm, origin};
        for (const json& object : document.at("features")) out.push_back(feature_of(frame, object));
        return out;
    } catch (const json::exception& e) {
        return fail(file.string(), std::string("is not the GeoJSON expected: ") + e.what(),
                    "a FeatureCollection whose features have properties.layer and a geometry");
    }
}

}  // namespace sd::recipe
