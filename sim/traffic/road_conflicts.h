// The part of laying a Road that reads right-of-way matrices and crosses shapes inside junctions.
#pragma once

#include <span>

#include "sim/core/geo.h"
#include "sim/traffic/road.h"

namespace sd::micro {

/// Fills Road::foes, Road::conflicts and the links' fields about them. Links, lanes and entries must be laid.
void lay_right_of_way(const Net& net, Road& road);

[[nodiscard]] LocalXY heading_of_end(std::span<const LocalXY> line);
[[nodiscard]] LocalXY heading_of_start(std::span<const LocalXY> line);

}  // namespace sd::micro
