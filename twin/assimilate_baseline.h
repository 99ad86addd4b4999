// What the assimilation has to beat: the depth of the nearest street gauge, taken as it is.
#pragma once

#include <span>

#include "sim/city/city.h"
#include "sim/core/grid.h"

namespace sd {

/// values[d] = last reading of device d, NaN or unusable ones are skipped; 0 when no street gauge is usable.
[[nodiscard]] double nearest_gauge_depth_m(const City& city, std::span<const float> values, LocalXY at);

/// The same for every cell under a street, 0 elsewhere: what a map from gauges alone would show.
[[nodiscard]] Grid<float> nearest_gauge_picture(const City& city, std::span<const float> values);

}  // namespace sd
