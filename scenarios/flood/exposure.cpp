#include "scenarios/flood/exposure.h"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "scenarios/flood/features.h"
#include "scenarios/results/series.h"

namespace sd {
namespace {

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
