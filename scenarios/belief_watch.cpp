#include "scenarios/belief_watch.h"

#include "twin/wire/codec.h"

namespace sd {

bool is_mark(Instant at, Duration every) {
    const Duration since_epoch_local{at.ns + kVietNamOffset.ns};
    return every.ns > 0 && (since_epoch_local % every).ns == 0;
}

BeliefWatch::BeliefWatch(const City& city, const Scenario& scenario, const Twin& twin, Outlets outlets)
    : scenario_(scenario), twin_(twin), eye_(city, sample_list_of(city, scenario)), outlets_(std::move(outlets)) {}

Result<std::optional<BeliefReport>> BeliefWatch::look(bool last) {
    const Instant at = twin_.watermark();
    const Duration since = at - scenario_.start;
    const bool sample = last || (since % kSampleEvery).ns == 0;
    const bool keyframe = outlets_.keyframes != nullptr && (since % outlets_.keyframe_every).ns == 0;
    const bool mark = is_mark(at, scenario_.error_every);
    const bool tapped = outlets_.tap_wants && outlets_.tap_wants();
    if (!sample && !keyframe && !mark && !tapped) return std::optional<BeliefReport>();
    const Picture picture = twin_.picture();
    std::string encoded;
    if (keyframe || mark || tapped) encoded = encode(picture);
    if (tapped) outlets_.tap(encoded);
    if (keyframe) {
        if (auto added = outlets_.keyframes->add(encoded); !added) return fail(added.error());
    }
    if (!sample && !mark) return std::optional<BeliefReport>();
    BeliefReport report{eye_.look(picture, twin_), {}};
    if (mark) report.picture = std::move(encoded);
    return std::optional<BeliefReport>(std::move(report));
}

}  // namespace sd
