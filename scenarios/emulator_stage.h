// The devices' part of a run: from truth frames to messages, with the issue journal beside.
#pragma once

#include <memory>
#include <vector>

#include "emulators/fleet.h"
#include "emulators/ledger.h"
#include "sim/core/parallel.h"
#include "twin/wire/bus.h"

namespace sd {

class EmulatorStage {
public:
    /// `issues` may be null (a replay keeps no journal).
    EmulatorStage(const City& city, const FleetConfig& config, FactSender& sender, std::unique_ptr<IssueLog> issues);

    /// The first frame: nothing is emitted before it.
    void begin(std::shared_ptr<const TruthFrame> frame) { before_ = std::move(frame); }
    /// A command to devices, or an operator's order that goes on to the platform with the next frame; unknown names
    /// come back as errors and are only reported.
    [[nodiscard]] Result<void> take(const Command& command);
    /// Emits (before, frame], sends one readings frame, one reports frame, one of orders and the sign-off.
    [[nodiscard]] Result<void> on_frame(std::shared_ptr<const TruthFrame> frame);
    [[nodiscard]] Result<void> close();
    [[nodiscard]] const FleetCounters& counters() const { return fleet_->counters(); }

private:
    void send(Topic topic, StreamId stream, const std::string& payload);

    SamplePlan plan_;
    std::unique_ptr<Fleet> fleet_;
    FactSender& sender_;
    std::unique_ptr<IssueLog> issues_;
    Parallel parallel_{1};
    std::shared_ptr<const TruthFrame> before_;
    ReadingBatch batch_;
    std::vector<CitizenReport> reports_;
    std::vector<Command> orders_;  ///< of operators, for the next frame
};

/// Streams of the roles. Sign-offs have a stream of their own: they are acknowledged only when the twin has moved on.
inline constexpr StreamId kDeviceStream{StreamKind::Devices, 0};
inline constexpr StreamId kPeopleStream{StreamKind::People, 0};
inline constexpr StreamId kDeskStream{StreamKind::Commands, 0};
inline constexpr StreamId kSignOffStream{StreamKind::Control, 0};
inline constexpr StreamId kTruthStream{StreamKind::Truth, 0};
inline constexpr StreamId kBeliefStream{StreamKind::Belief, 0};

}  // namespace sd
