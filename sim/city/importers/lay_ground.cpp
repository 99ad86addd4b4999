#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/city/importers/assemble.h"
#include "sim/city/importers/dem.h"
#include "sim/city/raster.h"

namespace sd::importers {
namespace {

constexpr double kMostCells = 64e6;
constexpr float kFlatGround_m = 5.0F;
constexpr float kWaterDepth_m = 2.0F;  // of lakes and rivers under the terrain beside them
constexpr float kDitchDepth_m = 1.0F;

void lower_water(City& city) {
    // A DEM shows the water's surface, so the bed lies below it.
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const auto cover = static_cast<Cover>(city.cover(i, j));
            if (is_water(cover)) city.ground_m(i, j) -= cover == Cover::Canal ? kDitchDepth_m : kWaterDepth_m;
        }
    }
}

}  // namespace

std::optional<LocalXY> Frame::local(LonLat p) const {
    const auto metres = from_lonlat.forward(p.lon_deg, p.lat_deg);
    if (!metres) return std::nullopt;
    return local(*metres);
}

std::vector<LocalXY> Frame::local(const std::vector<LonLat>& line) const {
    std::vector<LocalXY> out;
    for (const LonLat& p : line) {
        if (const auto at = local(p)) out.push_back(*at);
    }
    return out;
}

std::vector<std::uint32_t> cells_along(const GridSpec& grid, const std::vector<LocalXY>& line, double width_m) {
    std::vector<std::uint32_t> middle = cells_under(grid, line);
    if (width_m <= grid.cell_m) return middle;
    std::vector<std::uint32_t> cells = middle;
    const double half_m = width_m * 0.5;
    const int reach = static_cast<int>(std::ceil(half_m / grid.cell_m));
    const auto nx = static_cast<std::uint32_t>(grid.nx);
    for (const std::uint32_t cell : middle) {
        const int ci = static_cast<int>(cell % nx);
        const int cj = static_cast<int>(cell / nx);
        for (int dj = -reach; dj <= reach; ++dj) {
            for (int di = -reach; di <= reach; ++di) {
                const double away_m = std::hypot(di, dj) * grid.cell_m;
                if (away_m <= half_m && grid.contains(ci + di, cj + dj)) cells.push_back(grid.cell(ci + di, cj + dj));
            }
        }
    }
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    return cells;
}

Result<Frame> lay_grid(City& city, const ImportOptions& options, const std::array<double, 4>& b, ImportLog& log) {
    Frame frame;
    const int epsg = options.epsg != 0 ? options.epsg : utm_epsg({(b[0] + b[2]) / 2, (b[1] + b[3]) / 2});
    frame.crs = fmt::format("EPSG:{}", epsg);
    auto projection = Projection::make("EPSG:4326", frame.crs);
    if (!projection) return fail(projection.error());
    frame.from_lonlat = *projection;

    double west = 1e18, east = -1e18, south = 1e18, north = -1e18;
    for (const auto& [lon, lat] : {std::pair{b[0], b[1]}, {b[2], b[1]}, {b[2], b[3]}, {b[0], b[3]}}) {
        const auto p = frame.from_lonlat.forward(lon, lat);
        if (!p) return fail("", "the bounds cannot be projected to " + frame.crs, "choose another --epsg");
        west = std::min(west, p->easting_m);
        east = std::max(east, p->easting_m);
        south = std::min(south, p->northing_m);
        north = std::max(north, p->northing_m);
    }
    const double cell = options.cell_m;
    frame.origin_easting_m = std::floor(west / cell) * cell;
    frame.origin_northing_m = std::floor(south / cell) * cell;
    const double nx = std::ceil((east - frame.origin_easting_m) / cell);
    const double ny = std::ceil((north - frame.origin_northing_m) / cell);
    if (!(nx >= 16 && ny >= 16 && nx * ny <= kMostCells)) {
        return fail("",
                    fmt::format("the bounds make a raster of {:.0f} × {:.0f} cells; 16 × 16 to 64 million fit", nx, ny),
                    "give a larger --cell or a smaller --bbox; is the system metric?");
    }
    city.grid = {static_cast<int>(nx), static_cast<int>(ny), cell, {0.0, 0.0}};
    city.meta.epsg = epsg;
    city.meta.origin_easting_m = frame.origin_easting_m;
    city.meta.origin_northing_m = frame.origin_northing_m;
    const double w = nx * cell;
    const double h = ny * cell;
    const std::array<LocalXY, 4> corners{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    for (std::size_t k = 0; k < 4; ++k) {
        const auto p = frame.from_lonlat.inverse(corners[k].x_m + frame.origin_easting_m,
                                                 corners[k].y_m + frame.origin_northing_m);
        city.meta.corners[k] = p.value_or(LonLat{});
    }
    log.say(fmt::format("bounds {:.5f},{:.5f} … {:.5f},{:.5f}; raster {} × {} cells of {} m in {}", b[0], b[1], b[2],
                        b[3], city.grid.nx, city.grid.ny, cell, frame.crs));
    return frame;
}

Result<void> lay_terrain(City& city, const Frame& frame, const ImportOptions& options, ImportLog& log) {
    if (!options.dem) {
        city.ground_m = Grid<float>(city.grid.nx, city.grid.ny, kFlatGround_m);
        // Levels of planners' layers still mean the datum that was named; the ground itself means none.
        city.meta.vertical_datum = options.vertical_datum == ImportOptions{}.vertical_datum
                                       ? std::string("an assumed datum: flat ground, no survey")
                                       : options.vertical_datum + " (assumed: flat ground, no survey)";
        log.say(fmt::format("no DEM: flat ground at {} m (synthetic; maps say so); vertical datum: {}", kFlatGround_m,
                            city.meta.vertical_datum));
        return {};
    }
    auto sample = sample_dem(*options.dem, city.grid, frame.crs, frame.origin_easting_m, frame.origin_northing_m);
    if (!sample) return fail(sample.error());
    city.ground_m = std::move(sample->ground_m);
    log.say(fmt::format("terrain from {} (bilinear; {} cells without data took the mean); vertical datum: {}",
                        options.dem->filename().string(), sample->missing, options.vertical_datum));
    return {};
}

std::size_t lay_surface(City& city, const Frame& frame, const OsmData& osm, ImportLog& log) {
    constexpr auto kUntold = static_cast<std::uint8_t>(Cover::Count);
    city.cover = Grid<std::uint8_t>(city.grid.nx, city.grid.ny, kUntold);
    const auto paint = [&](const OsmPolygon& polygon, Cover cover) {
        fill_rings(city.grid, {frame.local(polygon.outer)},
                   [&](int i, int j) { city.cover(i, j) = static_cast<std::uint8_t>(cover); });
    };
    for (const OsmPolygon& polygon : osm.polygons) {
        if (polygon.what == OsmPolygon::What::Cover) paint(polygon, polygon.cover);
    }
    for (const OsmPolygon& polygon : osm.polygons) {
        if (polygon.what == OsmPolygon::What::Water) paint(polygon, Cover::Lake);
    }
    std::size_t untagged = 0;
    for (const OsmWaterway& way : osm.waterways) {
        const auto line = frame.local(way.line);
        if (line.size() < 2 || cells_under(city.grid, line).empty()) continue;
        for (const std::uint32_t cell : cells_along(city.grid, line, way.width_m))
            city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Canal);
        city.canals.push_back({way.name, line, static_cast<float>(way.width_m), 0.0F});
        untagged += way.width_tagged ? 0 : 1;
    }
    std::size_t untold = 0;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (std::uint8_t& cover : city.cover.row(j)) {
            if (cover != kUntold) continue;
            cover = static_cast<std::uint8_t>(Cover::Mixed);
            ++untold;
        }
    }
    lower_water(city);
    for (CanalLine& canal : city.canals) canal.bed_m = city.ground_m.at(city.grid.cell_clamped(canal.line.front()));
    log.say(
        fmt::format("{} waterways, {} of them with a width by class (river 30, canal 15, stream 4, ditch 3 m); beds "
                    "{} m (waterways) and {} m (lakes) below the terrain",
                    city.canals.size(), untagged, kDitchDepth_m, kWaterDepth_m));
    log.say(fmt::format("{} of {} cells have no land use tag and count as mixed, built-up ground (assumed)", untold,
                        city.grid.cells()));
    if (osm.broken_areas > 0) log.say(fmt::format("{} areas were incomplete in the extract", osm.broken_areas));
    return untold;
}

}  // namespace sd::importers
