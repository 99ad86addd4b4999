// Commands in the order in which they bite, and their meaning as inputs of the world. A command bites at the first tick
// that begins at or after its time plus its latency.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scenarios/scenario.h"
#include "sim/input.h"
#include "twin/wire/messages.h"

namespace sd {

/// The number of an alarm as commands write it: digits, from 1.
[[nodiscard]] std::optional<std::uint64_t> alarm_number(std::string_view text);

/// The input that a command means to the world; nullopt for commands to devices and to the platform.
[[nodiscard]] std::optional<Input> input_of(const Command& command);

class Timeline {
public:
    explicit Timeline(const Scenario& scenario);

    /// Adds a command while the run is on; sets its seq. Commands of the past bite at the next tick.
    void add(Command command);
    /// Commands that bite at or before `now`, by (time, seq); each is returned once.
    [[nodiscard]] std::vector<Command> take_due(Instant now);
    [[nodiscard]] std::size_t pending() const { return queue_.size(); }

private:
    std::vector<Command> queue_;  ///< sorted, the next one last
    std::uint64_t next_seq_ = 1;
};

}  // namespace sd
