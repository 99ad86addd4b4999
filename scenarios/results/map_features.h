// What stands on a flood map besides water: dykes, breaches, structures, places and lines of the curves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/grid.h"

namespace sd::results {

enum class FeatureKind : std::uint8_t {
    Canal,
    Window,
    Dyke,
    Breach,
    Gate,
    Weir,
    Culvert,
    Pump,
    Source,
    Point,
    FlowLine,
    Profile
};

/// One thing to draw. Coordinates are those of the grid.
struct Feature {
    FeatureKind kind = FeatureKind::Point;
    std::string name;
    std::vector<std::vector<LocalXY>> lines;  ///< lines of ≥ 2 points; structures: from → to; a place: one point
};

/// Where a grid lies in the drawing: its north-west corner, drawing units per metre.
struct MapPlace {
    GridSpec grid;
    double left = 0.0;
    double top = 0.0;
    double units_per_m = 1.0;
};

inline constexpr double kLegendStep = 24.0;  ///< between rows of a legend

/// The kinds that occur, in the order of the legend.
[[nodiscard]] std::vector<FeatureKind> kinds_of(const std::vector<Feature>& features);
/// Everything over the map; names of places and structures too while they are few enough to be read.
[[nodiscard]] std::string features_svg(const std::vector<Feature>& features, const MapPlace& place);
/// One row per kind that occurs.
[[nodiscard]] std::string feature_legend_svg(const std::vector<Feature>& features, double x, double y);

}  // namespace sd::results
