// songdoi flood CASE.yaml
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csignal>

#include "scenarios/flood/case_play.h"
#include "scenarios/flood/cmd_flood_case.h"

namespace sd {
namespace {

constexpr double kMostResidual = 1.0e-6;  ///< of all water that moved

volatile std::sig_atomic_t interrupted = 0;

/// Whole lines that stand ready on standard input, without waiting for more.
std::vector<std::string> ready_lines() {
    static std::string rest;  // a line whose end has not come yet
    std::vector<std::string> lines;
    pollfd in{STDIN_FILENO, POLLIN, 0};
    std::array<char, 4096> block{};
    while (::poll(&in, 1, 0) == 1) {
        const ssize_t n = ::read(STDIN_FILENO, block.data(), block.size());
        if (n <= 0) break;
        rest.append(block.data(), static_cast<std::size_t>(n));
    }
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
        if (end > 0) lines.push_back(rest.substr(0, end));
        rest.erase(0, end + 1);
    }
    return lines;
}

/// The first time asks the run to end well; the second time it ends at once.
void interrupt(int signal) {
    interrupted = 1;
    std::signal(signal, SIG_DFL);
}

void show(Instant epoch, Duration length, double t_s, double wall_s, bool terminal) {
    static double last_s = -1e9;
    const double share = t_s / length.seconds();
    if (wall_s - last_s < (terminal ? 0.5 : 10.0) && share < 1.0) return;
    last_s = wall_s;
    const auto bars = static_cast<std::size_t>(share * 30.0);
    const std::string text =
        fmt::format("{}  {:3.0f} %  {:.1f}×", to_clock(epoch + Duration{static_cast<std::int64_t>(t_s * 1e9)}),
                    100.0 * share, wall_s > 0.0 ? t_s / wall_s : 0.0);
    if (terminal) {
        fmt::print(stderr, "\r[{:<30}] {}\x1b[K{}", std::string(bars, '='), text, share >= 1.0 ? "\n" : "");
    } else {
        fmt::print(stderr, "{}\n", text);
    }
}

}  // namespace

void play_case(Cli& cli, const FloodCaseWords& words) {
    auto file = read_flood_case(words.file);
    if (!file) return report_errors(cli, file.error());
    if (words.check) {
        for (const Bilingual& warning : file->warnings) fmt::print(stderr, "warning: {}\n", warning.en);
        return fmt::print("{}: good\n", words.file.string());
    }
    FloodPlayPlan plan;
    plan.out = words.out.empty() ? std::filesystem::path("out") / file->name : words.out;
    plan.threads = words.threads;
    plan.isa = words.isa;
    plan.command = cli.command_line;
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    plan.progress = [&, epoch = file->frame.epoch, length = file->length](double t_s, double wall_s) {
        if (!words.quiet) show(epoch, length, t_s, wall_s, terminal);
        return interrupted != 0;
    };
    if (words.steer) plan.orders = ready_lines;
    plan.answer = [&](const std::string& text) {
        if (!words.quiet) fmt::print(stderr, "{}{}\n", terminal ? "\r\x1b[K" : "", text);
    };
    const std::size_t cells = file->frame.grid.cells();
    const auto played = play_flood_case(std::move(*file), plan);
    if (!played) return report_errors(cli, played.error(), Exit::Failed);
    for (const Bilingual& warning : played->warnings) fmt::print(stderr, "warning: {}\n", warning.en);
    const hydro::Budget& b = played->budget;
    fmt::print("{} cells, {:.1f} % wet at the end, {:.0f} s in {:.1f} s ({:.1f}×), {} steps\n", cells,
               100.0 * played->wet_share, played->simulated_s, played->wall_s,
               played->simulated_s / std::max(1e-9, played->wall_s), played->steps);
    fmt::print("water {:.1f} m³, residual {:.3g} m³ of {:.1f} m³ moved, hash {:016x}\n", b.now_m3, b.residual_m3(),
               b.throughput_m3(), played->hash);
    fmt::print("report: {}\n", (plan.out / "report.html").string());
    if (played->stopped) fmt::print("stopped before the end: the results are partial\n");
    if (std::fabs(b.residual_m3()) > kMostResidual * b.throughput_m3()) {
        fmt::print(stderr, "error: the water ledger does not close: do not use these results\n");
        cli.exit_code = static_cast<int>(Exit::Invalid);
    }
}

void add_flood_case(Cli& cli, CLI::App& flood) {
    auto words = std::make_shared<FloodCaseWords>();
    flood.require_subcommand(0, 1);
    flood.footer(
        "Example: songdoi flood scenarios/flood_cases/dyke_breach.yaml --out out/breach\n"
        "With --steer, each line of standard input is an order that bites at once, e.g. set gate \"Cống A\" to 0.5\n"
        "The case file is described in docs/flood_case.md.");
    flood.add_option("case", words->file, "a stand-alone case: plays it and writes maps, curves and a report");
    flood.add_option("--out", words->out, "where results go (default: out/NAME)");
    flood.add_option("--threads", words->threads, "the bytes are the same for any number")->check(CLI::Range(1, 64));
    flood.add_option("--isa", words->isa, "default: the best here")
        ->check(CLI::IsMember({"baseline", "avx2", "avx512"}));
    flood.add_flag("--check", words->check, "only read the case and say what is wrong with it");
    flood.add_flag("--steer", words->steer, "obey orders from standard input");
    flood.add_flag("--quiet", words->quiet, "no progress");
    flood.callback([&cli, &flood, words] {
        if (!flood.get_subcommands().empty()) return;
        if (words->file.empty()) throw CLI::RequiredError("flood: a case file, or a subcommand");
        play_case(cli, *words);
    });
}

}  // namespace sd
