// What the terminal shows while a run is on (stderr only): a bar that redraws itself on a terminal, plain lines
// elsewhere. The same numbers go into status.json for `songdoi status` and the viewer.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/run_dir.h"
#include "sim/core/time.h"

namespace sd {

struct ProgressState {
    Instant start;
    Instant end;
    Instant now;
    double running_s = 0.0;  ///< wall seconds without pauses
    std::uint64_t readings = 0;
    std::uint32_t alarms = 0;
    std::uint32_t alarms_acknowledged = 0;
    std::uint32_t alarms_closed = 0;
    std::uint32_t vehicles = 0;
    bool paused = false;
    double speed = 0.0;  ///< asked for; 0 = max
};

/// One line, e.g. "18:20:00  58 %  23.4×  412 readings/s  3 alarms".
[[nodiscard]] std::string progress_text(const ProgressState& state);
[[nodiscard]] std::string status_json(const ProgressState& state);

class Progress {
public:
    Progress(const RunDir& dir, bool quiet);
    /// Call often; draws at most twice a second on a terminal, every 10 s elsewhere.
    void show(const ProgressState& state, double wall_s, bool force = false);
    /// Ends the bar's line.
    void finish();
    void note(const std::string& text);

private:
    RunDir dir_;
    bool quiet_;
    bool terminal_;
    double last_drawn_s_ = -1e9;
    double last_status_s_ = -1e9;
    bool open_line_ = false;
};

}  // namespace sd
