// Line charts as inline SVG, drawn by gnuplot through a pipe. The only place that knows gnuplot.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd {

struct PlotLine {
    std::string title;
    std::string colour;  ///< "#0072B2"
    bool dashed = false;
    std::vector<std::pair<Instant, double>> points;  ///< NaN breaks the line
};

struct PlotLevel {
    double value = 0.0;
    std::string title;
};

struct Plot {
    std::string y_title;
    std::vector<PlotLine> lines;
    std::vector<PlotLevel> levels;  ///< dotted horizontal marks, e.g. alarm levels
    bool from_zero = false;
};

/// True when gnuplot can be run.
[[nodiscard]] bool can_plot();
/// An <svg> element without XML prologue; an error with gnuplot's own words when it refuses.
[[nodiscard]] Result<std::string> plot_svg(const Plot& plot);

}  // namespace sd
