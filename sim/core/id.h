// Strong ids: an index into the column of its kind. Two kinds never mix, and "none" is one value everywhere.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace sd {

template <class Tag>
struct Id {
    static constexpr std::uint32_t kNone = 0xFFFF'FFFFu;
    std::uint32_t index = kNone;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees the 0 that the compiler writes here
    friend constexpr auto operator<=>(Id, Id) = default;
    [[nodiscard]] constexpr bool valid() const { return index != kNone; }
    [[nodiscard]] constexpr std::size_t at() const { return index; }
};

using NodeId = Id<struct NodeTag>;
using EdgeId = Id<struct EdgeTag>;
using WardId = Id<struct WardTag>;
using DeviceId = Id<struct DeviceTag>;
using CabinetId = Id<struct CabinetTag>;        ///< low-voltage distribution cabinet
using SubstationId = Id<struct SubstationTag>;  ///< high/medium-voltage substation
using CellSiteId = Id<struct CellSiteTag>;
using DrainId = Id<struct DrainTag>;  ///< drainage catchment
using BusLineId = Id<struct BusLineTag>;

}  // namespace sd
