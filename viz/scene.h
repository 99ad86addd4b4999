// The 3D scene of a city: state in, pixels out. One class for the window, the headless path and the tests.
#pragma once

#include <memory>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"
#include "viz/view_state.h"

namespace sd::viz {

/// 8-bit RGB, row 0 at the top.
struct PixelImage {
    int width_px = 0;
    int height_px = 0;
    std::vector<unsigned char> rgb;
};

class Scene {
public:
    /// Needs a current OpenGL compatibility context; the city must outlive the scene.
    Scene(const City& city, Viewport viewport);
    ~Scene();
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    void resize(Viewport viewport);
    /// Draws into the current framebuffer; the caller adds text and panels on top.
    [[nodiscard]] DrawCounters draw(const ViewState& state);

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

/// Reads the current framebuffer back.
[[nodiscard]] PixelImage read_pixels(Viewport viewport);
[[nodiscard]] Result<void> write_png(const PixelImage& image, const std::string& path);

}  // namespace sd::viz
