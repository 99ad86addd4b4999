// Entering the road: where, how fast, and whether there is room; and coming back after a teleport.
#pragma once

#include "sim/traffic/state.h"

namespace sd::micro {

/// Tries everybody in the queue once.
void enter_all(State& s);

/// Puts a vehicle that has its way on the road, if there is room just there; its speed may come out lower.
[[nodiscard]] bool enter_at(State& s, std::uint32_t id, std::uint32_t lane, double pos_m, double speed_m_s);

/// Takes a car off its lane's way; it comes back further along its route.
void begin_teleport(State& s, const Car& car);
void end_teleports(State& s);

[[nodiscard]] Tail tail_of(const State& s, std::uint32_t lane);
[[nodiscard]] Tail head_of(const State& s, std::uint32_t lane);

}  // namespace sd::micro
