// The steps that turn what was read into a City. Each takes the unfinished city and says what it assumed.
#pragma once

#include "sim/city/importers/import.h"
#include "sim/city/importers/layers.h"
#include "sim/city/importers/net_read.h"
#include "sim/city/importers/osm_read.h"
#include "sim/city/importers/projection.h"

namespace sd::importers {

/// Where the city lies: everything needed to bring lon/lat and projected metres into LocalXY.
struct Frame {
    std::string crs;  ///< "EPSG:32648"
    Projection from_lonlat;
    double origin_easting_m = 0.0;
    double origin_northing_m = 0.0;
    [[nodiscard]] std::optional<LocalXY> local(LonLat p) const;
    [[nodiscard]] LocalXY local(Metres p) const {
        return {p.easting_m - origin_easting_m, p.northing_m - origin_northing_m};
    }
    [[nodiscard]] std::vector<LocalXY> local(const std::vector<LonLat>& line) const;
};

/// Chooses the system, the grid and the corners from the bounds.
[[nodiscard]] Result<Frame> lay_grid(City& city, const ImportOptions& options, const std::array<double, 4>& bounds_deg,
                                     ImportLog& log);
[[nodiscard]] Result<void> lay_terrain(City& city, const Frame& frame, const ImportOptions& options, ImportLog& log);
/// Land cover, water bodies and waterways; lowers the bed of water under the terrain beside it. Returns how many cells
/// no tag describes.
std::size_t lay_surface(City& city, const Frame& frame, const OsmData& osm, ImportLog& log);
/// Clips to the grid, keeps the largest strongly connected part, notes the terrain cells under each street.
[[nodiscard]] Result<void> lay_streets(City& city, const Frame& frame, RoadNet net, ImportLog& log);
/// Returns how many buildings took their storeys from the rule.
std::size_t lay_buildings(City& city, const Frame& frame, const OsmData& osm, ImportLog& log);
void lay_places(City& city, const Frame& frame, const OsmData& osm);
/// Cells that a strip of this width covers; a strip narrower than a cell covers the cells that it passes.
[[nodiscard]] std::vector<std::uint32_t> cells_along(const GridSpec& grid, const std::vector<LocalXY>& line,
                                                     double width_m);
struct Bridged {
    std::size_t edges = 0;
    double km = 0.0;
};
/// Every street that meets a marked cell becomes a bridge, its deck 1 m above the highest ground beneath; call it
/// before the ground is cut. `mark` has one entry for each cell.
Bridged bridge_streets(City& city, const std::vector<bool>& mark);
[[nodiscard]] std::vector<bool> water_cells(const City& city);
[[nodiscard]] Result<void> add_layers(City& city, const Frame& frame, const ImportOptions& options, ImportLog& log);
/// Wards, power, telecom, people, devices: what no map holds, placed by stated rules.
void furnish(City& city, ImportLog& log);

struct Assumed {
    std::size_t cover_cells = 0;  ///< without a land use tag
    std::size_t storeys = 0;      ///< buildings without height or storeys
};
/// What the pack says about itself: every layer with where it comes from; what rules added is a layer of its own.
void describe_layers(City& city, const ImportOptions& options, const Assumed& assumed);

}  // namespace sd::importers
