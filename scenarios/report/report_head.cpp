// Title, key figures, expectations.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/page/html.h"
#include "scenarios/report/report_data.h"

namespace sd {
namespace {

std::string card(const std::string& value, const std::string& vi, const std::string& en) {
    return "<div class=\"card\"><b>" + value + "</b><span>" + both(vi, en) + "</span></div>\n";
}

double peak_km(const ReportData& data, std::size_t threshold) {
    double peak = 0.0;
    for (const TruthSample& s : data.series.truth) {
        if (threshold < s.flooded_km.size()) peak = std::max(peak, s.flooded_km[threshold]);
    }
    return peak;
}

}  // namespace

std::string head_part(const ReportData& data) {
    const auto& s = data.summary;
    std::string out =
        "<header><div class=\"lang\"><button class=\"b-vi\" onclick=\"lang('vi')\">Tiếng Việt</button>"
        "<button class=\"b-en\" onclick=\"lang('en')\">English</button></div>\n<div class=\"kicker\">Song Đôi · " +
        escape_html(data.city.meta.name) + "</div>\n<h1>" +
        both(escape_html(s.value("title_vi", "")), escape_html(s.value("title_en", ""))) + "</h1>\n<p>" +
        escape_html(s.at("start").get<std::string>()) + " · " +
        fmt::format("{:.0f} min · seed {} · {}", s.at("sim_seconds").get<double>() / 60.0,
                    s.at("seed").get<std::uint64_t>(), s.at("version").get<std::string>()) +
        "</p>\n<p>" + both("Lệnh tái lập", "Reproduce with") + ": <code>" +
        escape_html(s.at("command_line").get<std::string>()) + "</code></p></header>\n";
    if (s.at("partial").get<bool>()) {
        out += "<div class=\"warn\">" +
               both("Lần chạy bị dừng sớm; kết quả chỉ đến thời điểm dừng.",
                    "This run was stopped early; results end where it stopped.") +
               "</div>\n";
    }
    if (data.city.meta.synthetic_terrain) {
        // Both languages at once: what is printed or forwarded must warn every reader.
        out +=
            "<div class=\"warn\">"
            "địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval</div>\n";
    }
    const std::size_t deep = data.series.list.depth_index(0.3).value_or(0);
    out += "<div class=\"cards\">\n";
    out += card(fmt::format("{:.1f} km", peak_km(data, deep)), "đường ngập sâu hơn 0,3 m (đỉnh)",
                "of street deeper than 0.3 m (peak)");
    out += card(fmt::format("{}", s.at("vehicles_peak").get<std::uint64_t>()), "xe trên đường (đỉnh)",
                "vehicles on the road (peak)");
    out += card(fmt::format("{:.0f}/s", s.at("readings_per_s").get<double>()),
                fmt::format("số đo từ {} thiết bị", s.at("devices").get<std::uint64_t>()),
                fmt::format("readings of {} devices", s.at("devices").get<std::uint64_t>()));
    out += card(fmt::format("{:.1f}×", s.at("speed_factor").get<double>()), "nhanh hơn thời gian thực",
                "faster than real time");
    return out + "</div>\n";
}

std::string expectation_part(const ReportData& data) {
    std::vector<std::vector<std::string>> rows{
        {both("Kỳ vọng", "Expectation"), both("Kết quả", "Result"), both("Thấy gì", "What was seen")}};
    for (const auto& e : data.summary.at("expectations")) {
        const bool ok = e.at("ok").get<bool>();
        const bool judged = e.at("judged").get<bool>();
        const std::string mark = ok       ? "<span class=\"ok\">✓ " + both("đạt", "met") + "</span>"
                                 : judged ? "<span class=\"bad\">✗ " + both("không đạt", "not met") + "</span>"
                                          : "<span class=\"open\">… " + both("chưa rõ", "open") + "</span>";
        rows.push_back({"<code>" + escape_html(e.at("text").get<std::string>()) + "</code>", mark,
                        escape_html(e.at("found").get<std::string>())});
    }
    if (rows.size() == 1) return {};
    return section_html("Kỳ vọng của kịch bản", "What the scenario expects", table_html(rows));
}

}  // namespace sd
