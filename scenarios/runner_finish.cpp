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
    if (setup.options.pictures) make_scene_pictures(dir, setup.scenario);
    if (setup.options.report) {
        // A missing plotting program must not spoil a finished run.
        if (auto made = make_report(dir, setup.city->city); !made) fmt::print(stderr, "{}\n", to_text(made.error()));
    }
    say_result(result, dir);
    return exit_of(result);
}

}  // namespace sd
