#include "scenarios/results/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/results/csv.h"

namespace sd::results {
namespace {

constexpr double kWidth = 980.0;
constexpr double kHeight = 320.0;
constexpr double kLeft = 66.0;
constexpr double kRight = 962.0;
constexpr double kTop = 44.0;
constexpr double kBottom = 270.0;
constexpr std::size_t kMostPoints = 2000;

struct Range {
    double lo = std::numeric_limits<double>::infinity();
    double hi = -std::numeric_limits<double>::infinity();
    void take(double v) {
        lo = std::min(lo, v);
        hi = std::max(hi, v);
    }
    void widen(double least) {
        if (hi - lo >= least) return;
        const double middle = 0.5 * (lo + hi);
        lo = middle - 0.5 * least;
        hi = middle + 0.5 * least;
    }
};

bool finite(const std::pair<double, double>& p) { return std::isfinite(p.first) && std::isfinite(p.second); }

/// Of each stretch its lowest and highest point, in order, so that no peak is lost.
std::vector<std::pair<double, double>> thinned(const std::vector<std::pair<double, double>>& points) {
    if (points.size() <= kMostPoints) return points;
    const std::size_t stretch = (2 * points.size() + kMostPoints - 1) / kMostPoints;
    std::vector<std::pair<double, double>> out;
    for (std::size_t k = 0; k < points.size(); k += stretch) {
        const auto begin = points.begin() + static_cast<std::ptrdiff_t>(k);
        const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(k + stretch, points.size()));
        const auto [low, high] =
            std::minmax_element(begin, end, [](const auto& a, const auto& b) { return a.second < b.second; });
        out.push_back(low < high ? *low : *high);
        if (low != high) out.push_back(low < high ? *high : *low);
    }
    return out;
}

struct Frame {
    Range x;
    Range y;
    [[nodiscard]] double px(double v) const { return kLeft + (v - x.lo) / (x.hi - x.lo) * (kRight - kLeft); }
    [[nodiscard]] double py(double v) const { return kBottom - (v - y.lo) / (y.hi - y.lo) * (kBottom - kTop); }
};

Frame frame_of(const Chart& chart) {
    Frame frame;
    for (const ChartLine& line : chart.lines) {
        for (const auto& p : line.points) {
            if (!finite(p)) continue;
            frame.x.take(p.first);
            frame.y.take(p.second);
        }
    }
    if (chart.from_zero) frame.y.take(0.0);
    frame.x.widen(1e-9);
    frame.y.widen(0.01);
    const double step = round_step(frame.y.lo, frame.y.hi, 5);
    frame.y.lo = std::floor(frame.y.lo / step + 1e-9) * step;
    frame.y.hi = std::ceil(frame.y.hi / step - 1e-9) * step;
    return frame;
}

/// Multiples of step from lo to hi.
std::vector<double> ticks(double lo, double hi, double step) {
    std::vector<double> out;
    const auto last = static_cast<int>(std::floor(hi / step + 1e-9));
    for (auto k = static_cast<int>(std::ceil(lo / step - 1e-9)); k <= last; ++k) out.push_back(k * step);
    return out;
}

std::string axes_svg(const Chart& chart, const Frame& f) {
    std::string out;
    const double y_step = round_step(f.y.lo, f.y.hi, 5);
    for (const double v : ticks(f.y.lo, f.y.hi, y_step)) {
        out += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#e3e7ea\"/>", kLeft, kRight,
                           f.py(v), f.py(v));
        out += svg_text(kLeft - 7.0, f.py(v) + 4.0, number_words(v, 4), "end");
    }
    const double x_step = round_step(f.x.lo, f.x.hi, 9);
    for (const double v : ticks(f.x.lo, f.x.hi, x_step)) {
        out += fmt::format("<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{}\" y2=\"{}\" stroke=\"#e3e7ea\"/>", f.px(v),
                           f.px(v), kTop, kBottom);
        out += svg_text(f.px(v), kBottom + 17.0, number_words(v, 4), "middle");
    }
    out += fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#6b7680\"/>", kLeft, kTop, kBottom, kRight);
    out += svg_text(0.5 * (kLeft + kRight), kBottom + 38.0, chart.x_title, "middle");
    out += svg_text(15.0, 0.5 * (kTop + kBottom), chart.y_title, "middle",
                    fmt::format("transform=\"rotate(-90 15 {})\"", 0.5 * (kTop + kBottom)));
    return out;
}

/// One path per unbroken stretch, so that a filled one closes on its own foot.
std::string line_svg(const ChartLine& line, const Frame& f) {
    std::string out;
    std::string path;
    double first = 0.0;
    double last = 0.0;
    const auto flush = [&] {
        if (path.empty()) return;
        if (line.filled) {
            out += fmt::format("<path d=\"{}L{:.1f} {}L{:.1f} {}Z\" fill=\"{}\" fill-opacity=\".35\"/>", path, last,
                               kBottom, first, kBottom, line.colour);
        }
        out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>", path, line.colour,
                           line.dashed ? " stroke-dasharray=\"7 4\"" : "");
        path.clear();
    };
    for (const auto& p : thinned(line.points)) {
        if (!finite(p)) {
            flush();
            continue;
        }
        last = f.px(p.first);
        if (path.empty()) first = last;
        path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', last, f.py(p.second));
    }
    flush();
    return out;
}

std::string key_svg(const Chart& chart) {
    std::string out;
    const double each = (kRight - kLeft) / static_cast<double>(std::max<std::size_t>(chart.lines.size(), 4));
    double x = kLeft;
    for (const ChartLine& line : chart.lines) {
        out += fmt::format("<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"22\" y2=\"22\" stroke=\"{}\" stroke-width=\"3\"{}/>",
                           x, x + 22.0, line.colour, line.dashed ? " stroke-dasharray=\"7 4\"" : "");
        out += svg_text(x + 28.0, 26.0, line.title, "start");
        x += each;
    }
    return out;
}

}  // namespace

Bilingual number_words(double value, int decimals) {
    std::string en = csv_number(value, decimals);
    if (en.empty()) en = "–";
    if (en.front() == '-') en.replace(0, 1, "−");
    std::string vi = en;
    std::replace(vi.begin(), vi.end(), '.', ',');
    return {vi, en};
}

std::string html_of(const Bilingual& words) {
    return words.vi == words.en ? escape_html(words.en) : both(escape_html(words.vi), escape_html(words.en));
}

std::string svg_text(double x, double y, const Bilingual& words, const char* anchor, const std::string& extra) {
    const auto one = [&](const std::string& text, const char* language) {
        return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}{}>{}</text>", x, y, anchor, language,
                           extra.empty() ? "" : " " + extra, escape_html(text));
    };
    if (words.vi == words.en) return one(words.en, "");
    return one(words.vi, " class=\"vi\"") + one(words.en, " class=\"en\"");
}

double round_step(double lo, double hi, int count) {
    const double raw = std::max(hi - lo, 1e-12) / count;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double digit = raw / power;
    return power * (digit < 1.5 ? 1.0 : digit < 3.5 ? 2.0 : digit < 7.5 ? 5.0 : 10.0);
}

std::string chart_svg(const Chart& chart) {
    const bool any = std::any_of(chart.lines.begin(), chart.lines.end(), [](const ChartLine& line) {
        return std::count_if(line.points.begin(), line.points.end(), finite) >= 2;
    });
    if (!any) return {};
    const Frame frame = frame_of(chart);
    std::string out = fmt::format(
        "<svg viewBox=\"0 0 {} {}\" font-size=\"12\" font-family=\"DejaVu Sans,Verdana,sans-serif\" fill=\"#38444d\">",
        kWidth, kHeight);
    out += axes_svg(chart, frame);
    for (const ChartLine& line : chart.lines) out += line_svg(line, frame);
    return out + key_svg(chart) + "</svg>\n";
}

}  // namespace sd::results
