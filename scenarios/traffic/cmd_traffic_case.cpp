// songdoi traffic CASE.sumocfg
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <memory>

#include "scenarios/traffic/case_outputs.h"
#include "scenarios/traffic/commands.h"
#include "sim/traffic/sumo/read.h"

namespace sd {
namespace {

struct TrafficWords {
    std::filesystem::path file, out;
    std::string tripinfo, summary, statistic, fcd;  ///< empty: as the case says
    double fcd_begin_s = -1.0, fcd_period_s = -1.0;
    double end_s = -1.0, step_s = 0.0;
    std::uint64_t seed = 0;
    int threads = 1;
    bool quiet = false;
};

volatile std::sig_atomic_t interrupted = 0;

/// The first time asks the run to end well; the second time it ends at once.
void interrupt(int signal) {
    interrupted = 1;
    std::signal(signal, SIG_DFL);
}

/// Share of the case that is done; with no end named, of the vehicles known so far.
double share_done(const micro::State& s) {
    const micro::Options& o = s.scenario.options;
    if (o.end_s > o.begin_s) return std::min(1.0, (s.now - o.begin_s) / (o.end_s - o.begin_s));
    const double all = static_cast<double>(s.scenario.demand.departures.size());
    return all > 0.0 ? std::min(1.0, static_cast<double>(s.next_departure) / all) : 1.0;
}

void show(const micro::State& s, double wall_s, bool terminal) {
    static double last_s = -1e9;
    const double share = share_done(s);
    if (wall_s - last_s < (terminal ? 0.5 : 10.0)) return;
    last_s = wall_s;
    const auto bars = static_cast<std::size_t>(share * 30.0);
    const std::string text =
        fmt::format("{:.0f} s  {:3.0f} %  {:.1f}×  {} on the road", s.now, 100.0 * share,
                    (s.now - s.scenario.options.begin_s) / std::max(1e-9, wall_s), s.counts.running);
    if (terminal)
        fmt::print(stderr, "\r[{:<30}] {}\x1b[K", std::string(bars, '='), text);
    else
        fmt::print(stderr, "{}\n", text);
}

void print_summary(const micro::State& s, double wall_s) {
    const micro::RunStatistic r = micro::statistic(s);
    const double n = static_cast<double>(std::max<std::uint64_t>(1, r.trips));
    fmt::print("vehicles: {} loaded, {} entered, {} arrived, {} on the road, {} waiting to enter, {} given up\n",
               r.loaded, r.inserted, r.trips, r.running, r.waiting, s.counts.discarded);
    fmt::print("teleports: {} (jam {}, yield {}, wrong lane {}); emergency stops {}; lane changes {}\n",
               r.teleports_jam + r.teleports_yield + r.teleports_wrong_lane, r.teleports_jam, r.teleports_yield,
               r.teleports_wrong_lane, r.emergency_stops, s.counts.lane_changes);
    fmt::print(
        "means over {} trips: {:.2f} m at {:.2f} m/s, {:.2f} s under way, {:.2f} s waiting, {:.2f} s lost, "
        "{:.2f} s late at departure\n",
        r.trips, r.route_length_m / n, r.speed_m_s / n, r.duration_s / n, r.waiting_s / n, r.time_loss_s / n,
        r.depart_delay_s / n);
    fmt::print("{:.0f} s in {:.2f} s ({:.0f}×), {:.0f} k vehicle updates/s, hash {:016x}\n",
               s.now - s.scenario.options.begin_s, wall_s,
               (s.now - s.scenario.options.begin_s) / std::max(1e-9, wall_s),
               static_cast<double>(s.counts.updates) / std::max(1e-9, wall_s) / 1e3, micro::hash(s));
}

/// What the command line says goes before what the case says.
void apply(const TrafficWords& words, micro::Options& options) {
    if (words.end_s >= 0.0) options.end_s = words.end_s;
    if (words.step_s > 0.0) options.step_s = words.step_s;
    if (words.seed != 0) options.seed = words.seed;
    if (words.fcd_begin_s >= 0.0) options.fcd_begin_s = words.fcd_begin_s;
    if (words.fcd_period_s >= 0.0) options.fcd_period_s = words.fcd_period_s;
    const auto name_file = [&](const std::string& word, std::string& file) {
        if (!word.empty()) file = words.out.empty() ? std::filesystem::absolute(word).string() : word;
    };
    name_file(words.tripinfo, options.tripinfo);
    name_file(words.summary, options.summary);
    name_file(words.statistic, options.statistic);
    name_file(words.fcd, options.fcd);
}

void play(Cli& cli, const TrafficWords& words) {
    auto read = sumo::read_case(words.file);
    if (!read) return report_errors(cli, read.error());
    apply(words, read->options);
    auto made = micro::make(std::move(*read));
    if (!made) return report_errors(cli, made.error());
    micro::State& s = *made;
    auto outputs = open_outputs(s.scenario, words.out.empty() ? words.file.parent_path() : words.out);
    if (!outputs) return report_errors(cli, outputs.error(), Exit::Failed);
    s.out.keep_summary = outputs->summary.has_value();
    Parallel parallel(words.threads);
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    const auto start = std::chrono::steady_clock::now();
    const auto wall = [&start] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    while (!micro::finished(s) && interrupted == 0) {
        micro::step(s, parallel);
        write_step(*outputs, s);
        if (!words.quiet) show(s, wall(), terminal);
    }
    const double wall_s = wall();
    micro::close_intervals(s);
    write_rows(*outputs, s);
    if (!words.quiet && terminal) fmt::print(stderr, "\r\x1b[K");
    const auto closed = close_outputs(*outputs, s);
    print_summary(s, wall_s);
    for (const micro::Unsupported& u : s.scenario.unsupported)
        fmt::print("not played: {} ({}:{}, {}×)\n", u.what, u.file, u.line, u.times);
    for (const auto& file : outputs->files) fmt::print("wrote {}\n", file.string());
    if (interrupted != 0) fmt::print("stopped before the end: the results are partial\n");
    if (!closed) return report_errors(cli, closed.error(), Exit::Failed);
}

}  // namespace

void add_traffic_case(Cli& cli, CLI::App& traffic) {
    auto words = std::make_shared<TrafficWords>();
    traffic.require_subcommand(0, 1);
    traffic.footer(
        "Example: songdoi traffic cologne8.sumocfg --out out/cologne --threads 2\n"
        "Plays SUMO 1.15's networks, routes and additional files, and writes the outputs that the .sumocfg names.");
    traffic.add_option("case", words->file, "a .sumocfg");
    traffic.add_option("--out", words->out, "folder for the outputs it names (default: beside it)");
    traffic.add_option("--tripinfo-output", words->tripinfo, "journeys: a file, in --out where that is given");
    traffic.add_option("--summary-output", words->summary, "the whole net, a row a step");
    traffic.add_option("--statistic-output", words->statistic, "the run as a whole");
    traffic.add_option("--fcd-output", words->fcd,
                       "everybody's places; .gz: compressed, .sdfcd: columns, a twentieth of the XML (songdoi traffic "
                       "fcd turns them into it)");
    traffic.add_option("--device.fcd.begin", words->fcd_begin_s, "places from this second on")
        ->check(CLI::NonNegativeNumber);
    traffic.add_option("--device.fcd.period", words->fcd_period_s, "places every so many seconds; 0: every step")
        ->check(CLI::NonNegativeNumber);
    traffic.add_option("--end", words->end_s, "ends at this second")->check(CLI::NonNegativeNumber);
    traffic.add_option("--step", words->step_s, "length of a step, s")->check(CLI::Range(0.05, 5.0));
    traffic.add_option("--seed", words->seed, "another number gives other chance; 0: the case's")
        ->check(CLI::NonNegativeNumber);
    traffic.add_option("--threads", words->threads, "the bytes are the same for any number")->check(CLI::Range(1, 64));
    traffic.add_flag("--quiet", words->quiet, "no progress");
    traffic.callback([&cli, &traffic, words] {
        if (!traffic.get_subcommands().empty()) return;
        if (words->file.empty()) throw CLI::RequiredError("traffic: a .sumocfg, or a subcommand");
        play(cli, *words);
    });
}

}  // namespace sd
