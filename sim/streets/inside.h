// The inside of a node as rows of the net: links, internal edges, internal junctions.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/streets/right_of_way.h"

namespace sd::streets {

/// Adds the ways over a node, with the names and in the order in which netconvert would write them. `signal` is kNone
/// without one.
void lay_inside(const Ground& ground, std::uint32_t node, const std::vector<Turn>& turns, RightOfWay rules,
                std::uint32_t signal, micro::Net& net);

}  // namespace sd::streets
