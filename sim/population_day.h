// The city's day as 24-hour tables: who is at home, what is switched on, how busy the streets are. Shares are
// assumptions of a Vietnamese provincial town (early mornings, lunch at home, evenings outside), not counts.
#pragma once

#include <array>

#include "sim/core/time.h"

namespace sd::day {

/// Value at each full hour; between hours it is linear, and 24:00 is 00:00.
using Table = std::array<float, 24>;

/// 0 ≤ hour < 24 in the city's civil time.
[[nodiscard]] double hour_of(Instant now, Duration utc_offset);
[[nodiscard]] double at_hour(const Table& table, double hour);

/// Share of residents who are at home, 0…1.
extern const Table kAtHome;
/// Household load over the evening peak, 0…1.
extern const Table kHomeLoad;
/// Load of shops, offices and workshops over their noon peak, 0…1.
extern const Table kWorkLoad;
/// Wanted occupancy of a car park, share of capacity.
extern const Table kParking;
/// Waste thrown away relative to the day's mean.
extern const Table kWaste;

}  // namespace sd::day
