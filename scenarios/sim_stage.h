// The truth's part of a run: steps the world frame by frame, puts inputs in at their tick and reports every tick's
// hashes. The same object serves one process, three, and a replay.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "scenarios/frame_period.h"
#include "scenarios/run_journals.h"
#include "scenarios/timeline.h"
#include "sim/core/parallel.h"
#include "sim/world.h"

namespace sd {

/// Where inputs come from: a live timeline, or the journal of an earlier run.
using InputSource = std::function<std::vector<Command>(std::uint64_t tick, Instant now)>;
[[nodiscard]] InputSource live_inputs(Timeline& timeline);
[[nodiscard]] InputSource recorded_inputs(const std::vector<InputRecord>& records);

static_assert(kFramePeriod == kRunFramePeriod);

struct SimFrame {
    std::shared_ptr<const TruthFrame> frame;
    std::vector<Command> onward;  ///< for devices and the platform, that took effect within this frame
};

class SimStage {
public:
    [[nodiscard]] static Result<std::unique_ptr<SimStage>> make(const City& city, const WorldConfig& config,
                                                                int threads);
    using OnInput = std::function<Result<void>(const InputRecord&)>;
    using OnHashes = std::function<void(std::uint64_t tick, const ModelHashes&)>;

    /// One frame period of ticks. Hashes are taken after every `hash_every` ticks.
    [[nodiscard]] Result<SimFrame> advance(const InputSource& inputs, const OnInput& on_input,
                                           const OnHashes& on_hashes, int hash_every);
    [[nodiscard]] std::shared_ptr<const TruthFrame> frame() const;
    [[nodiscard]] Picture picture() const { return truth_picture(world_); }
    [[nodiscard]] const World& world() const { return world_; }
    [[nodiscard]] std::uint64_t hash() const { return truth_hash(world_); }

private:
    SimStage(World world, int threads) : world_(std::move(world)), parallel_(threads) {}

    World world_;
    Parallel parallel_;
};

}  // namespace sd
