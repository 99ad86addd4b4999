// Vehicles between two pictures: matched by id, moved along a Hermite curve through both headings and speeds.
#pragma once

#include "viz/view_state.h"

namespace sd::viz {

/// Columns at span.mix. Vehicles of only one picture are shown while the clock is nearer to it; jumps (> 60 m/s) are
/// cut.
[[nodiscard]] VehicleColumns interpolated_vehicles(const PictureSpan& span);

}  // namespace sd::viz
