#include "sim/sewer/section.h"

#include <cmath>
#include <cstddef>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::sewer {
namespace {

Geometry circle(double diameter_m, double depth_m) {
    const double r = 0.5 * diameter_m;
    const double y = depth_m < diameter_m ? depth_m : diameter_m;
    const double chord = 2.0 * std::sqrt(std::fmax(y * (diameter_m - y), 0.0));
    const double half_angle = math::atan2(0.5 * chord, r - y);  // 0 at the invert, π at the crown
    return {r * r * half_angle - 0.5 * chord * (r - y), chord, 2.0 * r * half_angle};
}

/// A (A/P)^(2/3)
double conveyance(const SectionSpec& spec, double depth_m) {
    const Geometry g = geometry(spec, depth_m);
    const double root = math::cbrt(g.area_m2 / g.perimeter_m);
    return g.area_m2 * root * root;
}

double critical_flow(const SectionSpec& spec, double depth_m) {
    const Geometry g = geometry(spec, depth_m);
    return g.area_m2 * std::sqrt(kGravity_m_s2 * g.area_m2 / g.width_m);
}

double r43_of(double area_m2, double perimeter_m) {
    const double root = math::cbrt(area_m2 / perimeter_m);
    return root * root * root * root;
}

/// Inverts a flow that grows with depth on (0, top_m]: depths at Q = Q(top) (k/64)².
template <class Flow>
std::array<double, kBins + 1> invert(const Flow& flow, double top_m) {
    std::array<double, kBins + 1> out{};
    const double most = flow(top_m);
    for (int k = 1; k <= kBins; ++k) {
        const double t = static_cast<double>(k) / kBins;
        double lo = 0.0;
        double hi = top_m;
        for (int i = 0; i < 60; ++i) {
            const double mid = 0.5 * (lo + hi);
            (mid > 0.0 && flow(mid) < most * t * t ? lo : hi) = mid;
        }
        out[static_cast<std::size_t>(k)] = hi;
    }
    return out;
}

void fill_bins(Section& out, const SectionSpec& spec, bool closed) {
    Geometry below;
    double r43 = 0.0;
    for (int k = 0; k < kBins; ++k) {
        Section::Bin& bin = out.bins[static_cast<std::size_t>(k)];
        const Geometry mid = geometry(spec, (k + 0.5) * out.bin_m);
        const Geometry top = geometry(spec, k + 1 < kBins ? (k + 1) * out.bin_m : spec.height_m);
        // A parabola through the areas at bottom, middle and top: exact at the knots, so volumes are.
        const double d1 = mid.area_m2 - below.area_m2;
        const double d2 = top.area_m2 - below.area_m2;
        bin.area = below.area_m2;
        bin.c = 2.0 * (d2 - 2.0 * d1) / (out.bin_m * out.bin_m);
        bin.b = d2 / out.bin_m - bin.c * out.bin_m;
        // The crown of a closed rectangle wets at full: the last bin carries the whole drop in radius.
        const double lid = closed && k + 1 == kBins ? top.width_m : 0.0;
        const double r43_top = r43_of(top.area_m2, top.perimeter_m + lid);
        bin.r43 = r43;
        bin.dr43 = (r43_top - r43) / out.bin_m;
        r43 = r43_top;
        below = top;
    }
    out.area_full_m2 = below.area_m2;
    out.r43_full = r43;
    out.width_over_m = closed ? 0.0 : below.width_m;
}

}  // namespace

Geometry geometry(const SectionSpec& spec, double depth_m) {
    switch (spec.shape) {
        case Shape::Circular:
            return circle(spec.height_m, depth_m);
        case Shape::RectClosed:
        case Shape::RectOpen:
            return {spec.width_m * depth_m, spec.width_m, spec.width_m + 2.0 * depth_m};
        case Shape::Trapezoidal:
            break;
    }
    const double sides = spec.slope_left + spec.slope_right;
    const double walls =
        std::sqrt(1.0 + spec.slope_left * spec.slope_left) + std::sqrt(1.0 + spec.slope_right * spec.slope_right);
    return {depth_m * (spec.width_m + 0.5 * sides * depth_m), spec.width_m + sides * depth_m,
            spec.width_m + walls * depth_m};
}

Section make_section(const SectionSpec& spec) {
    SD_CHECK(spec.height_m > 0.0);
    const bool closed = spec.shape == Shape::Circular || spec.shape == Shape::RectClosed;
    Section out;
    out.full_m = spec.height_m;
    out.bin_m = spec.height_m / kBins;
    out.per_bin = kBins / spec.height_m;
    fill_bins(out, spec, closed);
    // A circle conveys most at about 0.94 D and its critical flow grows without limit at the crown.
    double peak_m = spec.height_m;
    if (spec.shape == Shape::Circular) {
        for (int k = 128; k <= 256; ++k) {
            const double y = spec.height_m * k / 256.0;
            if (conveyance(spec, y) > conveyance(spec, peak_m)) peak_m = y;
        }
    }
    const double near_full_m = spec.shape == Shape::Circular ? 0.98 * spec.height_m : spec.height_m;
    out.conveyance_max = conveyance(spec, peak_m);
    out.critical_max_m3_s = critical_flow(spec, near_full_m);
    out.normal_m = invert([&spec](double y) { return conveyance(spec, y); }, peak_m);
    out.critical_m = invert([&spec](double y) { return critical_flow(spec, y); }, near_full_m);
    return out;
}

DepthAt depth_at(const std::array<double, kBins + 1>& table, double flow_m3_s, double flow_max_m3_s) {
    const double share = flow_m3_s / flow_max_m3_s;
    if (share >= 1.0) return {table[kBins], 0.0};
    const double t = std::sqrt(share) * kBins;
    const auto k = static_cast<std::size_t>(t < kBins - 1 ? t : kBins - 1);
    const double rise = table[k + 1] - table[k];
    // d/dQ of t = 64 √(Q/Qmax) is 32²·2 / (t Qmax); floored so that a trickle has a finite slope.
    const double slope = rise * (0.5 * kBins * kBins) / ((t > 0.25 ? t : 0.25) * flow_max_m3_s);
    return {table[k] + rise * (t - static_cast<double>(k)), slope};
}

}  // namespace sd::sewer
