// The alarms of a run, live or finished, as its platform stored them; their numbers are what `inject` takes.
#include <fmt/format.h>

#include <memory>

#include "scenarios/cli.h"
#include "scenarios/run_dir.h"
#include "twin/store.h"

namespace sd {
namespace {

void list_alarms(Cli& cli, const std::filesystem::path& root) {
    const auto dir = open_run_dir(root);
    if (!dir) return report_errors(cli, dir.error());
    auto index = open_index_reader(dir->twin_index());
    if (!index) return report_errors(cli, index.error(), Exit::Invalid);
    const auto alarms = (*index)->alarms();
    const auto acts = (*index)->acts();
    if (const auto whole = (*index)->good(); !whole) return report_errors(cli, whole.error(), Exit::Invalid);
    for (const AlarmView& a : alarms) {
        fmt::print("{:>4}  {}  {:<12}  {:<15}  {}\n", a.id, to_clock(a.since), name_of(a.state), a.rule, a.text_en);
    }
    for (const StoredAct& act : acts) {
        fmt::print("{}  {} alarm {} → {}{}\n", to_clock(act.at), act.actor, act.alarm, name_of(act.state),
                   act.done ? "" : "  REFUSED: no such alarm, or its state does not allow the step");
    }
    if (alarms.empty()) fmt::print("no alarm is stored\n");
}

}  // namespace

void add_alarms(Cli& cli) {
    auto root = std::make_shared<std::filesystem::path>();
    CLI::App* command = cli.app.add_subcommand("alarms", "alarms and operators' orders as the platform stored them");
    command->footer(
        "Example: songdoi alarms out/evening\nA live run stores them once a simulated minute. "
        "Acknowledge one with: songdoi inject out/evening 'acknowledge alarm 3'");
    command->add_option("run", *root, "run directory")->required();
    command->callback([&cli, root] { list_alarms(cli, *root); });
}

}  // namespace sd
