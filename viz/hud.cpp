#include "viz/hud.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/core/units.h"
#include "viz/hud_draw.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

constexpr float kLegendWidth_px = 300.0F;  // what the legend takes at most at scale 1

std::string date_and_clock(Instant at, Duration offset, Lang lang) {
    const CivilTime c = civil_of(at, offset);
    const std::string clock = to_clock(at, offset).substr(0, 8);
    if (lang == Lang::Vi) return fmt::format("{:02}/{:02}/{} {}", c.day, c.month, c.year, clock);
    return fmt::format("{}-{:02}-{:02} {}", c.year, c.month, c.day, clock);
}

Msg eye_name(EyeMode eye) {
    return static_cast<Msg>(static_cast<std::size_t>(Msg::Truth) + static_cast<std::size_t>(eye));
}

Rgb eye_colour(EyeMode eye) {
    switch (eye) {
        case EyeMode::Truth:
            return {0.30F, 0.78F, 0.62F};
        case EyeMode::Belief:
            return {0.40F, 0.68F, 0.98F};
        case EyeMode::Difference:
            return {0.95F, 0.62F, 0.30F};
        case EyeMode::Split:
            return {0.85F, 0.78F, 0.45F};
    }
    return {1, 1, 1};
}

Box title_block(Pen& pen, const HudInput& in) {
    const float left = in.window ? kPanelLeft_px + 6.0F : 14.0F;
    const std::string title = "Song Đôi · " + in.city.meta.name;
    const std::string clock = date_and_clock(in.view.clock, in.city.meta.utc_offset, in.lang);
    const std::string eye = say(eye_name(in.view.eye), in.lang);
    const std::string second = in.scenario.empty() ? clock : clock + "  ·  " + in.scenario;
    const float w = std::max({pen.width(title, pen.fonts.title), pen.width(second, pen.fonts.body),
                              pen.width(eye, pen.fonts.body) + 24.0F}) +
                    24.0F;
    const float step = pen.line(pen.fonts.body) + 2.0F;
    const float h = pen.line(pen.fonts.title) + 2.0F * step + 18.0F;
    pen.panel({left, 12.0F}, {left + w, 12.0F + h});
    float y = 19.0F;
    pen.text({left + 12.0F, y}, title, pen.fonts.title, {1, 1, 1});
    y += pen.line(pen.fonts.title) + 2.0F;
    pen.text({left + 12.0F, y}, second, pen.fonts.body, {0.86F, 0.90F, 0.94F});
    y += step;
    pen.mark(LegendMark::Circle, {left + 20.0F, y + step * 0.5F}, 6.0F, eye_colour(in.view.eye));
    pen.text({left + 34.0F, y}, eye, pen.fonts.body, eye_colour(in.view.eye));
    return {left, 12.0, left + w, 12.0 + h};
}

Box weather_block(Pen& pen, const HudInput& in, const DrawCounters& counters) {
    const bool vi = in.lang == Lang::Vi;
    const Picture* p = in.view.shown().nearest();
    std::vector<std::string> lines;
    if (p == nullptr) {
        lines.emplace_back(say(Msg::NoPicture, in.lang));
    } else {
        lines.push_back(std::string(say(Msg::Rain, in.lang)) + " " +
                        number(static_cast<double>(p->weather.rain_mm_h), 1, vi) + " mm/h");
        lines.push_back(std::string(say(Msg::RiverLevel, in.lang)) + " " +
                        number(static_cast<double>(p->weather.river_level_m), 2, vi) + " m");
        const double area_ha = static_cast<double>(counters.wet_cells) * p->grid.cell_m * p->grid.cell_m / 1.0e4;
        lines.push_back(std::string(say(Msg::FloodedArea, in.lang)) + " " + number(area_ha, 1, vi) + " ha");
        if (in.view.eye == EyeMode::Difference || in.view.eye == EyeMode::Split) {
            const double error_m = mean_depth_error_m(in.view);
            if (error_m >= 0.0)
                lines.push_back(std::string(say(Msg::Mean, in.lang)) + " " + number(error_m, 2, vi) + " m");
        } else if (!p->vehicles.id.empty()) {
            lines.push_back(std::string(say(Msg::Vehicles, in.lang)) + " " + std::to_string(p->vehicles.id.size()));
        }
    }
    if (in.view.exaggeration > 1.01) {
        lines.push_back(std::string(say(Msg::HeightTimes, in.lang)) + " ×" + number(in.view.exaggeration, 0, vi));
    }
    if (in.data_age_s >= 0.0) {
        lines.push_back(std::string(say(Msg::DataAge, in.lang)) + " " + number(in.data_age_s, 1, vi) + " s");
    }
    float w = 0.0F;
    for (const std::string& l : lines) w = std::max(w, pen.width(l, pen.fonts.body));
    const float step = pen.line(pen.fonts.body) + 3.0F;
    const float right = static_cast<float>(in.viewport.width_px) - (in.window ? kPanelRight_px + 6.0F : 14.0F);
    const float h = step * static_cast<float>(lines.size()) + 14.0F;
    pen.panel({right - w - 24.0F, 12.0F}, {right, 12.0F + h});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        pen.text({right - w - 12.0F, 19.0F + step * static_cast<float>(i)}, lines[i], pen.fonts.body,
                 {0.9F, 0.93F, 0.96F});
    }
    return {static_cast<double>(right - w - 24.0F), 12.0, static_cast<double>(right), 12.0 + static_cast<double>(h)};
}

/// Scale, north and the words that every picture has to carry.
Box foot_block(Pen& pen, const HudInput& in, std::vector<Box>& taken) {
    const bool vi = in.lang == Lang::Vi;
    const auto bottom = static_cast<float>(in.viewport.height_px) - (in.window ? kPanelBottom_px + 6.0F : 14.0F);
    const auto right = static_cast<float>(in.viewport.width_px) - (in.window ? kPanelRight_px + 6.0F : 14.0F);
    const double mpp = metres_per_pixel(in.view.camera, in.viewport);
    const double bar_m = scale_bar_m(mpp, 180.0);
    const auto bar = static_cast<float>(bar_m / mpp);
    const std::string length = (bar_m >= 1000.0 ? number(bar_m / 1000.0, 0, vi) + " km" : number(bar_m, 0, vi) + " m") +
                               " " + say(Msg::AtCentre, in.lang);
    const std::string credit =
        in.city.meta.attribution.empty() ? "© OpenStreetMap contributors" : in.city.meta.attribution;
    const float w =
        std::max({bar + 56.0F, pen.width(length, pen.fonts.small) + 60.0F, pen.width(credit, pen.fonts.small)}) + 24.0F;
    const float step = pen.line(pen.fonts.small) + 3.0F;
    const float h = 2.0F * step + 30.0F;
    const ImVec2 low{right - w, bottom - h};
    pen.panel(low, {right, bottom});
    pen.text({low.x + 12.0F, low.y + 7.0F}, length, pen.fonts.small, {0.92F, 0.94F, 0.96F});
    pen.scale_bar({low.x + 12.0F, low.y + 14.0F + step}, bar);
    pen.north({right - 28.0F, low.y + 24.0F}, in.view.camera.azimuth_deg, say(Msg::North, in.lang));
    pen.text({low.x + 12.0F, bottom - step - 5.0F}, credit, pen.fonts.small, {0.78F, 0.82F, 0.86F});
    if (in.city.meta.synthetic_terrain) {
        // Both languages, always: a picture travels without the person who chose one.
        const std::string vi_words = std::string("▲ ") + say(Msg::SyntheticTerrain, Lang::Vi);
        const std::string en_words = say(Msg::SyntheticTerrain, Lang::En);
        std::vector<std::string> lines{vi_words + " / " + en_words};
        const auto widest = [&] {
            float w_px = 0.0F;
            for (const std::string& l : lines) w_px = std::max(w_px, pen.width(l, pen.fonts.body) + 24.0F);
            return w_px;
        };
        // Between the legend and this block in one line, above this block in two, else below the weather.
        const float free_left = (in.window ? kPanelLeft_px + 6.0F : 14.0F) + kLegendWidth_px;
        const bool beside = low.x - free_left > widest() + 16.0F;
        if (!beside) lines = {vi_words, en_words};
        const float tw = widest();
        const bool above = !beside && tw <= right - free_left;
        const float row = pen.line(pen.fonts.body) + 2.0F;
        const float th = row * static_cast<float>(lines.size()) + 10.0F;
        constexpr float kBelowWeather_px = 150.0F;
        const float x = beside ? (free_left + low.x - tw) * 0.5F : right - tw;
        const float base = beside ? bottom : above ? low.y - 8.0F : kBelowWeather_px + th;
        pen.panel({x, base - th}, {x + tw, base});
        for (std::size_t i = 0; i < lines.size(); ++i) {
            pen.text({x + 12.0F, base - th + 6.0F + row * static_cast<float>(i)}, lines[i], pen.fonts.body,
                     {1.0F, 0.80F, 0.35F});
        }
        taken.push_back({static_cast<double>(x), static_cast<double>(base - th), static_cast<double>(x + tw),
                         static_cast<double>(base)});
    }
    return {static_cast<double>(low.x), static_cast<double>(low.y), static_cast<double>(right),
            static_cast<double>(bottom)};
}

void swipe_line(Pen& pen, const HudInput& in, std::vector<Box>& taken) {
    const auto x = static_cast<float>(in.view.swipe * in.viewport.width_px);
    pen.divider(x, static_cast<float>(in.viewport.height_px));
    const auto tag = [&](float left, Msg m, Rgb colour) {
        const std::string words = say(m, in.lang);
        const float w = pen.width(words, pen.fonts.title) + 20.0F;
        const float x0 = left < 0.0F ? x - w - 10.0F : x + 10.0F;
        pen.panel({x0, 14.0F}, {x0 + w, 18.0F + pen.line(pen.fonts.title) + 6.0F});
        pen.text({x0 + 10.0F, 19.0F}, words, pen.fonts.title, colour);
        taken.push_back({static_cast<double>(x0), 14.0, static_cast<double>(x0 + w), 54.0});
    };
    tag(-1.0F, Msg::Truth, eye_colour(EyeMode::Truth));
    tag(1.0F, Msg::Belief, eye_colour(EyeMode::Belief));
}

ImFont* font_of(const Pen& pen, LabelStyle style) {
    return style == LabelStyle::Ward || style == LabelStyle::Alarm || style == LabelStyle::Station ? pen.fonts.body
                                                                                                   : pen.fonts.small;
}

std::vector<PlacedLabel> names(Pen& pen, const HudInput& in, std::vector<Box> taken, DrawCounters& counters) {
    std::vector<LabelWish> wishes = label_wishes(in.city, in.view, in.viewport, in.lang);
    std::vector<TextSize> sizes;
    for (const LabelWish& w : wishes) {
        ImFont* font = font_of(pen, w.style);
        const double margin = w.style == LabelStyle::Alarm ? 34.0 : 12.0;
        sizes.push_back(
            {static_cast<double>(pen.width(w.text, font)) + margin, static_cast<double>(pen.line(font)) + 6.0});
    }
    auto placed = place_labels(std::move(wishes), sizes, in.view.camera, in.viewport, std::move(taken));
    for (auto it = placed.rbegin(); it != placed.rend(); ++it) {
        pen.label(*it, font_of(pen, it->wish.style));
        ++counters.labels;
        counters.alarms += it->wish.style == LabelStyle::Alarm ? 1U : 0U;
    }
    return placed;
}

}  // namespace

double mean_depth_error_m(const ViewState& view) {
    const Picture* t = view.truth.nearest();
    const Picture* b = view.belief.nearest();
    if (t == nullptr || b == nullptr || !(t->grid == b->grid)) return -1.0;
    double sum_m = 0.0;
    std::size_t n = 0;
    for (int j = 0; j < t->depth_m.ny(); ++j) {
        for (int i = 0; i < t->depth_m.nx(); ++i) {
            const float x = t->depth_m(i, j);
            const float y = b->depth_m(i, j);
            if (std::max(x, y) < view.min_depth_m) continue;
            sum_m += std::abs(static_cast<double>(x - y));
            ++n;
        }
    }
    return n == 0 ? 0.0 : sum_m / static_cast<double>(n);
}

double scale_bar_m(double metres_per_px, double most_px) {
    const double most_m = metres_per_px * most_px;
    const double decade = std::pow(10.0, std::floor(std::log10(most_m)));
    for (const double k : {5.0, 2.0}) {
        if (k * decade <= most_m) return k * decade;
    }
    return decade;
}

std::vector<PlacedLabel> draw_hud(const HudInput& in, const Fonts& fonts, DrawCounters& counters) {
    Pen pen(*ImGui::GetBackgroundDrawList(), fonts);
    std::vector<Box> taken;
    if (in.view.layers.hud) {
        if (in.view.eye == EyeMode::Split) {
            swipe_line(pen, in, taken);
            const double x = in.view.swipe * in.viewport.width_px;  // a name belongs to one side
            taken.push_back({x - 4.0, 0.0, x + 4.0, static_cast<double>(in.viewport.height_px)});
        }
        taken.push_back(title_block(pen, in));
        taken.push_back(weather_block(pen, in, counters));
        taken.push_back(foot_block(pen, in, taken));
        const float bottom = static_cast<float>(in.viewport.height_px) - (in.window ? kPanelBottom_px + 6.0F : 14.0F);
        const float left = in.window ? kPanelLeft_px + 6.0F : 14.0F;
        taken.push_back(pen.legend(legend_of(in.view, counters, in.lang), {left, bottom}, in.lang));
    }
    if (in.window) {
        const double w = in.viewport.width_px;
        const double h = in.viewport.height_px;
        for (const Box& b :
             {Box{0, 0, kPanelLeft_px, h}, Box{w - kPanelRight_px, 0, w, h}, Box{0, h - kPanelBottom_px, w, h}})
            taken.push_back(b);
    }
    return names(pen, in, std::move(taken), counters);
}

}  // namespace sd::viz
