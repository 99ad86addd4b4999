#include "scenarios/page/plot.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace sd {
namespace {

constexpr std::size_t kMostPoints = 2000;

using Points = std::vector<std::pair<double, double>>;

/// Of each stretch its lowest and highest point, in order, so that no peak is lost.
Points thinned(const Points& points) {
    if (points.size() <= kMostPoints) return points;
    const std::size_t stretch = (2 * points.size() + kMostPoints - 1) / kMostPoints;
    Points out;
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

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c != '\n') out += c;
    }
    return out + "\"";
}

using Tongue = std::string Bilingual::*;

std::string script_of(const Plot& plot, Tongue tongue) {
    std::string s =
        "set terminal svg size 760,300 font 'DejaVu Sans,12' background '#ffffff' enhanced\n"
        "set termoption noenhanced\nset encoding utf8\n"
        "set grid lc rgb '#e3e7ea' lt 1 lw 1\nset border 3 lc rgb '#6b7680'\nset tics nomirror\n"
        "set key outside top left horizontal\n";
    if (tongue == &Bilingual::vi) s += "set decimalsign ','\n";
    if (plot.x_title.en.empty())
        s += "set timefmt '%s'\nset xdata time\nset format x '%H:%M'\n";
    else
        s += "set xlabel " + quoted(plot.x_title.*tongue) + "\n";
    s += "set ylabel " + quoted(plot.y_title.*tongue) + "\n";
    if (plot.from_zero) s += "set yrange [0:*]\n";
    std::string calls;
    for (const PlotLine& line : plot.lines) {
        const std::string look = line.filled ? "filledcurves x1 fs transparent solid 0.35 noborder"
                                             : fmt::format("lines lw 2 dt {}", line.dashed ? 2 : 1);
        calls += fmt::format("{}'-' using 1:2 with {} lc rgb '{}' title {}", calls.empty() ? "" : ", ", look,
                             line.colour, quoted(line.title.*tongue));
    }
    for (const PlotLevel& level : plot.levels) {
        calls += fmt::format(", {} with lines lw 1 dt 3 lc rgb '#9a5b00' title {}", level.value,
                             quoted(level.title.*tongue));
    }
    s += "plot " + calls + "\n";
    for (const PlotLine& line : plot.lines) {
        for (const auto& [x, y] : thinned(line.points)) {
            s += std::isfinite(y) ? fmt::format("{:.12g} {:.6g}\n", x, y) : "\n";
        }
        s += "e\n";
    }
    return s;
}

/// Runs gnuplot on a script file; its output, or nothing when it failed.
bool run_gnuplot(const std::string& script, std::string& output) {
    std::array<char, 32> name{"/tmp/songdoi-plot-XXXXXX"};
    const int file = ::mkstemp(name.data());
    if (file < 0) return false;
    const bool written = ::write(file, script.data(), script.size()) == static_cast<ssize_t>(script.size());
    ::close(file);
    std::FILE* pipe = written ? ::popen(fmt::format("gnuplot {} 2>&1", name.data()).c_str(), "r") : nullptr;
    if (pipe != nullptr) {
        std::array<char, 8192> buffer{};
        for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
            output.append(buffer.data(), n);
        }
    }
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    ::unlink(name.data());
    return status == 0;
}

Result<std::string> plot_svg(const Plot& plot, Tongue tongue) {
    std::string output;
    const bool ran = run_gnuplot(script_of(plot, tongue), output);
    const std::size_t begin = output.find("<svg");
    if (!ran || begin == std::string::npos) {
        return fail("gnuplot", "the chart \"" + plot.y_title.en + "\" was not drawn: " + output.substr(0, 300),
                    "install gnuplot-nox");
    }
    return output.substr(begin);
}

}  // namespace

double clock_s(Instant t) { return static_cast<double>((t.ns + kVietNamOffset.ns) / 1'000'000'000); }

std::string no_plots_html() {
    return "<p class=\"none\">" + both("Không có biểu đồ: thiếu gnuplot.", "No charts: gnuplot was not found.") +
           "</p>\n";
}

bool can_plot() {
    std::string ignored;
    return run_gnuplot("exit\n", ignored);
}

std::string plot_html(const Plot& plot) {
    bool any = false;
    for (const PlotLine& line : plot.lines) {
        for (const auto& point : line.points) any = any || std::isfinite(point.second);
    }
    if (!any) return "<p class=\"none\">–</p>";
    const auto vi = plot_svg(plot, &Bilingual::vi);
    const auto en = plot_svg(plot, &Bilingual::en);
    if (!vi || !en) return "<p class=\"none\">" + escape_html(to_text(vi ? en.error() : vi.error())) + "</p>";
    return "<div class=\"vi\" lang=\"vi\">" + *vi + "</div><div class=\"en\" lang=\"en\">" + *en + "</div>";
}

}  // namespace sd
