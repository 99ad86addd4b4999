#include "scenarios/flood/case_play.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "scenarios/flood/case_results.h"
#include "scenarios/page/files.h"
#include "scenarios/results/csv.h"
#include "scenarios/words.h"
#include "sim/core/hash.h"
#include "sim/flood/isa.h"

namespace sd {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The orders of the file that are due, then those that came from outside.
class Orders {
public:
    Orders(const FloodCaseFile& file, const FloodPlayPlan& plan) : file_(file), plan_(plan) {
        std::ofstream(plan.out / "orders.csv") << "time_s,time,order,outcome,reason\n";
    }
    [[nodiscard]] double next_s() const { return next_ < file_.orders.size() ? file_.orders[next_].t_s : 1e300; }
    void obey(hydro::CaseState& state) {
        while (next_ < file_.orders.size() && file_.orders[next_].t_s <= state.t_s + 1e-9) {
            note(state, file_.orders[next_].text, hydro::apply(file_.flood_case, state, file_.orders[next_]), "");
            ++next_;
        }
        if (!plan_.orders) return;
        for (const std::string& line : plan_.orders()) {
            const auto order = parse_flood_order(line, file_);
            if (!order)
                note(state, line, false, to_text(order.error()));
            else
                note(state, line, hydro::apply(file_.flood_case, state, *order), "");
        }
    }

private:
    void note(const hydro::CaseState& state, const std::string& text, bool done, const std::string& why) {
        const Instant at = file_.frame.epoch + Duration{std::llround(state.t_s * 1e9)};
        std::string reason = why.empty() ? "nothing it fits" : why;
        while (!reason.empty() && reason.back() == '\n') reason.pop_back();
        const std::string outcome = done ? "done" : "refused: " + reason;
        std::ofstream(plan_.out / "orders.csv", std::ios::app)
            << fmt::format("{:.3f},{},{},{},{}\n", state.t_s, to_iso(at), results::csv_text(text),
                           done ? "done" : "refused", done ? "" : results::csv_text(reason));
        if (plan_.answer) plan_.answer(fmt::format("{} {}: {}", to_clock(at), text, outcome));
    }
    const FloodCaseFile& file_;
    const FloodPlayPlan& plan_;
    std::size_t next_ = 0;
};

/// From output to output, stopping at orders and once a simulated minute for those outside.
Result<bool> play(const FloodCaseFile& file, const FloodPlayPlan& plan, hydro::CaseState& state, CaseResults& results,
                  Orders& orders, Clock::time_point start) {
    Parallel parallel(plan.threads);
    const double end_s = file.length.seconds();
    const double every_s = file.output.every.seconds();
    double output_s = 0.0;
    while (true) {
        orders.obey(state);
        if (state.t_s >= output_s - 1e-9) {
            if (const auto kept = results.take(state); !kept) return tl::unexpected(kept.error());
            output_s = std::min(end_s, output_s + every_s);
        }
        if (state.t_s >= end_s - 1e-9) return false;
        // With somebody at the wheel, orders bite at the next step.
        const double until_s = std::min({end_s, output_s, orders.next_s(), state.t_s + 60.0});
        hydro::advance(file.flood_case, state, until_s, parallel,
                       plan.orders ? 1 : std::numeric_limits<std::int64_t>::max());
        if (plan.progress && plan.progress(state.t_s, since(start))) {
            if (const auto kept = results.take(state); !kept) return tl::unexpected(kept.error());
            return true;
        }
    }
}

std::vector<std::string> english(const std::vector<Bilingual>& all) {
    std::vector<std::string> words(all.size());
    std::transform(all.begin(), all.end(), words.begin(), [](const Bilingual& one) { return one.en; });
    return words;
}

nlohmann::json summary_of(const FloodCaseFile& file, const FloodPlayPlan& plan, const FloodPlayed& p) {
    const hydro::Budget& b = p.budget;
    return {{"case", file.name},
            {"scheme", flood::name_of(file.flood_case.scheme)},
            {"precision", flood::name_of(file.flood_case.precision)},
            {"cells", file.frame.grid.cells()},
            {"threads", plan.threads},
            {"partial", p.stopped},
            {"simulated_s", p.simulated_s},
            {"wall_s", p.wall_s},
            {"speed_factor", p.wall_s > 0.0 ? p.simulated_s / p.wall_s : 0.0},
            {"steps", p.steps},
            {"wet_share", p.wet_share},
            {"hash", hex(p.hash)},
            {"ledger_m3",
             {{"initial", b.initial_m3},
              {"rain", b.rain_m3},
              {"infiltration", b.infiltration_m3},
              {"rims", b.rims_m3},
              {"sources", b.sources_m3},
              {"sewer", b.sewer_m3},
              {"canals", b.canals_m3},
              {"now", b.now_m3},
              {"residual", b.residual_m3()}}},
            {"sewer_m3", {{"stored", p.sewer.stored_m3}, {"away", p.sewer.away_m3}, {"owed", p.sewer.owed_m3}}},
            {"structures", p.structures},
            {"warnings", english(p.warnings)}};
}

/// Makes the folder, or empties it of an earlier run's files: nothing of that may pass for this one's. A folder that
/// holds other things and no run.log is not ours and left alone.
Result<void> clear_folder(const std::filesystem::path& out) {
    std::error_code code;
    const bool ours = std::filesystem::exists(out / "run.log", code);
    if (std::filesystem::exists(out, code) && !std::filesystem::is_directory(out, code))
        return fail(out.string(), "this is a file; results need a folder", "name another --out");
    if (!ours && std::filesystem::exists(out, code) && !std::filesystem::is_empty(out, code))
        return fail(out.string(), "the folder holds other files and no run.log",
                    "name a new or empty folder with --out");
    std::filesystem::create_directories(out, code);
    if (code) return fail(out.string(), "cannot be made: " + code.message(), "choose another --out");
    for (const char* name :
         {"maps.nc", "maps.partial.nc", "maps", "windows", "hydrographs.csv", "flows.csv", "profiles.csv",
          "structures.csv", "orders.csv", "run.log", "summary.json", "report.html", "canals.csv",
          "canal_hydrographs.csv", "damage_buildings.csv", "damage_roads.csv", "damage_wards.csv", "damage.json"})
        std::filesystem::remove_all(out / name, code);
    return {};
}

}  // namespace

Result<FloodPlayed> play_flood_case(FloodCaseFile file, const FloodPlayPlan& plan) {
    const int isa = flood::isa_index(plan.isa);
    if (isa < 0) {
        std::vector<std::string> here;
        for (const std::string_view name : flood::isas()) here.emplace_back(name);
        return fail("--isa " + plan.isa, "this machine has no such instruction set", "one of: " + join_words(here));
    }
    if (const auto ready = clear_folder(plan.out); !ready) return tl::unexpected(ready.error());
    const auto start = Clock::now();
    hydro::CaseState state = hydro::make_case_state(file.flood_case, isa);
    state.water->watch(file.output.threshold_m);
    for (hydro::WindowState& window : state.windows) window.water->watch(file.output.threshold_m);
    auto results = CaseResults::open(file, plan.out);
    if (!results) return tl::unexpected(results.error());
    file.flood_case.ground.bed_m = {};
    file.flood_case.ground.manning = {};
    file.flood_case.depth_m = {};
    Orders orders(file, plan);
    const auto stopped = play(file, plan, state, *results, orders, start);
    if (!stopped) return tl::unexpected(stopped.error());
    FloodPlayed played;
    played.budget = hydro::budget(file.flood_case, state);
    played.sewer = hydro::sewer_budget(file.flood_case, state);
    for (std::size_t k = 0; k < state.links.size(); ++k)
        played.structures[file.flood_case.links[k].name] = state.links[k].passed_m3;
    played.hash = hydro::hash(state);
    played.simulated_s = state.t_s;
    played.steps = state.steps;
    played.stopped = *stopped;
    played.wall_s = since(start);
    played.wet_share = results->wet_share();
    RunWords words{plan.command, std::string(flood::isa_name(isa)), plan.threads, played.wall_s};
    const auto finished = results->finish(state, words);
    if (!finished) return tl::unexpected(finished.error());
    played.warnings = results->warnings();
    const std::string text = summary_of(file, plan, played).dump(1, ' ') + "\n";
    if (const auto w = write_file(plan.out / "summary.json", text); !w) return tl::unexpected(w.error());
    return played;
}

}  // namespace sd
