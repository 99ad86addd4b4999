#include "scenarios/flood/raster.h"

#include <fmt/format.h>
#include <gdal_utils.h>
#include <ogr_spatialref.h>

#include <array>
#include <cmath>

#include "scenarios/results/gdal.h"

namespace sd {
namespace {

using results::Dataset;
using results::QuietGdal;

constexpr double kMostCells = 400e6;

Result<Dataset> open_raster(const std::filesystem::path& file) {
    Dataset data(static_cast<GDALDataset*>(GDALOpen(file.c_str(), GA_ReadOnly)));
    if (!data || data->GetRasterCount() < 1) {
        return fail(file.string(), "is not a raster that GDAL can open: " + QuietGdal::why(),
                    "give a GeoTIFF or another GDAL raster");
    }
    if (data->GetSpatialRef() == nullptr) {
        return fail(file.string(), "has no coordinate system",
                    "add the one it was made in: gdal_edit.py -a_srs EPSG:… " + file.filename().string());
    }
    return data;
}

std::string epsg_name(int epsg) { return fmt::format("EPSG:{}", epsg); }

class Words {
public:
    explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
        for (std::string& word : words_) list_.push_back(word.data());
        list_.push_back(nullptr);
    }
    [[nodiscard]] char** get() { return list_.data(); }

private:
    std::vector<std::string> words_;
    std::vector<char*> list_;
};

std::vector<std::string> window(const GridFrame& f) {
    const auto text = [](double v) { return fmt::format("{:.6f}", v); };
    const double east = f.east_m + f.grid.nx * f.grid.cell_m;
    const double north = f.north_m + f.grid.ny * f.grid.cell_m;
    return {"-te",       text(f.east_m), text(f.north_m),           text(east),
            text(north), "-ts",          std::to_string(f.grid.nx), std::to_string(f.grid.ny)};
}

// A raster in memory to rows from the south.
template <class T>
Result<std::vector<T>> rows_of(GDALDataset& data, const GridFrame& frame, GDALDataType type, const std::string& file) {
    const auto nx = static_cast<std::size_t>(frame.grid.nx);
    std::vector<T> out(frame.grid.cells());
    for (int j = 0; j < frame.grid.ny; ++j) {
        T* row = out.data() + static_cast<std::size_t>(frame.grid.ny - 1 - j) * nx;
        if (data.GetRasterBand(1)->RasterIO(GF_Read, 0, j, frame.grid.nx, 1, row, frame.grid.nx, 1, type, 0, 0) !=
            CE_None) {
            return fail(file, "is damaged: its pixels cannot be read: " + QuietGdal::why(), "make it anew");
        }
    }
    return out;
}

}  // namespace

Result<GridFrame> frame_of_raster(const std::filesystem::path& file, int epsg) {
    const QuietGdal quiet;
    const auto data = open_raster(file);
    if (!data) return tl::unexpected(data.error());
    OGRSpatialReference wanted;
    if (wanted.importFromEPSG(epsg) != OGRERR_NONE) {
        return fail(file.string(), epsg_name(epsg) + " is not known to PROJ", "see epsg.io for the right number");
    }
    wanted.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::string hint = fmt::format(
        "gdalwarp -t_srs {} -tr 10 10 -r bilinear {} new.tif, or give terrain a box "
        "and a cell: then it is warped here",
        epsg_name(epsg), file.filename().string());
    const std::array<const char*, 2> loose{"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
    if ((*data)->GetSpatialRef()->IsSame(&wanted, loose.data()) == 0) {
        return fail(file.string(), "is not in " + epsg_name(epsg), hint);
    }
    std::array<double, 6> t{};
    (*data)->GetGeoTransform(t.data());
    if (t[2] != 0.0 || t[4] != 0.0 || t[1] <= 0.0 || std::fabs(t[1] + t[5]) > 1e-6 * t[1]) {
        return fail(file.string(), "has pixels that are not square or not north-up", hint);
    }
    GridFrame out;
    out.epsg = epsg;
    out.grid.nx = (*data)->GetRasterXSize();
    out.grid.ny = (*data)->GetRasterYSize();
    out.grid.cell_m = t[1];
    out.east_m = t[0];
    out.north_m = t[3] - out.grid.ny * t[1];
    if (static_cast<double>(out.grid.cells()) > kMostCells) {
        return fail(file.string(), "has more than 400 million pixels", "give terrain a box or a larger cell");
    }
    return out;
}

Result<std::vector<double>> raster_on(const std::filesystem::path& file, const GridFrame& frame, Resample how) {
    const QuietGdal quiet;
    const auto data = open_raster(file);
    if (!data) return tl::unexpected(data.error());
    std::vector<std::string> words{"-of",        "MEM",
                                   "-ot",        "Float64",
                                   "-dstnodata", "nan",
                                   "-t_srs",     epsg_name(frame.epsg),
                                   "-r",         how == Resample::Nearest ? "near" : "bilinear"};
    for (const std::string& word : window(frame)) words.push_back(word);
    Words list(words);
    GDALWarpAppOptions* options = GDALWarpAppOptionsNew(list.get(), nullptr);
    GDALDatasetH source = data->get();
    const Dataset warped(static_cast<GDALDataset*>(GDALWarp("", nullptr, 1, &source, options, nullptr)));
    GDALWarpAppOptionsFree(options);
    if (!warped) return fail(file.string(), "cannot be brought onto the grid: " + QuietGdal::why());
    return rows_of<double>(*warped, frame, GDT_Float64, file.string());
}

Result<std::vector<std::uint8_t>> polygons_on(const std::filesystem::path& file, const GridFrame& frame) {
    const QuietGdal quiet;
    const Dataset data(static_cast<GDALDataset*>(GDALOpenEx(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr)));
    if (!data || data->GetLayerCount() < 1) {
        return fail(file.string(), "is not a layer that GDAL can open: " + QuietGdal::why(),
                    "give a GeoPackage, Shapefile or GeoJSON of polygons");
    }
    const std::string srs = epsg_name(frame.epsg);
    Words to_metres({"-f", "Memory", "-t_srs", srs, "-nlt", "PROMOTE_TO_MULTI"});
    GDALVectorTranslateOptions* translate = GDALVectorTranslateOptionsNew(to_metres.get(), nullptr);
    GDALDatasetH source = data.get();
    const Dataset projected(
        static_cast<GDALDataset*>(GDALVectorTranslate("", nullptr, 1, &source, translate, nullptr)));
    GDALVectorTranslateOptionsFree(translate);
    if (!projected) {
        return fail(file.string(), "cannot be brought into " + srs + ": " + QuietGdal::why(),
                    "give the layer a coordinate system: ogr2ogr -a_srs EPSG:…");
    }
    std::vector<std::string> words{"-of", "MEM", "-ot", "Byte", "-burn", "1", "-init", "0", "-a_srs", srs};
    for (const std::string& word : window(frame)) words.push_back(word);
    Words list(words);
    GDALRasterizeOptions* options = GDALRasterizeOptionsNew(list.get(), nullptr);
    const Dataset burnt(static_cast<GDALDataset*>(GDALRasterize("", nullptr, projected.get(), options, nullptr)));
    GDALRasterizeOptionsFree(options);
    if (!burnt) return fail(file.string(), "cannot be drawn onto the grid: " + QuietGdal::why());
    return rows_of<std::uint8_t>(*burnt, frame, GDT_Byte, file.string());
}

}  // namespace sd
