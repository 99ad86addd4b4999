// Orders to a live run: pause, one step, speed, rain at the centre, and any event line, each with the run's answer.
#include <imgui.h>

#include <cmath>

#include <fmt/format.h>

#include "viz/desk.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

void clock_buttons(Desk& d) {
    const struct {
        Msg name;
        ControlKind kind;
        const char* id;
        const char* words;
    } rows[] = {{Msg::PauseRun, ControlKind::Pause, "pause_run", "pause"},
                {Msg::ResumeRun, ControlKind::Resume, "resume_run", "resume"},
                {Msg::StepRun, ControlKind::Step, "step_run", "step"}};
    for (const auto& row : rows) {
        if (ImGui::SmallButton(say(row.name, d.lang))) {
            Control c;
            c.kind = row.kind;
            d.order(c, row.words);
        }
        d.rects.note(row.id);
        if (row.kind != ControlKind::Step) ImGui::SameLine();
    }
    ImGui::TextUnformatted(say(Msg::RunSpeed, d.lang));
    for (const int speed : {1, 10, 30, 60, 0}) {
        const std::string name = speed == 0 ? say(Msg::MaxSpeed, d.lang) : fmt::format("×{}", speed);
        if (ImGui::SmallButton((name + "##run_speed").c_str())) {
            Control c;
            c.kind = ControlKind::Speed;
            c.speed = speed;
            d.order(c, "speed " + (speed == 0 ? std::string("max") : std::to_string(speed)));
        }
        d.rects.note(fmt::format("speed_{}", speed));
        if (speed != 0) ImGui::SameLine();
    }
}

void rain_button(Desk& d) {
    ImGui::TextUnformatted(say(Msg::InjectRain, d.lang));
    ImGui::SetNextItemWidth(130.0F);
    ImGui::SliderFloat("##rain", &d.orders.rain_mm_h, 5.0F, 200.0F, "%.0f");
    ImGui::SameLine();
    if (ImGui::Button((std::string(say(Msg::SendInject, d.lang)) + "##rain_send").c_str())) {
        const LocalXY at = d.view.camera.target;
        d.order_line(fmt::format("rain {:.0f} mm/h for 30min at {:.0f},{:.0f}", d.orders.rain_mm_h, at.x_m, at.y_m));
    }
    d.rects.note("inject_rain");
}

/// The arrow keys bring earlier lines back.
int recall(ImGuiInputTextCallbackData* data) {
    auto& o = *static_cast<Orders*>(data->UserData);
    const auto last = static_cast<std::ptrdiff_t>(o.sent.size()) - 1;
    if (last < 0) return 0;
    if (data->EventKey == ImGuiKey_UpArrow)
        o.recalled = o.recalled < 0 ? last : std::max<std::ptrdiff_t>(0, o.recalled - 1);
    if (data->EventKey == ImGuiKey_DownArrow) o.recalled = o.recalled < 0 || o.recalled == last ? -1 : o.recalled + 1;
    data->DeleteChars(0, data->BufTextLen);
    if (o.recalled >= 0) data->InsertChars(0, o.sent[static_cast<std::size_t>(o.recalled)].words.c_str());
    return 0;
}

void event_line(Desk& d) {
    if (d.orders.focus) ImGui::SetKeyboardFocusHere();
    d.orders.focus = false;
    ImGui::SetNextItemWidth(-64.0F);
    const bool entered = ImGui::InputTextWithHint(
        "##event", say(Msg::EventLine, d.lang), d.orders.line.data(), d.orders.line.size(),
        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory, recall, &d.orders);
    d.rects.note("event_line");
    d.rects.text("event_line", d.orders.line.data());
    ImGui::SameLine();
    const bool clicked = ImGui::Button((std::string(say(Msg::SendInject, d.lang)) + "##event_send").c_str());
    d.rects.note("event_send");
    if (!entered && !clicked) return;
    d.order_line(composed(d.orders.line.data()));
    d.orders.line.fill('\0');
    d.orders.recalled = -1;
    d.orders.focus = entered;
}

/// Newest first, each with its answer.
void answers(Desk& d) {
    ImGui::BeginChild("answers", {0.0F, 0.0F});
    if (!d.orders.sent.empty() && d.orders.sent.back().answer) {
        const ControlLink::Answer& last = *d.orders.sent.back().answer;
        d.rects.text("answer", (last.good ? "✓ " : "✗ ") + d.orders.sent.back().words + " → " + last.text);
    }
    for (auto it = d.orders.sent.rbegin(); it != d.orders.sent.rend(); ++it) {
        ImGui::TextWrapped("› %s", it->words.c_str());
        if (!it->answer) {
            ImGui::TextDisabled("   %s", say(Msg::Waiting, d.lang));
            continue;
        }
        const ImVec4 colour = it->answer->good ? ImVec4{0.55F, 0.90F, 0.70F, 1.0F} : ImVec4{1.0F, 0.62F, 0.40F, 1.0F};
        ImGui::PushStyleColor(ImGuiCol_Text, colour);
        ImGui::TextWrapped("   %s %s", it->answer->good ? "✓" : "✗", it->answer->text.c_str());
        ImGui::PopStyleColor();
    }
    ImGui::EndChild();
    d.rects.note("answers");
}

}  // namespace

void draw_orders(Desk& d) {
    if (!d.loaded.control) return;
    ImGui::Spacing();
    ImGui::TextColored({0.55F, 0.80F, 1.0F, 1.0F}, "%s", say(Msg::Connecting, d.lang));
    ImGui::Separator();
    if (!d.loaded.control->open()) {
        ImGui::TextColored({1.0F, 0.8F, 0.2F, 1.0F}, "%s", say(Msg::RunEnded, d.lang));
        return answers(d);
    }
    clock_buttons(d);
    rain_button(d);
    event_line(d);
    answers(d);
}

}  // namespace sd::viz
