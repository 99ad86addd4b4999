#include "scenarios/flood/exposure.h"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include "scenarios/results/gdal.h"
#include "scenarios/results/series.h"
#include "sim/city/importers/attribute.h"

namespace sd {
namespace {

/// Every feature of the first layer, its geometry in the frame's system.
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

LocalXY local(const GridFrame& frame, double east_m, double north_m) {
    return {east_m - frame.east_m, north_m - frame.north_m};
}

/// Reads attributes and remembers which were missing.
class Attributes {
public:
    explicit Attributes(Bilingual what) : what_(std::move(what)) {}
    double number(OGRFeature& f, const char* name, double low, double high, double otherwise) {
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
    std::string text(OGRFeature& f, const char* name, const std::string& otherwise) {
        const int k = f.GetFieldIndex(name);
        if (k >= 0 && f.IsFieldSetAndNotNull(k) != 0) return f.GetFieldAsString(k);
        missing_[name] += 1;
        return otherwise;
    }
    void say(std::vector<Bilingual>& warnings) const {
        std::string all;
        for (const auto& [name, count] : missing_)
            all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", name, count);
        if (!all.empty())
            warnings.push_back({"giá trị mặc định thay cho thuộc tính thiếu của lớp " + what_.vi + ": " + all,
                                "defaults stand for attributes that " + what_.en + " lack: " + all});
        warnings.insert(warnings.end(), strange_.begin(), strange_.end());
    }

private:
    Bilingual what_;
    std::map<std::string, std::size_t> missing_;
    std::vector<Bilingual> strange_;
};

/// Cells whose centres a polygon covers; else the cell of its centre. Empty outside the grid.
std::vector<std::uint32_t> footprint(const OGRGeometry& shape, const GridFrame& frame) {
    std::vector<std::uint32_t> cells;
    OGREnvelope box;
    shape.getEnvelope(&box);
    const GridSpec& g = frame.grid;
    const LocalXY low = local(frame, box.MinX, box.MinY);
    const LocalXY high = local(frame, box.MaxX, box.MaxY);
    for (int j = std::max(0, g.row(low.y_m)); j <= std::min(g.ny - 1, g.row(high.y_m)); ++j) {
        for (int i = std::max(0, g.column(low.x_m)); i <= std::min(g.nx - 1, g.column(high.x_m)); ++i) {
            const LocalXY c = g.center(i, j);
            const OGRPoint point(frame.east_m + c.x_m, frame.north_m + c.y_m);
            if (shape.Contains(&point) != 0) cells.push_back(g.cell(i, j));
        }
    }
    OGRPoint middle;
    if (!cells.empty() || shape.Centroid(&middle) != OGRERR_NONE) return cells;
    const LocalXY m = local(frame, middle.getX(), middle.getY());
    if (g.contains(g.column(m.x_m), g.row(m.y_m))) cells.push_back(g.cell(g.column(m.x_m), g.row(m.y_m)));
    return cells;
}

/// Blocked buildings are walls: the water that reaches them stands in the cells around.
std::vector<std::uint32_t> on_ground(std::vector<std::uint32_t> cells, const GridSpec& g,
                                     const std::vector<double>& bed_m) {
    std::vector<std::uint32_t> ground;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(ground),
                 [&](std::uint32_t cell) { return std::isfinite(bed_m[cell]); });
    if (!ground.empty() || cells.empty()) return ground;
    const auto nx = static_cast<std::uint32_t>(g.nx);
    for (const std::uint32_t cell : cells) {
        for (int k = 0; k < 9; ++k) {
            const int i = static_cast<int>(cell % nx) + k % 3 - 1;
            const int j = static_cast<int>(cell / nx) + k / 3 - 1;
            if (g.contains(i, j) && std::isfinite(bed_m[g.cell(i, j)])) ground.push_back(g.cell(i, j));
        }
    }
    std::sort(ground.begin(), ground.end());
    ground.erase(std::unique(ground.begin(), ground.end()), ground.end());
    return ground.empty() ? cells : ground;  // inside a block of walls no water comes
}

double area_of(const OGRGeometry& shape) {
    if (wkbFlatten(shape.getGeometryType()) == wkbPolygon) return shape.toPolygon()->get_Area();
    if (wkbFlatten(shape.getGeometryType()) == wkbMultiPolygon) return shape.toMultiPolygon()->get_Area();
    return 0.0;
}

void add_line(const OGRLineString& way, const GridFrame& frame, results::RoadSegment segment, results::Exposure& out) {
    results::Line line{segment.name, {}};
    for (int k = 0; k < way.getNumPoints(); ++k) line.points.push_back(local(frame, way.getX(k), way.getY(k)));
    for (const results::LinePiece& piece : results::cut(line, frame.grid)) {
        segment.cells.push_back(piece.cell);
        segment.length_m += std::hypot(piece.dx_m, piece.dy_m);
    }
    if (!segment.cells.empty()) out.roads.push_back(std::move(segment));
}

}  // namespace

Result<void> read_buildings(const std::filesystem::path& layer, const GridFrame& frame,
                            const std::vector<double>& bed_m, const ExposureDefaults& defaults, results::Exposure& out,
                            std::vector<Bilingual>& warnings) {
    Attributes attributes({"nhà", "buildings"});
    std::size_t outside = 0;
    std::set<std::string> strange;
    auto read = each_feature(layer, frame, [&](OGRFeature& f, const OGRGeometry& shape) {
        results::Building b;
        b.floor_area_m2 = area_of(shape);
        b.cells = on_ground(footprint(shape, frame), frame.grid, bed_m);
        if (b.cells.empty() || b.floor_area_m2 <= 0.0) {
            ++outside;
            return;
        }
        b.name = attributes.text(f, "name", fmt::format("{}", f.GetFID()));
        b.ward = attributes.text(f, "ward", "-");
        const std::string use = attributes.text(f, "use", "residential");
        b.use = use == "commerce"   ? results::BuildingUse::Commerce
                : use == "industry" ? results::BuildingUse::Industry
                                    : results::BuildingUse::Residential;
        if (use != "residential" && use != "commerce" && use != "industry") strange.insert(use);
        b.value_per_m2 = attributes.number(f, "value_per_m2", 0.0, 1e12, defaults.value_per_m2);
        b.plinth_m = attributes.number(f, "plinth_m", 0.0, 20.0, defaults.plinth_m);
        b.people = attributes.number(f, "people", 0.0, 1e6, defaults.people_per_100_m2 * b.floor_area_m2 / 100.0);
        out.buildings.push_back(std::move(b));
    });
    if (!read) return read;
    attributes.say(warnings);
    if (outside > 0)
        warnings.push_back({fmt::format("{} nhà nằm ngoài lưới hoặc không có diện tích", outside),
                            fmt::format("{} buildings lie outside the grid or have no area", outside)});
    for (const std::string& use : strange)
        warnings.push_back({"nhà có công dụng \"" + use + "\" được tính là nhà ở",
                            "buildings of use \"" + use + "\" count as residential"});
    return {};
}

Result<void> read_roads(const std::filesystem::path& layer, const GridFrame& frame, results::Exposure& out,
                        std::vector<Bilingual>& warnings) {
    Attributes attributes({"đường", "roads"});
    auto read = each_feature(layer, frame, [&](OGRFeature& f, const OGRGeometry& shape) {
        results::RoadSegment segment;
        segment.name = attributes.text(f, "name", fmt::format("{}", f.GetFID()));
        segment.ward = attributes.text(f, "ward", "-");
        const auto kind = wkbFlatten(shape.getGeometryType());
        if (kind == wkbLineString) add_line(*shape.toLineString(), frame, segment, out);
        if (kind != wkbMultiLineString) return;
        for (const OGRLineString* way : *shape.toMultiLineString()) add_line(*way, frame, segment, out);
    });
    if (read) attributes.say(warnings);
    return read;
}

}  // namespace sd
