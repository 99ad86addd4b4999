#include "scenarios/recorder.h"

#include <algorithm>

#include "twin/wire/codec.h"

namespace sd {

Recorder::Recorder(const City& city, const Scenario& scenario, Duration keyframe_every)
    : city_(city),
      scenario_(scenario),
      keyframe_every_(keyframe_every),
      eye_(city, sample_list_of(city, scenario)),
      error_(city, scenario.seed),
      disk_(make_posix_disk()) {
    series_.list = sample_list_of(city, scenario);
}

Result<std::unique_ptr<Recorder>> Recorder::make(const City& city, const Scenario& scenario, const RunDir* dir,
                                                 Duration keyframe_every) {
    std::unique_ptr<Recorder> out(new Recorder(city, scenario, keyframe_every));
    if (dir == nullptr) return out;
    auto keyframes = PictureLog::create(*out->disk_, dir->truth_pictures());
    if (!keyframes) return fail(std::move(keyframes.error()));
    out->keyframes_ = std::move(*keyframes);
    auto deepest = PictureLog::create(*out->disk_, dir->max_depth());
    if (!deepest) return fail(std::move(deepest.error()));
    out->deepest_ = std::move(*deepest);
    auto hashes = HashLog::create(*out->disk_, dir->hashes());
    if (!hashes) return fail(std::move(hashes.error()));
    out->hash_log_ = std::move(*hashes);
    return out;
}

bool Recorder::wants_truth(Instant at, bool last) const {
    const Duration since = at - scenario_.start;
    return last || (since % kSampleEvery).ns == 0 || (keyframes_ && (since % keyframe_every_).ns == 0) ||
           is_mark(at, scenario_.error_every);
}

Result<void> Recorder::truth(const Picture& picture, std::uint64_t truth_hash, bool last) {
    const Duration since = picture.at - scenario_.start;
    if (keyframes_ && ((since % keyframe_every_).ns == 0 || last)) {
        if (auto added = keyframes_->add(encode(picture)); !added) return added;
    }
    if (is_mark(picture.at, scenario_.error_every)) {
        truth_at_marks_[picture.at.ns] = error_.truth_depths(picture);
    }
    if ((since % kSampleEvery).ns != 0 && !last) return {};
    series_.truth.push_back(eye_.look(picture));
    series_.truth.back().truth_hash = truth_hash;
    vehicles_peak_ = std::max(vehicles_peak_, series_.truth.back().vehicles);
    moving_peak_ = std::max(moving_peak_, series_.truth.back().moving);
    return {};
}

Result<void> Recorder::belief(const BeliefReport& report) {
    const Instant at = report.sample.at;
    auto& samples = series_.belief;
    // A platform that was restarted may repeat its last minutes.
    const auto same = std::find_if(samples.begin(), samples.end(), [&](const BeliefSample& s) { return s.at == at; });
    if (same != samples.end())
        *same = report.sample;
    else
        samples.push_back(report.sample);
    if (hash_log_) {
        hash_log_->add_belief(at, report.sample.belief_hash);
        if (auto done = hash_log_->commit(); !done) return done;
    }
    const auto truth = truth_at_marks_.find(at.ns);
    if (report.picture.empty() || truth == truth_at_marks_.end()) return {};
    const auto picture = decode_picture(report.picture);
    if (!picture) return fail(picture.error());
    series_.errors.push_back(error_.compare(at, truth->second, *picture));
    truth_at_marks_.erase(truth);
    return {};
}

void Recorder::hashes(std::uint64_t tick, const ModelHashes& hashes) {
    if (hash_log_) hash_log_->add_truth(tick, hashes);
}

Result<void> Recorder::close() {
    if (deepest_) {
        Picture picture;
        picture.at = series_.truth.empty() ? scenario_.start : series_.truth.back().at;
        picture.grid = city_.grid;
        picture.depth_m = eye_.max_depth_m();
        if (auto added = deepest_->add(encode(picture)); !added) return added;
    }
    if (hash_log_) return hash_log_->commit();
    return {};
}

}  // namespace sd
