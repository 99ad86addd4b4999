// Which cabinets are on, since when not, and how often power has come back: what decides whether a device is silent
// and when it starts again with a new boot number.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "emulators/kinds.h"
#include "sim/core/hash.h"
#include "sim/core/world_view.h"

namespace sd {

class Mains {
public:
    explicit Mains(std::size_t cabinets) : now_(cabinets), before_(cabinets) {}

    struct Cabinet {
        std::uint8_t on = 1;
        std::int64_t off_since_ns = 0;
        /// Returns of power so far: after any outage, after one longer than kBackup.
        std::array<std::uint32_t, 2> returns{};
    };

    /// Takes in both frames of an interval. Power changes take effect at the later frame's time.
    void advance(const WorldView& view);
    /// State that holds for a reading at `at` of the interval.
    [[nodiscard]] const Cabinet& cabinet(std::uint32_t c, Instant at) const {
        return at < until_ ? before_[c] : now_[c];
    }
    /// Whether a device with this supply runs at `at`.
    [[nodiscard]] bool feeds(const Cabinet& cabinet, Supply supply, Instant at) const {
        return cabinet.on != 0 || (supply == Supply::Backup && at.ns - cabinet.off_since_ns <= kBackup.ns);
    }
    [[nodiscard]] std::size_t size() const { return now_.size(); }
    void add_to(StateHash& hash) const;

private:
    void take(const WorldView& view, Instant at);

    std::vector<Cabinet> now_;
    std::vector<Cabinet> before_;
    Instant until_;
};

}  // namespace sd
