#include "scenarios/flood/features.h"

#include <fmt/format.h>

#include <memory>

#include "scenarios/results/gdal.h"
#include "sim/city/importers/attribute.h"

namespace sd {

Result<void> each_feature(const std::filesystem::path& file, const GridFrame& frame,
                          const std::function<void(OGRFeature&, const OGRGeometry&)>& use) {
    const results::QuietGdal quiet;
    const results::Dataset data(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
    if (!data || data->GetLayerCount() < 1) {
        return fail(file.string(), "is not a layer that GDAL can open: " + results::QuietGdal::why(),
                    "give a GeoPackage, Shapefile or GeoJSON");
    }
    OGRLayer& layer = *data->GetLayer(0);
    if (layer.GetSpatialRef() == nullptr) {
        return fail(file.string(), "has no coordinate system", "add the one it was drawn in: ogr2ogr -a_srs EPSG:…");
    }
    OGRSpatialReference target;
    target.importFromEPSG(frame.epsg);
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::unique_ptr<OGRCoordinateTransformation> to(
        OGRCreateCoordinateTransformation(layer.GetSpatialRef(), &target));
    if (!to) return fail(file.string(), fmt::format("cannot be brought into EPSG:{}", frame.epsg));
    for (const auto& feature : layer) {
        const OGRGeometry* geometry = feature->GetGeometryRef();
        if (geometry == nullptr || geometry->IsEmpty()) continue;
        const std::unique_ptr<OGRGeometry> moved(geometry->clone());
        if (moved->transform(to.get()) == OGRERR_NONE) use(*feature, *moved);
    }
    return {};
}

double Attributes::number(OGRFeature& f, const char* name, double low, double high, double otherwise) {
    const int k = f.GetFieldIndex(name);
    if (k < 0 || f.IsFieldSetAndNotNull(k) == 0) {
        missing_[name] += 1;
        return otherwise;
    }
    const auto value = importers::number_of(f, name);
    if (value && *value >= low && *value <= high) return *value;
    const auto words = [&](const char* text) {
        return fmt::format(fmt::runtime(text), name, f.GetFID(), f.GetFieldAsString(k), low, high);
    };
    strange_.push_back({words("{} của đối tượng {} là \"{}\", cần {:g}…{:g}: dùng giá trị mặc định"),
                        words("{} of feature {} is \"{}\", expected {:g}…{:g}: a default stands for it")});
    return otherwise;
}

std::string Attributes::text(OGRFeature& f, const char* name, const std::string& otherwise) {
    const int k = f.GetFieldIndex(name);
    if (k >= 0 && f.IsFieldSetAndNotNull(k) != 0) return f.GetFieldAsString(k);
    missing_[name] += 1;
    return otherwise;
}

void Attributes::say(std::vector<Bilingual>& warnings) const {
    std::string all;
    for (const auto& [name, count] : missing_) all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", name, count);
    if (!all.empty()) {
        warnings.push_back({"giá trị mặc định thay cho thuộc tính thiếu của lớp " + what_.vi + ": " + all,
                            "defaults stand for attributes that " + what_.en + " lack: " + all});
    }
    warnings.insert(warnings.end(), strange_.begin(), strange_.end());
}

}  // namespace sd
