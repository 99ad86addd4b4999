#include "viz/input_queue.h"

#include <algorithm>

namespace sd::viz {

void InputQueue::button(std::size_t which, bool down) {
    if (which < state_.down.size()) events_.push_back({Kind::Button, 0.0, 0.0, which, down});
}

std::vector<KeyEvent> InputQueue::next_keys() {
    constexpr int kFirstEditing = 256;  // GLFW's keys below print a character
    std::vector<KeyEvent> out;
    while (!keys_.empty()) {
        const KeyEvent& next = keys_.front();
        const bool typed = next.action == KeyEvent::kTyped;
        const bool waits = std::any_of(out.begin(), out.end(), [&](const KeyEvent& e) {
            if (e.action == KeyEvent::kTyped) return false;
            return typed ? e.key >= kFirstEditing && e.action != 0 : e.key == next.key;
        });
        if (waits) break;
        out.push_back(keys_.front());
        keys_.pop_front();
    }
    return out;
}

const InputState& InputQueue::next_frame() {
    state_.wheel = 0.0;
    while (!events_.empty()) {
        const Event e = events_.front();
        events_.pop_front();
        if (e.kind == Kind::Move) {
            state_.x_px = e.x;
            state_.y_px = e.y;
        } else if (e.kind == Kind::Wheel) {
            state_.wheel += e.x;
        } else {
            state_.down[e.which] = e.down;
            break;
        }
    }
    return state_;
}

}  // namespace sd::viz
