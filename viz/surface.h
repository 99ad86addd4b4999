// Somewhere to draw: a GLFW window, or an EGL context without any display server. Both give an OpenGL 4.5
// compatibility context (OpenSceneGraph of the distribution draws nothing in a core context).
#pragma once

#include <memory>
#include <string>

#include "sim/core/result.h"
#include "viz/camera.h"

struct GLFWwindow;

namespace sd::viz {

class Surface {
public:
    virtual ~Surface() = default;
    virtual void make_current() = 0;
    virtual void swap() = 0;
    [[nodiscard]] virtual Viewport viewport() const = 0;
    /// Renderer name as GL reports it.
    [[nodiscard]] virtual std::string renderer() const = 0;
    [[nodiscard]] virtual GLFWwindow* window() const { return nullptr; }
};

/// Works without X or Wayland; needs Mesa's surfaceless platform or an EGL device.
[[nodiscard]] Result<std::unique_ptr<Surface>> make_offscreen_surface(Viewport viewport);
[[nodiscard]] Result<std::unique_ptr<Surface>> make_window_surface(Viewport viewport, const std::string& title);

}  // namespace sd::viz
