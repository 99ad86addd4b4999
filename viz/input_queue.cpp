#include "viz/input_queue.h"

namespace sd::viz {

void InputQueue::button(std::size_t which, bool down) {
    if (which < state_.down.size()) events_.push_back({Kind::Button, 0.0, 0.0, which, down});
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
