// The report's maps: relief, water in classes of colour, legend, scale bar, north arrow.
#pragma once

#include <string>
#include <vector>

#include "scenarios/results/map_features.h"
#include "scenarios/results/maps.h"

namespace sd::results {

/// Figures of greatest depth, hazard and arrival, with the features over each; `bed_m` may be null (white ground).
/// Fails when GDAL makes no PNG.
[[nodiscard]] Result<std::string> maps_html(const MapFrame& frame, const Maxima& maxima, const Field* bed_m,
                                            const std::vector<Feature>& features);

/// Length of the scale bar: the largest 1, 2 or 5 times a power of ten not above `most_m`.
[[nodiscard]] double bar_length_m(double most_m);

}  // namespace sd::results
