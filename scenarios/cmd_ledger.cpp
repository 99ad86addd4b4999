#include <fmt/format.h>

#include <memory>

#include "scenarios/cli.h"
#include "scenarios/run_dir.h"

namespace sd {

void add_ledger(Cli& cli) {
    auto root = std::make_shared<std::filesystem::path>();
    CLI::App* command = cli.app.add_subcommand("ledger", "join what devices issued with what the platform stored");
    command->footer("Example: songdoi ledger out/evening");
    command->add_option("run", *root, "run directory")->required();
    command->callback([&cli, root] {
        const auto dir = open_run_dir(*root);
        if (!dir) return report_errors(cli, dir.error());
        const auto ledger = join_run_ledger(*dir);
        if (!ledger) return report_errors(cli, ledger.error(), Exit::Invalid);
        fmt::print("{}", ledger_text(*ledger));
        if (!ledger->closes()) cli.exit_code = static_cast<int>(Exit::LedgerOpen);
    });
}

}  // namespace sd
