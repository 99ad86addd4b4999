#include "sim/hydro/losses.h"

#include <algorithm>
#include <cmath>

namespace sd::hydro {
namespace {

double runoff_of(const Soil& soil, double rain_m) {
    const double storage_m = 0.0254 * (1000.0 / soil.curve_number - 10.0);
    const double over_m = rain_m - 0.2 * storage_m;
    return over_m <= 0.0 ? 0.0 : over_m * over_m / (over_m + storage_m);
}

}  // namespace

double capacity_m(const Soil& soil, double taken_m, double dt_s) {
    if (soil.kind == LossKind::GreenAmpt) {
        const double k = soil.conductivity_m_s * dt_s;
        const double front_m = soil.suction_m * soil.deficit;
        const double b = k - 2.0 * taken_m;
        return 0.5 * (b + std::sqrt(b * b + 8.0 * k * (front_m + taken_m)));
    }
    if (soil.kind == LossKind::Horton) {
        return dt_s * std::max(soil.last_m_s, soil.first_m_s - soil.decay_1_s * taken_m);
    }
    return 0.0;
}

double runoff_m(const Soil& soil, double before_m, double more_m) {
    return runoff_of(soil, before_m + more_m) - runoff_of(soil, before_m);
}

}  // namespace sd::hydro
