// songdoi flood verify: plays the verification set and prints one row per bar.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/flood/commands.h"
#include "sim/flood/verify.h"

namespace sd {
namespace {

struct VerifyWords {
    std::string only;
    std::string reference;
    bool quick = false;
    bool json = false;
    int threads = 2;
};

std::filesystem::path reference_folder(const std::string& given) {
    if (!given.empty()) return given;
    const char* shared = std::getenv("SONGDOI_SHARED");
    return std::filesystem::path(shared == nullptr ? "../shared" : shared) / "data" / "flood";
}

void print_json(const std::vector<flood::VerifyRow>& rows) {
    nlohmann::json out{{"rows", nlohmann::json::array()}};
    for (const flood::VerifyRow& r : rows) {
        out["rows"].push_back({{"name", r.name}, {"value", r.value}, {"bar", r.bar}, {"ok", r.ok}, {"note", r.note}});
    }
    fmt::print("{}\n", out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void verify(Cli& cli, const VerifyWords& words) {
    flood::VerifyPlan plan;
    plan.reference = reference_folder(words.reference);
    plan.only = words.only;
    plan.quick = words.quick;
    plan.started = [](const std::string& name) { fmt::print(stderr, "playing {} …\n", name); };
    Parallel parallel(words.threads);
    const auto rows = flood::verify(plan, parallel);
    if (rows.empty()) {
        return report_errors(cli, {{"--only " + words.only, 0, 0, "no case of the verification set begins so",
                                    "one of: rest dam basin steady depressions plain canals gaps"}});
    }
    int failed = 0;
    for (const flood::VerifyRow& r : rows) failed += r.ok ? 0 : 1;
    cli.exit_code = static_cast<int>(failed == 0 ? Exit::Good : Exit::Failed);
    if (words.json) return print_json(rows);
    for (const flood::VerifyRow& r : rows) {
        fmt::print("{:<7} {:<42} {:>11.4g} ≤ {:<10.4g} {}\n", r.ok ? "ok" : "FAILED", r.name, r.value, r.bar, r.note);
    }
    fmt::print("{} of {} rows hold\n", rows.size() - static_cast<std::size_t>(failed), rows.size());
}

}  // namespace

void add_flood_verify(Cli& cli, CLI::App& flood) {
    auto words = std::make_shared<VerifyWords>();
    CLI::App* check = flood.add_subcommand(
        "verify", "plays cases with exact or agreed answers by every scheme; exit 1 when a bar does not hold");
    check->footer("Example: songdoi flood verify --only dam --json");
    check->add_option("--only", words->only,
                      "cases whose name begins so: rest dam basin steady depressions plain canals gaps");
    check->add_option(
        "--reference", words->reference,
        "folder with humps/ and macdonald/ (default: $SONGDOI_SHARED/data/flood, else ../shared/data/flood)");
    check->add_flag("--quick", words->quick, "coarser grids, shorter play: under a minute");
    check->add_flag("--json", words->json, "for programs");
    check->add_option("--threads", words->threads, "the rows are the same for any number")->check(CLI::Range(1, 64));
    check->callback([&cli, words] { verify(cli, *words); });
}

}  // namespace sd
