// Water between a street and the sewer under it, through a grate or a manhole cover: one pure function, both ways.
// The coupler calls it for every inlet at the beginning of a step, adds the result to both sides, and steps both.
//
// Grate [HEC-22]: weir 1.66 P d^1.5, orifice 0.67 A √(2 g Δ), the smaller of them, Δ = d while the sewer is below the
// ground and the difference of levels once it is above. Manhole cover [Rubinato et al. 2017, J. Hydrol. 552]: free
// weir ⅔ · 0.54 W d^1.5 √(2g) into a sewer below the ground, W = 2 √(π A); submerged weir 0.056 W d √(2 g Δ) or, deeper
// than A / W, orifice 0.167 A √(2 g Δ) into one that stands above it; the same orifice out of it.
#pragma once

#include <cstdint>

namespace sd::sewer {

/// One surface quantum is a whole number of sewer quanta: Options::quantum_m3 = surface_m3 / per_surface.
struct ExchangeUnits {
    double surface_m3 = 0.0;       ///< volume of one surface quantum, > 0
    std::int64_t per_surface = 1;  ///< ≥ 1
};

struct Opening {
    bool grate = true;
    double perimeter_m = 1.0;  ///< grates: of the sides water can reach, ≥ 0
    double area_m2 = 0.1;      ///< clear opening of a grate; of a cover its area, ≥ 0
    double clogged = 0.0;      ///< share shut by leaves and litter, 0…1; may change at any time
};

struct Street {
    double level_m = 0.0;        ///< of the water; of the ground where dry
    double depth_m = 0.0;        ///< ≥ 0
    double area_m2 = 0.0;        ///< of the cell, > 0
    std::int64_t available = 0;  ///< surface quanta this inlet may take, ≥ 0
};

struct Shaft {
    double head_m = 0.0;
    double rim_m = 0.0;       ///< level of the opening
    double area_m2 = 0.0;     ///< free surface that answers to the transfer (surface_m2), > 0
    std::int64_t volume = 0;  ///< sewer quanta in the node
};

/// Flow by the formulas alone, m³/s, positive into the sewer.
[[nodiscard]] double exchange_flow(const Opening& opening, const Street& street, const Shaft& shaft);

/// Surface quanta that pass in `dt_s` > 0, positive into the sewer. Never more than the giving side has, and never so
/// much that the lower side ends above the higher one: the sign of the difference of levels stays.
[[nodiscard]] std::int64_t exchange(const Opening& opening, const Street& street, const Shaft& shaft, double dt_s,
                                    const ExchangeUnits& units);

}  // namespace sd::sewer
