#include "scenarios/results/geotiff.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <system_error>

#include "scenarios/results/crs.h"
#include "scenarios/results/gdal.h"
#include "scenarios/results/hazard.h"
#include "sim/core/check.h"

namespace sd::results {
namespace {

constexpr int kOverviewsFrom = 1024;  ///< pixels of the longer side; smaller pictures draw fast without
constexpr int kSmallestOverview = 256;

tl::unexpected<Errors> failed(const std::filesystem::path& file) {
    return fail(file.string(), "the GeoTIFF cannot be written: " + QuietGdal::why(), "check the folder and free space");
}

std::filesystem::path fresh_name(const std::filesystem::path& file) { return file.string() + ".new"; }

std::filesystem::path beside(const std::filesystem::path& file) { return file.string() + ".aux.xml"; }

Result<Dataset> create(const std::filesystem::path& file, const MapFrame& frame, GDALDataType type) {
    CPLStringList options;
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("PREDICTOR", type == GDT_Float32 ? "3" : "2");
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    if (driver == nullptr) return fail(file.string(), "this GDAL cannot write GeoTIFF");
    const GridSpec& g = frame.grid;
    Dataset data(driver->Create(fresh_name(file).c_str(), g.nx, g.ny, 1, type, options.List()));
    if (!data) return failed(file);
    std::array<double, 6> transform{frame.east_m, g.cell_m, 0.0, frame.north_m + g.ny * g.cell_m, 0.0, -g.cell_m};
    bool good = data->SetGeoTransform(transform.data()) == CE_None;
    if (frame.epsg != 0) {
        const auto crs = crs_of(frame.epsg, file.string());
        if (!crs) return fail(crs.error());
        good = good && data->SetProjection(crs->wkt.c_str()) == CE_None;
    }
    if (!good) return failed(file);
    data->SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", frame.title.c_str());
    data->SetMetadataItem("TIFFTAG_SOFTWARE", frame.source.c_str());
    if (!frame.vertical_datum.empty()) data->SetMetadataItem("vertical_datum", frame.vertical_datum.c_str());
    return data;
}

/// Rows from the north, as pictures have them.
template <class T>
bool write_flipped(GDALRasterBand& band, const GridSpec& g, std::span<const T> values, GDALDataType type) {
    std::vector<T> row(static_cast<std::size_t>(g.nx));
    for (int j = g.ny - 1; j >= 0; --j) {
        const std::span<const T> from = values.subspan(static_cast<std::size_t>(j) * row.size(), row.size());
        std::copy(from.begin(), from.end(), row.begin());
        if constexpr (std::is_same_v<T, float>) {
            std::replace_if(
                row.begin(), row.end(), [](float v) { return !std::isfinite(v); }, kNoData);
        }
        if (band.RasterIO(GF_Write, 0, g.ny - 1 - j, g.nx, 1, row.data(), g.nx, 1, type, 0, 0) != CE_None) return false;
    }
    return true;
}

bool build_overviews(GDALDataset& data, const GridSpec& g) {
    std::vector<int> factors;
    for (int f = 2; std::max(g.nx, g.ny) >= kOverviewsFrom && std::max(g.nx, g.ny) / f >= kSmallestOverview; f *= 2) {
        factors.push_back(f);
    }
    if (factors.empty()) return true;
    // Nearest invents no value: an average over a shore or between classes would be neither.
    return data.BuildOverviews("NEAREST", static_cast<int>(factors.size()), factors.data(), 0, nullptr, nullptr,
                               nullptr) == CE_None;
}

/// Closes, so that everything reaches the disk, and takes the final name.
Result<void> finish(Dataset data, const std::filesystem::path& file) {
    CPLErrorReset();
    data.reset();
    if (CPLGetLastErrorType() >= CE_Failure) return failed(file);
    std::error_code code;
    // What TIFF has no tag for (names of classes) GDAL keeps in a file beside it.
    std::filesystem::rename(beside(fresh_name(file)), beside(file), code);
    if (code) std::filesystem::remove(beside(file), code);
    std::filesystem::rename(fresh_name(file), file, code);
    if (code) return fail(file.string(), "the file cannot take its name: " + code.message());
    return {};
}

void paint_classes(GDALRasterBand& band) {
    GDALColorTable colours(GPI_RGB);
    CPLStringList names;
    for (std::size_t k = 0; k < hazard_classes().size(); ++k) {
        const HazardClass& c = hazard_classes()[k];
        const GDALColorEntry entry{c.rgb[0], c.rgb[1], c.rgb[2], static_cast<short>(k == kNoHazard ? 0 : 255)};
        colours.SetColorEntry(static_cast<int>(k), &entry);
        names.AddString(std::string(c.name).c_str());
    }
    band.SetColorTable(&colours);
    band.SetColorInterpretation(GCI_PaletteIndex);
    band.SetCategoryNames(names.List());
}

/// NaN where the water never stood, so that 0 does not read as "wet, but only just".
Field where_wet(const Field& values, const Maxima& maxima) {
    Field out(values);
    for (std::size_t k = 0; k < out.size(); ++k) {
        if (!(maxima.depth_m[k] > 0.0F)) out[k] = kNoData;
    }
    return out;
}

}  // namespace

Result<void> write_geotiff(const std::filesystem::path& file, const MapFrame& frame, std::span<const float> values,
                           const Band& about) {
    SD_CHECK(values.size() == frame.grid.cells());
    const QuietGdal quiet;
    auto data = create(file, frame, GDT_Float32);
    if (!data) return fail(data.error());
    GDALRasterBand& band = *(*data)->GetRasterBand(1);
    band.SetNoDataValue(static_cast<double>(kNoData));
    band.SetDescription(about.description.c_str());
    band.SetUnitType(about.unit.c_str());
    if (!write_flipped(band, frame.grid, values, GDT_Float32) || !build_overviews(**data, frame.grid)) {
        return failed(file);
    }
    return finish(std::move(*data), file);
}

Result<void> write_hazard_geotiff(const std::filesystem::path& file, const MapFrame& frame,
                                  std::span<const std::uint8_t> classes) {
    SD_CHECK(classes.size() == frame.grid.cells());
    const QuietGdal quiet;
    auto data = create(file, frame, GDT_Byte);
    if (!data) return fail(data.error());
    GDALRasterBand& band = *(*data)->GetRasterBand(1);
    paint_classes(band);
    band.SetNoDataValue(kNoHazard);
    band.SetDescription("hazard class H1-H6, Australian Rainfall and Runoff 2016");
    if (!write_flipped(band, frame.grid, classes, GDT_Byte) || !build_overviews(**data, frame.grid)) {
        return failed(file);
    }
    return finish(std::move(*data), file);
}

Result<std::vector<std::filesystem::path>> write_maxima_geotiffs(const std::filesystem::path& folder,
                                                                 const MapFrame& frame, const Maxima& maxima) {
    struct Row {
        const char* name;
        const Field* values;
        Band band;
    };
    const std::array<Row, 6> rows{{
        {"max_depth", &maxima.depth_m, {"greatest depth", "m"}},
        {"max_level", &maxima.level_m, {"greatest level above the vertical datum", "m"}},
        {"max_speed", &maxima.speed_m_s, {"greatest speed", "m/s"}},
        {"max_depth_speed", &maxima.depth_speed_m2_s, {"greatest depth x speed", "m2/s"}},
        {"arrival_time",
         &maxima.arrival_s,
         {fmt::format("time from the start until first {} m deep", maxima.arrival_m), "s"}},
        {"wet_duration", &maxima.duration_s, {fmt::format("time at least {} m deep", maxima.arrival_m), "s"}},
    }};
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) return fail(folder.string(), "the folder cannot be made: " + code.message(), "check its parent");
    std::vector<std::filesystem::path> files;
    for (const Row& row : rows) {
        files.push_back(folder / (std::string(row.name) + ".tif"));
        if (auto done = write_geotiff(files.back(), frame, where_wet(*row.values, maxima), row.band); !done) {
            return fail(done.error());
        }
    }
    files.push_back(folder / "hazard.tif");
    if (auto done = write_hazard_geotiff(files.back(), frame, hazard_map(maxima)); !done) return fail(done.error());
    return files;
}

}  // namespace sd::results
