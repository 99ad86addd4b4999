#include <fmt/format.h>

#include <memory>

#include "scenarios/city_source.h"
#include "scenarios/cli.h"
#include "scenarios/world_setup.h"
#include "sim/city/pack.h"

namespace sd {
namespace {

struct CheckWords {
    std::vector<std::filesystem::path> files;
    std::filesystem::path cache = "out/.cache";
    bool names = false;
};

/// A scenario's own errors; with --names also those against its city.
Errors check_scenario(const std::filesystem::path& file, const CheckWords& words) {
    const auto scenario = read_scenario(file);
    if (!scenario) return scenario.error();
    if (!words.names) return {};
    const auto city = load_city(scenario->city, file.parent_path(), words.cache);
    if (!city) return city.error();
    Errors errors = check_events(*scenario, city->city);
    const Errors more = check_expectations(*scenario, city->city);
    errors.insert(errors.end(), more.begin(), more.end());
    if (const auto world = world_config_of(*scenario); !world) {
        errors.insert(errors.end(), world.error().begin(), world.error().end());
    }
    return errors;
}

Errors check_one(const std::filesystem::path& file, const CheckWords& words) {
    std::error_code code;
    if (!std::filesystem::is_directory(file, code)) return check_scenario(file, words);
    const auto city = read_pack(file);
    return city ? check_city(*city, file.string()) : city.error();
}

void check(Cli& cli, const CheckWords& words) {
    std::size_t bad = 0;
    for (const auto& file : words.files) {
        const Errors errors = check_one(file, words);
        if (errors.empty()) {
            fmt::print("{}: good\n", file.string());
        } else {
            ++bad;
            report_errors(cli, errors, Exit::Failed);
        }
    }
    if (bad > 0) fmt::print(stderr, "{} of {} have errors\n", bad, words.files.size());
}

}  // namespace

void add_check(Cli& cli) {
    auto words = std::make_shared<CheckWords>();
    CLI::App* check_command = cli.app.add_subcommand("check", "every error of every file: scenarios and city packs");
    check_command->footer("Example: songdoi check scenarios/library/*.yaml");
    check_command->add_option("files", words->files, "scenario files, or folders of city packs")->required();
    check_command->add_flag("--names", words->names, "also look scenario names up in the city");
    check_command->add_option("--cache", words->cache, "where built cities are kept");
    check_command->callback([&cli, words] { check(cli, *words); });
}

}  // namespace sd
