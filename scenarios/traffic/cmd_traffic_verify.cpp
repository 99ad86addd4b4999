// songdoi traffic verify: car-following, discharge, mixed traffic, and whole networks against SUMO.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/traffic/commands.h"
#include "scenarios/traffic/sumo_workplace.h"
#include "scenarios/traffic/verify_nets.h"

namespace sd {
namespace {

struct VerifyWords {
    std::string reference;
    bool quick = false, json = false;
    int threads = 2;
};

std::filesystem::path reference_folder(const std::string& given) {
    return given.empty() ? traffic_references() : std::filesystem::path(given);
}

void print_json(const std::vector<micro::VerifyRow>& rows) {
    nlohmann::json out{{"rows", nlohmann::json::array()}};
    for (const micro::VerifyRow& r : rows)
        out["rows"].push_back(
            {{"name", r.name}, {"value", r.value}, {"bar", {r.low, r.high}}, {"ok", r.ok()}, {"note", r.note}});
    fmt::print("{}\n", out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void verify(Cli& cli, const VerifyWords& words) {
    fmt::print(stderr, "playing rings and signals …\n");
    std::vector<micro::VerifyRow> rows = micro::verify_follow();
    if (!words.quick) {
        fmt::print(stderr, "playing motorbikes …\n");
        for (micro::VerifyRow& r : micro::verify_strip()) rows.push_back(std::move(r));
    }
    for (micro::VerifyRow& r : verify_nets(reference_folder(words.reference), words.quick ? 1 : 3, words.threads))
        rows.push_back(std::move(r));
    std::size_t failed = 0;
    for (const micro::VerifyRow& r : rows) failed += r.ok() ? 0 : 1;
    cli.exit_code = static_cast<int>(failed == 0 ? Exit::Good : Exit::Failed);
    if (words.json) return print_json(rows);
    for (const micro::VerifyRow& r : rows)
        fmt::print("{:<7} {:<62} {:>10.4g}  {:.4g} … {:.4g}  {}\n", r.ok() ? "ok" : "FAILED", r.name, r.value, r.low,
                   r.high, r.note);
    fmt::print("{} of {} rows hold\n", rows.size() - failed, rows.size());
}

}  // namespace

void add_traffic_verify(Cli& cli, CLI::App& traffic) {
    auto words = std::make_shared<VerifyWords>();
    CLI::App* check =
        traffic.add_subcommand("verify", "plays cases with known or agreed answers; exit 1 when a bar does not hold");
    check->footer("Example: songdoi traffic verify --quick --json");
    check->add_option("--reference", words->reference,
                      "folder with cologne8/, bologna-acosta/ … (default: $SONGDOI_SHARED/data/traffic, else "
                      "../shared/data/traffic)");
    check->add_flag("--quick", words->quick, "one seed, no motorbikes");
    check->add_flag("--json", words->json, "for programs");
    check->add_option("--threads", words->threads, "the rows are the same for any number")->check(CLI::Range(1, 64));
    check->callback([&cli, words] { verify(cli, *words); });
}

}  // namespace sd
