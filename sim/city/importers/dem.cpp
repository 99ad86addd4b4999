#include "sim/city/importers/dem.h"

#include <gdal_priv.h>

#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "sim/city/importers/projection.h"

namespace sd::importers {
namespace {

constexpr std::size_t kMostPixels = 400'000'000;
constexpr float kMissing = -1.0e9F;

struct Raster {
    int nx = 0;
    int ny = 0;
    std::array<double, 6> inverse{};  // projected → pixel
    std::vector<float> values;
    std::string crs;

    [[nodiscard]] float pixel(int i, int j) const {
        if (i < 0 || j < 0 || i >= nx || j >= ny) return kMissing;
        return values[static_cast<std::size_t>(j) * static_cast<std::size_t>(nx) + static_cast<std::size_t>(i)];
    }
};

struct CloseDataset {
    void operator()(GDALDataset* d) const { GDALClose(d); }
};

Result<Raster> open_raster(const std::filesystem::path& file) {
    GDALAllRegister();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const std::unique_ptr<GDALDataset, CloseDataset> data(
        static_cast<GDALDataset*>(GDALOpen(file.c_str(), GA_ReadOnly)));
    const std::string why = CPLGetLastErrorMsg();
    CPLPopErrorHandler();
    if (!data) {
        return fail(file.string(), "is not a raster that GDAL can open: " + why,
                    "give a GeoTIFF or another GDAL raster with heights in metres");
    }
    std::array<double, 6> forward{};
    Raster raster;
    const char* crs = data->GetProjectionRef();
    if (data->GetGeoTransform(forward.data()) != CE_None || crs == nullptr || *crs == '\0') {
        return fail(file.string(), "has no georeference", "add one: gdal_translate -a_srs EPSG:… -a_ullr …");
    }
    if (GDALInvGeoTransform(forward.data(), raster.inverse.data()) == 0) {
        return fail(file.string(), "has a georeference of zero pixel size");
    }
    raster.crs = crs;
    raster.nx = data->GetRasterXSize();
    raster.ny = data->GetRasterYSize();
    const auto pixels = static_cast<std::size_t>(raster.nx) * static_cast<std::size_t>(raster.ny);
    if (data->GetRasterCount() < 1 || pixels > kMostPixels) {
        return fail(file.string(), "has no band or more than 400 million pixels", "cut it: gdalwarp -te …");
    }
    raster.values.resize(pixels);
    GDALRasterBand* band = data->GetRasterBand(1);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const CPLErr read = band->RasterIO(GF_Read, 0, 0, raster.nx, raster.ny, raster.values.data(), raster.nx, raster.ny,
                                       GDT_Float32, 0, 0);
    CPLPopErrorHandler();
    if (read != CE_None) return fail(file.string(), "is damaged: its pixels cannot be read", "download it again");
    int has_no_data = 0;
    const auto no_data = static_cast<float>(band->GetNoDataValue(&has_no_data));
    for (float& v : raster.values) {
        if ((has_no_data != 0 && v == no_data) || !std::isfinite(v)) v = kMissing;
    }
    return raster;
}

float bilinear(const Raster& raster, double x, double y) {
    const auto& t = raster.inverse;
    const double px = t[0] + t[1] * x + t[2] * y - 0.5;
    const double py = t[3] + t[4] * x + t[5] * y - 0.5;
    const int i = static_cast<int>(std::floor(px));
    const int j = static_cast<int>(std::floor(py));
    const double fx = px - i;
    const double fy = py - j;
    double sum = 0.0;
    double weight = 0.0;
    for (int dj = 0; dj < 2; ++dj) {
        for (int di = 0; di < 2; ++di) {
            const float v = raster.pixel(i + di, j + dj);
            const double w = (di != 0 ? fx : 1.0 - fx) * (dj != 0 ? fy : 1.0 - fy);
            if (v == kMissing || w <= 0.0) continue;
            sum += w * static_cast<double>(v);
            weight += w;
        }
    }
    return weight > 1e-6 ? static_cast<float>(std::round(sum / weight * 1000.0) / 1000.0) : kMissing;
}

// Gaps take the mean of what is known, so that no cell becomes a bottomless pit.
std::size_t fill_gaps(Grid<float>& ground_m) {
    double sum = 0.0;
    std::size_t known = 0;
    for (int j = 0; j < ground_m.ny(); ++j) {
        for (const float v : ground_m.row(j)) {
            if (v == kMissing) continue;
            sum += static_cast<double>(v);
            ++known;
        }
    }
    if (known == 0) return 0;
    std::size_t filled = 0;
    const auto mean = static_cast<float>(std::round(sum / static_cast<double>(known) * 1000.0) / 1000.0);
    for (int j = 0; j < ground_m.ny(); ++j) {
        for (float& v : ground_m.row(j)) {
            if (v != kMissing) continue;
            v = mean;
            ++filled;
        }
    }
    return filled;
}

}  // namespace

Result<DemSample> sample_dem(const std::filesystem::path& file, const GridSpec& grid, const std::string& city_crs,
                             double origin_easting_m, double origin_northing_m) {
    auto raster = open_raster(file);
    if (!raster) return fail(raster.error());
    auto to_raster = Projection::make(city_crs, raster->crs);
    if (!to_raster) return fail(to_raster.error());
    DemSample sample;
    sample.ground_m = Grid<float>(grid.nx, grid.ny, kMissing);
    std::size_t hits = 0;
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const LocalXY p = grid.center(i, j);
            const auto at = to_raster->forward_exact(p.x_m + origin_easting_m, p.y_m + origin_northing_m);
            if (!at) continue;
            sample.ground_m(i, j) = bilinear(*raster, at->easting_m, at->northing_m);
            hits += sample.ground_m(i, j) != kMissing ? 1 : 0;
        }
    }
    if (hits == 0) {
        return fail(file.string(), "does not cover any part of the city's bounds",
                    "check that the raster and the OpenStreetMap extract are of the same place");
    }
    sample.missing = fill_gaps(sample.ground_m);
    return sample;
}

}  // namespace sd::importers
