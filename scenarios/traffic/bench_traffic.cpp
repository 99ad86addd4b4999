#include "scenarios/traffic/bench_traffic.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <map>

#include "scenarios/page/files.h"
#include "scenarios/traffic/sumo_workplace.h"
#include "sim/city/importers/process.h"

namespace sd {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A case beside whose file everything lies that it names.
struct Net {
    const char* name;
    const char* folder;
    const char* file;
    double end_s;
    double quick_end_s;  ///< 0: left out of a quick look
};
constexpr std::array<Net, 4> kNets{{{"acosta", "bologna-acosta", "run.sumocfg", 3600.0, 900.0},
                                    {"joined", "bologna-joined", "run.sumocfg", 3600.0, 0.0},
                                    {"cologne8", "cologne8", "cologne8.sumocfg", 28800.0, 28800.0},
                                    {"grid10_4000", "grid", "grid10_4000.sumocfg", 600.0, 120.0}}};

constexpr const char* kGrid =
    "<configuration><input><net-file value=\"grid10.net.xml.gz\"/><route-files value=\"g10_4000.rou.xml.gz\"/></input>"
    "</configuration>\n";

Result<double> seconds_of(const std::vector<std::string>& arguments, const fs::path& log) {
    const auto start = Clock::now();
    if (auto ran = importers::run_program(arguments, log); !ran) return fail(ran.error());
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<double> sumo_s(const SumoWorkplace& place, const Net& net, double end_s) {
    return seconds_of(sumo_words(place.root() / net.folder / net.file, end_s), place.root() / "sumo.log");
}

Result<double> ours_s(const SumoWorkplace& place, const Net& net, double end_s, int threads) {
    const fs::path file = place.root() / net.folder / net.file;
    return seconds_of(
        {fs::read_symlink("/proc/self/exe").string(), "traffic", file.string(), "--end", fmt::format("{}", end_s),
         "--threads", fmt::format("{}", threads), "--quiet", "--out", (place.root() / "ours").string()},
        place.root() / "ours.log");
}

struct Rounds {
    std::vector<double> one, many, scaling;
};

Result<void> play_round(const SumoWorkplace& place, const Net& net, double end_s, int threads, Rounds& rounds) {
    const auto sumo = sumo_s(place, net, end_s);
    if (!sumo) return fail(sumo.error());
    const auto one = ours_s(place, net, end_s, 1);
    if (!one) return fail(one.error());
    const auto many = ours_s(place, net, end_s, threads);
    if (!many) return fail(many.error());
    rounds.one.push_back(*sumo / *one);
    rounds.many.push_back(*sumo / *many);
    rounds.scaling.push_back(*one / *many);
    return {};
}

}  // namespace

Result<void> bench_sumo_into(bool quick, int threads, Figures& out) {
    const auto place =
        SumoWorkplace::make(traffic_references(), {"bologna-acosta", "bologna-joined", "cologne8", "grid"});
    if (!place) return fail(place.error());
    if (auto grid = write_file(place->root() / "grid" / "grid10_4000.sumocfg", kGrid); !grid) return grid;
    const int runs = quick ? 2 : 5;
    std::map<std::string, Rounds> all;
    for (int k = 0; k < runs; ++k) {
        for (const Net& net : kNets) {
            const double end_s = quick ? net.quick_end_s : net.end_s;
            if (end_s <= 0.0) continue;
            if (auto done = play_round(*place, net, end_s, threads, all[net.name]); !done) return done;
        }
    }
    const char* const beside = "SUMO's process on the same case, same round";
    std::vector<double> medians;
    for (const auto& [net, rounds] : all) {
        medians.push_back(median(rounds.one));
        out.push_back(
            {"sumo_ratio_1thread_" + net, median(rounds.one), "times SUMO", runs, beside, median(rounds.one)});
        out.push_back({fmt::format("sumo_ratio_{}threads_{}", threads, net), median(rounds.many), "times SUMO", runs,
                       beside, median(rounds.many)});
        out.push_back({fmt::format("scaling_{}threads_{}", threads, net), median(rounds.scaling), "times one thread",
                       runs, "our process with one thread, same round", median(rounds.scaling)});
    }
    out.push_back({"sumo_ratio_1thread_median", median(medians), "times SUMO", runs, beside, median(medians)});
    return {};
}

}  // namespace sd
