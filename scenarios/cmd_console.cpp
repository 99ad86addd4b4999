// Orders to a live run from a second terminal.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "scenarios/cli.h"
#include "scenarios/control.h"
#include "scenarios/run_info.h"

namespace sd {
namespace {

void order(Cli& cli, const std::filesystem::path& root, const Control& control) {
    const auto dir = open_run_dir(root);
    if (!dir) return report_errors(cli, dir.error());
    const auto reply = send_control(*dir, control);
    if (!reply) return report_errors(cli, reply.error(), Exit::Failed);
    fmt::print("{}\n", *reply);
}

void add_simple(Cli& cli, const char* name, const char* what, ControlKind kind) {
    auto root = std::make_shared<std::filesystem::path>();
    CLI::App* command = cli.app.add_subcommand(name, what);
    command->footer(fmt::format("Example: songdoi {} out/evening", name));
    command->add_option("run", *root, "directory of a live run")->required();
    command->callback([&cli, root, kind] { order(cli, *root, Control{kind, 0.0, {}}); });
}

void set_speed(Cli& cli, const std::filesystem::path& root, const std::string& word) {
    double speed = 0.0;
    if (word != "max") {
        char* end = nullptr;
        speed = std::strtod(word.c_str(), &end);
        if (*end != '\0' || !(speed > 0.0)) {
            return report_errors(
                cli, {{"speed", 0, 0, "\"" + word + "\" is no speed", "write max, or a number such as 10"}});
        }
    }
    order(cli, root, Control{ControlKind::Speed, speed, {}});
}

void inject(Cli& cli, const std::filesystem::path& root, const std::string& sentence) {
    if (sentence.size() > kMaxSentenceBytes) {
        return report_errors(cli, {{"event", 0, 0, "the sentence is longer than 4 KiB", "write one event line"}});
    }
    Control control;
    control.kind = ControlKind::Inject;
    control.sentence = sentence;
    order(cli, root, control);
}

}  // namespace

void add_console(Cli& cli) {
    add_simple(cli, "pause", "hold a live run", ControlKind::Pause);
    add_simple(cli, "resume", "let a paused run go on", ControlKind::Resume);
    add_simple(cli, "step", "let a paused run do one frame of 5 s", ControlKind::Step);
    add_simple(cli, "status", "where a live run is", ControlKind::Status);
    add_simple(cli, "stop", "end a live run cleanly", ControlKind::Stop);
    auto root = std::make_shared<std::filesystem::path>();
    auto word = std::make_shared<std::string>();
    CLI::App* speed = cli.app.add_subcommand("speed", "change a live run's speed");
    speed->footer("Example: songdoi speed out/evening 10");
    speed->add_option("run", *root, "directory of a live run")->required();
    speed->add_option("speed", *word, "max, or a multiple of real time")->required();
    speed->callback([&cli, root, word] { set_speed(cli, *root, *word); });
    CLI::App* inject_command = cli.app.add_subcommand("inject", "do something to a live run, now");
    inject_command->footer("Example: songdoi inject out/evening 'close road \"Ấp Bắc\"'");
    inject_command->add_option("run", *root, "directory of a live run")->required();
    inject_command->add_option("event", *word, "an event line without its time")->required();
    inject_command->callback([&cli, root, word] { inject(cli, *root, *word); });
}

}  // namespace sd
