// Tables: alarms, twin error, ledger, provenance.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/page/html.h"
#include "scenarios/report/report_data.h"
#include "scenarios/report/report_words.h"

namespace sd {
namespace {

std::string words(Severity severity) {
    constexpr std::array<const char*, 4> kVi{"thông tin", "nhẹ", "nặng", "nghiêm trọng"};
    constexpr std::array<const char*, 4> kEn{"info", "minor", "major", "critical"};
    const auto k = static_cast<std::size_t>(severity);
    return both(kVi[k], kEn[k]);
}

std::string words(AlarmState state) {
    constexpr std::array<const char*, 4> kVi{"dấu hiệu", "phát hiện", "đã nhận", "đã đóng"};
    constexpr std::array<const char*, 4> kEn{"precursor", "detected", "acknowledged", "closed"};
    const auto k = static_cast<std::size_t>(state);
    return both(kVi[k], kEn[k]);
}

std::string words(Provenance provenance) {
    constexpr std::array<const char*, 6> kVi{"số hoá", "số liệu", "suy ra", "giả định", "nhân tạo", "nhập"};
    constexpr std::array<const char*, 6> kEn{"traced", "fact", "derived", "assumed", "synthetic", "imported"};
    const auto k = static_cast<std::size_t>(provenance);
    return both(kVi[k], kEn[k]);
}

std::string both_of(const Bilingual& words) { return both(escape_html(words.vi), escape_html(words.en)); }

std::string number(const nlohmann::json& j, const char* key) { return std::to_string(j.at(key).get<std::uint64_t>()); }

/// Alarms as marks on a line over the run's time, one row per rule.
std::string timeline_svg(const ReportData& data) {
    if (data.series.truth.empty() || data.series.alarms.empty()) return {};
    const Instant begin = data.series.truth.front().at;
    const double span_s = std::max(1.0, (data.series.truth.back().at - begin).seconds());
    std::vector<std::string> rules;
    for (const AlarmView& a : data.series.alarms) {
        if (std::find(rules.begin(), rules.end(), a.rule) == rules.end()) rules.push_back(a.rule);
    }
    constexpr std::array<const char*, 4> kColours{"#56B4E9", "#E69F00", "#D55E00", "#7A0000"};
    const int height = 26 * static_cast<int>(rules.size()) + 34;
    std::string svg =
        fmt::format("<svg viewBox=\"0 0 980 {}\" font-size=\"12\" font-family=\"DejaVu Sans,sans-serif\">", height);
    for (int k = 0; k <= 4; ++k) {
        const double x = 170.0 + 790.0 * k / 4.0;
        const Instant at = begin + Duration{static_cast<std::int64_t>(span_s * k / 4.0 * 1e9)};
        svg += fmt::format(
            "<line x1=\"{0}\" x2=\"{0}\" y1=\"4\" y2=\"{1}\" stroke=\"#d5dce1\"/><text x=\"{0}\" y=\"{2}\" "
            "text-anchor=\"middle\" fill=\"#5b6770\">{3}</text>",
            x, height - 24, height - 8, to_clock(at).substr(0, 5));
    }
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const double y = 18.0 + 26.0 * static_cast<double>(r);
        const Bilingual name = rule_words(rules[r]);
        for (const auto& [tongue, words_of] : {std::pair{"vi", &name.vi}, {"en", &name.en}}) {
            svg += fmt::format("<text class=\"{0}\" lang=\"{0}\" x=\"160\" y=\"{1}\" text-anchor=\"end\">{2}</text>",
                               tongue, y + 4.0, escape_html(*words_of));
        }
        for (const AlarmView& a : data.series.alarms) {
            if (a.rule != rules[r]) continue;
            const double x = 170.0 + 790.0 * std::clamp((a.since - begin).seconds() / span_s, 0.0, 1.0);
            svg += fmt::format(
                "<circle cx=\"{:.1f}\" cy=\"{}\" r=\"5\" fill=\"{}\" fill-opacity=\"0.75\"><title>{} "
                "{}</title></circle>",
                x, y, kColours[static_cast<std::size_t>(a.severity)], to_clock(a.since), escape_html(a.place));
        }
    }
    return "<figure>" + svg + "</svg></figure>\n";
}

}  // namespace

std::string alarm_part(const ReportData& data) {
    constexpr std::size_t kShown = 40;
    std::vector<std::vector<std::string>> rows{{both("Lúc", "At"), both("Quy tắc", "Rule"), both("Nơi", "Place"),
                                                both("Nội dung", "Text"), both("Mức", "Severity"),
                                                both("Trạng thái", "State")}};
    for (const AlarmView& a : data.series.alarms) {
        if (rows.size() > kShown) break;
        rows.push_back({to_clock(a.since), both_of(rule_words(a.rule)), escape_html(a.place),
                        both(escape_html(a.text_vi), escape_html(a.text_en)), words(a.severity), words(a.state)});
    }
    std::string body = rows.size() == 1 ? "<p class=\"none\">" + both("Không có báo động.", "No alarms.") + "</p>"
                                        : timeline_svg(data) + table_html(rows);
    if (data.series.alarms.size() > kShown) {
        const std::size_t rest = data.series.alarms.size() - kShown;
        body += "<p>" +
                both(fmt::format("… và {} báo động nữa, xem summary.json.", rest),
                     fmt::format("… and {} more, see summary.json.", rest)) +
                "</p>";
    }
    return section_html("Báo động của trung tâm điều hành", "Alarms of the operations centre", body);
}

std::string error_part(const ReportData& data) {
    std::vector<std::vector<std::string>> rows{
        {both("Lúc", "At"), both("Số ô", "Cells"), both("RMSE bản sao, m", "Twin RMSE, m"),
         both("RMSE trạm gần nhất, m", "Nearest gauge RMSE, m"), both("IoU bản sao", "Twin IoU"),
         both("IoU trạm gần nhất", "Nearest gauge IoU")}};
    for (const ErrorMark& m : data.series.errors) {
        rows.push_back({to_clock(m.at), std::to_string(m.cells), fmt::format("{:.3f}", m.rmse_m),
                        fmt::format("{:.3f}", m.baseline_rmse_m), fmt::format("{:.2f}", m.iou),
                        fmt::format("{:.2f}", m.baseline_iou)});
    }
    const auto& e = data.summary.at("twin_error");
    const std::string text =
        "<p>" +
        both("Độ sâu tại các ô đường không có cảm biến trong các phường; IoU của vùng ngập sâu hơn 0,1 m.",
             "Depth at street cells without a sensor in the urban wards; IoU of the area deeper than 0.1 m.") +
        " " +
        both(fmt::format("So với nội suy trạm gần nhất: RMSE tốt hơn {:.0f} %, IoU tốt hơn {:.0f} %.",
                         100 * e.at("rmse_improvement").get<double>(), 100 * e.at("iou_improvement").get<double>()),
             fmt::format("Against nearest-gauge interpolation: RMSE better by {:.0f} %, IoU by {:.0f} %.",
                         100 * e.at("rmse_improvement").get<double>(), 100 * e.at("iou_improvement").get<double>())) +
        "</p>";
    if (rows.size() == 1) return {};
    return section_html("Sai số của bản sao", "Error of the twin", text + table_html(rows));
}

std::string ledger_part(const ReportData& data) {
    const auto& l = data.summary.at("ledger");
    std::vector<std::vector<std::string>> rows{{both("Mục", "Item"), both("Số", "Count")},
                                               {both("phát ra", "issued"), number(l, "issued")},
                                               {both("gửi trùng", "duplicated"), number(l, "duplicated")},
                                               {both("chấp nhận", "accepted"), number(l, "accepted")}};
    for (const auto& [reason, count] : l.at("rejected_by_reason").items()) {
        rows.push_back({both("từ chối", "rejected") + ": " + both_of(reason_words(reason)),
                        std::to_string(count.get<std::uint64_t>())});
    }
    rows.push_back({both("mất có chủ ý", "injected loss"), number(l, "injected_loss")});
    rows.push_back({both("không giải thích được", "unexplained"), number(l, "unexplained")});
    const bool closes = l.at("unexplained").get<std::uint64_t>() == 0;
    const std::string verdict =
        closes ? "<p class=\"ok\">✓ " + both("Sổ khớp.", "The ledger closes.") + "</p>"
               : "<p class=\"bad\">✗ " + both("Sổ KHÔNG khớp.", "The ledger does NOT close.") + "</p>";
    return section_html("Sổ số đo", "Ledger of readings", verdict + table_html(rows));
}

std::string provenance_part(const ReportData& data) {
    std::vector<std::vector<std::string>> rows{
        {both("Lớp", "Layer"), both("Đối tượng", "Objects"), both("Nguồn gốc", "Provenance"), both("Nguồn", "Source")}};
    for (const LayerInfo& layer : data.city.meta.layers) {
        rows.push_back({both_of(layer_words(layer.name)), std::to_string(layer.objects), words(layer.provenance),
                        escape_html(layer.source + (layer.note.empty() ? "" : "; " + layer.note))});
    }
    const auto& s = data.summary;
    const std::string foot = "<footer>" + escape_html(data.city.meta.attribution) + " · " +
                             escape_html(data.city.meta.licence) + " · truth <code>" +
                             s.at("truth_hash").get<std::string>() + "</code> belief <code>" +
                             s.at("belief_hash").get<std::string>() + "</code> city <code>" +
                             s.at("city_hash").get<std::string>() + "</code></footer>\n";
    return section_html("Dữ liệu đến từ đâu", "Where the data come from", table_html(rows)) + foot;
}

}  // namespace sd
