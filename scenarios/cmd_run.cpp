#include <fmt/format.h>

#include <map>
#include <memory>

#include "scenarios/cli.h"
#include "scenarios/frame_period.h"
#include "scenarios/runner.h"

namespace sd {

void report_errors(Cli& cli, const Errors& errors, Exit exit) {
    fmt::print(stderr, "{}", to_text(errors));
    if (!errors.empty()) fmt::print(stderr, "\n");
    cli.exit_code = static_cast<int>(exit);
}

namespace {

struct RunWords {
    RunOptions options;
    std::string length;
    std::string speed = "max";
    std::string keyframes = "60s";
    bool pictures = false;
    CLI::Option* pictures_given = nullptr;
    std::uint64_t seed = 0;
    CLI::Option* seed_given = nullptr;
};

/// Words that CLI11 cannot judge by itself.
Errors complete(RunWords& words) {
    Errors errors;
    if (!words.length.empty()) {
        words.options.length = parse_duration(words.length);
        if (!words.options.length || words.options.length->ns <= 0) {
            errors.push_back({"--for", 0, 0, "\"" + words.length + "\" is no duration", "write e.g. 10min or 1h30m"});
        }
    }
    if (words.speed != "max") {
        char* end = nullptr;
        words.options.speed = std::strtod(words.speed.c_str(), &end);
        if (*end != '\0' || !(words.options.speed > 0.0)) {
            errors.push_back(
                {"--speed", 0, 0, "\"" + words.speed + "\" is no speed", "write max, or a number such as 10"});
        }
    }
    const auto keyframes = parse_duration(words.keyframes);
    if (!keyframes || keyframes->ns < kRunFramePeriod.ns || (*keyframes % kRunFramePeriod).ns != 0) {
        errors.push_back({"--keyframes", 0, 0, "\"" + words.keyframes + "\" is no multiple of 5 s", "write e.g. 60s"});
    } else {
        words.options.keyframe_every = *keyframes;
    }
    if (words.seed_given->count() > 0) words.options.seed = words.seed;
    if (words.pictures_given->count() > 0) words.options.pictures = words.pictures;
    return errors;
}

void play(Cli& cli, RunWords& words) {
    words.options.command_line = cli.command_line;
    if (const Errors errors = complete(words); !errors.empty()) return report_errors(cli, errors);
    const auto exit = run(words.options);
    if (!exit) return report_errors(cli, exit.error());
    cli.exit_code = static_cast<int>(*exit);
}

}  // namespace

void add_run(Cli& cli) {
    auto words = std::make_shared<RunWords>();
    RunOptions& o = words->options;
    CLI::App* run = cli.app.add_subcommand("run", "play a scenario into a run directory");
    run->footer("Example: songdoi run scenarios/library/my_tho_evening.yaml --for 10min --out out/evening");
    run->add_option("scenario", o.scenario, "scenario file (YAML)")->required();
    run->add_option("--for", words->length, "stop after this simulated time, e.g. 10min");
    run->add_option("--speed", words->speed, "max, or a multiple of real time");
    words->seed_given = run->add_option("--seed", words->seed, "instead of the scenario's seed");
    run->add_option("--threads", o.threads, "of the simulation; the result does not depend on it")
        ->check(CLI::Range(1, 64));
    const std::map<std::string, Role> roles{
        {"all", Role::All}, {"sim", Role::Sim}, {"emulators", Role::Emulators}, {"twin", Role::Twin}};
    run->add_option("--role", o.role, "all, or one of three processes: sim, emulators, twin")
        ->transform(CLI::CheckedTransformer(roles).description(""))
        ->type_name("ROLE");
    run->add_option("--bus", o.bus, "tcp://HOST:PORT of the simulation; uses the three ports after it too");
    run->add_option("--out", o.out, "run directory; default out/<scenario>");
    run->add_option("--cache", o.cache, "where built cities are kept; default .cache beside the run directory");
    run->add_option("--keyframes", words->keyframes, "keep a picture of both eyes this often");
    run->add_option("--hash-every", o.hash_every, "ticks between journalled state hashes")->check(CLI::Range(1, 3600));
    run->add_option("--isa", o.isa, "force the flood kernel: baseline, avx2 or avx512");
    run->add_flag("--tap", o.tap, "publish live pictures for songdoi-view; with roles, give it to sim and twin");
    run->add_flag("--view", o.view, "publish live pictures and start songdoi-view");
    words->pictures_given =
        run->add_flag("--pictures,!--no-pictures", words->pictures,
                      "scene pictures by songdoi-view afterwards (default: with the report, where it is installed)");
    run->add_flag("!--no-report", o.report, "leave report.html out");
    run->add_flag("--quiet", o.quiet, "no progress");
    run->callback([&cli, words] { play(cli, *words); });
}

}  // namespace sd
