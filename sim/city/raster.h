// Polygons and lines on a grid, and the plane geometry that the recipe, the importers and the maps share.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/core/grid.h"

namespace sd {

using Ring = std::vector<LocalXY>;

[[nodiscard]] double distance(LocalXY a, LocalXY b);
/// Length of a polyline.
[[nodiscard]] double length_of(const std::vector<LocalXY>& line);
/// Point at `along_m` of a polyline (clamped to its ends).
[[nodiscard]] LocalXY point_at(const std::vector<LocalXY>& line, double along_m);
/// Nearest distance from p to segment ab; `t` (0…1) is where on it.
[[nodiscard]] double distance_to_segment(LocalXY p, LocalXY a, LocalXY b, double* t = nullptr);
[[nodiscard]] double distance_to_line(LocalXY p, const std::vector<LocalXY>& line);
/// Even-odd rule over all rings together, so holes are just more rings.
[[nodiscard]] bool inside(LocalXY p, const std::vector<Ring>& rings);
/// Signed area, positive when counter-clockwise.
[[nodiscard]] double area_of(const Ring& ring);
/// Segments ab and cd cross: their parameters in (0…1).
[[nodiscard]] bool crossing(LocalXY a, LocalXY b, LocalXY c, LocalXY d, double* on_ab, double* on_cd);

/// Calls paint(i, j) for every cell whose centre is inside (even-odd).
void fill_rings(const GridSpec& grid, const std::vector<Ring>& rings, const std::function<void(int, int)>& paint);

/// Cells that the line passes through, in order, each neighbour sharing an edge (4-connected); cells outside the grid
/// are left out, consecutive repeats removed.
[[nodiscard]] std::vector<std::uint32_t> cells_under(const GridSpec& grid, const std::vector<LocalXY>& line);

/// Distance in metres from every cell to the nearest cell with mark != 0 (chamfer 3-4-ish with weights 1 and √2:
/// within 8 % of Euclid); `far_m` where there is none nearer.
[[nodiscard]] Grid<float> distance_field(const GridSpec& grid, const Grid<std::uint8_t>& mark, float far_m);

}  // namespace sd
