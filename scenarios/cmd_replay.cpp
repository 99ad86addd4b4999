#include "scenarios/replay.h"

#include <fmt/format.h>

#include <memory>

#include "scenarios/cli.h"
#include "scenarios/runner.h"

namespace sd {
namespace {

void play_again(Cli& cli, const ReplayOptions& options) {
    catch_stop_signals();
    const auto result = replay(options);
    if (!result) return report_errors(cli, result.error());
    if (result->ticks == 0) {
        return report_errors(
            cli, {{options.run.string(), 0, 0, "the run holds no hashes to compare", "repeat the run"}}, Exit::Invalid);
    }
    if (result->same) {
        fmt::print("same: {} ticks of truth, {} minutes of belief\n", result->ticks, result->minutes);
        return;
    }
    fmt::print("differs: first at tick {} ({}), model {}\n", result->tick, result->at, result->model);
    cli.exit_code = static_cast<int>(Exit::Failed);
}

}  // namespace

void add_replay(Cli& cli) {
    auto options = std::make_shared<ReplayOptions>();
    CLI::App* command = cli.app.add_subcommand("replay", "play a run again and compare every state hash");
    command->footer("Example: songdoi replay out/evening --threads 4");
    command->add_option("run", options->run, "run directory")->required();
    command->add_option("--threads", options->threads, "instead of the recorded number")->check(CLI::Range(1, 64));
    command->add_option("--cache", options->cache, "where built cities are kept");
    command->add_option("--isa", options->isa, "force the flood kernel: baseline, avx2 or avx512");
    command->callback([&cli, options] { play_again(cli, *options); });
}

}  // namespace sd
