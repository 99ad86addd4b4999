#include <GLFW/glfw3.h>

#include "viz/surface.h"

namespace sd::viz {
namespace {

class GlfwWindow final : public Surface {
public:
    explicit GlfwWindow(GLFWwindow* window) : window_(window) {}
    GlfwWindow(const GlfwWindow&) = delete;
    GlfwWindow& operator=(const GlfwWindow&) = delete;
    ~GlfwWindow() override {
        glfwDestroyWindow(window_);
        glfwTerminate();
    }
    void make_current() override { glfwMakeContextCurrent(window_); }
    void swap() override { glfwSwapBuffers(window_); }
    [[nodiscard]] Viewport viewport() const override {
        Viewport v;
        glfwGetFramebufferSize(window_, &v.width_px, &v.height_px);
        return v;
    }
    [[nodiscard]] std::string renderer() const override {
        const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
        return name != nullptr ? name : "unknown";
    }
    [[nodiscard]] GLFWwindow* window() const override { return window_; }

private:
    GLFWwindow* window_;
};

}  // namespace

Result<std::unique_ptr<Surface>> make_window_surface(Viewport viewport, const std::string& title) {
    if (glfwInit() != GLFW_TRUE) {
        return fail("window", "no display server answers", "set DISPLAY, or use --headless --screenshot FILE");
    }
    glfwWindowHint(GLFW_DEPTH_BITS, 24);
    GLFWwindow* window = glfwCreateWindow(viewport.width_px, viewport.height_px, title.c_str(), nullptr, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return fail("window", "no OpenGL window could be opened", "use --headless --screenshot FILE");
    }
    auto made = std::make_unique<GlfwWindow>(window);
    made->make_current();
    glfwSwapInterval(1);
    return made;
}

}  // namespace sd::viz
