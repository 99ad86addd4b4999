// Mouse and keys at low frame rates: a press and its release may both arrive within one frame, and a poll would see
// neither. Events wait here and at most one button transition is applied per frame, at the place where it happened.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <vector>

namespace sd::viz {

struct InputState {
    double x_px = 0.0;
    double y_px = 0.0;
    std::array<bool, 3> down{};
    double wheel = 0.0;  ///< of this frame
};

/// A key as GLFW names it, or a typed character.
struct KeyEvent {
    static constexpr int kTyped = -1;  ///< as action: `key` is a Unicode code point
    int key = 0;
    int scancode = 0;
    int action = 0;
    int mods = 0;
};

class InputQueue {
public:
    void move(double x_px, double y_px) { events_.push_back({Kind::Move, x_px, y_px, 0, false}); }
    void wheel(double steps) { events_.push_back({Kind::Wheel, steps, 0.0, 0, false}); }
    void button(std::size_t which, bool down);
    void key(const KeyEvent& event) { keys_.push_back(event); }
    /// Key events for the next frame: at most one transition of each key, and no character behind a key that edits
    /// (Enter, Backspace, …), for a frame handles its characters first.
    [[nodiscard]] std::vector<KeyEvent> next_keys();
    /// The state for the next frame.
    const InputState& next_frame();
    /// More transitions wait: draw another frame soon.
    [[nodiscard]] bool pending() const { return !events_.empty() || !keys_.empty(); }

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
    std::deque<KeyEvent> keys_;
    InputState state_;
};

}  // namespace sd::viz
