#include "sim/hydro/openings.h"

#include <algorithm>
#include <cmath>

#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::hydro {
namespace {

constexpr double kWeir = 0.5443310539518174;  ///< (2/3)^1.5 of a broad crest
constexpr double kGateDischarge = 0.6;        ///< contraction of a sharp-edged opening
constexpr double kPi = 3.141592653589793;

// Flow area and wetted perimeter of one barrel filled to a depth. A circle is taken as the square of equal area: the
// error is below 10 % of the area at any depth and none when full.
struct Wetted {
    double area_m2 = 0.0;
    double perimeter_m = 0.0;
};
Wetted wetted(const Barrel& b, double depth_m) {
    const bool round = b.width_m <= 0.0;
    const double side_m = round ? b.height_m * std::sqrt(kPi) / 2.0 : b.width_m;
    const double top_m = round ? side_m : b.height_m;
    const double share = std::min(1.0, depth_m / b.height_m);
    const double y_m = share * top_m;
    if (round && share >= 1.0) return {kPi / 4.0 * b.height_m * b.height_m, kPi * b.height_m};
    return {side_m * y_m, side_m + 2.0 * y_m + (share >= 1.0 ? side_m : 0.0)};
}

}  // namespace

double opening_m3_s(double level_a_m, double level_b_m, double sill_m, double width_m, double height_m) {
    const double up = std::max(level_a_m, level_b_m) - sill_m;
    const double down = std::max(0.0, std::min(level_a_m, level_b_m) - sill_m);
    if (up <= 0.0 || up <= down || height_m <= 0.0) return 0.0;
    const double ratio = down / up;
    const double drowned = math::pow(1.0 - ratio * std::sqrt(ratio), 0.385);
    const double weir = kWeir * std::sqrt(kGravity_m_s2) * width_m * up * std::sqrt(up) * drowned;
    double q = weir;
    if (up > height_m) {
        const double head = up - std::max(down, height_m / 2.0);
        q = std::min(weir, kGateDischarge * width_m * height_m * std::sqrt(2.0 * kGravity_m_s2 * head));
    }
    return level_a_m > level_b_m ? q : -q;
}

double culvert_m3_s(const Barrel& b, double level_a_m, double level_b_m) {
    const bool forward = level_a_m > level_b_m;
    const double up_m = forward ? level_a_m : level_b_m;
    const double down_m = forward ? level_b_m : level_a_m;
    const double in_m = forward ? b.invert_a_m : b.invert_b_m;
    const double out_m = forward ? b.invert_b_m : b.invert_a_m;
    if (up_m <= std::max(in_m, out_m)) return 0.0;
    const double width_m = b.width_m > 0.0 ? b.width_m : b.height_m * kPi / 4.0;
    const double inlet = opening_m3_s(up_m, std::max(down_m, out_m), in_m, width_m, b.height_m);
    // Outlet control: the water beyond the outlet, or the barrel's own depth there, whichever stands higher.
    const double depth_m = std::clamp(0.5 * ((up_m - in_m) + std::max(0.0, down_m - out_m)), 0.0, b.height_m);
    const Wetted w = wetted(b, depth_m);
    if (w.area_m2 <= 0.0) return 0.0;
    const double radius_m = w.area_m2 / w.perimeter_m;
    const double friction =
        2.0 * kGravity_m_s2 * b.manning * b.manning * b.length_m / (radius_m * math::cbrt(radius_m));
    const double fall_m = up_m - std::max(down_m, out_m);
    const double outlet = w.area_m2 * std::sqrt(2.0 * kGravity_m_s2 * fall_m / (1.0 + b.losses + friction));
    const double q = static_cast<double>(b.barrels) * std::min(std::fabs(inlet), outlet);
    return forward ? q : -q;
}

}  // namespace sd::hydro
