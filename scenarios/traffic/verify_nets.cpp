#include "scenarios/traffic/verify_nets.h"

#include <fmt/format.h>

#include <cmath>

#include "scenarios/traffic/net_case.h"
#include "sim/traffic/agreement.h"

namespace sd {
namespace {

using micro::VerifyRow;
using Rows = std::vector<VerifyRow>;

/// Means over ten (acosta: five) seeds of SUMO 1.15 itself, measured on the same files.
struct Reference {
    const char* name;
    const char* folder;
    const char* file;
    double begin_s, end_s;
    double arrived, speed, duration, waiting, loss;
};
constexpr Reference kReferences[] = {
    {"cologne8", "cologne8", "cologne8.sumocfg", 25200.0, 28800.0, 1994.2, 6.76, 126.31, 36.28, 61.04},
    {"Bologna acosta", "bologna-acosta", "run.sumocfg", 0.0, 3600.0, 7413.8, 6.52, 264.62, 87.41, 146.37},
    {"Bologna joined", "bologna-joined", "run.sumocfg", 0.0, 3600.0, 9588.4, 6.20, 334.52, 134.14, 206.39},
};

constexpr const char* kDurations = "trip durations, Kolmogorov-Smirnov distance";
constexpr const char* kCounts = "loop counts with GEH < 5, share";

VerifyRow unmeasured(const Reference& r, const char* what, double low, double high, const Errors& why) {
    std::string note = to_text(why);
    if (!note.empty() && note.back() == '\n') note.pop_back();
    return {fmt::format("{} {}", r.name, what), std::nan(""), low, high, std::move(note)};
}

/// Every count of ours beside SUMO's mean at that loop. Loops that nobody crossed in either say nothing.
VerifyRow counts_row(const Reference& r, const std::vector<NetFigures>& ours, const std::vector<NetFigures>& sumo) {
    std::map<std::string, double> mean;
    for (const NetFigures& run : sumo)
        for (const auto& [loop, passed] : run.passed) mean[loop] += passed / static_cast<double>(sumo.size());
    const double hours = (r.end_s - r.begin_s) / 3600.0;
    std::size_t close = 0, all = 0;
    for (const NetFigures& run : ours)
        for (const auto& [loop, passed] : run.passed) {
            const double theirs = mean[loop];
            if (passed + theirs <= 0.0) continue;
            ++all;
            close += micro::geh(passed / hours, theirs / hours) < 5.0 ? 1 : 0;
        }
    return {fmt::format("{} {}", r.name, kCounts), static_cast<double>(close) / static_cast<double>(all), 0.9, 1.0,
            fmt::format("{} counts at {} loops", all, mean.size())};
}

void compare_runs(const Reference& r, const NetCase& net, const std::vector<NetFigures>& ours, Rows& rows) {
    std::vector<NetFigures> sumo;
    for (std::uint64_t seed = 1; seed <= ours.size(); ++seed) {
        auto run = play_sumo(net, seed);
        if (!run) {
            rows.push_back(unmeasured(r, kDurations, 0.0, 0.1, run.error()));
            rows.push_back(unmeasured(r, kCounts, 0.9, 1.0, run.error()));
            return;
        }
        sumo.push_back(std::move(*run));
    }
    const auto all_durations = [](const std::vector<NetFigures>& runs) {
        std::vector<double> all;
        for (const NetFigures& run : runs) all.insert(all.end(), run.durations_s.begin(), run.durations_s.end());
        return all;
    };
    const auto a = all_durations(ours), b = all_durations(sumo);
    rows.push_back({fmt::format("{} {}", r.name, kDurations), micro::ks_distance(a, b), 0.0, 0.1,
                    fmt::format("{} trips beside {}", a.size(), b.size())});
    rows.push_back(counts_row(r, ours, sumo));
}

/// Means over the seeds, so that chance does not decide.
void mean_rows(const Reference& r, const std::vector<micro::RunStatistic>& runs, Rows& rows) {
    const auto seeds = static_cast<double>(runs.size());
    double arrived = 0.0, speed = 0.0, duration = 0.0, waiting = 0.0, loss = 0.0;
    for (const micro::RunStatistic& s : runs) {
        const double n = static_cast<double>(std::max<std::uint64_t>(1, s.trips)) * seeds;
        arrived += static_cast<double>(s.trips) / seeds;
        speed += s.speed_m_s / n;
        duration += s.duration_s / n;
        waiting += s.waiting_s / n;
        loss += s.time_loss_s / n;
    }
    const auto add = [&](const char* what, double value, double expected, double share) {
        rows.push_back(
            {fmt::format("{} {}", r.name, what), value, expected * (1.0 - share), expected * (1.0 + share), ""});
    };
    add("arrived", arrived, r.arrived, 0.02);
    add("speed, m/s", speed, r.speed, 0.05);
    add("duration, s", duration, r.duration, 0.05);
    add("waiting, s", waiting, r.waiting, 0.15);
    add("time loss, s", loss, r.loss, 0.10);
}

Result<void> verify_net(const Reference& r, const std::filesystem::path& references, int seeds, int threads,
                        Rows& rows) {
    const auto net = open_net_case(references, r.folder, r.file, r.end_s);
    if (!net) return fail(net.error());
    std::vector<micro::RunStatistic> statistics;
    std::vector<NetFigures> figures;
    for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(seeds); ++seed) {
        auto run = play_ours(*net, seed, threads);
        if (!run) return fail(run.error());
        statistics.push_back(run->statistic);
        figures.push_back(std::move(run->figures));
    }
    mean_rows(r, statistics, rows);
    compare_runs(r, *net, figures, rows);
    return {};
}

}  // namespace

Rows verify_nets(const std::filesystem::path& references, int seeds, int threads) {
    Rows rows;
    for (const Reference& r : kReferences) {
        fmt::print(stderr, "playing {} …\n", r.name);
        if (auto played = verify_net(r, references, seeds, threads, rows); !played)
            rows.push_back(unmeasured(r, "against SUMO", 0.0, 0.0, played.error()));
    }
    return rows;
}

}  // namespace sd
