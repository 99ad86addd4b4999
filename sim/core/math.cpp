#include "sim/core/math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/core/units.h"

namespace sd::math {
namespace {

constexpr double kLn2Hi = 6.93147180369123816490e-01;  // upper 33 bits of ln 2 [Cody & Waite 1980]
constexpr double kLn2Lo = 1.90821492927058770002e-10;
constexpr double kHalfPiHi = 1.57079632673412561417e+00;
constexpr double kHalfPiLo = 6.07710050650619224932e-11;

double scale(double x, int power) {
    // Two steps keep the factor normal over the whole exponent range.
    const int half = power / 2;
    const double a = std::bit_cast<double>(static_cast<std::uint64_t>(half + 1023) << 52);
    const double b = std::bit_cast<double>(static_cast<std::uint64_t>(power - half + 1023) << 52);
    return x * a * b;
}

// Taylor series on |r| ≤ π/4: the remainder after r^17 is below 1e-17.
double sin_core(double r) {
    constexpr std::array<double, 8> kC{-1.0 / 6,
                                       1.0 / 120,
                                       -1.0 / 5040,
                                       1.0 / 362880,
                                       -1.0 / 39916800,
                                       1.0 / 6227020800,
                                       -1.0 / 1307674368000.0,
                                       1.0 / 355687428096000.0};
    const double r2 = r * r;
    double sum = 0.0;
    for (auto c = kC.rbegin(); c != kC.rend(); ++c) sum = sum * r2 + *c;
    return r + r * r2 * sum;
}

double cos_core(double r) {
    constexpr std::array<double, 8> kC{-1.0 / 2,       1.0 / 24,        -1.0 / 720,           1.0 / 40320,
                                       -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200.0, 1.0 / 20922789888000.0};
    const double r2 = r * r;
    double sum = 0.0;
    for (auto c = kC.rbegin(); c != kC.rend(); ++c) sum = sum * r2 + *c;
    return 1.0 + r2 * sum;
}

struct Quadrant {
    double r;  // |r| ≤ π/4
    int n;     // 0…3
};

Quadrant reduce(double x) {
    const double k = std::nearbyint(x * (2.0 / kPi));
    const double r = (x - k * kHalfPiHi) - k * kHalfPiLo;
    return {r, static_cast<int>(static_cast<std::int64_t>(k) & 3)};
}

// atan on [0, 1] by halving the angle twice, then the series.
double atan_core(double t) {
    t = t / (1.0 + std::sqrt(1.0 + t * t));
    t = t / (1.0 + std::sqrt(1.0 + t * t));
    const double t2 = t * t;
    double sum = 0.0;
    for (int k = 23; k >= 1; k -= 2) {
        const double sign = (k / 2) % 2 == 0 ? 1.0 : -1.0;
        sum = sum * t2 + sign / k;
    }
    return 4.0 * t * sum;
}

}  // namespace

double exp(double x) {
    if (x > 709.7) return std::numeric_limits<double>::infinity();
    if (x < -745.0) return 0.0;
    const double k = std::nearbyint(x * 1.44269504088896338700);
    const double r = (x - k * kLn2Hi) - k * kLn2Lo;
    double sum = 1.0;
    for (int n = 13; n >= 1; --n) sum = 1.0 + sum * r / n;
    return scale(sum, static_cast<int>(k));
}

double log(double x) {
    if (!(x > 0.0)) return -std::numeric_limits<double>::infinity();
    auto bits = std::bit_cast<std::uint64_t>(x);
    int k = static_cast<int>(bits >> 52) - 1023;
    bits = (bits & 0x000F'FFFF'FFFF'FFFFull) | 0x3FF0'0000'0000'0000ull;
    double m = std::bit_cast<double>(bits);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        ++k;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double s2 = s * s;
    double sum = 0.0;
    for (int n = 21; n >= 1; n -= 2) sum = sum * s2 + 1.0 / n;
    return k * kLn2Hi + (2.0 * s * sum + k * kLn2Lo);
}

double pow(double x, double y) { return x == 0.0 ? (y == 0.0 ? 1.0 : 0.0) : exp(y * log(x)); }

double sin(double x) {
    const Quadrant q = reduce(x);
    const double value = (q.n & 1) != 0 ? cos_core(q.r) : sin_core(q.r);
    return (q.n & 2) != 0 ? -value : value;
}

double cos(double x) {
    const Quadrant q = reduce(x);
    const double value = (q.n & 1) != 0 ? sin_core(q.r) : cos_core(q.r);
    return q.n == 1 || q.n == 2 ? -value : value;
}

double atan2(double y, double x) {
    const double ax = std::fabs(x);
    const double ay = std::fabs(y);
    if (ax == 0.0 && ay == 0.0) return 0.0;
    double angle = ay > ax ? kPi / 2.0 - atan_core(ax / ay) : atan_core(ay / ax);
    if (x < 0.0) angle = kPi - angle;
    return y < 0.0 ? -angle : angle;
}

double cbrt(double x) {
    if (x == 0.0) return x;
    const double a = std::fabs(x);
    // Divide the exponent by three for a first guess within 6 %, then Halley's cubic iteration.
    double y = std::bit_cast<double>(std::bit_cast<std::uint64_t>(a) / 3 + 0x2A9F'7893'0000'0000ull);
    for (int i = 0; i < 3; ++i) {
        const double y3 = y * y * y;
        y = y * (y3 + 2.0 * a) / (2.0 * y3 + a);
    }
    return x < 0.0 ? -y : y;
}

double tanh(double x) {
    if (x > 20.0) return 1.0;
    if (x < -20.0) return -1.0;
    const double e = exp(2.0 * x);
    return (e - 1.0) / (e + 1.0);
}

}  // namespace sd::math
