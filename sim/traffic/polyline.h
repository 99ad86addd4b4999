// Small plane geometry of lane centre lines.
#pragma once

#include <span>
#include <vector>

#include "sim/core/geo.h"

namespace sd::micro {

[[nodiscard]] double length_of(std::span<const LocalXY> line);
/// Distances along `a` at which it meets `b`, ascending.
[[nodiscard]] std::vector<double> meetings(std::span<const LocalXY> a, std::span<const LocalXY> b);
/// The point at a distance along the line, clamped to its ends.
[[nodiscard]] LocalXY point_at(std::span<const LocalXY> line, double at_m);
/// Unit heading there.
[[nodiscard]] LocalXY heading_at(std::span<const LocalXY> line, double at_m);
/// To the nearest point of the line.
[[nodiscard]] double distance_to(std::span<const LocalXY> line, LocalXY p);
/// How far from their common start (or, seen backwards, from their common end) two lines stay closer than
/// `apart_m`, measured along `a`.
[[nodiscard]] double shared_length(std::span<const LocalXY> a, std::span<const LocalXY> b, double apart_m,
                                   bool from_start);

}  // namespace sd::micro
