#include "scenarios/results/flood_report.h"

#include "scenarios/page/files.h"
#include "scenarios/page/html.h"
#include "scenarios/results/report_maps.h"
#include "scenarios/results/report_parts.h"

namespace sd::results {

Result<std::string> flood_report_html(const FloodReport& report) {
    std::string body = head_part(report);
    if (report.maxima != nullptr) {
        const auto maps = maps_html(report.frame, *report.maxima, report.bed_m, report.features);
        if (!maps) return maps;
        body += section_html("Bản đồ", "Maps", *maps);
    }
    for (const auto part : {curves_part, profiles_part, damage_part, ledger_part, remake_part}) body += part(report);
    return page_html(report.frame.title.empty() ? report.case_file : report.frame.title, body);
}

Result<void> write_flood_report(const std::filesystem::path& file, const FloodReport& report) {
    const auto page = flood_report_html(report);
    if (!page) return fail(page.error());
    return write_file(file, *page);
}

}  // namespace sd::results
