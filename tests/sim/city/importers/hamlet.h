// An invented hamlet and what planners and surveyors might hand in for it, made by GDAL while the test runs: the
// importers are covered from a clean clone, with no data beside it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gdal/cpl_conv.h>
#include <gdal/gdal.h>
#include <gdal/ogr_api.h>
#include <gdal/ogr_srs_api.h>

#include "sim/city/importers/import.h"
#include "sim/city/importers/projection.h"

namespace sd::test {

inline const std::filesystem::path kHamlet =
    std::filesystem::path(SD_SOURCE_DIR) / "tests/sim/city/importers/hamlet.osm";

inline std::filesystem::path scratch(const std::string& name) {
    const auto folder =
        std::filesystem::path(testing::TempDir()) / ("songdoi-import-test-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    return folder / name;
}

inline std::filesystem::path written(const std::string& name, const std::string& text) {
    std::ofstream(scratch(name), std::ios::binary) << text;
    return scratch(name);
}

inline bool says(const ImportLog& log, const std::string& words) {
    for (const std::string& line : log.lines) {
        if (line.find(words) != std::string::npos) return true;
    }
    return false;
}

inline std::string all_of(const ImportLog& log) {
    std::string out;
    for (const std::string& line : log.lines) out += line + "\n";
    return out;
}

/// "x y, x y" of places, in a coordinate system; with a level: "x y z, …".
inline std::string vertices(const std::vector<LonLat>& places, const std::string& crs, const std::string& z = "") {
    const auto to = importers::Projection::make("EPSG:4326", crs);
    std::string out;
    for (const LonLat& p : places) {
        const auto at = to->forward_exact(p.lon_deg, p.lat_deg);
        out += (out.empty() ? "" : ", ") + std::to_string(at->easting_m) + " " + std::to_string(at->northing_m) +
               (z.empty() ? "" : " " + z);
    }
    return out;
}

/// One feature; fields and values are texts, GDAL converts them.
struct Shape {
    std::string wkt;
    std::vector<std::pair<std::string, std::string>> fields{};
    std::string style{};
};
struct Column {
    std::string name;
    OGRFieldType type = OFTReal;
};

/// Adds a layer to a vector file of any OGR driver. `crs` empty: the file gets none.
inline void add_layer(OGRDataSourceH data, const std::string& layer, const std::string& crs,
                      const std::vector<Column>& columns, const std::vector<Shape>& shapes) {
    OGRSpatialReferenceH srs = crs.empty() ? nullptr : OSRNewSpatialReference(nullptr);
    if (srs != nullptr) OSRSetFromUserInput(srs, crs.c_str());
    char utf8[] = "ENCODING=UTF-8";  // Shapefiles alone listen to it
    char* options[] = {utf8, nullptr};
    const bool shapefile = std::string(OGR_Dr_GetName(OGR_DS_GetDriver(data))) == "ESRI Shapefile";
    OGRLayerH made = OGR_DS_CreateLayer(data, layer.c_str(), srs, wkbUnknown, shapefile ? options : nullptr);
    for (const Column& column : columns) {
        OGRFieldDefnH field = OGR_Fld_Create(column.name.c_str(), column.type);
        OGR_L_CreateField(made, field, 1);
        OGR_Fld_Destroy(field);
    }
    for (const Shape& shape : shapes) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(made));
        for (const auto& [name, value] : shape.fields) {
            OGR_F_SetFieldString(feature, OGR_F_GetFieldIndex(feature, name.c_str()), value.c_str());
        }
        if (!shape.style.empty()) OGR_F_SetStyleString(feature, shape.style.c_str());
        std::string text = shape.wkt;
        char* at = text.data();
        OGRGeometryH geometry = nullptr;
        if (!text.empty()) OGR_G_CreateFromWkt(&at, nullptr, &geometry);
        if (geometry != nullptr) OGR_F_SetGeometryDirectly(feature, geometry);
        if (OGR_L_CreateFeature(made, feature) != OGRERR_NONE) ADD_FAILURE() << layer << ": " << CPLGetLastErrorMsg();
        OGR_F_Destroy(feature);
    }
    if (srs != nullptr) OSRDestroySpatialReference(srs);
}

inline std::filesystem::path vector_file(const char* driver, const std::string& name, const std::string& layer,
                                         const std::string& crs, const std::vector<Column>& columns,
                                         const std::vector<Shape>& shapes) {
    GDALAllRegister();
    const auto file = scratch(name);
    std::filesystem::remove(file);
    OGRDataSourceH data = OGR_Dr_CreateDataSource(OGRGetDriverByName(driver), file.c_str(), nullptr);
    add_layer(data, layer, crs, columns, shapes);
    OGR_DS_Destroy(data);
    return file;
}

/// A GeoTIFF of heights over a box in degrees, 60 × 60 pixels; -9999 is no data. `crs` empty: no georeference.
inline std::filesystem::path terrain_file(const std::string& name, const std::string& crs, LonLat south_west,
                                          LonLat north_east, const std::function<float(int, int)>& height_m) {
    GDALAllRegister();
    constexpr int kSide = 60;
    GDALDatasetH data =
        GDALCreate(GDALGetDriverByName("GTiff"), scratch(name).c_str(), kSide, kSide, 1, GDT_Float32, nullptr);
    if (!crs.empty()) {
        double transform[6] = {south_west.lon_deg,
                               (north_east.lon_deg - south_west.lon_deg) / kSide,
                               0.0,
                               north_east.lat_deg,
                               0.0,
                               (south_west.lat_deg - north_east.lat_deg) / kSide};
        GDALSetGeoTransform(data, transform);
        OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
        OSRSetFromUserInput(srs, crs.c_str());
        char* wkt = nullptr;
        OSRExportToWkt(srs, &wkt);
        GDALSetProjection(data, wkt);
        CPLFree(wkt);
        OSRDestroySpatialReference(srs);
    }
    GDALRasterBandH band = GDALGetRasterBand(data, 1);
    GDALSetRasterNoDataValue(band, -9999.0);
    std::vector<float> heights;
    for (int j = 0; j < kSide; ++j) {
        for (int i = 0; i < kSide; ++i) heights.push_back(height_m(i, j));
    }
    const CPLErr wrote =
        GDALRasterIO(band, GF_Write, 0, 0, kSide, kSide, heights.data(), kSide, kSide, GDT_Float32, 0, 0);
    GDALClose(data);
    return wrote == CE_None ? scratch(name) : std::filesystem::path();
}

}  // namespace sd::test
