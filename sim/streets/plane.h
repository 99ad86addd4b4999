// Vectors in the plane, as LocalXY.
#pragma once

#include <cmath>

#include "sim/core/geo.h"

namespace sd::streets {

[[nodiscard]] inline LocalXY plus(LocalXY a, LocalXY b) { return {a.x_m + b.x_m, a.y_m + b.y_m}; }
[[nodiscard]] inline LocalXY minus(LocalXY a, LocalXY b) { return {a.x_m - b.x_m, a.y_m - b.y_m}; }
[[nodiscard]] inline LocalXY times(LocalXY a, double k) { return {a.x_m * k, a.y_m * k}; }
[[nodiscard]] inline double dot(LocalXY a, LocalXY b) { return a.x_m * b.x_m + a.y_m * b.y_m; }
/// Positive when b points to the left of a.
[[nodiscard]] inline double cross(LocalXY a, LocalXY b) { return a.x_m * b.y_m - a.y_m * b.x_m; }
[[nodiscard]] inline double norm(LocalXY a) { return std::sqrt(dot(a, a)); }
[[nodiscard]] inline LocalXY right_of(LocalXY a) { return {a.y_m, -a.x_m}; }

}  // namespace sd::streets
