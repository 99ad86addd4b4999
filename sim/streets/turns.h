// Which lane leads into which at a node, as drivers expect it, and the way it takes over the junction.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/streets/arms.h"

namespace sd::streets {

/// One way over a junction.
struct Turn {
    std::uint32_t in = kNone, out = kNone;    ///< edges
    std::uint32_t in_lane = 0, out_lane = 0;  ///< 0 at the kerb
    char dir = 's';                           ///< s l r t L R, as in micro::Link
    std::vector<LocalXY> shape;               ///< from lane's end to lane's start
    double length_m = 0.0;
    double speed_m_s = 0.0;
    [[nodiscard]] bool back() const { return dir == 't'; }
    [[nodiscard]] bool left() const { return dir == 'l' || dir == 'L'; }
    [[nodiscard]] bool straight() const { return dir == 's'; }
};

/// All ways over a node: by arriving street counter-clockwise, by lane from the kerb, from right to left. At least one
/// for every pair of edges. Ways of one edge never cross each other.
[[nodiscard]] std::vector<Turn> turns_of(const Ground& ground, const micro::Net& net, std::uint32_t node);

}  // namespace sd::streets
