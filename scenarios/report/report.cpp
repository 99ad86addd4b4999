#include "scenarios/report/report.h"

#include <fmt/format.h>

#include "scenarios/page/html.h"
#include "scenarios/page/plot.h"
#include "scenarios/picture_log.h"
#include "scenarios/report/report_data.h"

namespace sd {
namespace {

Result<ReportData> read_data(const RunDir& dir, const City& city) {
    const auto summary = read_file(dir.summary());
    if (!summary) return fail(dir.summary().string(), "the run has no summary.json", "let the run end, or repeat it");
    const auto series_text = read_file(dir.series());
    if (!series_text) return fail(series_text.error());
    auto series = series_from_text(*series_text, dir.series().string());
    if (!series) return fail(series.error());
    ReportData data{dir, city, nlohmann::json::parse(*summary, nullptr, false), std::move(*series), {}, can_plot()};
    if (data.summary.is_discarded())
        return fail(dir.summary().string(), "summary.json cannot be read", "repeat the run");
    if (!data.plots) fmt::print(stderr, "the report has no charts: gnuplot was not found (install gnuplot-nox)\n");
    std::error_code code;
    if (std::filesystem::exists(dir.max_depth(), code)) {
        const auto read = each_picture(dir.max_depth(), [&](const Picture& p) { data.max_depth_m = p.depth_m; });
        if (!read) return fail(read.error());
    }
    return data;
}

}  // namespace

Result<void> make_report(const RunDir& dir, const City& city) {
    auto data = read_data(dir, city);
    if (!data) return fail(data.error());
    std::string body;
    try {
        for (const auto part : {head_part, expectation_part, map_part, scene_part, water_part, drain_part, damage_part,
                                traffic_part, alarm_part, error_part, ledger_part, provenance_part}) {
            body += part(*data);
        }
    } catch (const nlohmann::json::exception& e) {
        return fail(dir.summary().string(), std::string("summary.json lacks something: ") + e.what(), "repeat the run");
    }
    const std::string title = data->summary.value("title_vi", "Song Đôi");
    return write_file(dir.report(), page_html(title, body));
}

}  // namespace sd
