#include "scenarios/runner_finish.h"

#include <fmt/format.h>

#include "scenarios/report/report.h"
#include "twin/store.h"

namespace sd {
namespace {

void say_result(const RunResult& result, const RunDir& dir) {
    const RunFigures& f = result.figures;
    fmt::print(stderr, "{} simulated seconds in {:.1f} s ({:.1f}×){}\n", f.sim_seconds, f.wall_seconds,
               f.running_seconds > 0.0 ? f.sim_seconds / f.running_seconds : 0.0, f.partial ? ", stopped early" : "");
    for (const Verdict& v : result.verdicts) {
        fmt::print(stderr, "{}  {}  ({})\n", v.ok ? "ok    " : v.judged ? "FAILED" : "open  ", v.text, v.found);
    }
    fmt::print(stderr, "ledger: issued {}, accepted {}, unexplained {}\n", result.ledger.issued, result.ledger.accepted,
               result.ledger.unexplained);
    fmt::print(stderr, "results in {}\n", dir.root.string());
}

}  // namespace

SceneMoments scene_moments(Instant start, double played_s, const Series& series) {
    const auto after = [&](double share) {
        return start + Duration{static_cast<std::int64_t>(played_s * share * 1e9)};
    };
    SceneMoments m{start, after(0.9), after(0.9), after(1.0), !series.alarms.empty()};
    const std::size_t deep = series.list.depth_index(0.3).value_or(0);
    double most_km = 0.0;
    for (const TruthSample& s : series.truth) {
        if (deep >= s.flooded_km.size() || s.flooded_km[deep] <= most_km) continue;
        most_km = s.flooded_km[deep];
        m.street = s.at;
    }
    return m;
}

Result<Exit> finish_run(const RunSetup& setup, RunOutputs outputs) {
    const RunDir& dir = setup.dir;
    auto index = open_index_reader(dir.twin_index());
    if (!index) return fail(std::move(index.error()));
    outputs.series.alarms = (*index)->alarms();
    auto ledger = join_run_ledger(dir);
    if (!ledger) return fail(std::move(ledger.error()));
    RunResult result{outputs.figures, std::move(*ledger), {}};
    const Evidence evidence{outputs.series.list,   outputs.series.truth,  outputs.series.belief,
                            outputs.series.alarms, outputs.series.errors, result.ledger.closes()};
    result.verdicts = judge(setup.scenario.expectations, evidence);
    result.figures.peak_rss_bytes = peak_rss_bytes();
    const std::string summary = summary_text(setup.scenario, outputs.info, result, outputs.series);
    if (auto done = write_file(dir.series(), series_to_text(outputs.series)); !done) return fail(done.error());
    if (auto done = write_file(dir.run_json(), run_info_text(outputs.info)); !done) return fail(done.error());
    if (auto done = write_file(dir.summary(), summary); !done) return fail(done.error());
    const bool pictures = setup.options.pictures.value_or(setup.options.report && has_viewer());
    if (pictures)
        make_scene_pictures(dir, scene_moments(setup.scenario.start, result.figures.sim_seconds, outputs.series));
    if (setup.options.report) {
        // A missing plotting program must not spoil a finished run.
        if (auto made = make_report(dir, setup.city->city); !made) fmt::print(stderr, "{}\n", to_text(made.error()));
    }
    say_result(result, dir);
    return exit_of(result);
}

}  // namespace sd
