// The two precisions of water on a raster. In either, depth and bed are whole multiples of one quantum, so that sums
// are exact in any order.
#pragma once

#include <cstdint>
#include <type_traits>

namespace sd::flood {

/// Depth and bed in whole quanta of 2^-24 m (or coarser where the relief is large), arithmetic in float.
struct F32 {
    using Real = float;
    using Depth = std::int32_t;
};
/// Depth and bed in metres that are whole multiples of 2^-40 m, arithmetic in double.
struct F64 {
    using Real = double;
    using Depth = double;
};
template <class P>
inline constexpr bool kFine = std::is_same_v<P, F64>;

inline constexpr double kFineQuantum_m = 1.0 / 1'099'511'627'776.0;  ///< 2^-40 m, of double precision
inline constexpr double kWall_m = 1024.0;                            ///< above datum: a wall, in double precision
/// Bed of everything outside the grid, in quanta: no water stands this high.
inline constexpr std::int32_t kWall = (1 << 30) + (1 << 29);
/// No bed, crest or water level of the grid itself is higher than this share of a wall.
inline constexpr double kTopShare = 0.98;

template <class P>
inline constexpr typename P::Depth kWallOf = [] {
    if constexpr (kFine<P>) {
        return kWall_m;
    } else {
        return kWall;
    }
}();

}  // namespace sd::flood
