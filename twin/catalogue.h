// What the public register says about devices, worked out once: which street and ward a gauge speaks for, who its
// neighbours are, which devices hang on a cabinet or a cell site. Pure function of the city.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "twin/store.h"

namespace sd {

struct Catalogue {
    /// Street (or ward) a street-depth gauge or an edge device speaks for; index into places.
    struct Place {
        std::string name;  ///< street, else ward, else device name
        WardId ward;
        LocalXY at;
    };
    std::vector<Place> places;
    std::vector<std::uint32_t> place_of_device;  ///< index into places, kNoPlace without
    std::vector<std::uint32_t> place_of_edge;    ///< the same for edges (by street name and ward of its middle)
    static constexpr std::uint32_t kNoPlace = 0xFFFF'FFFFu;

    /// Up to kNeighbours nearest devices of the same sort of water (levels with levels, street depths with street
    /// depths).
    static constexpr std::size_t kNeighbours = 5;
    std::vector<std::vector<std::uint32_t>> neighbours;  ///< per device; empty for other kinds

    /// The gauge that reads a station's level, kNoPlace without one.
    std::vector<std::uint32_t> gauge_of_station;
    std::uint32_t main_gauge = kNoPlace;  ///< the device whose level stands for the city's river

    std::vector<std::vector<std::uint32_t>> devices_of_ward;
    std::vector<std::vector<std::uint32_t>> devices_of_site;
    std::vector<std::vector<std::uint32_t>> meters_of_cabinet;  ///< smart meters
    std::vector<std::vector<std::uint32_t>> streetlights_of_cabinet;
    std::vector<std::uint32_t> device_of_site;  ///< the CellSite device, kNoPlace without one
    std::vector<std::uint32_t> cabinets_per_substation;
};

[[nodiscard]] Catalogue catalogue_of(const City& city);

/// Every sender that the platform knows beforehand, for the store.
[[nodiscard]] std::vector<StoredSender> senders_of(const City& city, const Catalogue& catalogue);

[[nodiscard]] constexpr bool reads_level(DeviceKind kind) {
    return kind == DeviceKind::RiverLevel || kind == DeviceKind::TideSalinity;
}
[[nodiscard]] constexpr bool reads_water(DeviceKind kind) {
    return reads_level(kind) || kind == DeviceKind::StreetDepth;
}

}  // namespace sd
