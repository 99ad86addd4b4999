// songdoi traffic fcd: columns of vehicle places as SUMO's XML.
#include <fmt/format.h>

#include <memory>

#include "scenarios/traffic/commands.h"
#include "sim/traffic/sumo/fcd_columns.h"
#include "sim/traffic/sumo/write.h"

namespace sd {
namespace {

struct FcdWords {
    std::filesystem::path columns, xml;
};

void convert(Cli& cli, const FcdWords& words) {
    auto out = sumo::open_fcd(words.xml);
    if (!out) return report_errors(cli, out.error(), Exit::Failed);
    std::size_t steps = 0, places = 0;
    const auto read = sumo::read_fcd_columns(words.columns, [&](const sumo::FcdStep& step) {
        sumo::write(*out, step);
        ++steps;
        places += step.rows.size();
    });
    const auto closed = out->close();
    if (!read) {
        std::error_code ignored;
        std::filesystem::remove(words.xml, ignored);  // nothing half-written
        return report_errors(cli, read.error());
    }
    if (!closed) return report_errors(cli, closed.error(), Exit::Failed);
    fmt::print("wrote {}: {} steps, {} places\n", words.xml.string(), steps, places);
}

}  // namespace

void add_traffic_fcd(Cli& cli, CLI::App& traffic) {
    auto words = std::make_shared<FcdWords>();
    CLI::App* fcd =
        traffic.add_subcommand("fcd", "turns columns of vehicle places into the XML that SUMO's tools read");
    fcd->footer("Example: songdoi traffic fcd out/town.sdfcd out/town.fcd.xml.gz");
    fcd->add_option("columns", words->columns, "a file of songdoi traffic --fcd-output NAME.sdfcd")->required();
    fcd->add_option("xml", words->xml, "where SUMO's form goes; .gz: compressed")->required();
    fcd->callback([&cli, words] { convert(cli, *words); });
}

}  // namespace sd
