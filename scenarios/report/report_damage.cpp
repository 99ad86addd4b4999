// What the water did to buildings, people and streets, by the damage curves; tables beside the report.
#include <fmt/format.h>

#include "scenarios/city_damage.h"
#include "scenarios/page/html.h"
#include "scenarios/report/report_data.h"
#include "scenarios/results/report_parts.h"

namespace sd {
namespace {

results::Field field_of(const Grid<float>& grid) {
    results::Field field;
    field.reserve(static_cast<std::size_t>(grid.nx()) * static_cast<std::size_t>(grid.ny()));
    for (int j = 0; j < grid.ny(); ++j) field.insert(field.end(), grid.row(j).begin(), grid.row(j).end());
    return field;
}

/// The tables are there for spreadsheets; without them the report still stands.
std::string keep_tables(const RunDir& dir, const results::Exposure& exposure, const results::DamageReport& damage) {
    const std::pair<std::filesystem::path, std::string> texts[] = {
        {dir.damage_wards(), results::ward_damage_csv(exposure, damage)},
        {dir.damage_roads(), results::road_damage_csv(exposure, damage)}};
    std::string names;
    for (const auto& [file, text] : texts) {
        if (const auto written = write_file(file, text); !written) return escape_html(to_text(written.error()));
        const std::string name = escape_html(file.filename().string());
        names += (names.empty() ? "" : ", ") + ("<code>" + name + "</code>");
    }
    return names;
}

}  // namespace

std::string damage_part(const ReportData& data) {
    if (data.max_depth_m.size() != data.city.ground_m.size()) return {};
    const results::Exposure exposure = city_exposure(data.city);
    if (exposure.buildings.empty() && exposure.roads.empty()) return {};
    const results::DamageReport damage = results::assess_damage(exposure, field_of(data.max_depth_m));
    results::FloodReport part;
    part.exposure = &exposure;
    part.damage = &damage;
    const std::string million = fmt::format("{:g}", kAssumedValue_per_m2 / 1e6);
    return results::damage_part(part) + "<p class=\"none\">" +
           both("Giả định: giá trị nhà và tài sản " + million + " triệu đồng/m² tầng trệt ở mọi nơi. Bảng: ",
                "Assumed: building and contents are worth " + million +
                    " million VND per m² of ground floor everywhere. Tables: ") +
           keep_tables(data.dir, exposure, damage) + "</p>\n";
}

}  // namespace sd
