// Everything behind the truth, as the simulation sees it: it takes frames, in time says what the twin believes, and
// lets the simulation run ahead by a fixed number of frames only. Bodies: in this process on a second thread
// (downstream_local.cpp), or two other processes (downstream_remote.cpp). Both give the same belief.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/belief_watch.h"
#include "scenarios/run_dir.h"
#include "scenarios/sim_stage.h"
#include "scenarios/tap.h"

namespace sd {

class Downstream {
public:
    virtual ~Downstream() = default;
    virtual Result<void> begin(std::shared_ptr<const TruthFrame> first) = 0;
    /// May another frame be pushed without running too far ahead?
    [[nodiscard]] virtual bool has_room() = 0;
    [[nodiscard]] virtual Result<void> push(SimFrame frame) = 0;
    /// What the twin has said since; waits at most wait_ms for progress.
    [[nodiscard]] virtual Result<std::vector<BeliefReport>> poll(int wait_ms) = 0;
    /// Waits until everything pushed is applied and the platform is closed; returns the last reports.
    [[nodiscard]] virtual Result<std::vector<BeliefReport>> finish() = 0;
    /// Things worth telling the user, e.g. a device fault with an unknown name.
    [[nodiscard]] virtual std::vector<std::string> take_notes() = 0;
};

struct LocalConfig {
    const City* city = nullptr;
    const Scenario* scenario = nullptr;
    RunDir dir;                 ///< twin/, issues and pictures go here
    bool keep_journals = true;  ///< false: a replay; only twin/ is used
    Duration keyframe_every = seconds(60);
    Tap* tap = nullptr;
    std::function<double()> wall_s;  ///< for the tap's throttle
};
[[nodiscard]] Result<std::unique_ptr<Downstream>> start_local(const LocalConfig& config);

struct RemoteConfig {
    const Scenario* scenario = nullptr;
    std::string bus;
    std::function<double()> wall_s;
    double patience_s = 120.0;  ///< without any sign of the other roles the run is given up
};
[[nodiscard]] Result<std::unique_ptr<Downstream>> start_remote(const RemoteConfig& config);

/// Frames the truth may be ahead of the belief.
inline constexpr std::size_t kFramesAhead = 3;

}  // namespace sd
