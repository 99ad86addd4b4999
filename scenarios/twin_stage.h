// The platform's part of a run: from arriving facts to belief. Nothing is acknowledged before it is durable, and the
// belief moves only when every message up to the watermark is here.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "twin/twin.h"
#include "twin/wire/bus.h"

namespace sd {

class TwinStage {
public:
    /// `start` and the frame period tell how many frames of each stream a sign-off presumes.
    TwinStage(Twin& twin, FactReceiver& receiver, Instant start);

    /// Called after the belief moved to an instant; the sign-off is acknowledged only after it returned.
    using OnAdvanced = std::function<Result<void>(Instant)>;
    /// Takes what arrived (waits at most wait_ms), commits, advances. True when something arrived.
    [[nodiscard]] Result<bool> round(int wait_ms, const OnAdvanced& on_advanced);
    /// The emulators said that they have finished, and everything before it is applied.
    [[nodiscard]] bool finished() const { return finished_ && pending_.empty(); }

private:
    [[nodiscard]] Result<void> take(const Frame& frame);
    void came(StreamId stream, std::uint64_t seq);
    [[nodiscard]] bool all_came(std::uint64_t periods) const;
    [[nodiscard]] Result<void> advance_ready(const OnAdvanced& on_advanced);

    struct SignOffFrame {
        Instant at;
        std::uint32_t boot = 0;
        std::uint64_t seq = 0;
    };

    Twin& twin_;
    FactReceiver& receiver_;
    Instant start_;
    /// Newest frame of the streams that bring one frame a period.
    std::map<StreamId, std::uint64_t> newest_;
    std::deque<SignOffFrame> pending_;
    bool finished_ = false;
};

}  // namespace sd
