// Signal programs: the two streams of a crossing in turn, signals that stand close together on one clock.
#pragma once

#include <vector>

#include "sim/streets/right_of_way.h"

namespace sd::streets {

/// Per node: the lowest node whose signal shares its clock, itself where it stands alone. Signals joined by a street
/// too short to store a queue switch together; otherwise each would cut the other's green.
[[nodiscard]] std::vector<std::uint32_t> clocks_of(const City& city);

/// A letter per turn. Green without foes in the phase is 'G', else 'g': go when they leave room.
[[nodiscard]] micro::SignalProgram program_of(const Ground& ground, std::uint32_t node, std::uint32_t clock,
                                              const std::vector<Turn>& turns,
                                              const std::vector<micro::Request>& requests);

}  // namespace sd::streets
