// Storm drains: how long the river held the outfalls shut, what came back out of manholes, how long streets stood.
#include <fmt/format.h>

#include "scenarios/page/html.h"
#include "scenarios/report/report_data.h"

namespace sd {
namespace {

using Rows = std::vector<std::vector<std::string>>;

double number(const nlohmann::json& j, const char* key) { return j.at(key).get<double>(); }

void add_drains(const nlohmann::json& d, Rows& rows) {
    rows.push_back({both("cửa xả bị triều khoá", "outfalls locked by the river"),
                    fmt::format("{:.0f} / {:.0f}", number(d, "outfalls_locked"), number(d, "outfalls"))});
    rows.push_back({both("tổng thời gian bị khoá, cửa lâu nhất", "time locked: all outfalls together, longest one"),
                    fmt::format("{:.1f} h, {:.1f} h", number(d, "locked_hours"), number(d, "longest_locked_hours"))});
    rows.push_back({both("hố ga đầy quá đỉnh cống (nhiều nhất cùng lúc)", "manholes surcharged (most at once)"),
                    fmt::format("{:.0f} / {:.0f}", number(d, "surcharged_peak"), number(d, "manholes"))});
    rows.push_back({both("hố ga trào lên mặt đường (nhiều nhất cùng lúc)", "manholes above the street (most at once)"),
                    fmt::format("{:.0f}", number(d, "over_rim_peak"))});
    rows.push_back(
        {both("nước vào cống", "water into the pipes"), fmt::format("{:.0f} m³", number(d, "swallowed_m3"))});
    rows.push_back({both("nước trào từ hố ga ra đường", "water out of manholes onto streets"),
                    fmt::format("{:.0f} m³", number(d, "returned_m3"))});
    rows.push_back(
        {both("nước ra sông", "water through outfalls"), fmt::format("{:.0f} m³", number(d, "discharged_m3"))});
}

void add_streets(const nlohmann::json& flooded, Rows& rows) {
    for (const auto& [name, row] : flooded.items()) {
        // "above_0.3_m"
        const std::string depth = name.size() > 8 ? name.substr(6, name.size() - 8) : name;
        rows.push_back(
            {both("đường ngập sâu hơn " + depth + " m, dài × lâu", "street deeper than " + depth + " m, length × time"),
             fmt::format("{:.1f} km·h", row.value("km_hours", 0.0))});
    }
}

}  // namespace

std::string drain_part(const ReportData& data) {
    const auto& s = data.summary;
    if (!s.contains("drainage") || number(s.at("drainage"), "outfalls") == 0.0) return {};
    Rows rows{{both("Mục", "Item"), both("Số", "Figure")}};
    add_drains(s.at("drainage"), rows);
    add_streets(s.at("street_flooded"), rows);
    const std::string body =
        "<p>" +
        both("Cống được dựng theo quy tắc từ lưu vực và mạng đường, không phải hồ sơ thật.",
             "The pipes are laid by rule from catchments and streets; they are not the real ones.") +
        "</p>" + table_html(rows);
    return section_html("Thoát nước", "Storm drains", body);
}

}  // namespace sd
