#include "sim/hydro/curve.h"

#include <algorithm>

namespace sd::hydro {

double integral(const Curve& curve, double a, double b) {
    if (curve.x.empty()) return 0.0;
    double sum = 0.0;
    double x = a;
    for (const double knot : curve.x) {
        if (knot <= x || x >= b) continue;
        const double next = std::min(knot, b);
        sum += 0.5 * (next - x) * (sewer::linear(curve, x) + sewer::linear(curve, next));
        x = next;
    }
    return sum + (b - x) * sewer::linear(curve, b);
}

}  // namespace sd::hydro
