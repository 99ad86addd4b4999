// Curves over time and along lines.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "scenarios/page/plot.h"
#include "scenarios/results/report_parts.h"
#include "scenarios/results/svg.h"

namespace sd::results {
namespace {

constexpr std::array<const char*, 6> kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"};

std::string figure(const Plot& plot, const Bilingual& caption) {
    return "<figure>" + plot_html(plot) + "<figcaption>" + html_of(caption) + "</figcaption></figure>\n";
}

/// Time axis of a run: minutes when it is short.
struct Axis {
    double unit_s = 3600.0;
    Bilingual title{"giờ từ lúc bắt đầu", "hours from the start"};
};
Axis axis_of(const std::vector<double>& t_s) {
    if (t_s.empty() || t_s.back() - t_s.front() >= 2.0 * 3600.0) return {};
    return {60.0, {"phút từ lúc bắt đầu", "minutes from the start"}};
}

struct Curve {
    std::string name;
    std::function<double(std::size_t)> at;
};

Bilingual level_title(const FloodReport& report) {
    const std::string& datum = report.frame.vertical_datum;
    const std::string unit = datum.empty() ? ", m" : ", m (" + datum + ")";
    return {"cao độ" + unit, "level" + unit};
}

/// As many charts as the colours ask for.
std::string charts(const std::vector<double>& t_s, const std::vector<Curve>& curves, const Bilingual& y_title,
                   bool from_zero, const Bilingual& caption) {
    const Axis axis = axis_of(t_s);
    std::string out;
    for (std::size_t first = 0; first < curves.size(); first += kColours.size()) {
        Plot chart{axis.title, y_title, {}, {}, from_zero};
        for (std::size_t c = first; c < std::min(first + kColours.size(), curves.size()); ++c) {
            PlotLine line{{curves[c].name, curves[c].name}, kColours[c - first], false, false, {}};
            for (std::size_t k = 0; k < t_s.size(); ++k)
                line.points.emplace_back(t_s[k] / axis.unit_s, curves[c].at(k));
            chart.lines.push_back(std::move(line));
        }
        out += figure(chart, caption);
    }
    return out;
}

template <class Value>
std::vector<Curve> at_points(const Series& series, Value value) {
    std::vector<Curve> curves;
    for (const Hydrograph& h : series.points) {
        curves.push_back({h.place.name, [&h, value](std::size_t k) { return static_cast<double>(value(h)[k]); }});
    }
    return curves;
}

std::string peaks_table(const Series& series, Instant epoch) {
    std::vector<std::vector<std::string>> rows{
        {both("Điểm", "Point"), both("Cao độ đáy, m", "Bed, m"), both("Mực nước lớn nhất, m", "Greatest level, m"),
         both("Độ sâu lớn nhất, m", "Greatest depth, m"), both("Tốc độ lớn nhất, m/s", "Greatest speed, m/s"),
         both("Lúc sâu nhất", "When deepest")}};
    for (const Hydrograph& h : series.points) {
        if (h.depth_m.empty()) continue;
        const auto peak =
            static_cast<std::size_t>(std::max_element(h.depth_m.begin(), h.depth_m.end()) - h.depth_m.begin());
        const auto text = [](float v) { return html_of(number_words(static_cast<double>(v), 2)); };
        const bool wet = h.depth_m[peak] > 0.0F;
        const Instant at = epoch + Duration{static_cast<std::int64_t>(series.t_s[peak] * 1e9)};
        rows.push_back({escape_html(h.place.name), html_of(number_words(h.bed_m, 2)),
                        wet ? text(*std::max_element(h.level_m.begin(), h.level_m.end())) : "–", text(h.depth_m[peak]),
                        text(*std::max_element(h.speed_m_s.begin(), h.speed_m_s.end())),
                        wet ? escape_html(to_iso(at).substr(0, 16)) : "–"});
    }
    return table_html(rows, 1);
}

}  // namespace

std::string curves_part(const FloodReport& report) {
    if (report.series == nullptr) return {};
    const Series& s = *report.series;
    std::string out;
    if (!s.points.empty() && !s.t_s.empty()) {
        out += peaks_table(s, report.frame.epoch);
        out += charts(s.t_s,
                      at_points(
                          s, [](const Hydrograph& h) -> const auto& { return h.level_m; }),
                      level_title(report), false,
                      {"Mực nước; nơi khô là cao độ mặt đất.", "Level of the water; the ground's where dry."});
        out += charts(s.t_s,
                      at_points(
                          s, [](const Hydrograph& h) -> const auto& { return h.depth_m; }),
                      {"độ sâu, m", "depth, m"}, true, {"Độ sâu.", "Depth."});
        out += charts(s.t_s,
                      at_points(
                          s, [](const Hydrograph& h) -> const auto& { return h.speed_m_s; }),
                      {"tốc độ, m/s", "speed, m/s"}, true, {"Tốc độ.", "Speed."});
    }
    std::vector<Curve> flows;
    for (const FlowLine& f : s.flows) {
        flows.push_back({f.line.name, [&f](std::size_t k) { return f.discharge_m3_s[k]; }});
    }
    out += charts(s.t_s, flows, {"lưu lượng, m³/s", "discharge, m³/s"}, true,
                  {"Lưu lượng qua tuyến; dương khi chảy sang bên trái của tuyến.",
                   "Discharge through lines; positive towards the left of the line."});
    return out.empty() ? out : section_html("Diễn biến theo thời gian", "Curves over time", out);
}

std::string profiles_part(const FloodReport& report) {
    std::string out;
    for (const Profile& profile : report.profiles) {
        PlotLine bed{{"mặt đất, đáy", "ground, bed"}, "#8a6d3b", false, true, {}};
        PlotLine level{{"mực nước", "level"}, "#0072B2", false, false, {}};
        PlotLine most{{"mực nước lớn nhất", "greatest level"}, "#D55E00", true, false, {}};
        for (const ProfilePoint& p : profile.points) {
            bed.points.emplace_back(p.chainage_m, p.bed_m);
            level.points.emplace_back(p.chainage_m, p.level_m);
            most.points.emplace_back(p.chainage_m, p.max_level_m);
        }
        const Bilingual hours = number_words(profile.t_s / 3600.0, 2);
        out += "<h3>" + escape_html(profile.name) + "</h3>\n" +
               figure({{"khoảng cách, m", "chainage, m"}, level_title(report), {bed, most, level}, {}, false},
                      {"Mực nước lúc " + hours.vi + " giờ và lớn nhất.",
                       "Level at " + hours.en + " h, and the greatest level."});
    }
    return out.empty() ? out : section_html("Mặt cắt dọc", "Long profiles", out);
}

}  // namespace sd::results
