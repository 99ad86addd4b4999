#include "viz/hud_draw.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

constexpr std::uint32_t kPanel = 0xC8120E0A;
constexpr std::uint32_t kInk = 0xFF14100C;
constexpr float kRampWidth = 250.0F;
constexpr float kRampHeight = 14.0F;

ImVec2 point(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

std::string tick_text(float value, Lang lang) {
    const double shown = static_cast<double>(value);
    const int decimals = std::abs(shown * 10.0 - std::round(shown * 10.0)) > 1e-4 ? 2
                         : std::abs(shown - std::round(shown)) > 1e-4             ? 1
                                                                                  : 0;
    const std::string digits = number(std::abs(shown), decimals, lang == Lang::Vi);
    return shown < 0.0 ? "−" + digits : digits;
}

}  // namespace

float Pen::width(const std::string& words, ImFont* font) const {
    return font->CalcTextSizeA(font->FontSize, 1.0e6F, 0.0F, words.c_str()).x;
}
float Pen::line(ImFont* font) const { return font->FontSize; }

void Pen::panel(ImVec2 low, ImVec2 high) { list_.AddRectFilled(low, high, kPanel, 6.0F); }

void Pen::text(ImVec2 at, const std::string& words, ImFont* font, Rgb colour) {
    list_.AddText(font, font->FontSize, {std::floor(at.x), std::floor(at.y)}, packed(colour), words.c_str());
}

void Pen::mark(LegendMark mark, ImVec2 c, float r, Rgb colour) {
    const std::uint32_t fill = packed(colour);
    switch (mark) {
        case LegendMark::Swatch:
            list_.AddRectFilled({c.x - r * 1.4F, c.y - r * 0.8F}, {c.x + r * 1.4F, c.y + r * 0.8F}, fill, 2.0F);
            return;
        case LegendMark::Circle:
            list_.AddCircleFilled(c, r, fill);
            list_.AddCircle(c, r, kInk, 0, 1.5F);
            return;
        case LegendMark::Square:
            list_.AddRectFilled({c.x - r, c.y - r}, {c.x + r, c.y + r}, fill);
            list_.AddRect({c.x - r, c.y - r}, {c.x + r, c.y + r}, kInk);
            return;
        case LegendMark::Triangle:
            list_.AddTriangleFilled({c.x, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}, fill);
            return;
        case LegendMark::Diamond:
        case LegendMark::Pin:
            list_.AddQuadFilled({c.x, c.y - r}, {c.x + r, c.y}, {c.x, c.y + r}, {c.x - r, c.y}, fill);
            return;
        case LegendMark::Cross:
            list_.AddRectFilled({c.x - r, c.y - r * 0.35F}, {c.x + r, c.y + r * 0.35F}, fill);
            list_.AddRectFilled({c.x - r * 0.35F, c.y - r}, {c.x + r * 0.35F, c.y + r}, fill);
            return;
        case LegendMark::Stripes:
            for (int k = -2; k <= 1; ++k) {
                const float x = c.x + static_cast<float>(k) * r * 0.7F;
                list_.AddRectFilled({x, c.y - r * 0.6F}, {x + r * 0.7F, c.y + r * 0.6F},
                                    (k & 1) != 0 ? fill : 0xFFF0F0F0);
            }
            return;
    }
}

void Pen::scale_bar(ImVec2 at, float length) {
    for (int k = 0; k < 4; ++k) {
        const float x = at.x + length * 0.25F * static_cast<float>(k);
        list_.AddRectFilled({x, at.y}, {x + length * 0.25F, at.y + 6.0F}, k % 2 == 0 ? 0xFFF4F4F4 : 0xFF606060);
    }
    list_.AddRect(at, {at.x + length, at.y + 6.0F}, 0xFFF4F4F4);
}

void Pen::north(ImVec2 c, double azimuth_deg, const char* letter) {
    const double a = deg_to_rad(-azimuth_deg);
    const double dx = std::sin(a);
    const double dy = -std::cos(a);
    const double x = static_cast<double>(c.x);
    const double y = static_cast<double>(c.y);
    const ImVec2 tip = point(x + dx * 15, y + dy * 15);
    const ImVec2 left = point(x - dx * 9 + dy * 7, y - dy * 9 - dx * 7);
    const ImVec2 right = point(x - dx * 9 - dy * 7, y - dy * 9 + dx * 7);
    const ImVec2 back = point(x - dx * 4, y - dy * 4);
    list_.AddTriangleFilled(tip, left, back, 0xFFF4F4F4);
    list_.AddTriangleFilled(tip, right, back, 0xFF8090A0);
    text({c.x - 28.0F, c.y - 9.0F}, letter, fonts.small, {1, 1, 1});
}

void Pen::divider(float x, float height) {
    list_.AddLine({x, 0}, {x, height}, 0xFF000000, 4.0F);
    list_.AddLine({x, 0}, {x, height}, 0xFFFFFFFF, 2.0F);
    list_.AddCircleFilled({x, height * 0.5F}, 13.0F, 0xFFFFFFFF);
    list_.AddTriangleFilled({x - 9, height * 0.5F}, {x - 3, height * 0.5F - 5}, {x - 3, height * 0.5F + 5}, kInk);
    list_.AddTriangleFilled({x + 9, height * 0.5F}, {x + 3, height * 0.5F - 5}, {x + 3, height * 0.5F + 5}, kInk);
}

void Pen::label(const PlacedLabel& l, ImFont* font) {
    const ImVec2 low = point(l.box.left, l.box.top);
    const ImVec2 high = point(l.box.right, l.box.bottom);
    const ImVec2 anchor = point(l.anchor_x_px, l.anchor_y_px);
    const bool alarm = l.wish.style == LabelStyle::Alarm;
    if (alarm) {
        const float x = std::clamp(anchor.x, low.x + 8.0F, high.x - 8.0F);
        list_.AddLine({x, high.y}, anchor, kInk, 5.0F);
        list_.AddLine({x, high.y}, anchor, packed(l.wish.colour), 3.0F);
        list_.AddCircleFilled(anchor, 6.0F, packed(l.wish.colour));
        list_.AddCircle(anchor, 6.5F, kInk, 0, 2.0F);
        list_.AddRectFilled(low, high, 0xF0181410, 5.0F);
        list_.AddRect(low, high, packed(l.wish.colour), 5.0F, 0, 2.0F);
        const ImVec2 c{low.x + 15.0F, (low.y + high.y) * 0.5F};
        mark(LegendMark::Pin, c, 9.0F, l.wish.colour);
        list_.AddLine({c.x, c.y - 4.0F}, {c.x, c.y + 1.0F}, kInk, 2.0F);
        list_.AddRectFilled({c.x - 1.0F, c.y + 3.0F}, {c.x + 1.0F, c.y + 5.0F}, kInk);
        text({low.x + 28.0F, low.y + 2.0F}, l.wish.text, font, {1, 1, 1});
        return;
    }
    if (l.wish.style == LabelStyle::Ward) {  // no plate: a halo keeps large names light
        for (const auto& [dx, dy] :
             {std::pair{-1.0F, 0.0F}, {1.0F, 0.0F}, {0.0F, -1.0F}, {0.0F, 1.0F}, {1.0F, 1.0F}, {-1.0F, -1.0F}}) {
            list_.AddText(font, font->FontSize, {low.x + 6.0F + dx, low.y + 2.0F + dy}, 0xD0101010,
                          l.wish.text.c_str());
        }
    } else {
        list_.AddRectFilled(low, high, l.wish.style == LabelStyle::Street ? 0x90302820 : 0xB0201810, 4.0F);
        list_.AddCircleFilled(anchor, 2.5F, packed(l.wish.colour));
    }
    text({low.x + 6.0F, low.y + 2.0F}, l.wish.text, font, l.wish.colour);
}

void Pen::ramp(const Legend& legend, ImVec2 at, float bar_width, Lang lang) {
    // Stops are spread evenly over the bar so that shallow depths, which decide most, get room.
    const auto& stops = legend.ramp->stops;
    const float part = bar_width / static_cast<float>(stops.size() - 1);
    for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
        const float x = at.x + part * static_cast<float>(i);
        const std::uint32_t a = packed(stops[i].colour);
        const std::uint32_t b = packed(stops[i + 1].colour);
        list_.AddRectFilledMultiColor({x, at.y}, {x + part, at.y + kRampHeight}, a, b, b, a);
    }
    list_.AddRect(at, {at.x + bar_width, at.y + kRampHeight}, 0xFFE0E0E0);
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const float x = at.x + part * static_cast<float>(i);
        const std::string words = tick_text(stops[i].value, lang);
        list_.AddLine({x, at.y + kRampHeight}, {x, at.y + kRampHeight + 4.0F}, 0xFFE0E0E0);
        text({x - width(words, fonts.small) * 0.5F, at.y + kRampHeight + 4.0F}, words, fonts.small,
             {0.92F, 0.94F, 0.96F});
    }
}

Box Pen::legend(const Legend& legend, ImVec2 at, Lang lang) {
    const float step = line(fonts.small) + 5.0F;
    const bool has_ramp = legend.ramp != nullptr;
    const bool notes = !legend.low_note.empty();
    const float ramp_h = has_ramp ? line(fonts.body) + kRampHeight + step * (notes ? 2.0F : 1.0F) + 14.0F : 0.0F;
    float w = has_ramp ? kRampWidth + 40.0F : 0.0F;
    if (notes) w = std::max(w, width(legend.low_note + legend.high_note, fonts.small) + 60.0F);
    // Two columns keep the legend flat.
    const std::size_t rows = (legend.rows.size() + 1) / 2;
    float column = 0.0F;
    for (const LegendRow& r : legend.rows) column = std::max(column, width(r.text, fonts.small) + 40.0F);
    w = std::max(w, column * (legend.rows.size() > 1 ? 2.0F : 1.0F) + 16.0F);
    const float h = ramp_h + step * static_cast<float>(rows) + 14.0F;
    if (!has_ramp && legend.rows.empty()) return {};
    const ImVec2 low{at.x, at.y - h};
    panel(low, {at.x + w, at.y});
    float y = low.y + 7.0F;
    if (has_ramp) {
        text({low.x + 12.0F, y}, legend.ramp_title, fonts.body, {1, 1, 1});
        y += line(fonts.body) + 5.0F;
        ramp(legend, {low.x + 20.0F, y}, w - 40.0F, lang);
        y += kRampHeight + step + 3.0F;
        if (notes) {
            text({low.x + 12.0F, y}, legend.low_note, fonts.small, legend.ramp->stops[1].colour);
            const float x = at.x + w - 12.0F - width(legend.high_note, fonts.small);
            text({x, y}, legend.high_note, fonts.small, legend.ramp->stops[legend.ramp->stops.size() - 3].colour);
            y += step;
        }
        y += 4.0F;
    }
    for (std::size_t i = 0; i < legend.rows.size(); ++i) {
        const ImVec2 p{low.x + 12.0F + (i >= rows ? column : 0.0F), y + step * static_cast<float>(i % rows)};
        mark(legend.rows[i].mark, {p.x + 10.0F, p.y + step * 0.5F - 2.0F}, 6.0F, legend.rows[i].colour);
        text({p.x + 26.0F, p.y}, legend.rows[i].text, fonts.small, {0.9F, 0.92F, 0.94F});
    }
    return {static_cast<double>(low.x), static_cast<double>(low.y), static_cast<double>(at.x + w),
            static_cast<double>(at.y)};
}

}  // namespace sd::viz
