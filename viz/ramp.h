// The one colour table: shaders, legends, reports and tests read these and nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/picture.h"

namespace sd::viz {

struct Rgb {
    float r = 0.0F;
    float g = 0.0F;
    float b = 0.0F;
};

struct RampStop {
    float value = 0.0F;
    Rgb colour;
};

/// Piecewise-linear colours over a value range; stops ascend.
struct Ramp {
    const char* unit = "m";
    std::vector<RampStop> stops;
    [[nodiscard]] float low() const { return stops.front().value; }
    [[nodiscard]] float high() const { return stops.back().value; }
    [[nodiscard]] Rgb at(float value) const;
    /// Value of a colour of the ramp: the nearest point of the polyline; the inverse of at().
    [[nodiscard]] float value_of(Rgb colour) const;
    /// `count` colours evenly spaced over [low, high], as a texture wants them.
    [[nodiscard]] std::vector<Rgb> table(int count) const;
};

inline constexpr int kRampTexels = 256;
/// Plotted depth starts here: thinner films are wet ground, not flood (a setting, this is its default).
inline constexpr float kMinPlottedDepth_m = 0.05F;

/// Flood depth over land, light to dark so that it also reads in grey.
[[nodiscard]] const Ramp& depth_ramp();
/// Belief minus truth: blue = the twin believes in more water than there is, orange = it misses water.
[[nodiscard]] const Ramp& difference_ramp();
/// Mean speed as a share of the free speed.
[[nodiscard]] const Ramp& traffic_ramp();

/// WCAG relative luminance, for the monotony test and for text on colours.
[[nodiscard]] float luminance(Rgb colour);

[[nodiscard]] Rgb colour_of(Quality quality);
[[nodiscard]] Rgb colour_of(VehicleKind kind);
[[nodiscard]] Rgb colour_of(Severity severity);
[[nodiscard]] Rgb colour_of(Cover cover);

/// 0xAABBGGRR, as ImGui packs it.
[[nodiscard]] std::uint32_t packed(Rgb colour, float alpha = 1.0F);

}  // namespace sd::viz
