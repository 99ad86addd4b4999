// Text and panels over the scene, drawn by Dear ImGui both in the window and without one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"
#include "viz/catalogue.h"
#include "viz/surface.h"

struct ImFont;

namespace sd::viz {

struct Fonts {
    ImFont* body = nullptr;   ///< 16 px at 900 lines
    ImFont* small = nullptr;  ///< 14 px
    ImFont* title = nullptr;  ///< 22 px, bold
};

/// All texts that may be drawn: the catalogue and the names of the city.
[[nodiscard]] std::vector<std::string> texts_of(const City& city);
/// Characters of `texts` that the fonts have no glyph for; empty = good. Error if the fonts are not installed.
[[nodiscard]] Result<std::u32string> missing_glyphs(const std::vector<std::string>& texts);

class Overlay {
public:
    /// Needs a current OpenGL context. `scale` 1…2 enlarges all text.
    static Result<std::unique_ptr<Overlay>> make(Surface& surface, const std::vector<std::string>& texts, float scale);
    ~Overlay();
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;

    /// `feed` sets the pointer after the window's own poll, before the frame starts.
    void begin(const std::function<void()>& feed = {});
    void end();
    [[nodiscard]] const Fonts& fonts() const { return fonts_; }

private:
    explicit Overlay(Surface& surface) : surface_(surface) {}
    Surface& surface_;
    Fonts fonts_;
    std::vector<unsigned short> ranges_;
};

}  // namespace sd::viz
