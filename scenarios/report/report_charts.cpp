// Curves over time: water, rain, streets, traffic.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/page/html.h"
#include "scenarios/page/plot.h"
#include "scenarios/report/report_data.h"
#include "scenarios/report/report_words.h"

namespace sd {
namespace {

constexpr const char* kTruth = "#0072B2";
constexpr const char* kBelief = "#D55E00";
constexpr const char* kThird = "#009E73";

template <class Samples, class Value>
PlotLine line_of(const Bilingual& title, const char* colour, bool dashed, const Samples& samples, Value value) {
    PlotLine line{title, colour, dashed, false, {}};
    for (const auto& s : samples) line.points.emplace_back(clock_s(s.at), value(s));
    return line;
}

std::string figure(const ReportData& data, const Plot& plot, const std::string& caption) {
    if (!data.plots) return {};
    return "<figure>" + plot_html(plot) + "<figcaption>" + caption + "</figcaption></figure>\n";
}

/// "> 0,3 m" and "> 0.3 m".
Bilingual deeper_than(double depth_m) {
    const std::string en = fmt::format("> {:g} m", depth_m);
    std::string vi = en;
    std::replace(vi.begin(), vi.end(), '.', ',');
    return {vi, en};
}

double at_or_nan(const std::vector<double>& v, std::size_t i) { return i < v.size() ? v[i] : std::nan(""); }

std::string station_figure(const ReportData& data, std::size_t k) {
    const Station& station = data.city.stations[k];
    Plot plot;
    plot.y_title = level_unit(data.city.meta.vertical_datum);
    plot.lines.push_back(line_of({"sự thật", "truth"}, kTruth, false, data.series.truth,
                                 [k](const TruthSample& s) { return at_or_nan(s.level_m, k); }));
    plot.lines.push_back(line_of({"bản sao", "twin"}, kBelief, true, data.series.belief,
                                 [k](const BeliefSample& s) { return at_or_nan(s.level_m, k); }));
    static const Bilingual kNames[] = {{"BĐ I", "alarm I"}, {"BĐ II", "alarm II"}, {"BĐ III", "alarm III"}};
    for (std::size_t a = 0; a < 3; ++a) {
        if (station.alarm_m[a] == 0.0F) continue;
        const bool assumed = station.alarm_provenance[a] == Provenance::Assumed;
        plot.levels.push_back({static_cast<double>(station.alarm_m[a]),
                               {std::string(kNames[a].vi) + (assumed ? " (giả định)" : ""),
                                std::string(kNames[a].en) + (assumed ? " (assumed)" : "")}});
    }
    return figure(data, plot, both("Mực nước tại ", "Level at ") + escape_html(station.name));
}

}  // namespace

std::string water_part(const ReportData& data) {
    std::string body = data.plots ? "" : no_plots_html();
    body += "<div class=\"two\">\n";
    constexpr std::size_t kMostStations = 6;
    for (std::size_t k = 0; k < std::min(kMostStations, data.city.stations.size()); ++k)
        body += station_figure(data, k);
    Plot rain{{}, {"mm/h", "mm/h"}, {}, {}, true};
    rain.lines.push_back(
        line_of({"mưa", "rain"}, kTruth, false, data.series.truth, [](const TruthSample& s) { return s.rain_mm_h; }));
    body += figure(data, rain, both("Cường độ mưa trung bình thành phố", "Rain over the city, mean"));
    Plot streets{{}, {"km", "km"}, {}, {}, true};
    constexpr const char* kColours[] = {"#56B4E9", kTruth, "#CC79A7", "#000000"};
    for (std::size_t d = 0; d < data.series.list.flood_depths_m.size() && d < 4; ++d) {
        streets.lines.push_back(line_of(deeper_than(data.series.list.flood_depths_m[d]), kColours[d], false,
                                        data.series.truth,
                                        [d](const TruthSample& s) { return at_or_nan(s.flooded_km, d); }));
    }
    streets.lines.push_back(line_of({"bản sao > 0,3 m", "twin > 0.3 m"}, kBelief, true, data.series.belief,
                                    [](const BeliefSample& s) { return s.flooded_km; }));
    body += figure(data, streets, both("Chiều dài đường ngập", "Length of flooded street"));
    return section_html("Nước và mưa: sự thật và bản sao", "Water and rain: truth and twin", body + "</div>\n");
}

std::string traffic_part(const ReportData& data) {
    std::string body = data.plots ? "<div class=\"two\">\n" : no_plots_html() + "<div class=\"two\">\n";
    Plot count{{}, {"xe", "vehicles"}, {}, {}, true};
    count.lines.push_back(line_of({"trên đường", "on the road"}, kTruth, false, data.series.truth,
                                  [](const TruthSample& s) { return static_cast<double>(s.vehicles); }));
    count.lines.push_back(line_of({"đang chạy", "moving"}, kThird, false, data.series.truth,
                                  [](const TruthSample& s) { return static_cast<double>(s.moving); }));
    body += figure(data, count, both("Số xe", "Vehicles"));
    Plot speed{{}, {"km/h", "km/h"}, {}, {}, true};
    speed.lines.push_back(line_of({"mọi xe", "all vehicles"}, kTruth, false, data.series.truth,
                                  [](const TruthSample& s) { return 3.6 * s.mean_speed_m_s; }));
    speed.lines.push_back(line_of({"bản sao, nơi có cảm biến", "twin, at detectors"}, kBelief, true, data.series.belief,
                                  [](const BeliefSample& s) { return 3.6 * s.mean_speed_m_s; }));
    body += figure(data, speed, both("Tốc độ trung bình", "Mean speed"));
    Plot services{{}, {"số", "number"}, {}, {}, true};
    services.lines.push_back(line_of({"tủ điện mất điện", "cabinets without power"}, kTruth, false, data.series.truth,
                                     [](const TruthSample& s) { return static_cast<double>(s.cabinets_off); }));
    services.lines.push_back(line_of({"trạm BTS ngừng", "cell sites down"}, kBelief, false, data.series.truth,
                                     [](const TruthSample& s) { return static_cast<double>(s.sites_down); }));
    body += figure(data, services, both("Điện và viễn thông", "Power and telecom"));
    return section_html("Giao thông và dịch vụ", "Traffic and services", body + "</div>\n");
}

}  // namespace sd
