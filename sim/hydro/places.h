// Where structures, sources, outfalls and gauges of a case stand: in a cell of the sheet or in a canal.
#pragma once

#include <cstdint>
#include <limits>

#include "sim/flood/canals.h"
#include "sim/flood/water.h"

namespace sd::hydro {

inline constexpr std::uint32_t kNoCell = std::numeric_limits<std::uint32_t>::max();
/// A place with this bit is a node of the canals, else a cell of the sheet.
inline constexpr std::uint32_t kCanalBit = std::uint32_t{1} << 31;

[[nodiscard]] inline std::uint32_t canal_place(std::uint32_t node) { return node | kCanalBit; }
[[nodiscard]] inline bool in_canal(std::uint32_t place) { return place != kNoCell && (place & kCanalBit) != 0; }
[[nodiscard]] inline std::uint32_t canal_node(std::uint32_t place) { return place & ~kCanalBit; }

/// The sheet and the canals under it as one.
struct Places {
    flood::Water& sheet;
    double cell_area_m2;
    const flood::CanalNetwork& network;
    flood::Canals& canals;

    [[nodiscard]] double bed_m(std::uint32_t place) const;
    [[nodiscard]] double level_m(std::uint32_t place) const;
    [[nodiscard]] double depth_m(std::uint32_t place) const;
    /// What is there, as a depth over one cell of the sheet.
    [[nodiscard]] double held_m(std::uint32_t place) const;
    /// Area of the water's surface, m².
    [[nodiscard]] double surface_m2(std::uint32_t place) const;
    /// As Water::add, in depths over one cell: about so much and never more than there is; what it was.
    double add(std::uint32_t place, double depth_m) const;
};

}  // namespace sd::hydro
