#include "sim/city/importers/layers.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>

#include "sim/city/importers/attribute.h"
#include "sim/city/importers/projection.h"

namespace sd::importers {
namespace {

struct CloseDataset {
    void operator()(GDALDataset* d) const { GDALClose(d); }
};

int rule_for(const std::vector<LayerRule>& rules, const std::string& layer) {
    for (std::size_t k = 0; k < rules.size(); ++k) {
        const std::string& match = rules[k].match;
        const bool prefix = !match.empty() && match.back() == '*';
        const std::string stem = prefix ? match.substr(0, match.size() - 1) : match;
        if (prefix ? layer.compare(0, stem.size(), stem) == 0 : layer == match) return static_cast<int>(k);
    }
    return -1;
}

// Planners write 7,5 as often as 7.5; a text that is neither is no number (OGR alone would make it 0).
std::optional<double> number_in(std::string text) {
    std::replace(text.begin(), text.end(), ',', '.');
    const auto first = text.find_first_not_of(" +");
    if (first == std::string::npos) return std::nullopt;
    const auto last = text.find_last_not_of(' ');
    double value = 0.0;
    const char* const end = text.data() + last + 1;
    const auto [next, error] = std::from_chars(text.data() + first, end, value);
    if (error != std::errc{} || next != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// The features of one layer (DXF: one CAD layer) under one rule.
class LayerReader {
public:
    LayerReader(const LayerRule& rule, Projection to_city) : rule_(&rule), to_city_(std::move(to_city)) {}

    void take(const OGRFeature& feature, std::vector<LayerFeature>& out) {
        const OGRGeometry* geometry = feature.GetGeometryRef();
        if (geometry == nullptr || geometry->IsEmpty() != 0) {
            ++odd_;
        } else if (geometry->hasCurveGeometry() != 0) {
            const std::unique_ptr<OGRGeometry> straight(geometry->getLinearGeometry());
            take(*straight, feature, out);
        } else {
            take(*geometry, feature, out);
        }
    }

    /// "12 as dyke; 2 without crest level left out; …"
    [[nodiscard]] std::string note() const {
        const std::string_view value = value_of(rule_->kind);
        std::string text = fmt::format("{} as {}", taken_, word_of(rule_->kind));
        if (by_map_ > 0) text += fmt::format("; {} {} by the attribute map", value, *rule_->value);
        if (by_z_ > 0) text += fmt::format("; {} of {} from the point's Z", value, by_z_);
        if (assumed_ > 0) text += fmt::format("; {} of {} assumed {}", value, assumed_, *default_value(rule_->kind));
        if (wide_ > 0) {
            const double width_m = default_width_m(rule_->kind);
            text += width_m > 0.0 ? fmt::format("; width of {} assumed {} m", wide_, width_m)
                                  : fmt::format("; width of {} assumed 3.5 m a lane", wide_);
        }
        if (no_level_ > 0) text += fmt::format("; left out: {} without {}", no_level_, value);
        if (odd_ > 0) text += fmt::format("; left out: {} without the shape of a {}", odd_, word_of(rule_->kind));
        if (off_map_ > 0) text += fmt::format("; left out: {} that the coordinate system cannot place", off_map_);
        return text;
    }

private:
    void take(const OGRGeometry& geometry, const OGRFeature& feature, std::vector<LayerFeature>& out) {
        const LayerKind kind = rule_->kind;
        switch (wkbFlatten(geometry.getGeometryType())) {
            case wkbPoint: {
                const OGRPoint& point = *geometry.toPoint();
                const auto z = point.Is3D() != 0 ? std::optional(point.getZ()) : std::nullopt;
                OGRLineString one;
                one.addPoint(&point);
                kind == LayerKind::SpotHeight ? add(one, 1, z, feature, out) : void(++odd_);
                return;
            }
            case wkbLineString: {
                const OGRLineString& line = *geometry.toLineString();
                const bool ring = line.get_IsClosed() != 0 && line.getNumPoints() >= 4;
                if (kind == LayerKind::SpotHeight || line.getNumPoints() < 2 ||
                    (kind == LayerKind::Building && !ring)) {
                    ++odd_;
                    return;
                }
                add(line, line.getNumPoints() - (kind == LayerKind::Building ? 1 : 0), std::nullopt, feature, out);
                return;
            }
            case wkbPolygon: {
                const OGRLinearRing* ring = geometry.toPolygon()->getExteriorRing();
                const bool fits = kind == LayerKind::Building || kind == LayerKind::Dyke;  // a ring dyke
                if (!fits || ring == nullptr || ring->getNumPoints() < 4) {
                    ++odd_;
                    return;
                }
                add(*ring, ring->getNumPoints() - (kind == LayerKind::Building ? 1 : 0), std::nullopt, feature, out);
                return;
            }
            case wkbMultiPoint:
            case wkbMultiLineString:
            case wkbMultiPolygon:
            case wkbGeometryCollection:
                for (const OGRGeometry* part : *geometry.toGeometryCollection()) take(*part, feature, out);
                return;
            default:
                ++odd_;
        }
    }

    void add(const OGRSimpleCurve& line, int count, std::optional<double> z, const OGRFeature& feature,
             std::vector<LayerFeature>& out) {
        LayerFeature made;
        made.kind = rule_->kind;
        for (int k = 0; k < count; ++k) {
            if (const auto at = to_city_.forward(line.getX(k), line.getY(k))) {
                made.points.push_back({at->easting_m, at->northing_m});
            }
        }
        if (made.points.size() != static_cast<std::size_t>(count)) {
            ++off_map_;
            return;
        }
        const auto value = value_for(feature, z);
        if (!value) {
            ++no_level_;
            return;
        }
        made.value = *value;
        const auto width_m = number_of(feature, rule_->width_field.name);
        const bool told = width_m || rule_->width_m;
        made.width_m = told ? width_m.value_or(rule_->width_m.value_or(0.0)) : default_width_m(rule_->kind);
        const bool has_width = rule_->kind != LayerKind::Building && rule_->kind != LayerKind::SpotHeight;
        wide_ += !told && has_width ? 1 : 0;
        const int name = rule_->name.name.empty() ? -1 : feature.GetFieldIndex(rule_->name.name.c_str());
        if (name >= 0) made.name = feature.GetFieldAsString(name);
        ++taken_;
        out.push_back(std::move(made));
    }

    std::optional<double> value_for(const OGRFeature& feature, std::optional<double> z) {
        if (const auto value = number_of(feature, rule_->value_field.name)) return value;
        if (rule_->value) {
            ++by_map_;
            return rule_->value;
        }
        if (z && std::isfinite(*z)) {
            ++by_z_;
            return z;
        }
        const auto assumed = default_value(rule_->kind);
        assumed_ += assumed ? 1 : 0;
        return assumed;
    }

    const LayerRule* rule_;
    Projection to_city_;
    std::size_t taken_ = 0;
    std::size_t by_map_ = 0;
    std::size_t by_z_ = 0;
    std::size_t assumed_ = 0;
    std::size_t wide_ = 0;
    std::size_t no_level_ = 0;
    std::size_t odd_ = 0;
    std::size_t off_map_ = 0;
};

Result<Projection> projection_of(OGRLayer& layer, const std::string& name, const LayerRule& rule,
                                 const std::string& file, const std::string& city_crs) {
    std::string crs = rule.crs;
    if (crs.empty() && layer.GetSpatialRef() != nullptr) {
        char* wkt = nullptr;
        layer.GetSpatialRef()->exportToWkt(&wkt);
        crs = wkt;
        CPLFree(wkt);
    }
    if (crs.empty()) {
        return fail(file, fmt::format("layer '{}' has no coordinate system", name),
                    "name it in the attribute map, e.g. crs: \"EPSG:9210\" (VN-2000 / TM-3 105-45)");
    }
    return Projection::make(crs, city_crs);
}

void note_fields(OGRLayer& layer, const LayerRule& rule, RuleUse& use) {
    const OGRFeatureDefn& defn = *layer.GetLayerDefn();
    ++use.layers;
    const auto has = [&](const FieldName& field) { return defn.GetFieldIndex(field.name.c_str()) >= 0; };
    use.name = use.name || has(rule.name);
    use.value = use.value || has(rule.value_field);
    use.width = use.width || has(rule.width_field);
    for (int k = 0; k < defn.GetFieldCount(); ++k) {
        const std::string name = defn.GetFieldDefn(k)->GetNameRef();
        if (use.fields.find(name) == std::string::npos) use.fields += (use.fields.empty() ? "" : ", ") + name;
    }
}

/// The layers of one file by their planner's name. GDAL puts a whole DXF into one layer "entities" and keeps the CAD
/// layer as a field of each feature.
class FileReader {
public:
    FileReader(std::string file, const std::vector<LayerRule>& rules, const std::string& city_crs,
               std::vector<RuleUse>& uses)
        : file_(std::move(file)), rules_(&rules), city_crs_(&city_crs), uses_(&uses) {}

    Errors read(OGRLayer& layer, bool cad, LayerRead& out) {
        Errors errors;
        for (const auto& feature : layer) {
            const int field = cad ? feature->GetFieldIndex("Layer") : -1;
            const std::string name = field >= 0 ? feature->GetFieldAsString(field) : layer.GetName();
            auto found = groups_.find(name);
            if (found == groups_.end()) found = groups_.emplace(name, open(layer, name, errors)).first;
            Group& group = found->second;
            if (group.reader) {
                group.reader->take(*feature, out.features);
            } else {
                ++group.ignored;
            }
        }
        return errors;
    }

    void say(LayerRead& out) const {
        const std::string file = std::filesystem::path(file_).filename().string();
        for (const auto& [name, group] : groups_) {
            out.notes.push_back(group.reader ? fmt::format("{}: layer '{}': {}", file, name, group.reader->note())
                                             : fmt::format("{}: layer '{}' ({} features) matches no rule and is "
                                                           "left out",
                                                           file, name, group.ignored));
        }
        if (groups_.empty()) out.notes.push_back(file + ": holds no features");
    }

private:
    struct Group {
        std::optional<LayerReader> reader;
        std::size_t ignored = 0;
    };

    Group open(OGRLayer& layer, const std::string& name, Errors& errors) {
        const int rule = rule_for(*rules_, name);
        if (rule < 0) return {};
        const LayerRule& chosen = (*rules_)[static_cast<std::size_t>(rule)];
        auto to_city = projection_of(layer, name, chosen, file_, *city_crs_);
        if (!to_city) {
            for (Error& error : to_city.error()) errors.push_back(std::move(error));
            return {};
        }
        note_fields(layer, chosen, (*uses_)[static_cast<std::size_t>(rule)]);
        return {LayerReader(chosen, std::move(*to_city)), 0};
    }

    std::string file_;
    const std::vector<LayerRule>* rules_;
    const std::string* city_crs_;
    std::vector<RuleUse>* uses_;
    std::map<std::string, Group> groups_;
};

}  // namespace

std::optional<double> number_of(const OGRFeature& feature, const std::string& field) {
    const int index = field.empty() ? -1 : feature.GetFieldIndex(field.c_str());
    if (index < 0 || feature.IsFieldSetAndNotNull(index) == 0) return std::nullopt;
    const OGRFieldType type = feature.GetFieldDefnRef(index)->GetType();
    if (type == OFTString) return number_in(feature.GetFieldAsString(index));
    if (type != OFTInteger && type != OFTInteger64 && type != OFTReal) return std::nullopt;
    const double value = feature.GetFieldAsDouble(index);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Result<LayerRead> read_layers(const std::filesystem::path& file, const std::vector<LayerRule>& rules,
                              const std::string& city_crs, std::vector<RuleUse>& uses) {
    GDALAllRegister();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const std::unique_ptr<GDALDataset, CloseDataset> data(static_cast<GDALDataset*>(
        GDALOpenEx(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr)));
    const std::string why = CPLGetLastErrorMsg();
    CPLPopErrorHandler();
    if (!data) {
        return fail(file.string(), "is not a vector file that GDAL can open: " + why,
                    "give a GeoPackage, Shapefile or DXF");
    }
    const bool cad = std::string_view(data->GetDriverName()) == "DXF";
    LayerRead out;
    Errors errors;
    FileReader reader(file.string(), rules, city_crs, uses);
    for (OGRLayer* layer : data->GetLayers()) {
        for (Error& error : reader.read(*layer, cad, out)) errors.push_back(std::move(error));
    }
    if (!errors.empty()) return fail(std::move(errors));
    reader.say(out);
    return out;
}

}  // namespace sd::importers
