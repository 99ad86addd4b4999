// The only place that sees a wall clock. Everything else asks Pace whether to go on; pausing and slowing a run can
// therefore not change it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/core/time.h"

namespace sd {

/// Wall time in seconds since some moment, and a way to wait. Tests bring their own.
struct WallClock {
    std::function<double()> now_s;
    std::function<void(double)> wait_s;
};
[[nodiscard]] WallClock system_wall_clock();

/// "2026-10-29T11:12:13Z" of the wall clock, for run.json only.
[[nodiscard]] std::string wall_date_text();

class Pace {
public:
    /// speed × real time; 0 = as fast as possible.
    explicit Pace(double speed, WallClock clock = system_wall_clock());

    void pause();
    void resume();
    /// While paused: lets one frame through.
    void step();
    void set_speed(double speed);
    [[nodiscard]] bool paused() const { return paused_; }
    [[nodiscard]] double speed() const { return speed_; }

    /// True when the frame that ends at `until` may begin. Otherwise waits a little (≤ 20 ms) and returns false, so
    /// that the caller can look at its console.
    [[nodiscard]] bool may_advance(Instant from, Instant until);
    /// Seconds of wall time since construction, pauses included.
    [[nodiscard]] double elapsed_s() const;
    /// The same without pauses.
    [[nodiscard]] double running_s() const;

private:
    void anchor(Instant at);

    WallClock clock_;
    double speed_;
    double begin_s_;
    bool paused_ = false;
    double paused_since_s_ = 0.0;
    double paused_total_s_ = 0.0;
    std::uint64_t steps_ = 0;
    bool anchored_ = false;
    double anchor_wall_s_ = 0.0;
    Instant anchor_sim_;
};

}  // namespace sd
