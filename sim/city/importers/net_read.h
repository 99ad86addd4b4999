// Roads through SUMO's netconvert: it knows OpenStreetMap's lanes, turns and junctions better than we would.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/city/importers/projection.h"
#include "sim/core/result.h"

namespace sd::importers {

/// A road network in projected coordinates (LocalXY holds easting/northing until the caller shifts it).
struct RoadNet {
    std::vector<RoadNode> nodes;
    std::vector<RoadEdge> edges;    ///< without `cells`; `reverse` set where the opposite direction exists
    std::size_t skipped_edges = 0;  ///< footways, rails and the like; lengths, widths or speeds that no street has
};

/// Runs netconvert on an .osm extract, clipped to the box, and reads its network. `work` must exist; its files stay
/// there for inspection.
[[nodiscard]] Result<RoadNet> roads_from_osm(const std::filesystem::path& osm, const std::array<double, 4>& bbox_deg,
                                             const std::string& target_crs, const std::filesystem::path& work);

/// Reads a SUMO .net.xml whose <location> names its projection.
[[nodiscard]] Result<RoadNet> read_sumo_net(const std::filesystem::path& file, const std::string& target_crs);
/// The same from text; `file` is for messages.
[[nodiscard]] Result<RoadNet> parse_sumo_net(std::string_view text, const std::string& file,
                                             const std::string& target_crs);

}  // namespace sd::importers
