#include <fmt/format.h>

#include <memory>

#include "scenarios/city_source.h"
#include "scenarios/cli.h"
#include "scenarios/report/report.h"
#include "scenarios/run_info.h"

namespace sd {
namespace {

void write_report(Cli& cli, const std::filesystem::path& root, const std::filesystem::path& cache) {
    const auto dir = open_run_dir(root);
    if (!dir) return report_errors(cli, dir.error());
    const auto info = read_run_info(*dir);
    if (!info) return report_errors(cli, info.error());
    const auto scenario = scenario_of(*info);
    if (!scenario) return report_errors(cli, scenario.error());
    const auto where = cache.empty() ? dir->root.parent_path() / ".cache" : cache;
    const auto city = load_city(scenario->city, std::filesystem::path(info->scenario_file).parent_path(), where);
    if (!city) return report_errors(cli, city.error());
    if (const auto made = make_report(*dir, city->city); !made) return report_errors(cli, made.error(), Exit::Invalid);
    fmt::print("{}\n", dir->report().string());
}

}  // namespace

void add_report(Cli& cli) {
    auto root = std::make_shared<std::filesystem::path>();
    auto cache = std::make_shared<std::filesystem::path>();
    CLI::App* command = cli.app.add_subcommand("report", "write report.html of a finished run again");
    command->footer("Example: songdoi report out/evening");
    command->add_option("run", *root, "run directory")->required();
    command->add_option("--cache", *cache, "where built cities are kept");
    command->callback([&cli, root, cache] { write_report(cli, *root, *cache); });
}

}  // namespace sd
