// Discharge through what people build into water: weirs, gates, culverts, pumps. Pure functions of two levels.
#pragma once

#include "sim/hydro/curve.h"

namespace sd::hydro {

/// Through an opening of height × width above a sill, between two levels (positive a → b): free or drowned weir
/// (broad-crested, drowned after Villemonte 1947) below the top of the opening, orifice (Cd 0.6) above it. m³/s.
[[nodiscard]] double opening_m3_s(double level_a_m, double level_b_m, double sill_m, double width_m, double height_m);

/// A straight culvert: rectangular, or circular when `width_m` is 0 (then `height_m` is its diameter).
struct Barrel {
    double invert_a_m = 0.0;
    double invert_b_m = 0.0;
    double width_m = 0.0;    ///< ≥ 0
    double height_m = 0.0;   ///< > 0
    double length_m = 0.0;   ///< ≥ 0
    double manning = 0.013;  ///< s/m^(1/3)
    double losses = 1.5;     ///< entrance and exit together, on V²/2g
    int barrels = 1;         ///< ≥ 1
};
/// The smaller of inlet control (weir, or orifice once covered) and outlet control (friction and local losses over the
/// flow area at the mean of both ends). Positive a → b, m³/s; 0 between equal levels.
[[nodiscard]] double culvert_m3_s(const Barrel& barrel, double level_a_m, double level_b_m);

}  // namespace sd::hydro
