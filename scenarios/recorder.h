// The run's notebook on the truth's side: minute samples of both eyes, keyframes, error marks, hashes.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "scenarios/belief_watch.h"
#include "scenarios/eyes.h"
#include "scenarios/picture_log.h"
#include "scenarios/run_dir.h"
#include "scenarios/run_journals.h"
#include "scenarios/samples_json.h"
#include "scenarios/twin_error.h"

namespace sd {

class Recorder {
public:
    /// `dir` null: nothing is written (a replay).
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> make(const City& city, const Scenario& scenario,
                                                                const RunDir* dir, Duration keyframe_every);

    /// True when somebody wants the truth's picture at this moment.
    [[nodiscard]] bool wants_truth(Instant at, bool last) const;
    [[nodiscard]] Result<void> truth(const Picture& picture, std::uint64_t truth_hash, bool last);
    [[nodiscard]] Result<void> belief(const BeliefReport& report);
    void hashes(std::uint64_t tick, const ModelHashes& hashes);
    /// Writes the map of greatest depth and the journals' last bytes.
    [[nodiscard]] Result<void> close();

    [[nodiscard]] const Series& series() const { return series_; }
    [[nodiscard]] Series& series() { return series_; }
    [[nodiscard]] std::uint32_t vehicles_peak() const { return vehicles_peak_; }
    [[nodiscard]] std::uint32_t moving_peak() const { return moving_peak_; }

private:
    Recorder(const City& city, const Scenario& scenario, Duration keyframe_every);

    const City& city_;
    const Scenario& scenario_;
    Duration keyframe_every_;
    TruthEye eye_;
    TwinError error_;
    Series series_;
    std::optional<PictureLog> keyframes_;
    std::optional<PictureLog> deepest_;
    std::optional<HashLog> hash_log_;
    std::unique_ptr<Disk> disk_;
    std::map<std::int64_t, std::vector<float>> truth_at_marks_;
    std::uint32_t vehicles_peak_ = 0;
    std::uint32_t moving_peak_ = 0;
};

}  // namespace sd
