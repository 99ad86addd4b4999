// Elementary functions for hashed state. The C library picks FMA variants by CPU, so its last bit differs between
// machines; these use only + − × ÷ sqrt and bit moves (all exactly rounded by IEEE 754), so they never do.
// Build with -ffp-contract=off. Accuracy is a few ulp; tests/sim/core compares with the C library.
#pragma once

namespace sd::math {

/// e^x; 0 below −745, +inf above 709.7.
[[nodiscard]] double exp(double x);
/// Natural logarithm; x > 0 and normal.
[[nodiscard]] double log(double x);
/// x^y for x > 0 (0 for x = 0, y > 0).
[[nodiscard]] double pow(double x, double y);
/// Valid for |x| ≤ 1e6 rad (argument reduction in two parts).
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
/// Angle of (x, y) in (−π, π]; 0 for the origin.
[[nodiscard]] double atan2(double y, double x);
/// Cube root, any sign.
[[nodiscard]] double cbrt(double x);
[[nodiscard]] double tanh(double x);

}  // namespace sd::math
