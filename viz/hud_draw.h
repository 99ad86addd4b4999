// Drawing primitives of the picture's frame on an ImGui draw list.
#pragma once

#include <imgui.h>

#include <string>

#include "viz/labels.h"
#include "viz/legend.h"
#include "viz/overlay.h"

namespace sd::viz {

class Pen {
public:
    Pen(ImDrawList& list, const Fonts& font_set) : fonts(font_set), list_(list) {}

    [[nodiscard]] float width(const std::string& text, ImFont* font) const;
    [[nodiscard]] float line(ImFont* font) const;
    void panel(ImVec2 low, ImVec2 high);
    void text(ImVec2 at, const std::string& words, ImFont* font, Rgb colour);
    void mark(LegendMark mark, ImVec2 centre, float radius, Rgb colour);
    void scale_bar(ImVec2 at, float length_px);
    void north(ImVec2 centre, double azimuth_deg, const char* letter);
    void divider(float x, float height);
    void label(const PlacedLabel& label, ImFont* font);
    /// Returns the box it takes, lower left corner at `at`.
    Box legend(const Legend& legend, ImVec2 at, Lang lang);

    const Fonts& fonts;

private:
    void ramp(const Legend& legend, ImVec2 at, float width, Lang lang);
    ImDrawList& list_;
};

}  // namespace sd::viz
