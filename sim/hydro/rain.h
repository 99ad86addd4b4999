// Rain on the ground: one rate over everything, moving cells, and maps (radar), added up.
#pragma once

#include <vector>

#include "sim/core/geo.h"
#include "sim/core/grid.h"
#include "sim/hydro/curve.h"

namespace sd::hydro {

/// A round cell with a Gaussian profile that moves in a straight line.
struct RainCell {
    double from_s = 0.0;
    double until_s = 0.0;
    LocalXY start;  ///< centre at from_s
    double east_m_s = 0.0;
    double north_m_s = 0.0;
    double radius_m = 2000.0;  ///< intensity falls to e^-½ here; > 0
    double peak_mm_h = 0.0;    ///< ≥ 0
};

/// Holds from its time until the next map's. Places outside the grid get nothing.
struct RainMap {
    double from_s = 0.0;
    GridSpec grid;
    std::vector<float> mm_h;  ///< per cell of the grid, ≥ 0
};

struct Rain {
    Curve uniform_mm_h;  ///< over seconds since the start; no points = none
    std::vector<RainCell> cells;
    std::vector<RainMap> maps;  ///< by rising time
    double maps_until_s = 0.0;  ///< the last map ends here
};

/// Fallen at a place between two moments, m. The uniform part is exact; cells and maps are taken at the middle.
[[nodiscard]] double fallen_m(const Rain& rain, LocalXY where, double from_s, double until_s);
/// The same as a mean over a square of n × n places `apart_m` apart whose first is `corner`; for cells of rain that are
/// small against the square.
[[nodiscard]] double fallen_mean_m(const Rain& rain, LocalXY corner, double apart_m, int n, double from_s,
                                   double until_s);
/// The smallest radius of a cell that rains between these moments; huge when none does.
[[nodiscard]] double smallest_m(const Rain& rain, double from_s, double until_s);
/// Does any of it rain between these moments?
[[nodiscard]] bool rains(const Rain& rain, double from_s, double until_s);

}  // namespace sd::hydro
