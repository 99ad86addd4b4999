#include <GLFW/glfw3.h>
#include <imgui.h>

#include <cmath>
#include <iostream>

#include <backends/imgui_impl_glfw.h>

#include "viz/desk.h"
#include "viz/hud.h"
#include "viz/input_queue.h"
#include "viz/presets.h"
#include "viz/scene.h"

namespace sd::viz {
namespace {

void connect_input(GLFWwindow* window, InputQueue& queue) {
    glfwSetWindowUserPointer(window, &queue);
    const auto of = [](GLFWwindow* w) -> InputQueue& { return *static_cast<InputQueue*>(glfwGetWindowUserPointer(w)); };
    static const auto queue_of = of;
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) { queue_of(w).move(x, y); });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double dy) { queue_of(w).wheel(dy); });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int) {
        queue_of(w).button(static_cast<std::size_t>(button), action == GLFW_PRESS);
    });
    glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
        queue_of(w).key({key, scancode, action, mods});
    });
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned c) {
        queue_of(w).key({static_cast<int>(c), 0, KeyEvent::kTyped, 0});
    });
}

/// Left drag pans (flying: looks around), right drag orbits, wheel zooms, a click without drag picks.
class MouseHand {
public:
    void apply(Desk& desk, const InputState& now) {
        const bool ours = !ImGui::GetIO().WantCaptureMouse;
        for (std::size_t b = 0; b < 2; ++b) {
            if (now.down[b] && !last_.down[b]) begin(now, ours);
        }
        const double dx = now.x_px - last_.x_px;
        const double dy = now.y_px - last_.y_px;
        moved_ += std::abs(dx) + std::abs(dy);
        if (ours_ && now.down[0] && moved_ > 4.0) {
            if (desk.flying) {
                look(desk.view.camera, dx, dy);
            } else {
                pan(desk.view.camera, desk.viewport, dx, dy);
            }
        }
        if (ours_ && now.down[1]) orbit(desk.view.camera, dx, dy);
        if (ours && now.wheel != 0.0) zoom(desk.view.camera, now.wheel);
        if ((ours_ && (now.down[0] || now.down[1])) || (ours && now.wheel != 0.0)) desk.flight_from.reset();
        if (!now.down[0] && last_.down[0] && ours_ && moved_ <= 4.0) {
            const auto under = pick_all(desk.loaded.city, desk.view, desk.viewport, now.x_px, now.y_px);
            desk.picked = next_pick(under, desk.picked);
        }
        last_ = now;
    }

private:
    void begin(const InputState& now, bool ours) {
        moved_ = 0.0;
        ours_ = ours;
        last_.x_px = now.x_px;
        last_.y_px = now.y_px;
    }
    InputState last_;
    double moved_ = 0.0;
    bool ours_ = false;
};

void feed_imgui(const InputState& now) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {static_cast<float>(now.x_px), static_cast<float>(now.y_px)};
    for (std::size_t b = 0; b < now.down.size(); ++b) io.MouseDown[b] = now.down[b];
    io.MouseWheel = static_cast<float>(now.wheel);
}

/// Keys go to the text field that has the keyboard, else to the desk.
void feed_keys(Desk& d, GLFWwindow* window, InputQueue& queue) {
    const bool writing = ImGui::GetIO().WantTextInput;
    for (const KeyEvent& e : queue.next_keys()) {
        if (e.action == KeyEvent::kTyped) {
            if (writing) ImGui_ImplGlfw_CharCallback(window, static_cast<unsigned>(e.key));
            continue;
        }
        ImGui_ImplGlfw_KeyCallback(window, e.key, e.scancode, e.action, e.mods);
        if (!writing && e.action == GLFW_PRESS && (e.mods & GLFW_MOD_CONTROL) == 0)
            obey_key(d, e.key, (e.mods & GLFW_MOD_SHIFT) != 0);
    }
}

void take_pictures(Desk& d, double wall_s) {
    Tracks& t = d.loaded.tracks;
    if (d.loaded.live) {
        const bool first = t.empty();
        d.loaded.live->drain(t);
        if (first && !t.empty()) d.player.clock = t.last();
    }
    d.take_answers();
    if (t.empty()) return;
    d.player.advance(wall_s, t.first(), t.last());
    d.view.clock = d.player.clock;
    d.view.truth = t.truth.span(d.player.clock);
    d.view.belief = t.belief.span(d.player.clock);
}

void draw_frame(Desk& d, Scene& scene, Overlay& overlay, InputQueue& queue, MouseHand& hand, GLFWwindow* window) {
    DrawCounters counters = scene.draw(d.view);
    const InputState& input = queue.next_frame();
    overlay.begin([&] {
        feed_imgui(input);
        feed_keys(d, window, queue);
    });
    d.rects.clear();
    const double age_s = d.loaded.live ? d.loaded.live->age_s() : -1.0;
    draw_hud({d.loaded.city, d.view, d.viewport, d.lang, d.loaded.title, true, age_s}, overlay.fonts(), counters);
    draw_side_panel(d);
    draw_right_panel(d);
    draw_timeline(d);
    draw_help(d);
    hand.apply(d, input);
    overlay.end();
}

}  // namespace

Result<void> run_window(const ViewOptions& options, Loaded& loaded) {
    auto view = first_view(options, loaded);
    if (!view) return fail(view.error());
    auto surface = make_window_surface(options.size, "Song Đôi");
    if (!surface) return fail(surface.error());
    auto overlay = Overlay::make(**surface, texts_of(loaded.city), static_cast<float>(options.font_scale));
    if (!overlay) return fail(overlay.error());
    GLFWwindow* window = (*surface)->window();
    InputQueue queue;
    connect_input(window, queue);
    ImGui_ImplGlfw_InitForOpenGL(window, false);
    Scene scene(loaded.city, (*surface)->viewport());
    Desk desk{options, loaded};
    desk.view = *view;
    desk.viewport = (*surface)->viewport();
    desk.lang = options.lang;
    desk.player.clock = view->clock;
    desk.player.follow = loaded.live != nullptr && options.at.empty();
    MouseHand hand;
    double last_s = glfwGetTime();
    std::string dumped;
    while (glfwWindowShouldClose(window) == GLFW_FALSE) {
        glfwPollEvents();
        const Viewport now = (*surface)->viewport();
        if (now.width_px != desk.viewport.width_px || now.height_px != desk.viewport.height_px) {
            desk.viewport = now;
            scene.resize(now);
        }
        const double wall_s = glfwGetTime() - last_s;
        last_s += wall_s;
        take_pictures(desk, wall_s);
        desk.update_flight(wall_s);
        if (desk.player.playing || desk.player.follow) desk.view.animation_s += wall_s;
        if (!ImGui::GetIO().WantTextInput) {
            fly_by_keys(
                desk, [window](int key) { return glfwGetKey(window, key) == GLFW_PRESS; }, wall_s);
        }
        draw_frame(desk, scene, **overlay, queue, hand, window);
        (*surface)->swap();
        if (options.dump_ui_rects) {
            const std::string line = desk.rects.json(!queue.pending() && !desk.flight_from);
            if (line != dumped) std::cout << line << std::endl;
            dumped = line;
        }
    }
    return {};
}

}  // namespace sd::viz
