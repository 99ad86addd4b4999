#include <fmt/format.h>

#include <memory>

#include "scenarios/cli.h"
#include "scenarios/run_ledger.h"

namespace sd {
namespace {

void show_ledger(Cli& cli, const std::filesystem::path& root, const std::filesystem::path& cache) {
    const auto dir = open_run_dir(root);
    if (!dir) return report_errors(cli, dir.error());
    const auto rebuilt = rebuild_index(*dir, cache);
    if (!rebuilt) return report_errors(cli, rebuilt.error(), Exit::Invalid);
    if (*rebuilt) fmt::print(stderr, "the platform's index was missing: it was made again from its log\n");
    const auto ledger = join_run_ledger(*dir);
    if (!ledger) return report_errors(cli, ledger.error(), Exit::Invalid);
    fmt::print("{}", ledger_text(*ledger));
    if (!ledger->closes()) cli.exit_code = static_cast<int>(Exit::LedgerOpen);
}

}  // namespace

void add_ledger(Cli& cli) {
    auto root = std::make_shared<std::filesystem::path>();
    auto cache = std::make_shared<std::filesystem::path>();
    CLI::App* command =
        cli.app.add_subcommand("ledger", "join what devices and people issued with what the platform stored");
    command->footer("Example: songdoi ledger out/evening");
    command->add_option("run", *root, "run directory")->required();
    command->add_option("--cache", *cache, "where built cities are kept, to make a missing index again");
    command->callback([&cli, root, cache] { show_ledger(cli, *root, *cache); });
}

}  // namespace sd
