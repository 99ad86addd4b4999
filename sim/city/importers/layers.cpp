#include "sim/city/importers/layers.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <memory>

#include "sim/city/importers/projection.h"

namespace sd::importers {
namespace {

struct CloseDataset {
    void operator()(GDALDataset* d) const { GDALClose(d); }
};

const LayerRule* rule_for(const std::vector<LayerRule>& rules, const std::string& layer) {
    for (const LayerRule& rule : rules) {
        const bool prefix = !rule.match.empty() && rule.match.back() == '*';
        const std::string stem = prefix ? rule.match.substr(0, rule.match.size() - 1) : rule.match;
        if (prefix ? layer.compare(0, stem.size(), stem) == 0 : layer == rule.match) return &rule;
    }
    return nullptr;
}

double number_of(const OGRFeature& feature, const std::string& field, double otherwise) {
    const int index = field.empty() ? -1 : feature.GetFieldIndex(field.c_str());
    if (index < 0 || feature.IsFieldSetAndNotNull(index) == 0) return otherwise;
    return feature.GetFieldAsDouble(index);
}

struct LayerReader {
    const LayerRule& rule;
    const Projection& to_city;
    LayerRead& out;
    std::size_t odd = 0;

    void take_points(const OGRLineString& line, const OGRFeature& feature, bool closed) {
        LayerFeature made = base(feature);
        const int count = line.getNumPoints() - (closed ? 1 : 0);
        for (int k = 0; k < count; ++k) add_point(made, line.getX(k), line.getY(k));
        if (made.points.size() >= (closed ? 3U : 2U)) out.features.push_back(std::move(made));
    }

    void take(const OGRGeometry& geometry, const OGRFeature& feature) {
        switch (wkbFlatten(geometry.getGeometryType())) {
            case wkbPoint: {
                LayerFeature made = base(feature);
                const OGRPoint& point = *geometry.toPoint();
                if (rule.value_field.empty() && geometry.Is3D() != 0) made.value = point.getZ();
                add_point(made, point.getX(), point.getY());
                if (!made.points.empty()) out.features.push_back(std::move(made));
                return;
            }
            case wkbLineString:
                take_points(*geometry.toLineString(), feature, rule.kind == LayerKind::Building);
                return;
            case wkbPolygon:
                take_points(*geometry.toPolygon()->getExteriorRing(), feature, true);
                return;
            case wkbMultiPoint:
            case wkbMultiLineString:
            case wkbMultiPolygon:
            case wkbGeometryCollection:
                for (const OGRGeometry* part : *geometry.toGeometryCollection()) take(*part, feature);
                return;
            default:
                ++odd;
        }
    }

private:
    [[nodiscard]] LayerFeature base(const OGRFeature& feature) const {
        LayerFeature made;
        made.kind = rule.kind;
        const int name = rule.name_field.empty() ? -1 : feature.GetFieldIndex(rule.name_field.c_str());
        if (name >= 0) made.name = feature.GetFieldAsString(name);
        made.value = number_of(feature, rule.value_field, rule.value);
        made.width_m = number_of(feature, rule.width_field, rule.width_m);
        return made;
    }

    void add_point(LayerFeature& made, double x, double y) const {
        if (const auto at = to_city.forward(x, y)) made.points.push_back({at->easting_m, at->northing_m});
    }
};

Result<Projection> projection_of(OGRLayer& layer, const LayerRule& rule, const std::string& file,
                                 const std::string& city_crs) {
    std::string crs = rule.crs;
    if (crs.empty() && layer.GetSpatialRef() != nullptr) {
        char* wkt = nullptr;
        layer.GetSpatialRef()->exportToWkt(&wkt);
        crs = wkt;
        CPLFree(wkt);
    }
    if (crs.empty()) {
        return fail(file, fmt::format("layer '{}' has no coordinate system", layer.GetName()),
                    "name it in the attribute map, e.g. crs: \"EPSG:9210\" (VN-2000 / TM-3 105-45)");
    }
    return Projection::make(crs, city_crs);
}

}  // namespace

Result<LayerRead> read_layers(const std::filesystem::path& file, const std::vector<LayerRule>& rules,
                              const std::string& city_crs) {
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
    LayerRead out;
    for (OGRLayer* layer : data->GetLayers()) {
        const LayerRule* rule = rule_for(rules, layer->GetName());
        if (rule == nullptr) {
            out.ignored.push_back(fmt::format("{}: layer '{}' ({} features) matches no rule and is left out",
                                              file.filename().string(), layer->GetName(), layer->GetFeatureCount()));
            continue;
        }
        const auto to_city = projection_of(*layer, *rule, file.string(), city_crs);
        if (!to_city) return fail(to_city.error());
        LayerReader reader{*rule, *to_city, out};
        for (const auto& feature : *layer) {
            if (const OGRGeometry* geometry = feature->GetGeometryRef()) reader.take(*geometry, *feature);
        }
        if (reader.odd > 0) {
            out.ignored.push_back(fmt::format("{}: {} geometries of layer '{}' are of a type that is not read",
                                              file.filename().string(), reader.odd, layer->GetName()));
        }
    }
    return out;
}

}  // namespace sd::importers
