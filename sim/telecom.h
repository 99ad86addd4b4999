// Cell sites: mains or battery. A site on battery serves until it is empty; water above its plinth kills it at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"
#include "sim/power.h"

namespace sd::telecom {

/// Replacing drowned radio equipment takes longer than closing a breaker (assumed).
inline constexpr Duration kRepair = hours(2);
/// A battery recharges this many times slower than it drains.
inline constexpr std::int64_t kChargeRatio = 2;

struct State {
    std::vector<std::uint8_t> up;
    std::vector<std::uint8_t> on_mains;
    std::vector<std::int64_t> battery_ns;  ///< autonomy left, 0 … battery_h
    std::vector<float> battery;            ///< the same as a share, 0…1
    power::Trips trips;
};

[[nodiscard]] State make(const City& city);
void step(State& state, const City& city, const power::State& power, std::span<const float> site_depth_m, Duration dt);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::telecom
