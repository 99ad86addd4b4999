// Head, damage, ledger and provenance of the flood report.
#include "scenarios/results/report_parts.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "scenarios/results/hazard.h"
#include "scenarios/results/svg.h"

namespace sd::results {
namespace {

/// "12 345 678": groups with a thin space that both languages read.
std::string grouped(double value) {
    std::string digits = fmt::format("{:.0f}", std::abs(value));
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, "\u202F");
    return (value < 0.0 && digits != "0" ? "−" : "") + digits;
}

std::string number(double value, int decimals) { return html_of(number_words(value, decimals)); }

/// Four leading digits, whatever the size: residuals may be tiny.
std::string volume(double m3) {
    if (std::abs(m3) >= 1000.0) return grouped(m3);
    if (m3 == 0.0 || std::abs(m3) >= 0.01) return number(m3, 3);
    return (m3 < 0.0 ? "−" : "") + fmt::format("{:.2e}", std::abs(m3));
}

std::string card(const std::string& value, const Bilingual& words) {
    return "<div class=\"card\"><b>" + value + "</b><span>" + html_of(words) + "</span></div>\n";
}

struct Areas {
    double wet_km2 = 0.0;
    double unsafe_km2 = 0.0;  ///< H3 and above
    double deepest_m = 0.0;
};

/// Cells that were wet from the first snapshot on (rivers, canals) count too: the case knows no land cover.
Areas areas_of(const FloodReport& report) {
    Areas areas;
    const std::vector<std::uint8_t> classes = hazard_map(*report.maxima);
    const double cell_km2 = report.frame.grid.cell_m * report.frame.grid.cell_m * 1e-6;
    for (std::size_t k = 0; k < classes.size(); ++k) {
        areas.wet_km2 += classes[k] > 0 ? cell_km2 : 0.0;
        areas.unsafe_km2 += classes[k] >= static_cast<std::uint8_t>(Hazard::H3) ? cell_km2 : 0.0;
        areas.deepest_m = std::fmax(areas.deepest_m, static_cast<double>(report.maxima->depth_m[k]));
    }
    return areas;
}

std::string facts_table(const FloodReport& report) {
    const GridSpec& g = report.frame.grid;
    const RunFacts& r = report.run;
    std::vector<std::vector<std::string>> rows{{both("Mục", "Item"), both("Giá trị", "Value")}};
    const auto row = [&](const char* vi, const char* en, const std::string& html) {
        rows.push_back({both(vi, en), html});
    };
    row("Tệp tình huống", "Case file", "<code>" + escape_html(report.case_file) + "</code>");
    row("Chương trình", "Engine", escape_html(r.engine));
    row("Sơ đồ số", "Scheme", escape_html(r.scheme));
    row("Lưới", "Grid",
        fmt::format("{} × {} = {} ", g.nx, g.ny, grouped(static_cast<double>(g.cells()))) + both("ô", "cells") + ", " +
            number(g.cell_m, 3) + " m");
    row("Hệ toạ độ", "Coordinates",
        report.frame.epsg == 0 ? both("mét của tình huống", "the case's own metres")
                               : fmt::format("EPSG:{}", report.frame.epsg));
    if (!report.frame.vertical_datum.empty())
        row("Mốc cao độ", "Vertical datum", escape_html(report.frame.vertical_datum));
    row("Bắt đầu", "Start", escape_html(to_iso(report.frame.epoch)));
    row("Thời gian mô phỏng", "Simulated time", number(r.simulated_s / 3600.0, 3) + " h");
    row("Số bước", "Steps", grouped(static_cast<double>(r.steps)));
    row("Bước thời gian (nhỏ nhất – lớn nhất)", "Time step (shortest – longest)",
        number(r.shortest_s, 4) + " – " + number(r.longest_s, 4) + " s");
    row("Số Courant", "Courant number", number(r.courant, 3));
    row("Thời gian máy", "Wall time",
        number(r.wall_s, 1) + " s" +
            (r.wall_s > 0.0 ? " (" + number(r.simulated_s / r.wall_s, r.simulated_s < 10.0 * r.wall_s ? 2 : 0) + "×)"
                            : ""));
    return table_html(rows);
}

std::string warnings_html(const FloodReport& report) {
    std::string out;
    for (const Bilingual& warning : report.warnings) {
        out += "<div class=\"warn\">" + html_of(warning) + "</div>\n";
    }
    if (report.warnings.empty()) out = "<p class=\"none\">" + both("Không có cảnh báo.", "No warnings.") + "</p>\n";
    return out;
}

}  // namespace

std::string head_part(const FloodReport& report) {
    std::string out =
        "<header><div class=\"lang\"><button class=\"b-vi\" onclick=\"lang('vi')\">Tiếng Việt</button>"
        "<button class=\"b-en\" onclick=\"lang('en')\">English</button></div><div class=\"kicker\">Sông Đôi · " +
        both("mô phỏng ngập", "flood simulation") + "</div><h1>" +
        escape_html(report.frame.title.empty() ? report.case_file : report.frame.title) + "</h1></header>\n";
    if (report.maxima != nullptr) {
        const Areas areas = areas_of(report);
        out += "<div class=\"cards\">\n";
        out += card(number(areas.wet_km2, 3) + " km²", {"có nước (kể cả sông, kênh)", "wet (rivers, canals too)"});
        out += card(number(areas.unsafe_km2, 3) + " km²", {"nguy hiểm từ H3 trở lên", "of hazard H3 and above"});
        out += card(number(areas.deepest_m, 2) + " m", {"sâu nhất", "deepest"});
        const double residual = report.ledger.residual_m3();
        out += card(volume(residual) + " m³", {"nước không rõ nguồn", "water not accounted for"});
        out += "</div>\n";
    }
    out += section_html("Cảnh báo", "Warnings", warnings_html(report));
    return out + section_html("Tình huống và phép tính", "The case and the run", facts_table(report));
}

std::string damage_part(const FloodReport& report) {
    if (report.damage == nullptr || report.exposure == nullptr) return {};
    const Exposure& e = *report.exposure;
    const std::string money = escape_html(e.currency);
    std::vector<std::vector<std::string>> rows{
        {both("Phường, xã", "Ward"), both("Nhà", "Buildings"), both("Nhà vào nước", "With water inside"),
         both("Nhà ở, ", "Homes, ") + money, both("Thương mại, ", "Commerce, ") + money,
         both("Công nghiệp, ", "Industry, ") + money, both("Cộng, ", "All, ") + money,
         both("Dân bị ảnh hưởng", "People exposed")}};
    for (const double depth_m : kStreetDepths_m)
        rows[0].push_back(both("Đường ngập trên ", "Street above ") + number(depth_m, 1) + " m, km");
    const auto add = [&](const std::string& name, const DamageSum& s) {
        std::vector<std::string> row{name, grouped(static_cast<double>(s.buildings)),
                                     grouped(static_cast<double>(s.wet_buildings))};
        for (const double damage : s.damage_by_use) row.push_back(grouped(damage));
        row.push_back(grouped(s.damage));
        row.push_back(grouped(s.exposed_people));
        for (const double km : s.street_km) row.push_back(number(km, 2));
        rows.push_back(std::move(row));
    };
    for (const auto& [name, sum] : report.damage->wards) add(escape_html(name), sum);
    add("<b>" + both("Tất cả", "All") + "</b>", report.damage->total);
    const std::string note =
        both(
            "Tỷ lệ hư hại theo độ sâu trên nền nhà: Huizinga và nnk. 2017 (JRC105688), trung bình châu Á, trừ khi tình "
            "huống cho đường cong khác. Người bị ảnh hưởng: ở nhà có nước ngoài sân sâu từ ",
            "Share lost by depth above the floor: Huizinga et al. 2017 (JRC105688), averages of Asia, unless the case "
            "gives other curves. People exposed: in houses with water outside from ") +
        number(e.people_depth_m, 2) + " m.";
    return section_html("Thiệt hại", "Damage", table_html(rows, 1) + "<p class=\"none\">" + note + "</p>\n");
}

std::string ledger_part(const FloodReport& report) {
    const MassLedger& m = report.ledger;
    struct Row {
        Bilingual words;
        double m3;
    };
    const std::array<Row, 9> parts{{
        {{"Ban đầu", "At the start"}, m.initial_m3},
        {{"Mưa", "Rain"}, m.rain_m3},
        {{"Thấm", "Infiltration"}, m.infiltration_m3},
        {{"Biên và nguồn", "Boundary and sources"}, m.boundary_m3},
        {{"Công trình", "Structures"}, m.structure_m3},
        {{"Thoát nước ngầm", "Sewer"}, m.sewer_m3},
        {{"Do sơ đồ số", "Numeric"}, m.numeric_m3},
        {{"Cuối cùng", "At the end"}, m.final_m3},
        {{"Còn lại không rõ", "Residual"}, m.residual_m3()},
    }};
    const double area_m2 =
        static_cast<double>(report.frame.grid.cells()) * report.frame.grid.cell_m * report.frame.grid.cell_m;
    std::vector<std::vector<std::string>> rows{
        {both("Nước", "Water"), "m³", both("mm trên toàn lưới", "mm over the grid")}};
    for (const Row& row : parts) {
        rows.push_back({html_of(row.words), volume(row.m3), volume(area_m2 > 0.0 ? row.m3 / area_m2 * 1000.0 : 0.0)});
    }
    const std::string note =
        both("Dương: vào mặt nước; âm: ra. Còn lại = cuối − đầu − các dòng giữa.",
             "Positive: into the sheet; negative: out. Residual = end − start − the lines between.");
    return section_html("Sổ cân bằng nước", "Water ledger",
                        table_html(rows, 1) + "<p class=\"none\">" + note + "</p>\n");
}

std::string remake_part(const FloodReport& report) {
    std::string out;
    if (!report.files.empty()) {
        std::vector<std::vector<std::string>> rows{{both("Tệp", "File"), both("Nội dung", "Content")}};
        for (const auto& [name, content] : report.files) {
            rows.push_back(
                {"<a href=\"" + escape_html(name) + "\">" + escape_html(name) + "</a>", escape_html(content)});
        }
        out += table_html(rows);
    }
    if (!report.command.empty()) {
        out += "<p>" + both("Chạy lại bằng:", "To run it again:") + " <code>" + escape_html(report.command) +
               "</code></p>\n";
    }
    return out.empty() ? out : section_html("Tệp kết quả và cách làm lại", "Result files and how to repeat", out);
}

}  // namespace sd::results
