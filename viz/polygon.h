// Triangles of a simple polygon, for roofs.
#pragma once

#include <vector>

#include "sim/core/geo.h"

namespace sd::viz {

/// Twice the signed area; > 0 for counter-clockwise rings.
[[nodiscard]] double doubled_area_m2(const std::vector<LocalXY>& ring);
/// Ear clipping of a counter-clockwise ring: indices, three a triangle. Degenerate rings give a fan of what is left.
[[nodiscard]] std::vector<unsigned> triangulated(const std::vector<LocalXY>& ring);

}  // namespace sd::viz
