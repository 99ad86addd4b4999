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
/// Whether songdoi-view lies beside this program.
[[nodiscard]] bool has_viewer();

/// What each picture of the scene shows, within what was played.
struct SceneMoments {
    Instant overview;    ///< the start
    Instant street;      ///< the most street deeper than 0.3 m; near the end where none is
    Instant alarm;       ///< near the end; the viewer goes back to the last open alarm
    Instant difference;  ///< the end
    bool any_alarm = false;
};
[[nodiscard]] SceneMoments scene_moments(Instant start, double played_s, const Series& series);
/// Makes pictures/scene_*.png by running the viewer without a window; a note when it is not there.
void make_scene_pictures(const RunDir& dir, const SceneMoments& moments);

}  // namespace sd
