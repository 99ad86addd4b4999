// The rhythm of a run, for stages that may not know sim/world.h's models.
#pragma once

#include "sim/core/time.h"

namespace sd {

inline constexpr Duration kRunFramePeriod = seconds(5);

}  // namespace sd
