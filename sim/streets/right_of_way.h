// Who yields to whom at a node.
#pragma once

#include <vector>

#include "sim/streets/turns.h"

namespace sd::streets {

struct RightOfWay {
    micro::JunctionType type = micro::JunctionType::Priority;
    std::vector<micro::Request> requests;  ///< per turn
    std::vector<micro::LinkState> states;  ///< per turn, when signals are off
};

/// Ways that cross or meet are foes, and one of two foes yields. In an order without circles: the main road, straight
/// on before right before left, turning back last. Only where streets of one lane and rank meet without signals does
/// the right go first.
[[nodiscard]] RightOfWay right_of_way_of(const Ground& ground, std::uint32_t node, const std::vector<Turn>& turns);

}  // namespace sd::streets
