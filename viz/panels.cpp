#include <imgui.h>

#include <algorithm>

#include "viz/desk.h"
#include "viz/hud.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoBringToFrontOnFocus;

void heading(Desk& d, Msg m) {
    ImGui::Spacing();
    ImGui::TextColored({0.55F, 0.80F, 1.0F, 1.0F}, "%s", say(m, d.lang));
    ImGui::Separator();
}

void search_box(Desk& d) {
    ImGui::SetNextItemWidth(-1.0F);
    if (d.focus_search) ImGui::SetKeyboardFocusHere();
    d.focus_search = false;
    ImGui::InputTextWithHint("##search", say(Msg::Search, d.lang), d.query.data(), d.query.size());
    d.rects.note("search");
    const std::string query = d.query.data();
    d.rects.text("search", query);
    if (query.empty()) return;
    const auto hits = search_city(d.loaded.city, query, 8);
    if (hits.empty()) ImGui::TextDisabled("%s", say(Msg::NothingFound, d.lang));
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const std::string text = hits[i].name + "  (" + say(hits[i].what, d.lang) + ")##hit" + std::to_string(i);
        if (ImGui::Selectable(text.c_str())) d.go_at(hits[i].at);
        d.rects.note("hit" + std::to_string(i));
        d.rects.text("hit" + std::to_string(i), hits[i].name);
    }
}

void eye_choice(Desk& d) {
    heading(d, Msg::Eye);
    const char* ids[] = {"eye_truth", "eye_belief", "eye_difference", "eye_split"};
    for (int i = 0; i < 4; ++i) {
        const auto mode = static_cast<EyeMode>(i);
        const auto name = static_cast<Msg>(static_cast<int>(Msg::Truth) + i);
        if (ImGui::RadioButton(say(name, d.lang), d.view.eye == mode)) d.view.eye = mode;
        d.rects.note(ids[i]);
    }
    if (d.view.eye == EyeMode::Split) {
        auto swipe = static_cast<float>(d.view.swipe);
        ImGui::SetNextItemWidth(-1.0F);
        if (ImGui::SliderFloat("##swipe", &swipe, 0.0F, 1.0F, "")) d.view.swipe = static_cast<double>(swipe);
        d.rects.note("swipe");
    }
}

void layer_choice(Desk& d) {
    heading(d, Msg::Layers);
    Layers& l = d.view.layers;
    const struct {
        Msg name;
        bool* flag;
        const char* id;
    } rows[] = {{Msg::LayerTerrain, &l.terrain, "terrain"},
                {Msg::LayerWater, &l.water, "water"},
                {Msg::LayerWards, &l.wards, "wards"},
                {Msg::LayerRoads, &l.roads, "roads"},
                {Msg::LayerTraffic, &l.traffic, "traffic"},
                {Msg::LayerBuildings, &l.buildings, "buildings"},
                {Msg::LayerVehicles, &l.vehicles, "vehicles"},
                {Msg::LayerDevices, &l.devices, "devices"},
                {Msg::LayerAlarms, &l.alarms, "alarms"},
                {Msg::LayerLabels, &l.labels, "labels"},
                {Msg::LayerRain, &l.rain, "rain"},
                {Msg::LayerHud, &l.hud, "hud"}};
    for (const auto& row : rows) {
        ImGui::Checkbox((std::string(say(row.name, d.lang)) + "##layer_" + row.id).c_str(), row.flag);
        d.rects.note(std::string("layer_") + row.id);
    }
}

void look_choice(Desk& d) {
    heading(d, Msg::Water);
    for (const auto& [name, look] : {std::pair{Msg::MapLook, WaterLook::Map}, {Msg::RiverLook, WaterLook::River}}) {
        if (ImGui::RadioButton(say(name, d.lang), d.view.water == look)) d.view.water = look;
        ImGui::SameLine();
    }
    ImGui::NewLine();
    ImGui::TextUnformatted(say(Msg::MinDepth, d.lang));
    ImGui::SetNextItemWidth(-1.0F);
    ImGui::SliderFloat("##min_depth", &d.view.min_depth_m, 0.01F, 0.5F, "%.2f");
    ImGui::TextUnformatted(say(Msg::Height, d.lang));
    auto factor = static_cast<float>(d.view.exaggeration);
    ImGui::SetNextItemWidth(-1.0F);
    if (ImGui::SliderFloat("##height", &factor, 1.0F, 10.0F, "×%.0f")) {
        d.view.camera.target_z_m *= static_cast<double>(factor) / d.view.exaggeration;
        d.view.exaggeration = static_cast<double>(factor);
    }
}

/// The operator's two decisions; what the run says to them stands among the orders.
void alarm_buttons(Desk& d, const AlarmView& a) {
    const std::string id = std::to_string(a.id);
    if (a.state != AlarmState::Acknowledged) {
        if (ImGui::SmallButton((std::string(say(Msg::Acknowledge, d.lang)) + "##ack" + id).c_str()))
            d.order_line("acknowledge alarm " + id);
        d.rects.note("acknowledge" + id);
        ImGui::SameLine();
    }
    if (ImGui::SmallButton((std::string(say(Msg::Close, d.lang)) + "##close" + id).c_str()))
        d.order_line("close alarm " + id);
    d.rects.note("close" + id);
}

/// As much as the open alarms need, a third of the window at most: the orders below need room too.
float alarms_height_px(const Desk& d, const Picture& p) {
    const auto open = std::count_if(p.alarms.begin(), p.alarms.end(),
                                    [](const AlarmView& a) { return a.state != AlarmState::Closed; });
    const float line = ImGui::GetTextLineHeightWithSpacing();
    return std::min(line * (1.0F + 4.0F * static_cast<float>(open)), static_cast<float>(d.viewport.height_px) * 0.33F);
}

void alarm_list(Desk& d) {
    heading(d, Msg::Alarms);
    const Picture* p = d.view.belief.nearest();
    if (p == nullptr) return;
    ImGui::BeginChild("alarms", {0.0F, alarms_height_px(d, *p)});
    for (const AlarmView& a : p->alarms) {
        if (a.state == AlarmState::Closed) continue;
        const Rgb c = colour_of(a.severity);
        const std::string text = composed(d.lang == Lang::Vi ? a.text_vi : a.text_en);
        const std::string label =
            "● " + std::string(say(message_of(a.severity), d.lang)) + " · " + say(message_of(a.state), d.lang) + " · " +
            to_clock(a.since, d.loaded.city.meta.utc_offset).substr(0, 5) + "##" + std::to_string(a.id);
        ImGui::PushStyleColor(ImGuiCol_Text, {c.r, c.g, c.b, 1.0F});
        if (ImGui::Selectable(label.c_str())) {
            d.go_at(a.at_xy);
            d.view.water = WaterLook::Map;
            d.picked = Pick{PickKind::Alarm, a.id, a.at_xy};
        }
        ImGui::PopStyleColor();
        d.rects.note("alarm" + std::to_string(a.id));
        ImGui::TextWrapped("%s", (text.empty() ? a.place : text).c_str());
        if (d.loaded.control) alarm_buttons(d, a);
    }
    ImGui::EndChild();
}

/// Event lines that suit the picked thing: a click writes one into the line, where it can be changed and sent.
std::vector<std::string> orders_for(const City& city, const Pick& pick) {
    const auto named = [](const std::string& before, const std::string& name, const std::string& after) {
        return before + " \"" + name + "\"" + after;
    };
    switch (pick.kind) {
        case PickKind::Road: {
            const std::string& name = city.edges[pick.index].name;
            const std::string which = name.empty() ? std::to_string(pick.index) : name;
            return {named("close road", which, ""), named("open road", which, "")};
        }
        case PickKind::Structure: {
            const Structure& s = city.structures[pick.index];
            if (s.kind == StructureKind::Sluice)
                return {named("set sluice", s.name, " to 0"), named("set sluice", s.name, " to 1")};
            if (s.kind == StructureKind::Pump) return {named("pump", s.name, " off"), named("pump", s.name, " on")};
            return {};
        }
        case PickKind::Substation:
            return {named("fail power", city.substations[pick.index].name, ""),
                    named("restore power", city.substations[pick.index].name, "")};
        case PickKind::Dyke:
            return {named("breach dyke", city.dykes[pick.index].name, " to 0.5")};
        case PickKind::Device:
            return {named("fault device", city.devices[pick.index].name, " stuck for 10min")};
        default:
            return {};
    }
}

void offer_orders(Desk& d) {
    if (!d.loaded.control) return;
    const auto lines = orders_for(d.loaded.city, *d.picked);
    if (!lines.empty()) ImGui::TextDisabled("%s", say(Msg::PutInLine, d.lang));
    for (const std::string& line : lines) {
        if (!ImGui::SmallButton(line.c_str())) continue;
        d.orders.line.fill('\0');
        line.copy(d.orders.line.data(), d.orders.line.size() - 1);
        d.orders.focus = true;
    }
}

void inspector(Desk& d) {
    heading(d, Msg::Inspector);
    if (!d.picked) {
        ImGui::TextWrapped("%s", say(Msg::Nothing, d.lang));
        return;
    }
    const Inspection info = inspect(d.loaded.city, d.view, *d.picked, d.lang);
    ImGui::TextUnformatted(composed(info.title).c_str());
    d.rects.note("inspector_title");
    d.rects.text("inspector_title", info.title);
    for (const auto& [label, value] : info.rows) {
        ImGui::TextDisabled("%s", label.c_str());
        ImGui::SameLine(170.0F);
        ImGui::TextWrapped("%s", composed(value).c_str());
    }
    if (ImGui::Button(say(Msg::GoTo, d.lang))) d.go_at(d.picked->at);
    d.rects.note("goto");
    offer_orders(d);
}

/// LIVE or REPLAY, how old the picture is, and what a live run without pictures lacks.
void live_badge(Desk& d) {
    const bool live = d.loaded.live != nullptr;
    const double age_s = live ? d.loaded.live->age_s() : 0.0;
    if (d.loaded.no_live_picture) {
        ImGui::TextColored({1.0F, 0.8F, 0.2F, 1.0F}, "%s", say(Msg::NoLivePicture, d.lang));
        d.rects.text("badge", say(Msg::NoLivePicture, d.lang));
    } else
        ImGui::TextColored(live ? ImVec4{1.0F, 0.45F, 0.4F, 1.0F} : ImVec4{0.7F, 0.85F, 1.0F, 1.0F}, "%s",
                           say(live ? Msg::Live : Msg::Replay, d.lang));
    if (live) {
        ImGui::SameLine();
        ImGui::Text("%s %s s", say(Msg::DataAge, d.lang), number(age_s, 1, d.lang == Lang::Vi).c_str());
        if (age_s > 10.0) {
            ImGui::SameLine();
            ImGui::TextColored({1.0F, 0.8F, 0.2F, 1.0F}, "%s", say(Msg::Stale, d.lang));
        }
    }
}

}  // namespace

void draw_side_panel(Desk& d) {
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize({kPanelLeft_px, static_cast<float>(d.viewport.height_px) - kPanelBottom_px});
    ImGui::Begin("side", nullptr, kFixed);
    search_box(d);
    heading(d, Msg::Cameras);
    for (const auto& [name, camera] :
         {std::pair{Msg::Overview, "overview"}, {Msg::Street, "street"}, {Msg::Alarm, "alarm"}}) {
        if (ImGui::Button(say(name, d.lang))) d.go(camera);
        d.rects.note(std::string("camera_") + camera);
        if (name != Msg::Alarm) ImGui::SameLine();
    }
    if (!d.notice.empty()) ImGui::TextWrapped("%s", d.notice.c_str());
    eye_choice(d);
    layer_choice(d);
    look_choice(d);
    if (ImGui::Button(say(d.flying ? Msg::Orbit : Msg::Fly, d.lang))) d.flying = !d.flying;
    d.rects.note("fly");
    ImGui::SameLine();
    if (ImGui::Button(say(Msg::Help, d.lang))) d.help = !d.help;
    d.rects.note("help");
    ImGui::SameLine();
    if (ImGui::Button(say(Msg::Language, d.lang))) d.lang = d.lang == Lang::Vi ? Lang::En : Lang::Vi;
    d.rects.note("language");
    ImGui::End();
}

void draw_right_panel(Desk& d) {
    ImGui::SetNextWindowPos({static_cast<float>(d.viewport.width_px) - kPanelRight_px, 0.0F});
    ImGui::SetNextWindowSize({kPanelRight_px, static_cast<float>(d.viewport.height_px) - kPanelBottom_px});
    ImGui::Begin("right", nullptr, kFixed);
    alarm_list(d);
    inspector(d);
    draw_orders(d);
    ImGui::End();
}

void draw_timeline(Desk& d) {
    ImGui::SetNextWindowPos({0.0F, static_cast<float>(d.viewport.height_px) - kPanelBottom_px});
    ImGui::SetNextWindowSize({static_cast<float>(d.viewport.width_px), kPanelBottom_px});
    ImGui::Begin("timeline", nullptr, kFixed);
    Tracks& t = d.loaded.tracks;
    const bool live = d.loaded.live != nullptr;
    live_badge(d);
    if (t.empty()) {
        ImGui::TextUnformatted(say(Msg::NoPicture, d.lang));
        ImGui::End();
        return;
    }
    if (d.loaded.no_live_picture) {
        ImGui::NewLine();
    }
    ImGui::SameLine(d.loaded.no_live_picture ? 8.0F : live ? 360.0F : 130.0F);
    Player& p = d.player;
    d.rects.text("clock", to_iso(p.clock, d.loaded.city.meta.utc_offset));
    const auto step = [&](int minutes_by) {
        p.follow = false;
        p.seek(p.clock + minutes(minutes_by), t.first(), t.last());
    };
    if (ImGui::Button(say(Msg::StepBack, d.lang))) step(-1);
    d.rects.note("step_back");
    ImGui::SameLine();
    if (ImGui::Button(say(p.playing ? Msg::Pause : Msg::Play, d.lang))) {
        p.playing = !p.playing;
        p.follow = false;
        if (p.playing && p.clock >= t.last()) p.clock = t.first();
    }
    d.rects.note("play");
    ImGui::SameLine();
    if (ImGui::Button(say(Msg::StepForward, d.lang))) step(1);
    d.rects.note("step_forward");
    if (live) {
        ImGui::SameLine();
        ImGui::Checkbox(say(Msg::Live, d.lang), &p.follow);
        d.rects.note("follow");
    }
    ImGui::SameLine();
    auto speed = static_cast<float>(p.speed);
    ImGui::SetNextItemWidth(160.0F);
    if (ImGui::SliderFloat(say(Msg::Speed, d.lang), &speed, 1.0F, 600.0F, "×%.0f", ImGuiSliderFlags_Logarithmic)) {
        p.speed = static_cast<double>(speed);
    }
    ImGui::SameLine();
    ImGui::TextUnformatted(to_iso(p.clock, d.loaded.city.meta.utc_offset).substr(0, 19).c_str());
    auto at = static_cast<float>((p.clock - t.first()).seconds());
    const auto whole = static_cast<float>((t.last() - t.first()).seconds());
    ImGui::SetNextItemWidth(-1.0F);
    if (ImGui::SliderFloat("##clock", &at, 0.0F, std::max(whole, 1.0F), "")) {
        p.follow = false;
        p.seek(t.first() + Duration{static_cast<std::int64_t>(static_cast<double>(at) * 1e9)}, t.first(), t.last());
    }
    d.rects.note("clock");
    ImGui::End();
}

}  // namespace sd::viz
