#include "scenarios/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace sd {
namespace {

double share_done(const ProgressState& s) {
    const double whole = (s.end - s.start).seconds();
    return whole <= 0.0 ? 1.0 : std::clamp((s.now - s.start).seconds() / whole, 0.0, 1.0);
}

double speed_factor(const ProgressState& s) {
    return s.running_s < 0.05 ? 0.0 : (s.now - s.start).seconds() / s.running_s;
}

double readings_per_s(const ProgressState& s) {
    const double simulated_s = (s.now - s.start).seconds();
    return simulated_s <= 0.0 ? 0.0 : static_cast<double>(s.readings) / simulated_s;
}

/// " (1 acknowledged, 2 closed)" when anybody or anything has moved one on.
std::string alarm_states(const ProgressState& s) {
    if (s.alarms_acknowledged == 0 && s.alarms_closed == 0) return {};
    return fmt::format(" ({} acknowledged, {} closed)", s.alarms_acknowledged, s.alarms_closed);
}

}  // namespace

std::string progress_text(const ProgressState& s) {
    return fmt::format("{} {:3.0f} %  {:.1f}×  {} vehicles  {:.0f} readings/s  {} alarms{}{}", to_clock(s.now),
                       100.0 * share_done(s), speed_factor(s), s.vehicles, readings_per_s(s), s.alarms, alarm_states(s),
                       s.paused ? "  PAUSED" : "");
}

std::string status_json(const ProgressState& s) {
    return fmt::format(
        "{{\"format\": 1, \"now\": \"{}\", \"sim_seconds\": {:.0f}, \"share_done\": {:.4f}, \"speed_factor\": {:.2f}, "
        "\"speed\": {:.2f}, "
        "\"paused\": {}, \"vehicles\": {}, \"readings\": {}, \"readings_per_s\": {:.1f}, \"alarms\": {}, "
        "\"alarms_acknowledged\": {}, \"alarms_closed\": {}}}\n",
        to_iso(s.now), (s.now - s.start).seconds(), share_done(s), speed_factor(s), s.speed, s.paused, s.vehicles,
        s.readings, readings_per_s(s), s.alarms, s.alarms_acknowledged, s.alarms_closed);
}

Progress::Progress(const RunDir& dir, bool quiet) : dir_(dir), quiet_(quiet), terminal_(::isatty(2) == 1) {}

void Progress::show(const ProgressState& state, double wall_s, bool force) {
    if (force || wall_s - last_status_s_ >= 1.0) {
        last_status_s_ = wall_s;
        static_cast<void>(write_file(dir_.status(), status_json(state)));  // a full disk shows up in the journals
    }
    const double gap_s = terminal_ ? 0.5 : 10.0;
    if (quiet_ || (!force && wall_s - last_drawn_s_ < gap_s)) return;
    last_drawn_s_ = wall_s;
    if (!terminal_) {
        fmt::print(stderr, "{}\n", progress_text(state));
        return;
    }
    constexpr int kWidth = 24;
    const int full = static_cast<int>(share_done(state) * kWidth);
    std::string bar;
    for (int k = 0; k < kWidth; ++k) bar += k < full ? "█" : "░";
    fmt::print(stderr, "\r\x1b[2K{} {}", bar, progress_text(state));
    std::fflush(stderr);
    open_line_ = true;
}

void Progress::finish() {
    if (open_line_) fmt::print(stderr, "\n");
    open_line_ = false;
}

void Progress::note(const std::string& text) {
    finish();
    fmt::print(stderr, "{}\n", text);
}

}  // namespace sd
