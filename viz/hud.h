// The frame of every picture: title, clock, eye, legend, scale, north, attribution, warnings, names and alarm pins.
#pragma once

#include <string>
#include <vector>

#include "viz/labels.h"
#include "viz/overlay.h"

namespace sd::viz {

/// Room that the window's panels take at its left, right and lower rim.
inline constexpr float kPanelLeft_px = 300.0F;
inline constexpr float kPanelRight_px = 320.0F;
inline constexpr float kPanelBottom_px = 84.0F;

struct HudInput {
    const City& city;
    const ViewState& view;
    Viewport viewport;
    Lang lang = Lang::Vi;
    std::string scenario;
    bool window = false;       ///< leaves room for the panels
    double data_age_s = -1.0;  ///< live only, wall seconds since the newest picture; < 0 = replay
};

/// Draws behind all panels; fills the label and alarm counters. Returns the placed labels for picking.
std::vector<PlacedLabel> draw_hud(const HudInput& in, const Fonts& fonts, DrawCounters& counters);

/// Mean absolute difference of both eyes over cells that either holds wet, metres; < 0 if not comparable.
[[nodiscard]] double mean_depth_error_m(const ViewState& view);

/// A round length (1, 2, 5 × 10ⁿ m) that is at most `most_px` long.
[[nodiscard]] double scale_bar_m(double metres_per_px, double most_px);

}  // namespace sd::viz
