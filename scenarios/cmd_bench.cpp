// songdoi bench: figures next to a limit or peer measured in the same run, as a table or as JSON.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "emulators/fleet_bench.h"
#include "scenarios/bench_city.h"
#include "scenarios/bench_figure.h"
#include "scenarios/bench_flood.h"
#include "scenarios/bench_province.h"
#include "scenarios/cli.h"
#include "scenarios/traffic/bench_traffic.h"
#include "sim/sewer/sewer_bench.h"
#include "sim/traffic_bench.h"

namespace sd {
namespace {

struct BenchWords {
    std::string name = "all";
    bool quick = false;
    bool json = false;
    int threads = 2;
};

void bench_traffic_into(const BenchWords& words, Figures& out) {
    const City town = traffic::grid_city({});
    double one_thread = 0.0;
    for (const int threads : {1, words.threads}) {
        const auto f = traffic::bench_traffic(town, 4000, words.quick ? 60 : 300, threads);
        if (threads == 1) one_thread = f.updates_per_s;
        out.push_back({fmt::format("traffic.grid10.4000.threads{}", threads), f.updates_per_s, "vehicle updates/s", 1,
                       threads == 1 ? "" : "one thread, same run",
                       threads == 1 || one_thread <= 0.0 ? 0.0 : f.updates_per_s / one_thread});
        if (threads == words.threads) break;
    }
}

void bench_fleet_into(const BenchWords& words, Figures& out) {
    const std::uint32_t devices = words.quick ? 100'000 : 1'000'000;
    double one_thread = 0.0;
    for (const int threads : {1, words.threads}) {
        const FleetBench f = bench_fleet(devices, threads, minutes(words.quick ? 1 : 5));
        if (threads == 1) one_thread = f.readings_per_s;
        out.push_back({fmt::format("fleet.{}.threads{}", devices, threads), f.readings_per_s, "readings/s", 1,
                       threads == 1 ? "" : "one thread, same run",
                       threads == 1 || one_thread <= 0.0 ? 0.0 : f.readings_per_s / one_thread});
        if (threads == words.threads) break;
    }
}

// The anchor is a published figure of another machine and network: printed beside ours, never divided by.
constexpr const char* kSewerAnchor = "18.2 s published for SWMM 5.2 at 1 s steps, not measured here";

void bench_sewer_into(const BenchWords& words, Figures& out) {
    const sewer::SewerBenchFigures f = sewer::bench_sewer(words.quick);
    const std::string tag = fmt::format("sewer.tree{}.{:.0f}h", f.nodes, f.sim_s / 3600.0);
    const std::string tiny = fmt::format("steps of 0.1 s over {:.0f} h, same run", f.reference_sim_s / 3600.0);
    out.push_back({tag + ".wall", f.wall_s, "s", 1, kSewerAnchor, 0.0});
    out.push_back({tag + ".steps", static_cast<double>(f.steps), "steps", 1, "", 0.0});
    out.push_back({tag + ".unsettled", static_cast<double>(f.unsettled), "steps", 1, "", 0.0});
    out.push_back({tag + ".continuity_error", f.continuity, "1", 1, "", 0.0});
    out.push_back({tag + ".surcharged", f.surcharged, "of manholes", 1, "", 0.0});
    out.push_back({tag + ".ponded", f.ponded, "of manholes", 1, "", 0.0});
    out.push_back({tag + ".head_off_max", f.head_off_m, "m", 1, tiny, 0.0});
    out.push_back({tag + ".head_off_mean", f.head_off_mean_m, "m", 1, tiny, 0.0});
}

std::string processor_name() {
    std::ifstream in("/proc/cpuinfo");
    std::string line;
    while (std::getline(in, line)) {
        if (line.starts_with("model name")) return line.substr(std::min(line.find(':') + 2, line.size()));
    }
    return "unknown";
}

void print_json(const Figures& figures) {
    nlohmann::json out{{"machine",
                        {{"processor", processor_name()},
                         {"cores", std::thread::hardware_concurrency()},
                         {"memory_bytes", static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                                              static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE))}}},
                       {"figures", nlohmann::json::array()}};
    for (const Figure& f : figures) {
        nlohmann::json figure{{"name", f.name}, {"value", f.value}, {"unit", f.unit}, {"runs", f.runs}};
        figure["reference"] = f.reference;
        if (!f.reference.empty()) figure["ratio"] = f.ratio;
        out["figures"].push_back(std::move(figure));
    }
    fmt::print("{}\n", out.dump(1));
}

void bench(const BenchWords& words) {
    Figures figures;
    const bool all = words.name == "all";
    if (all || words.name == "flood") bench_flood_into(words.quick, figures);
    if (all || words.name == "province") {
        if (const auto done = bench_province_into(words.quick || all, words.threads, figures); !done) {
            fmt::print(stderr, "no figures of a province: {}\n", to_text(done.error()));
        }
    }
    if (all || words.name == "city") {
        if (const auto done = bench_city_into(words.quick || all, words.threads, figures); !done) {
            fmt::print(stderr, "no figures of the city's water: {}\n", to_text(done.error()));
        }
    }
    if (all || words.name == "traffic") {
        bench_traffic_into(words, figures);
        if (const auto done = bench_sumo_into(words.quick || all, words.threads, figures); !done)
            fmt::print(stderr, "no figures beside SUMO: {}\n", to_text(done.error()));
    }
    if (all || words.name == "sewer") bench_sewer_into(words, figures);
    if (all || words.name == "fleet") bench_fleet_into(words, figures);
    if (words.json) return print_json(figures);
    for (const Figure& f : figures) {
        fmt::print("{:<44} {:>14.4g} {:<18}", f.name, f.value, f.unit);
        if (f.ratio > 0.0) fmt::print(" {:.2f}×", f.ratio);
        if (!f.reference.empty()) fmt::print(" {}", f.reference);
        fmt::print("\n");
    }
}

}  // namespace

void add_bench(Cli& cli) {
    auto words = std::make_shared<BenchWords>();
    CLI::App* command = cli.app.add_subcommand("bench", "how fast the engines are on this machine");
    command->footer(
        "Examples: songdoi bench flood --quick --json   beside the limit probe\n"
        "          songdoi bench province    6.3 million wet cells, tide, rain, 200 gates, two hours\n"
        "          songdoi bench city        the default city's water at 10 m and at 5 m\n"
        "          songdoi bench traffic     turn by turn with SUMO, medians of five rounds\n"
        "          songdoi bench sewer       2,000-node tree, 6 h, tidal outfall; heads against steps of 0.1 s");
    command->add_option("name", words->name, "flood, province, city, sewer, traffic, fleet or all")
        ->check(CLI::IsMember({"flood", "province", "city", "sewer", "traffic", "fleet", "all"}));
    command->add_flag("--quick", words->quick, "small sizes, under 45 s");
    command->add_flag("--json", words->json, "for programs");
    command->add_option("--threads", words->threads, "of the parallel figures")->check(CLI::Range(1, 64));
    command->callback([words] { bench(*words); });
}

}  // namespace sd
