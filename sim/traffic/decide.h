// The speed of the coming step out of a driver's items.
#pragma once

#include <span>

#include "sim/traffic/state.h"

namespace sd::micro {

struct Bound {
    double safe = kNever;
    double low = -kNever;  ///< must not be slower: already on the way over a minor link
    double low_dist = 0.0;
    bool waits = false;
    bool low_can_brake = false;
};

[[nodiscard]] Bound bound_of(const State& s, const Car& car, Vehicle& veh, std::span<const Item> items);

/// Next speed; advances stops at bus stops and the like.
[[nodiscard]] double next_speed(const State& s, Car& car, Vehicle& veh, const Bound& bound);

}  // namespace sd::micro
