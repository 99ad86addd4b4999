#include "scenarios/pace.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace sd {
namespace {
constexpr double kSlice_s = 0.02;
}

WallClock system_wall_clock() {
    using Clock = std::chrono::steady_clock;
    return {[] { return std::chrono::duration<double>(Clock::now().time_since_epoch()).count(); },
            [](double s) { std::this_thread::sleep_for(std::chrono::duration<double>(s)); }};
}

std::string wall_date_text() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since).count();
    return to_iso(Instant{whole * 1'000'000'000}, Duration{});
}

Pace::Pace(double speed, WallClock clock) : clock_(std::move(clock)), speed_(speed), begin_s_(clock_.now_s()) {}

void Pace::pause() {
    if (paused_) return;
    paused_ = true;
    paused_since_s_ = clock_.now_s();
}

void Pace::resume() {
    if (!paused_) return;
    paused_ = false;
    steps_ = 0;
    paused_total_s_ += clock_.now_s() - paused_since_s_;
    anchored_ = false;
}

void Pace::step() {
    pause();
    ++steps_;
}

void Pace::set_speed(double speed) {
    speed_ = std::max(0.0, speed);
    anchored_ = false;
}

void Pace::anchor(Instant at) {
    anchored_ = true;
    anchor_wall_s_ = clock_.now_s();
    anchor_sim_ = at;
}

bool Pace::may_advance(Instant from, Instant until) {
    if (paused_) {
        if (steps_ > 0) {
            --steps_;
            return true;
        }
        clock_.wait_s(kSlice_s);
        return false;
    }
    if (speed_ <= 0.0) return true;
    if (!anchored_) anchor(from);
    const double due_s = anchor_wall_s_ + (until - anchor_sim_).seconds() / speed_;
    const double left_s = due_s - clock_.now_s();
    if (left_s <= 0.0) return true;
    clock_.wait_s(std::min(left_s, kSlice_s));
    return false;
}

double Pace::elapsed_s() const { return clock_.now_s() - begin_s_; }

double Pace::running_s() const {
    const double now = clock_.now_s();
    return now - begin_s_ - paused_total_s_ - (paused_ ? now - paused_since_s_ : 0.0);
}

}  // namespace sd
