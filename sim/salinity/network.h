// Cells and faces of a tidal network. Levels and salt live in cells, discharges on faces. A reach of n steps has n
// faces and n − 1 cells of one step each; the half steps at its ends belong to the node's cell, so no length is lost.
// Cells are numbered reach by reach (from → to), nodes last; faces reach by reach, positive from → to.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/salinity/description.h"

namespace sd::salinity {

struct ReachMesh {
    std::uint32_t first_face = 0;
    std::uint32_t faces = 0;       ///< ≥ 2
    std::uint32_t first_cell = 0;  ///< faces − 1 of them
    std::uint32_t from_cell = 0;   ///< cells of the end nodes
    std::uint32_t to_cell = 0;
    double step_m = 0.0;
};

struct SluiceMesh {
    std::uint32_t face = 0;
    double width_m = 0.0;
    double sill_m = 0.0;
};

/// The end of the only reach at a sea node; sign +1 where positive discharge enters the network.
struct SeaMesh {
    std::uint32_t cell = 0;
    std::uint32_t face = 0;
    std::uint32_t inner_cell = 0;
    double sign = 1.0;
};

/// A position on a reach.
struct Place {
    std::uint32_t reach = 0;
    double at_m = 0.0;
};

struct Network {
    Description source;
    std::vector<ReachMesh> reaches;
    std::vector<SluiceMesh> sluices;
    std::vector<SeaMesh> seas;               ///< in the order of the sea nodes
    std::vector<std::uint32_t> inflow_cell;  ///< in the order of the inflow nodes
    std::uint32_t first_node_cell = 0;
    std::vector<std::uint8_t> cell_is_sea;
    std::vector<double> cell_area_m2;  ///< water surface, constant
    std::vector<double> cell_bed_m;    ///< mean over the area
    std::vector<std::uint32_t> face_from;
    std::vector<std::uint32_t> face_to;
    std::vector<double> face_step_m;
    std::vector<double> face_width_m;
    std::vector<double> face_bed_m;
    std::vector<double> face_manning2;  ///< n²
    std::vector<double> face_mixing_m;  ///< mixing · width
    std::vector<double> face_mixing_floor_m2_s;
};

/// The description must be whole (names that exist, positive lengths): read.cpp makes sure, hand-made ones are a bug.
[[nodiscard]] Network build(Description description);

[[nodiscard]] std::optional<Place> find_station(const Network& network, std::string_view name);
[[nodiscard]] std::optional<std::uint32_t> find_reach(const Network& network, std::string_view name);
[[nodiscard]] std::optional<std::size_t> find_sluice(const Network& network, std::string_view name);

struct Located {
    Place place;
    double distance_m = 0.0;
};
/// Nearest point on the lines of the reaches; none when no reach has a line. Plane approximation, good within ±2°.
[[nodiscard]] std::optional<Located> locate(const Network& network, LonLat at);

}  // namespace sd::salinity
