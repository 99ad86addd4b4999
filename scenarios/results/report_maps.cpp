#include "scenarios/results/report_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "scenarios/results/hazard.h"
#include "scenarios/results/png.h"
#include "scenarios/results/svg.h"

namespace sd::results {
namespace {

constexpr int kMostPixels = 1400;    ///< of the longer side; more would only make the page heavy
constexpr double kMapWidth = 720.0;  ///< of the drawing's 980 units
constexpr double kMapHeight = 640.0;
constexpr double kMargin = 10.0;

struct LegendRow {
    Pixel colour;
    Bilingual words;
};
struct MapPlan {
    Bilingual title;
    std::vector<LegendRow> legend;
    std::function<int(std::size_t)> row_of;  ///< of a cell: row of the legend, −1 where there is nothing to show
    Bilingual caption;
};

/// Light from the north-west; the strength follows the relief, so that a delta shows its banks too.
std::vector<float> shades(const GridSpec& g, const Field* bed_m) {
    std::vector<float> slope(g.cells(), 0.0F);
    if (bed_m == nullptr) return slope;
    double sum = 0.0;
    std::size_t known = 0;
    for (int j = 1; j + 1 < g.ny; ++j) {
        for (int i = 1; i + 1 < g.nx; ++i) {
            const auto z = [&](int a, int b) { return (*bed_m)[g.cell(a, b)]; };
            const float s = z(i + 1, j) - z(i - 1, j) + z(i, j - 1) - z(i, j + 1);
            if (std::isnan(s)) continue;
            slope[g.cell(i, j)] = s;
            sum += static_cast<double>(s) * static_cast<double>(s);
            ++known;
        }
    }
    const auto typical = static_cast<float>(std::sqrt(sum / static_cast<double>(std::max<std::size_t>(known, 1))));
    for (float& s : slope) s = typical > 0.0F ? std::clamp(s / typical, -2.0F, 2.0F) : 0.0F;
    return slope;
}

Pixel shaded(const Pixel& colour, float shade, float strength) {
    const auto one = [&](std::uint8_t c) {
        return static_cast<std::uint8_t>(std::clamp(static_cast<float>(c) + strength * shade, 0.0F, 255.0F));
    };
    return {one(colour.r), one(colour.g), one(colour.b), 255};
}

/// Each pixel is the highest legend row of the cells under it, so that a flooded street one cell wide stays visible.
Pixels paint(const GridSpec& g, const MapPlan& plan, const Field* bed_m, const std::vector<float>& shade) {
    const int step = (std::max(g.nx, g.ny) + kMostPixels - 1) / kMostPixels;
    Pixels out{(g.nx + step - 1) / step, (g.ny + step - 1) / step, {}};
    out.at.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int row = -1;
            bool inside = false;
            float light = 0.0F;
            for (int dj = 0; dj < step; ++dj) {
                for (int di = 0; di < step; ++di) {
                    const int i = x * step + di;
                    const int j = g.ny - 1 - (y * step + dj);
                    if (!g.contains(i, j)) continue;
                    const std::uint32_t cell = g.cell(i, j);
                    inside = inside || bed_m == nullptr || !std::isnan((*bed_m)[cell]);
                    row = std::max(row, plan.row_of(cell));
                    light = shade[cell];
                }
            }
            Pixel& p =
                out.at[static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) + static_cast<std::size_t>(x)];
            p = !inside   ? Pixel{255, 255, 255, 0}
                : row < 0 ? shaded({240, 238, 232, 255}, light, 7.0F)
                          : shaded(plan.legend[static_cast<std::size_t>(row)].colour, light, 3.0F);
        }
    }
    return out;
}

std::string swatch(double x, double y, const LegendRow& row) {
    return fmt::format(
               "<rect x=\"{}\" y=\"{}\" width=\"26\" height=\"16\" fill=\"rgb({},{},{})\" stroke=\"#6b7680\" "
               "stroke-width=\".6\"/>",
               x, y, row.colour.r, row.colour.g, row.colour.b) +
           svg_text(x + 34.0, y + 13.0, row.words, "start");
}

std::string north_arrow(double x, double y) {
    return fmt::format("<path d=\"M{0} {1}l9 26l-9 -6l-9 6Z\" fill=\"#1d2730\" stroke=\"#fff\"/>", x, y) +
           svg_text(x, y + 42.0, {"B", "N"}, "middle", "font-size=\"14\" font-weight=\"700\"");
}

std::string scale_bar(double x, double y, double units_per_m, double most) {
    const double length_m = bar_length_m(most / units_per_m);
    const double w = length_m * units_per_m;
    const Bilingual words = number_words(length_m >= 1000.0 ? length_m / 1000.0 : length_m, 3);
    const char* unit = length_m >= 1000.0 ? " km" : " m";
    return fmt::format(
               "<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"6\" fill=\"#fff\" stroke=\"#1d2730\"/>"
               "<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"6\" fill=\"#1d2730\"/>",
               x, y, w, x, y, 0.5 * w) +
           svg_text(x, y + 21.0, {"0", "0"}, "start") +
           svg_text(x + w, y + 21.0, {words.vi + unit, words.en + unit}, "middle");
}

/// Beside the picture, which stays free of words: they would hide water.
std::string legend_svg(const MapFrame& frame, const MapPlan& plan, const std::vector<Feature>& features, double x,
                       double bottom, double units_per_m) {
    std::string out = svg_text(x, 34.0, plan.title, "start", "font-weight=\"700\" font-size=\"14\"");
    double y = 50.0;
    for (const LegendRow& row : plan.legend) {
        out += swatch(x, y, row);
        y += 24.0;
    }
    out += swatch(x, y, {{240, 238, 232, 255}, {"không ngập", "not flooded"}});
    y += 24.0;
    out += feature_legend_svg(features, x, y);
    y += kLegendStep * static_cast<double>(kinds_of(features).size()) + 22.0;
    out += north_arrow(x + 13.0, y);
    out += scale_bar(x + 44.0, y + 14.0, units_per_m, 130.0);
    const GridSpec& g = frame.grid;
    const std::string system = frame.epsg == 0 ? "" : fmt::format("EPSG:{}", frame.epsg);
    y = std::max(y + 76.0, bottom - 40.0);
    for (const std::string& line :
         {system, fmt::format("E {:.0f} – {:.0f} m", frame.east_m, frame.east_m + g.nx * g.cell_m),
          fmt::format("N {:.0f} – {:.0f} m", frame.north_m, frame.north_m + g.ny * g.cell_m)}) {
        if (line.empty()) continue;
        out += svg_text(x, y, {line, line}, "start", "fill=\"#5b6770\" font-size=\"11\"");
        y += 16.0;
    }
    return out;
}

Result<std::string> figure(const MapFrame& frame, const MapPlan& plan, const Field* bed_m,
                           const std::vector<float>& shade, const std::vector<Feature>& features) {
    const auto png = png_bytes(paint(frame.grid, plan, bed_m, shade));
    if (!png) return fail(png.error());
    const GridSpec& g = frame.grid;
    const double units = std::min(kMapWidth / g.nx, kMapHeight / g.ny);
    const double width = units * g.nx;
    const double height = units * g.ny;
    const double least =
        50.0 + kLegendStep * static_cast<double>(plan.legend.size() + 1 + kinds_of(features).size()) + 176.0;
    const double total = std::max(height + 2.0 * kMargin, least);
    std::string out = fmt::format(
        "<figure><svg viewBox=\"0 0 980 {:.0f}\" font-size=\"12.5\" font-family=\"DejaVu Sans,Verdana,sans-serif\" "
        "fill=\"#1d2730\"><image x=\"{}\" y=\"{}\" width=\"{:.2f}\" height=\"{:.2f}\" preserveAspectRatio=\"none\" "
        "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{}\"/>",
        total, kMargin, kMargin, width, height, base64(*png));
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"none\" stroke=\"#6b7680\"/>",
                       kMargin, kMargin, width, height);
    out += features_svg(features, {g, kMargin, kMargin, units / g.cell_m});
    out += legend_svg(frame, plan, features, kMargin + width + 24.0, total - kMargin, units / g.cell_m);
    return out + "</svg><figcaption>" + html_of(plan.caption) + "</figcaption></figure>\n";
}

MapPlan depth_plan(const Maxima& maxima) {
    constexpr std::array<double, 6> kFrom_m{0.0, 0.1, 0.3, 0.5, 1.0, 2.0};
    constexpr std::array<Pixel, 6> kColours{{{208, 230, 246, 255},
                                             {150, 203, 236, 255},
                                             {84, 160, 214, 255},
                                             {33, 108, 178, 255},
                                             {54, 47, 132, 255},
                                             {88, 12, 88, 255}}};
    MapPlan plan{{"Độ sâu lớn nhất, m", "Greatest depth, m"}, {}, {}, {}};
    for (std::size_t k = 0; k < kFrom_m.size(); ++k) {
        const Bilingual from = number_words(k == 0 ? maxima.wet_m : kFrom_m[k], 3);
        const Bilingual to = k + 1 < kFrom_m.size() ? number_words(kFrom_m[k + 1], 3) : Bilingual{};
        plan.legend.push_back({kColours[k], to.en.empty()
                                                ? Bilingual{"trên " + from.vi, "above " + from.en}
                                                : Bilingual{from.vi + " – " + to.vi, from.en + " – " + to.en}});
    }
    plan.row_of = [&maxima, kFrom_m](std::size_t cell) {
        const auto depth_m = static_cast<double>(maxima.depth_m[cell]);
        if (!(depth_m > 0.0)) return -1;
        return static_cast<int>(std::upper_bound(kFrom_m.begin(), kFrom_m.end(), depth_m) - kFrom_m.begin()) - 1;
    };
    plan.caption = {"Độ sâu lớn nhất trong cả thời gian tính. Bắc ở phía trên.",
                    "Greatest depth over the whole run. North is up."};
    return plan;
}

MapPlan hazard_plan(const std::vector<std::uint8_t>& classes) {
    MapPlan plan{{"Cấp nguy hiểm", "Hazard class"}, {}, {}, {}};
    for (std::size_t k = 1; k < hazard_classes().size(); ++k) {
        const HazardClass& c = hazard_classes()[k];
        const std::string name(c.name);
        plan.legend.push_back({{c.rgb[0], c.rgb[1], c.rgb[2], 255}, {name, name}});
        plan.caption.vi += (k > 1 ? "; " : "") + name + ": " + std::string(c.vi);
        plan.caption.en += (k > 1 ? "; " : "") + name + ": " + std::string(c.en);
    }
    plan.row_of = [&classes](std::size_t cell) { return static_cast<int>(classes[cell]) - 1; };
    plan.caption.vi += ". Theo Australian Rainfall and Runoff 2016, quyển 6, bảng 6.7.4.";
    plan.caption.en += ". After Australian Rainfall and Runoff 2016, book 6, table 6.7.4.";
    return plan;
}

MapPlan arrival_plan(const Maxima& maxima) {
    constexpr std::array<Pixel, 6> kColours{{{253, 231, 37, 255},
                                             {122, 209, 81, 255},
                                             {34, 168, 132, 255},
                                             {42, 120, 142, 255},
                                             {65, 68, 135, 255},
                                             {68, 1, 84, 255}}};
    double last_s = 0.0;
    for (const float t : maxima.arrival_s) last_s = std::fmax(last_s, static_cast<double>(t));
    const bool minutes = last_s < 2.0 * 3600.0;
    const double unit_s = minutes ? 60.0 : 3600.0;
    double step = round_step(0.0, std::max(last_s / unit_s, 1e-3), 6);
    while (step * 6.0 < last_s / unit_s) step *= 2.0;  // a step rounded down would leave the last cells out
    MapPlan plan{
        {minutes ? "Nước tới sau, phút" : "Nước tới sau, giờ", minutes ? "Water after, min" : "Water after, h"},
        {},
        {},
        {}};
    // Early water lies on top where several cells share a pixel: rows run from late to early.
    const int rows = std::clamp(static_cast<int>(std::ceil(last_s / unit_s / step - 1e-9)), 1, 6);
    for (int k = rows - 1; k >= 0; --k) {
        const Bilingual from = number_words(k * step, 4);
        const Bilingual to = number_words((k + 1) * step, 4);
        plan.legend.push_back(
            {kColours[static_cast<std::size_t>(k)], {from.vi + " – " + to.vi, from.en + " – " + to.en}});
    }
    plan.row_of = [&maxima, rows, width_s = step * unit_s](std::size_t cell) {
        const auto t_s = static_cast<double>(maxima.arrival_s[cell]);
        if (std::isnan(t_s)) return -1;
        return rows - 1 - std::clamp(static_cast<int>(t_s / width_s), 0, rows - 1);
    };
    const Bilingual wet = number_words(maxima.arrival_m, 3);
    plan.caption = {"Thời gian từ lúc bắt đầu đến khi nước sâu " + wet.vi + " m lần đầu.",
                    "Time from the start until the water is first " + wet.en + " m deep."};
    return plan;
}

}  // namespace

double bar_length_m(double most_m) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(most_m, 1e-6))));
    const double digit = most_m / power;
    return power * (digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0);
}

Result<std::string> maps_html(const MapFrame& frame, const Maxima& maxima, const Field* bed_m,
                              const std::vector<Feature>& features) {
    const std::vector<std::uint8_t> classes = hazard_map(maxima);
    const std::vector<float> shade = shades(frame.grid, bed_m);
    std::string out;
    for (const MapPlan& plan : {depth_plan(maxima), hazard_plan(classes), arrival_plan(maxima)}) {
        auto drawn = figure(frame, plan, bed_m, shade, features);
        if (!drawn) return drawn;
        out += "<h3>" + html_of(plan.title) + "</h3>\n" + *drawn;
    }
    return out;
}

}  // namespace sd::results
