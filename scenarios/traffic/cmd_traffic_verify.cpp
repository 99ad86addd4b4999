// songdoi traffic verify: car-following, discharge, mixed traffic and, where the data are, whole networks against SUMO.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/traffic/bench_traffic.h"
#include "scenarios/traffic/commands.h"
#include "sim/traffic/engine.h"
#include "sim/traffic/sumo/read.h"
#include "sim/traffic/verify.h"

namespace sd {
namespace {

struct VerifyWords {
    std::string reference;
    bool quick = false, json = false;
    int threads = 2;
};

/// Means over seeds of SUMO 1.15 itself, measured on the same files.
struct Reference {
    const char* name;
    const char* file;
    double end_s;
    double arrived, speed, duration, waiting, loss;
};
constexpr Reference kReferences[] = {
    {"cologne8", "cologne8/cologne8.sumocfg", 28800.0, 1994.2, 6.76, 126.31, 36.28, 61.04},
    {"Bologna acosta", "bologna-acosta/run.sumocfg", 3600.0, 7413.8, 6.52, 264.62, 87.41, 146.37},
    {"Bologna joined", "bologna-joined/run.sumocfg", 3600.0, 9588.4, 6.20, 334.52, 134.14, 206.39},
};

std::filesystem::path reference_folder(const std::string& given) {
    return given.empty() ? traffic_references() : std::filesystem::path(given);
}

/// Mean of a few seeds, so that chance does not decide.
void verify_net(const Reference& r, const std::filesystem::path& file, int threads, int seeds,
                std::vector<micro::VerifyRow>& rows) {
    Parallel parallel(threads);
    double arrived = 0.0, speed = 0.0, duration = 0.0, waiting = 0.0, loss = 0.0;
    for (int seed = 1; seed <= seeds; ++seed) {
        auto read = sumo::read_case(file);
        if (!read) {
            rows.push_back({std::string(r.name) + ": " + to_text(read.error()), 0.0, 1.0, 1.0});
            return;
        }
        read->options.end_s = r.end_s;
        read->options.seed = static_cast<std::uint64_t>(seed);
        auto made = micro::make(std::move(*read));
        if (!made) return;
        made->out.keep_summary = false;
        while (!micro::finished(*made)) micro::step(*made, parallel);
        const micro::RunStatistic s = micro::statistic(*made);
        const double n = static_cast<double>(std::max<std::uint64_t>(1, s.trips)) * seeds;
        arrived += static_cast<double>(s.trips) / seeds;
        speed += s.speed_m_s / n;
        duration += s.duration_s / n;
        waiting += s.waiting_s / n;
        loss += s.time_loss_s / n;
    }
    const auto add = [&](const char* what, double value, double expected, double share) {
        rows.push_back({fmt::format("{} {}", r.name, what), value, expected * (1.0 - share), expected * (1.0 + share)});
    };
    add("arrived", arrived, r.arrived, 0.02);
    add("speed, m/s", speed, r.speed, 0.05);
    add("duration, s", duration, r.duration, 0.05);
    add("waiting, s", waiting, r.waiting, 0.15);
    add("time loss, s", loss, r.loss, 0.10);
}

void print_json(const std::vector<micro::VerifyRow>& rows) {
    nlohmann::json out{{"rows", nlohmann::json::array()}};
    for (const micro::VerifyRow& r : rows)
        out["rows"].push_back({{"name", r.name}, {"value", r.value}, {"bar", {r.low, r.high}}, {"ok", r.ok()}});
    fmt::print("{}\n", out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void verify(Cli& cli, const VerifyWords& words) {
    fmt::print(stderr, "playing rings and signals …\n");
    std::vector<micro::VerifyRow> rows = micro::verify_follow();
    if (!words.quick) {
        fmt::print(stderr, "playing motorbikes …\n");
        for (micro::VerifyRow& r : micro::verify_strip()) rows.push_back(std::move(r));
    }
    for (const Reference& r : kReferences) {
        const auto file = reference_folder(words.reference) / r.file;
        if (!std::filesystem::exists(file)) {
            fmt::print(stderr, "{}: not there, left out\n", file.string());
            continue;
        }
        fmt::print(stderr, "playing {} …\n", r.name);
        verify_net(r, file, words.threads, words.quick ? 1 : 3, rows);
    }
    std::size_t failed = 0;
    for (const micro::VerifyRow& r : rows) failed += r.ok() ? 0 : 1;
    cli.exit_code = static_cast<int>(failed == 0 ? Exit::Good : Exit::Failed);
    if (words.json) return print_json(rows);
    for (const micro::VerifyRow& r : rows)
        fmt::print("{:<7} {:<62} {:>10.4g}  {:.4g} … {:.4g}\n", r.ok() ? "ok" : "FAILED", r.name, r.value, r.low,
                   r.high);
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
