// The pictures of one eye over time. Kept encoded; decoded when looked at, a few at a time.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "viz/view_state.h"

namespace sd::viz {

class PictureTrack {
public:
    /// Adds the newest picture. Pictures that are not newer than the last one replace it.
    void add(std::string encoded, std::shared_ptr<const Picture> decoded);
    /// Keeps the newest `most` only (live tracks grow for ever otherwise).
    void keep_newest(std::size_t most);
    [[nodiscard]] bool empty() const { return items_.empty(); }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    [[nodiscard]] Instant at(std::size_t i) const { return items_[i].at; }
    [[nodiscard]] Instant first() const { return items_.front().at; }
    [[nodiscard]] Instant last() const { return items_.back().at; }
    /// The pictures before and after a moment, clamped to the ends.
    [[nodiscard]] PictureSpan span(Instant t);

private:
    struct Item {
        Instant at;
        std::string encoded;
    };
    std::shared_ptr<const Picture> decoded(std::size_t i);
    void remember(Instant at, std::shared_ptr<const Picture> picture);
    std::deque<Item> items_;
    std::deque<std::pair<Instant, std::shared_ptr<const Picture>>> recent_;
};

}  // namespace sd::viz
