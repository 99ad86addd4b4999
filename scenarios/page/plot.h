// Line charts as inline SVG, drawn by gnuplot through a pipe. The only place that knows gnuplot.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/report/report_words.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd {

struct PlotLine {
    Bilingual title;
    std::string colour;  ///< "#0072B2"
    bool dashed = false;
    std::vector<std::pair<Instant, double>> points;  ///< NaN breaks the line
};

struct PlotLevel {
    double value = 0.0;
    Bilingual title;
};

struct Plot {
    Bilingual y_title;
    std::vector<PlotLine> lines;
    std::vector<PlotLevel> levels;  ///< dotted horizontal marks, e.g. alarm levels
    bool from_zero = false;
};

/// True when gnuplot can be run.
[[nodiscard]] bool can_plot();
/// The chart in both languages, of which the page's switch shows one; an error with gnuplot's own words when it
/// refuses.
[[nodiscard]] Result<std::string> plot_html(const Plot& plot);

}  // namespace sd
