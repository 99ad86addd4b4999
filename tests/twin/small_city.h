// A hand-made town for the twin's tests: a river along the south rim, a lattice of streets on gently rolling ground,
// two wards, and a few devices of every kind the rules look at.
#pragma once

#include "sim/city/city.h"

namespace sd::test {

/// Device numbers by role, so that tests need no search.
struct SmallCity {
    City city;
    std::vector<std::uint32_t> river;   ///< RiverLevel, west to east
    std::vector<std::uint32_t> street;  ///< StreetDepth
    std::vector<std::uint32_t> rain;
    std::vector<std::uint32_t> loops;   ///< on "Đường Lý Thường Kiệt"
    std::vector<std::uint32_t> meters;  ///< three on each cabinet
    std::vector<std::uint32_t> streetlights;
    std::vector<std::uint32_t> site_devices;
    std::uint32_t weather = 0;
    std::uint32_t bus = 0;
};

/// Street gauges stand on every `gauge_every`-th crossing.
[[nodiscard]] SmallCity make_small_city(int nx = 96, int ny = 80, int gauge_every = 2);

/// Cells under streets, without double.
[[nodiscard]] std::vector<std::uint32_t> street_cells(const City& city);

}  // namespace sd::test
