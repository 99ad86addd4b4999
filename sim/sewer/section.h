// Cross-sections of conduits, tabulated once: the hot loop asks for area, width and hydraulic radius by one look-up.
// Formulas: circle by its half-angle; critical flow Q = A √(g A / W); normal flow Q = (1/n) A R^(2/3) √S (Manning).
#pragma once

#include <array>
#include <cstdint>

namespace sd::sewer {

enum class Shape : std::uint8_t { Circular, RectClosed, RectOpen, Trapezoidal };

/// Valid: height_m > 0; width_m > 0 for rectangles, ≥ 0 for trapezoids (bottom); slopes ≥ 0, horizontal per vertical.
/// Trapezoids need width_m > 0 or a slope > 0.
struct SectionSpec {
    Shape shape = Shape::Circular;
    double height_m = 1.0;
    double width_m = 0.0;
    double slope_left = 0.0;
    double slope_right = 0.0;
    friend bool operator==(const SectionSpec&, const SectionSpec&) = default;
};

/// Exact geometry at a depth in (0, height_m]; perimeter without the crown.
struct Geometry {
    double area_m2 = 0.0;
    double width_m = 0.0;
    double perimeter_m = 0.0;
};
[[nodiscard]] Geometry geometry(const SectionSpec& spec, double depth_m);

inline constexpr int kBins = 64;

/// One table. Within bin k, at s metres above its bottom: area = area + b s + c s², r43 (hydraulic radius to 4/3)
/// linear.
struct Section {
    struct Bin {
        double area = 0.0, b = 0.0, c = 0.0, r43 = 0.0, dr43 = 0.0;
    };
    std::array<Bin, kBins> bins{};
    double full_m = 0.0;
    double bin_m = 0.0;
    double per_bin = 0.0;  ///< 1 / bin_m
    double area_full_m2 = 0.0;
    double width_over_m = 0.0;  ///< above full: 0 when closed, the top width when open
    double r43_full = 0.0;
    double critical_max_m3_s = 0.0;              ///< critical flow near full
    double conveyance_max = 0.0;                 ///< largest A R^(2/3)
    std::array<double, kBins + 1> critical_m{};  ///< depth at Q = critical_max (k/64)²
    std::array<double, kBins + 1> normal_m{};    ///< depth at Q = normal maximum (k/64)²
};
[[nodiscard]] Section make_section(const SectionSpec& spec);

/// What the flow sees at a depth; all zero at depth ≤ 0.
struct Wet {
    double area_m2 = 0.0;
    double width_m = 0.0;  ///< d area / d depth
    double r43 = 0.0;
    double dr43 = 0.0;  ///< d r43 / d depth
};

[[nodiscard]] inline Wet wet(const Section& s, double depth_m) {
    if (depth_m <= 0.0) return {0.0, s.bins[0].b, 0.0, s.bins[0].dr43};
    if (depth_m >= s.full_m) {
        return {s.area_full_m2 + s.width_over_m * (depth_m - s.full_m), s.width_over_m, s.r43_full, 0.0};
    }
    int k = static_cast<int>(depth_m * s.per_bin);
    k = k < kBins ? k : kBins - 1;
    const Section::Bin& bin = s.bins[static_cast<std::size_t>(k)];
    const double up = depth_m - k * s.bin_m;
    return {bin.area + up * (bin.b + up * bin.c), bin.b + 2.0 * up * bin.c, bin.r43 + up * bin.dr43, bin.dr43};
}

/// A depth and its slope against flow.
struct DepthAt {
    double depth_m = 0.0;
    double per_m3_s = 0.0;
};
/// Reads critical_m or normal_m at `flow` (≥ 0), whose last entry belongs to `flow_max`.
[[nodiscard]] DepthAt depth_at(const std::array<double, kBins + 1>& table, double flow_m3_s, double flow_max_m3_s);

}  // namespace sd::sewer
