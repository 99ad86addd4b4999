// The end of a run: join, judge, write, draw.
#pragma once

#include "scenarios/runner.h"
#include "scenarios/samples_json.h"

namespace sd {

struct RunOutputs {
    RunInfo info;
    Series series;
    RunFigures figures;
};

/// Ledger, verdicts, series.json, summary.json, report.html; says the result on stderr.
[[nodiscard]] Result<Exit> finish_run(const RunSetup& setup, RunOutputs outputs);

/// Starts `songdoi-view DIR` in the background when it lies beside this program; says so when it does not.
void start_viewer(const RunDir& dir);
/// Makes pictures/scene_*.png by running the viewer without a window; a note when it is not there.
void make_scene_pictures(const RunDir& dir, const Scenario& scenario);

}  // namespace sd
