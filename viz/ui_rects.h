// Where the widgets are, for tests that click: never hard-code pixels.
#pragma once

#include <map>
#include <string>

#include "viz/labels.h"

namespace sd::viz {

class UiRects {
public:
    void clear() {
        rects_.clear();
        texts_.clear();
    }
    /// The widget just drawn.
    void note(const std::string& id);
    /// What a widget or a list says, where a test has to read it.
    void text(const std::string& id, const std::string& words) { texts_[id] = words; }
    /// One JSON line; `idle` says that nothing waits or moves, so a test may act.
    [[nodiscard]] std::string json(bool idle) const;

private:
    std::map<std::string, Box> rects_;
    std::map<std::string, std::string> texts_;
};

}  // namespace sd::viz
