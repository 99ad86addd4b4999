#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>

#include <vector>

#include "viz/surface.h"

namespace sd::viz {
namespace {

EGLDisplay open_display() {
    const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    const auto query = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    if (get == nullptr) return EGL_NO_DISPLAY;
    EGLDisplay display = get(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
    if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
    if (query == nullptr) return EGL_NO_DISPLAY;
    std::vector<EGLDeviceEXT> devices(16);
    EGLint count = 0;
    if (query(static_cast<EGLint>(devices.size()), devices.data(), &count) != EGL_TRUE) return EGL_NO_DISPLAY;
    for (EGLint i = 0; i < count; ++i) {
        display = get(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr);
        if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
    }
    return EGL_NO_DISPLAY;
}

class EglSurfaceless final : public Surface {
public:
    EglSurfaceless(EGLDisplay display, EGLSurface surface, EGLContext context, Viewport viewport)
        : display_(display), surface_(surface), context_(context), viewport_(viewport) {}
    EglSurfaceless(const EglSurfaceless&) = delete;
    EglSurfaceless& operator=(const EglSurfaceless&) = delete;
    // The display stays initialised: EGL gives the same one to every caller of the process.
    ~EglSurfaceless() override {
        if (eglGetCurrentContext() == context_) {
            eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        }
        eglDestroyContext(display_, context_);
        eglDestroySurface(display_, surface_);
    }
    void make_current() override { eglMakeCurrent(display_, surface_, surface_, context_); }
    void swap() override { glFinish(); }
    [[nodiscard]] Viewport viewport() const override { return viewport_; }
    [[nodiscard]] std::string renderer() const override {
        const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
        return name != nullptr ? name : "unknown";
    }

private:
    EGLDisplay display_;
    EGLSurface surface_;
    EGLContext context_;
    Viewport viewport_;
};

}  // namespace

Result<std::unique_ptr<Surface>> make_offscreen_surface(Viewport viewport) {
    const EGLDisplay display = open_display();
    if (display == EGL_NO_DISPLAY) {
        return fail("EGL", "no surfaceless or device display could be opened",
                    "install Mesa's EGL (libegl1, libgl1-mesa-dri)");
    }
    eglBindAPI(EGL_OPENGL_API);
    const EGLint wanted[] = {EGL_SURFACE_TYPE,
                             EGL_PBUFFER_BIT,
                             EGL_RENDERABLE_TYPE,
                             EGL_OPENGL_BIT,
                             EGL_RED_SIZE,
                             8,
                             EGL_GREEN_SIZE,
                             8,
                             EGL_BLUE_SIZE,
                             8,
                             EGL_ALPHA_SIZE,
                             8,
                             EGL_DEPTH_SIZE,
                             24,
                             EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display, wanted, &config, 1, &count) != EGL_TRUE || count == 0) {
        return fail("EGL", "no 32-bit pbuffer configuration with a 24-bit depth buffer");
    }
    const EGLint size[] = {EGL_WIDTH, viewport.width_px, EGL_HEIGHT, viewport.height_px, EGL_NONE};
    const EGLSurface surface = eglCreatePbufferSurface(display, config, size);
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, nullptr);
    if (surface == EGL_NO_SURFACE || context == EGL_NO_CONTEXT) {
        return fail("EGL", "no OpenGL compatibility context of " + std::to_string(viewport.width_px) + "x" +
                               std::to_string(viewport.height_px) + " pixels could be made");
    }
    auto made = std::make_unique<EglSurfaceless>(display, surface, context, viewport);
    made->make_current();
    return made;
}

}  // namespace sd::viz
