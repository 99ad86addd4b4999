// Where on the map somebody is.
#pragma once

#include "sim/core/geo.h"
#include "sim/traffic/state.h"

namespace sd::micro {

struct Pose {
    LocalXY at;                 ///< of its front, in the net's coordinates
    LocalXY heading{1.0, 0.0};  ///< unit vector
};
/// `car` as it is on a lane. Lanes without a shape are at the origin.
[[nodiscard]] Pose pose_of(const State& s, std::uint32_t lane, const Car& car);

}  // namespace sd::micro
