// Where the widgets are, for tests that click: never hard-code pixels.
#pragma once

#include <map>
#include <string>

#include "viz/labels.h"

namespace sd::viz {

class UiRects {
public:
    void clear() { rects_.clear(); }
    /// The widget just drawn.
    void note(const std::string& id);
    /// One JSON line; `idle` says that nothing waits or moves, so a test may act.
    [[nodiscard]] std::string json(bool idle) const;

private:
    std::map<std::string, Box> rects_;
};

}  // namespace sd::viz
