// The keyboard: what each key does, and the sheet that says so.
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

#include "viz/desk.h"
#include "viz/presets.h"

namespace sd::viz {
namespace {

constexpr double kEyeLeast_m = 1.6;  // above ground or water

/// What a step of the clock means in every place that has one.
void step_clock(Desk& d, int minutes_by) {
    Tracks& t = d.loaded.tracks;
    if (t.empty()) return;
    d.player.follow = false;
    d.player.seek(d.player.clock + minutes(minutes_by), t.first(), t.last());
}

struct Row {
    std::string keys;
    Msg what;
};

std::vector<Row> rows(Lang lang) {
    const std::string arrows = say(Msg::Arrows, lang);
    return {{"W A S D · " + arrows, Msg::HelpMove},
            {"Q  E", Msg::HelpRise},
            {"F", Msg::HelpFly},
            {say(Msg::MouseLeftDrag, lang), Msg::HelpLeftDrag},
            {say(Msg::MouseRightDrag, lang), Msg::HelpRightDrag},
            {say(Msg::MouseWheel, lang), Msg::HelpWheel},
            {say(Msg::MouseClick, lang), Msg::HelpClick},
            {"Space", Msg::HelpPlay},
            {",  .", Msg::HelpStep},
            {"1  2  3  4", Msg::HelpEyes},
            {"7  8  9", Msg::HelpCameras},
            {"/", Msg::HelpSearch},
            {"L", Msg::HelpLanguage},
            {"F1  ?", Msg::Help},
            {"Esc", Msg::HelpClose}};
}

}  // namespace

void obey_key(Desk& d, int key, bool shift) {
    switch (key) {
        case GLFW_KEY_F1:
            d.help = !d.help;
            return;
        case GLFW_KEY_SLASH:
            (shift ? d.help : d.focus_search) = shift ? !d.help : true;
            return;
        case GLFW_KEY_ESCAPE:
            d.help = false;
            d.picked.reset();
            return;
        case GLFW_KEY_F:
            d.flying = !d.flying;
            return;
        case GLFW_KEY_L:
            d.lang = d.lang == Lang::Vi ? Lang::En : Lang::Vi;
            return;
        case GLFW_KEY_SPACE:
            d.player.playing = !d.player.playing;
            d.player.follow = false;
            return;
        case GLFW_KEY_COMMA:
            return step_clock(d, -1);
        case GLFW_KEY_PERIOD:
            return step_clock(d, 1);
        case GLFW_KEY_7:
            return d.go("overview");
        case GLFW_KEY_8:
            return d.go("street");
        case GLFW_KEY_9:
            return d.go("alarm");
        default:
            if (key >= GLFW_KEY_1 && key <= GLFW_KEY_4) d.view.eye = static_cast<EyeMode>(key - GLFW_KEY_1);
    }
}

void fly_by_keys(Desk& d, const std::function<bool(int)>& held, double wall_s) {
    const auto axis = [&held](std::initializer_list<int> less, std::initializer_list<int> more) {
        return (std::any_of(more.begin(), more.end(), held) ? 1.0 : 0.0) -
               (std::any_of(less.begin(), less.end(), held) ? 1.0 : 0.0);
    };
    const double forward = axis({GLFW_KEY_S, GLFW_KEY_DOWN}, {GLFW_KEY_W, GLFW_KEY_UP});
    const double right = axis({GLFW_KEY_A, GLFW_KEY_LEFT}, {GLFW_KEY_D, GLFW_KEY_RIGHT});
    const double up = axis({GLFW_KEY_Q}, {GLFW_KEY_E});
    if (forward == 0.0 && right == 0.0 && up == 0.0) return;
    d.flight_from.reset();
    const Vec3 eye = eye_of(d.view.camera);
    const double ground = ground_z(d.loaded.city, {eye.x, eye.y}) * d.view.exaggeration;
    const bool fast = held(GLFW_KEY_LEFT_SHIFT) || held(GLFW_KEY_RIGHT_SHIFT);
    // The higher the eye, the faster: the picture moves at the same pace.
    const double way_m = std::clamp(eye.z - ground, 12.0, 8'000.0) * (fast ? 4.0 : 1.0) * std::min(wall_s, 0.2);
    fly(d.view.camera, forward * way_m, right * way_m, up * way_m * 0.6, ground + kEyeLeast_m);
}

void draw_help(Desk& d) {
    if (!d.help) return;
    ImGui::SetNextWindowPos(
        {static_cast<float>(d.viewport.width_px) * 0.5F, static_cast<float>(d.viewport.height_px) * 0.45F},
        ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::Begin("help", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::TextColored({0.55F, 0.80F, 1.0F, 1.0F}, "%s", say(Msg::Help, d.lang));
    ImGui::Separator();
    for (const Row& row : rows(d.lang)) {
        ImGui::TextUnformatted(row.keys.c_str());
        ImGui::SameLine(190.0F);
        ImGui::TextDisabled("%s", say(row.what, d.lang));
    }
    d.rects.note("help_sheet");
    ImGui::End();
}

}  // namespace sd::viz
