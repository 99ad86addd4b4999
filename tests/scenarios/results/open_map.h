// A map as GDAL sees it.
#pragma once

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <array>
#include <memory>
#include <string>

namespace sd::results {

struct CloseMap {
    void operator()(GDALDataset* d) const { GDALClose(d); }
};
using Map = std::unique_ptr<GDALDataset, CloseMap>;

inline Map open_map(const std::string& name) {
    GDALAllRegister();
    return Map(static_cast<GDALDataset*>(GDALOpen(name.c_str(), GA_ReadOnly)));
}

/// Pixel from the north-west corner.
inline float pixel(GDALDataset& map, int band, int column, int row) {
    float value = 0.0F;
    EXPECT_EQ(map.GetRasterBand(band)->RasterIO(GF_Read, column, row, 1, 1, &value, 1, 1, GDT_Float32, 0, 0), CE_None);
    return value;
}

inline std::string epsg_of(GDALDataset& map) {
    const OGRSpatialReference* crs = map.GetSpatialRef();
    if (crs == nullptr) return "none";
    OGRSpatialReference copy(*crs);
    copy.AutoIdentifyEPSG();
    const char* code = copy.GetAuthorityCode(nullptr);
    return code == nullptr ? "unknown" : code;
}

/// North up, 20 m cells, the north-west corner of small_frame().
inline void expect_small_place(GDALDataset& map, int nx = 5, int ny = 4) {
    std::array<double, 6> t{};
    ASSERT_EQ(map.GetGeoTransform(t.data()), CE_None);
    EXPECT_EQ(t, (std::array<double, 6>{650000.0, 20.0, 0.0, 1145000.0 + 20.0 * ny, 0.0, -20.0}));
    EXPECT_EQ(map.GetRasterXSize(), nx);
    EXPECT_EQ(map.GetRasterYSize(), ny);
    EXPECT_EQ(epsg_of(map), "32648");
}

}  // namespace sd::results
