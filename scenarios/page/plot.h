// Line charts as inline SVG, drawn by gnuplot through a pipe. The only place that knows gnuplot.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/page/html.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd {

struct PlotLine {
    Bilingual title;
    std::string colour;  ///< "#0072B2"
    bool dashed = false;
    bool filled = false;                            ///< down to the axis: the ground of a profile
    std::vector<std::pair<double, double>> points;  ///< x grows; NaN breaks the line
};

struct PlotLevel {
    double value = 0.0;
    Bilingual title;
};

struct Plot {
    Bilingual x_title;  ///< empty: x is clock_s and the axis shows the time of day
    Bilingual y_title;
    std::vector<PlotLine> lines;
    std::vector<PlotLevel> levels;  ///< dotted horizontal marks, e.g. alarm levels
    bool from_zero = false;
};

/// A moment as a place on a clock axis.
[[nodiscard]] double clock_s(Instant t);
/// True when gnuplot can be run.
[[nodiscard]] bool can_plot();
/// What stands in for charts where gnuplot is missing.
[[nodiscard]] std::string no_plots_html();
/// The chart in both languages, of which the page's switch shows one; lines of more than 2000 points are thinned to the
/// extremes of each stretch. "–" when no line has a finite point, gnuplot's own words when it refuses.
[[nodiscard]] std::string plot_html(const Plot& plot);

}  // namespace sd
