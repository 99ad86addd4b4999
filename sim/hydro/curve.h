// Values over time or level, straight lines between points.
#pragma once

#include "sim/sewer/network.h"

namespace sd::hydro {

using sewer::Curve;

/// Area under the curve from a to b ≥ a; constant beyond both ends, 0 for a curve without points.
[[nodiscard]] double integral(const Curve& curve, double a, double b);

}  // namespace sd::hydro
