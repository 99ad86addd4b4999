// Mouse input at low frame rates: a press and its release may both arrive within one frame, and a poll would see
// neither. Events wait here and at most one button transition is applied per frame, at the place where it happened.
#pragma once

#include <array>
#include <cstddef>
#include <deque>

namespace sd::viz {

struct InputState {
    double x_px = 0.0;
    double y_px = 0.0;
    std::array<bool, 3> down{};
    double wheel = 0.0;  ///< of this frame
};

class InputQueue {
public:
    void move(double x_px, double y_px) { events_.push_back({Kind::Move, x_px, y_px, 0, false}); }
    void wheel(double steps) { events_.push_back({Kind::Wheel, steps, 0.0, 0, false}); }
    void button(std::size_t which, bool down);
    /// The state for the next frame.
    const InputState& next_frame();
    /// More transitions wait: draw another frame soon.
    [[nodiscard]] bool pending() const { return !events_.empty(); }

private:
    enum class Kind : unsigned char { Move, Wheel, Button };
    struct Event {
        Kind kind;
        double x;
        double y;
        std::size_t which;
        bool down;
    };
    std::deque<Event> events_;
    InputState state_;
};

}  // namespace sd::viz
