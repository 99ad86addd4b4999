// The way between two lanes over a junction.
#pragma once

#include <span>
#include <vector>

#include "sim/core/geo.h"

namespace sd::streets {

struct Curve {
    std::vector<LocalXY> shape;
    double length_m = 0.0;
    double speed_m_s = 0.0;  ///< as fast as the limit and the bend allow
};
/// From the end of one line to the start of another, leaving and arriving in their directions.
[[nodiscard]] Curve curve_between(std::span<const LocalXY> from, std::span<const LocalXY> to, double limit_m_s);

/// The part of a line between two distances along it.
[[nodiscard]] std::vector<LocalXY> part_of(std::span<const LocalXY> line, double from_m, double to_m);

}  // namespace sd::streets
