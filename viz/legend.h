// What the legend says, as data: built from the same tables the shaders read, so that it cannot disagree with the
// picture.
#pragma once

#include <string>
#include <vector>

#include "viz/catalogue.h"
#include "viz/view_state.h"

namespace sd::viz {

enum class LegendMark : std::uint8_t { Swatch, Circle, Square, Triangle, Diamond, Cross, Pin, Stripes };

struct LegendRow {
    LegendMark mark = LegendMark::Swatch;
    Rgb colour;
    std::string text;
};

struct Legend {
    std::string ramp_title;  ///< empty = no ramp
    const Ramp* ramp = nullptr;
    std::vector<float> ticks;  ///< values of the ramp's stops
    std::string low_note;      ///< what the ends mean, for diverging ramps
    std::string high_note;
    std::vector<LegendRow> rows;
};

/// Only what this view can show.
[[nodiscard]] Legend legend_of(const ViewState& view, const DrawCounters& counters, Lang lang);

}  // namespace sd::viz
