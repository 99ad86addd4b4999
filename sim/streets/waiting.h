// Left turns at signals drive into the junction and wait there for the oncoming.
#pragma once

#include <vector>

#include "sim/streets/right_of_way.h"

namespace sd::streets {

/// Ways that have green together.
[[nodiscard]] inline bool together(const Ground& g, const Turn& a, const Turn& b) {
    return g.city.edges[a.in].green_phase % 2 == g.city.edges[b.in].green_phase % 2;
}

/// Per turn: how far inside the junction it waits, short of everybody's way; 0 where it waits outside.
[[nodiscard]] std::vector<double> waiting_places(const Ground& ground, std::uint32_t node,
                                                 const std::vector<Turn>& turns,
                                                 const std::vector<micro::Request>& requests);

}  // namespace sd::streets
