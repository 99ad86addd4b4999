// songdoi flood hindcast: recorded floods of the default city, played and set beside the record.
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/city_source.h"
#include "scenarios/flood/commands.h"
#include "scenarios/flood/hindcast.h"
#include "sim/core/utf8.h"

namespace sd {
namespace {

struct HindcastWords {
    std::string only;
    std::filesystem::path library;
    std::filesystem::path cache = "out/.cache";
    int threads = 2;
    bool json = false;
};

constexpr const char* kMeaning =
    "not tuned to these records; terrain and drains of the default city are assumed, so a mismatch says how far such a "
    "city is from the real one";

Result<std::filesystem::path> library_of(const HindcastWords& words) {
    if (!words.library.empty()) return words.library;
    const auto data = data_folder();
    if (!data) return fail(data.error());
    return data->parent_path() / "scenarios" / "library";
}

void show_share(const std::string& event, double share, bool terminal) {
    if (!terminal) return;
    const auto bars = static_cast<std::size_t>(share * 30.0);
    fmt::print(stderr, "\r[{:<30}] {:3.0f} %  {}{}", std::string(bars, '='), 100.0 * share, event,
               share >= 1.0 ? "\n" : "");
}

Result<std::vector<HindcastRow>> play_all(const HindcastWords& words) {
    const auto library = library_of(words);
    if (!library) return fail(library.error());
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    std::vector<HindcastRow> rows;
    for (const FloodRecord& record : flood_records()) {
        if (!words.only.empty() && record.scenario != words.only) continue;
        const std::filesystem::path file = *library / (record.scenario + ".yaml");
        const auto scenario = read_scenario(file);
        if (!scenario) return fail(scenario.error());
        const auto city = load_city(scenario->city, file.parent_path(), words.cache);
        if (!city) return fail(city.error());
        fmt::print(stderr, "playing {}: {} to {} …\n", record.scenario, to_iso(scenario->start),
                   to_clock(scenario->end()));
        HindcastPlay how;
        how.threads = words.threads;
        how.progress = [&](double share) { show_share(record.scenario, share, terminal); };
        auto more = play_record(record, *scenario, city->city, how);
        if (!more) return fail(std::move(more.error()));
        rows.insert(rows.end(), more->begin(), more->end());
    }
    return rows;
}

std::string mismatch_words(const HindcastRow& row) {
    if (!std::isfinite(row.mismatch)) return "did not happen";
    return row.mismatch == 0.0 ? "none" : fmt::format("{:+.2f} {}", row.mismatch, row.unit);
}

void print_json(const std::vector<HindcastRow>& rows) {
    nlohmann::json out{{"meaning", kMeaning}, {"rows", nlohmann::json::array()}};
    for (const HindcastRow& r : rows) {
        out["rows"].push_back({{"event", r.event},
                               {"what", r.what},
                               {"recorded", r.recorded},
                               {"simulated", r.simulated},
                               {"mismatch", std::isfinite(r.mismatch) ? nlohmann::json(r.mismatch) : nlohmann::json()},
                               {"unit", r.unit}});
    }
    fmt::print("{}\n", out.dump(1));
}

/// fmt pads by bytes or by width, and which of them is a matter of its version.
std::string padded(const std::string& text, std::size_t wide) {
    const std::size_t letters = letters_of(text).size();
    return text + std::string(letters < wide ? wide - letters : 1, ' ');
}

void run_hindcast(Cli& cli, const HindcastWords& words) {
    const auto rows = play_all(words);
    if (!rows) return report_errors(cli, rows.error());
    if (words.json) return print_json(*rows);
    const auto line = [](const std::string& event, const std::string& what, const std::string& recorded,
                         const std::string& simulated, const std::string& mismatch) {
        fmt::print("{}{}{}{}{}\n", padded(event, 22), padded(what, 26), padded(recorded, 16), padded(simulated, 22),
                   mismatch);
    };
    line("event", "what", "recorded", "simulated", "mismatch");
    for (const HindcastRow& r : *rows) line(r.event, r.what, r.recorded, r.simulated, mismatch_words(r));
    for (const FloodRecord& record : flood_records()) fmt::print("{}: {}\n", record.scenario, record.source);
    fmt::print("({})\n", kMeaning);
}

}  // namespace

void add_flood_hindcast(Cli& cli, CLI::App& flood) {
    auto words = std::make_shared<HindcastWords>();
    std::vector<std::string> names;
    for (const FloodRecord& record : flood_records()) names.push_back(record.scenario);
    CLI::App* command = flood.add_subcommand(
        "hindcast", "recorded floods of the default city, played and set beside the record, street by street");
    command->footer(
        "Examples: songdoi flood hindcast\n          songdoi flood hindcast hindcast_rain_2009 --json\n"
        "Each event is a scenario of scenarios/library and can be run with devices and twin, too.");
    command->add_option("event", words->only, "only this one")->check(CLI::IsMember(names));
    command->add_option("--library", words->library, "folder of the events' scenarios (default: the project's own)");
    command->add_option("--cache", words->cache, "where built cities are kept");
    command->add_option("--threads", words->threads, "the figures are the same for any number")
        ->check(CLI::Range(1, 64));
    command->add_flag("--json", words->json, "for programs");
    command->callback([&cli, words] { run_hindcast(cli, *words); });
}

}  // namespace sd
