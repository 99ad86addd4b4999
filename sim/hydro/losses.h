// Water that the ground takes. Three customary models, each a pure function of what the ground took already.
#pragma once

#include <cstdint>

namespace sd::hydro {

enum class LossKind : std::uint8_t { None, GreenAmpt, Horton, CurveNumber };

struct Soil {
    LossKind kind = LossKind::None;
    // Green–Ampt [Rawls et al. 1983]
    double conductivity_m_s = 0.0;  ///< ≥ 0
    double suction_m = 0.0;         ///< ≥ 0
    double deficit = 0.0;           ///< porosity − moisture at the start, 0…1
    // Horton
    double first_m_s = 0.0;  ///< capacity of dry ground
    double last_m_s = 0.0;   ///< capacity of soaked ground, ≤ first
    double decay_1_s = 0.0;  ///< > 0
    // Curve number [SCS 1972], initial abstraction 0.2 S
    double curve_number = 0.0;  ///< 30…100
};

/// The most that ground which took `taken_m` so far can take in the next dt_s, m. Green–Ampt in the explicit form of
/// Li, Stevens and Simons (1976); Horton in the form that recovers nothing and counts what was taken beyond the last
/// capacity (`taken_m` is that excess here). 0 for the other kinds.
[[nodiscard]] double capacity_m(const Soil& soil, double taken_m, double dt_s);

/// Share of a rain of `more_m` after `before_m` that runs off, curve-number method, m.
[[nodiscard]] double runoff_m(const Soil& soil, double before_m, double more_m);

}  // namespace sd::hydro
