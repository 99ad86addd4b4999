// Drawings of the report as SVG inside the page: words in both languages, numbers with a comma in Vietnamese.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/page/html.h"

namespace sd::results {

/// "1,25" and "1.25": at most `decimals` digits after the point, without zeros at the end; "–" for NaN.
[[nodiscard]] Bilingual number_words(double value, int decimals);
/// Both languages as HTML; the words themselves are plain text.
[[nodiscard]] std::string html_of(const Bilingual& words);

/// SVG text in both languages. `anchor` is start, middle or end; `extra` holds further attributes.
[[nodiscard]] std::string svg_text(double x, double y, const Bilingual& words, const char* anchor,
                                   const std::string& extra = {});

/// About `count` round steps that cover lo … hi: the steps' size, 1, 2 or 5 times a power of ten.
[[nodiscard]] double round_step(double lo, double hi, int count);

struct ChartLine {
    Bilingual title;
    std::string colour;  ///< "#0072B2"
    bool dashed = false;
    bool filled = false;                            ///< down to the frame: the ground of a profile
    std::vector<std::pair<double, double>> points;  ///< x grows; NaN breaks the line
};
struct Chart {
    Bilingual x_title;
    Bilingual y_title;
    std::vector<ChartLine> lines;
    bool from_zero = false;
};

/// The chart with axes, grid and key; lines of more than 2000 points are thinned to the extremes of each stretch.
/// Empty when no line has two finite points.
[[nodiscard]] std::string chart_svg(const Chart& chart);

}  // namespace sd::results
