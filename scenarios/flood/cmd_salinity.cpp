// songdoi flood salinity: the dry season of 2024 on a tidal network, a row per measured figure.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "scenarios/city_source.h"
#include "scenarios/flood/commands.h"
#include "sim/salinity/hindcast.h"
#include "sim/salinity/read.h"
#include "sim/tide.h"

namespace sd {
namespace {

constexpr double kClosureBar = 1e-12;
constexpr const char* kMeaning =
    "calibrated: discharge, sea salinity, roughness and mixing were chosen on these months, so a row says how well one "
    "set of constants fits, not how well the model predicts";

struct SalinityWords {
    std::filesystem::path file;
    bool json = false;
};

struct Check {
    std::string name;
    double value = 0.0;
    double fact = 0.0;
    std::string unit;
    bool ok = false;
};

std::vector<Check> checks_of(const salinity::Hindcast& h) {
    std::vector<Check> out;
    for (const salinity::SaltRow& r : h.salt) {
        out.push_back({fmt::format("salinity maximum, {}, month {}", r.station, r.month), r.simulated_g_l, r.fact_g_l,
                       "g/l", r.ok});
    }
    for (const salinity::TideRow& r : h.tide) {
        out.push_back({"tide lag behind the mouth, " + r.station, r.lag_h, r.lag_fact_h, "h", r.ok});
        out.push_back({"tide gain against the mouth, " + r.station, r.gain, r.gain_fact, "1", r.ok});
    }
    out.push_back({"water closes", h.water_closure, 0.0, "1", h.water_closure <= kClosureBar});
    out.push_back({"salt closes", h.salt_closure, 0.0, "1", h.salt_closure <= kClosureBar});
    return out;
}

void print_json(const std::vector<Check>& checks) {
    nlohmann::json out{{"meaning", kMeaning}, {"rows", nlohmann::json::array()}};
    for (const Check& c : checks) {
        out["rows"].push_back({{"name", c.name}, {"value", c.value}, {"fact", c.fact}, {"unit", c.unit}, {"ok", c.ok}});
    }
    fmt::print("{}\n", out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

/// The facts lie beside the network's file.
Result<std::vector<Check>> play(const std::filesystem::path& file) {
    const std::filesystem::path facts_file = file.parent_path() / "my_tho_facts.yaml";
    auto description = salinity::read_description(file);
    if (!description) return fail(std::move(description.error()));
    const auto facts = salinity::read_facts(facts_file);
    if (!facts) return fail(facts.error());
    if (facts->tide.empty()) return fail(facts_file.string(), "has no tide transfers", "give tide_transfer rows");
    const auto mouth = tide::config_from_facts(facts_file, facts->tide.front().station);
    if (!mouth) return fail(mouth.error());
    const salinity::Network network = salinity::build(std::move(*description));
    return checks_of(salinity::hindcast_2024(network, *facts, [&](Instant t) { return tide::level_m(*mouth, t); }));
}

void run_salinity(Cli& cli, const SalinityWords& words) {
    std::filesystem::path file = words.file;
    if (file.empty()) {
        const auto data = data_folder();
        if (!data) return report_errors(cli, data.error());
        file = *data / "my_tho" / "salinity.yaml";
    }
    fmt::print(stderr, "playing 1 January to 30 April 2024 …\n");
    const auto checks = play(file);
    if (!checks) return report_errors(cli, checks.error());
    const auto failed = std::count_if(checks->begin(), checks->end(), [](const Check& c) { return !c.ok; });
    cli.exit_code = static_cast<int>(failed == 0 ? Exit::Good : Exit::Failed);
    if (words.json) return print_json(*checks);
    for (const Check& c : *checks) {
        fmt::print("{:<7} {:<40} {:>10.3g} for {:<8.3g} {}\n", c.ok ? "ok" : "FAILED", c.name, c.value, c.fact, c.unit);
    }
    fmt::print("{} of {} rows hold ({})\n", checks->size() - static_cast<std::size_t>(failed), checks->size(),
               kMeaning);
}

}  // namespace

void add_flood_salinity(Cli& cli, CLI::App& flood) {
    auto words = std::make_shared<SalinityWords>();
    CLI::App* command = flood.add_subcommand(
        "salinity", "the dry season of 2024 in the tidal rivers, against what was measured; exit 1 when a row fails");
    command->footer(
        "Examples: songdoi flood salinity\n          songdoi flood salinity data/my_tho/salinity.yaml --json\n"
        "Salinity holds within a factor of 1.5, lags within 0.75 h, gains within a factor of 1.2. The rows are "
        "calibrated, not predicted.");
    command->add_option("file", words->file,
                        "a tidal network; my_tho_facts.yaml must lie beside it (default: the project's own)");
    command->add_flag("--json", words->json, "for programs");
    command->callback([&cli, words] { run_salinity(cli, *words); });
}

}  // namespace sd
