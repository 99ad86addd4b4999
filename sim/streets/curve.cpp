#include "sim/streets/curve.h"

#include <algorithm>
#include <cmath>

#include "sim/core/math.h"
#include "sim/streets/plane.h"
#include "sim/traffic/polyline.h"

namespace sd::streets {
namespace {

constexpr int kPoints = 8;
constexpr double kFlat_m = 0.1;
constexpr double kLeastLength_m = 0.1;
constexpr double kAcross_m_s2 = 5.5;      ///< sideways acceleration in bends [netconvert's default]
constexpr double kFree_rad = 0.26179939;  ///< 15° of a turn cost no speed [netconvert's default]
constexpr double kLeastSpeed_m_s = 2.5;

/// Distances from the ends to the inner points of a cubic Bézier curve that is close to circular arcs.
struct Handles {
    double from_m = 0.0, to_m = 0.0;
};
Handles handles_of(LocalXY chord, LocalXY h, LocalXY g) {
    const double length = norm(chord);
    const double cosine = std::clamp(dot(h, g), -1.0, 1.0), sine = cross(h, g);
    const double half = std::sqrt(0.5 * (1.0 + cosine));  // cosine of half the turn
    if (cosine > -0.5 && std::abs(sine) > 0.1) {
        const double a = cross(chord, g) / sine, b = cross(h, chord) / sine;  // to where both directions meet
        const double part = 4.0 / 3.0 * half / (1.0 + half);
        if (a > 0.0 && b > 0.0) return {part * std::min(a, length), part * std::min(b, length)};
    }
    const double same = 2.0 / 3.0 * length / (1.0 + half);
    return {same, same};
}

double bend_speed(double length_m, LocalXY h, LocalXY g, double limit_m_s) {
    const double turn_rad = math::atan2(std::abs(cross(h, g)), dot(h, g)) - kFree_rad;
    if (turn_rad <= 0.0) return limit_m_s;
    return std::min(limit_m_s, std::max(kLeastSpeed_m_s, std::sqrt(kAcross_m_s2 * length_m / turn_rad)));
}

}  // namespace

Curve curve_between(std::span<const LocalXY> from, std::span<const LocalXY> to, double limit_m_s) {
    const LocalXY a = from.back(), d = to.front();
    const LocalXY h = micro::heading_at(from, 1e18), g = micro::heading_at(to, 0.0);
    const LocalXY chord = minus(d, a);
    const Handles handles = handles_of(chord, h, g);
    const LocalXY b = plus(a, times(h, handles.from_m)), c = minus(d, times(g, handles.to_m));
    const double length = std::max(norm(chord), 1e-9);
    const double swerve_m = std::max(std::abs(cross(chord, minus(b, a))), std::abs(cross(chord, minus(d, c)))) / length;
    Curve curve;
    const bool flat = swerve_m < kFlat_m && dot(h, g) > 0.0;
    const int points = flat ? 2 : kPoints;
    for (int i = 0; i < points; ++i) {
        const double t = static_cast<double>(i) / (points - 1), u = 1.0 - t;
        const LocalXY near = plus(times(a, u * u * u), times(b, 3.0 * u * u * t));
        const LocalXY far = plus(times(c, 3.0 * u * t * t), times(d, t * t * t));
        curve.shape.push_back(plus(near, far));
    }
    curve.length_m = std::max(kLeastLength_m, micro::length_of(curve.shape));
    curve.speed_m_s = bend_speed(curve.length_m, h, g, limit_m_s);
    return curve;
}

std::vector<LocalXY> part_of(std::span<const LocalXY> line, double from_m, double to_m) {
    std::vector<LocalXY> part{micro::point_at(line, from_m)};
    double at_m = 0.0;
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        at_m += norm(minus(line[i], line[i - 1]));
        if (at_m > from_m && at_m < to_m) part.push_back(line[i]);
    }
    part.push_back(micro::point_at(line, to_m));
    return part;
}

}  // namespace sd::streets
