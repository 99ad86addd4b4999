// Looks at the belief each time it has moved and makes what the run keeps of it: minute samples, keyframes, pictures
// at error marks.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "scenarios/eyes.h"
#include "scenarios/picture_log.h"
#include "scenarios/scenario.h"
#include "twin/twin.h"

namespace sd {

/// What the belief tells the run's bookkeeping; crosses processes.
struct BeliefReport {
    BeliefSample sample;
    std::string picture;  ///< encoded; only at error marks
};

/// Whole multiples of `every` since local midnight.
[[nodiscard]] bool is_mark(Instant at, Duration every);

class BeliefWatch {
public:
    /// `keyframes` may be null. `tap` may be empty; it is asked whether it wants a picture, and gets it encoded.
    struct Outlets {
        PictureLog* keyframes = nullptr;
        Duration keyframe_every = seconds(60);
        std::function<bool()> tap_wants;
        std::function<void(const std::string&)> tap;
    };
    BeliefWatch(const City& city, const Scenario& scenario, const Twin& twin, Outlets outlets);

    /// A report when one is due at the belief's watermark, or when `last`.
    [[nodiscard]] Result<std::optional<BeliefReport>> look(bool last);

private:
    const Scenario& scenario_;
    const Twin& twin_;
    BeliefEye eye_;
    Outlets outlets_;
};

}  // namespace sd
