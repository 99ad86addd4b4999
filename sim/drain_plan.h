// From a city's drain layer to drainage networks: per catchment a tree of trunk pipes under its streets, from the
// street inlets to the outfall with its flap gate and, where there is one, its pump. No plan of the real pipes is
// known: where pipes run, their sizes and their levels are synthetic, sized so that they carry what the register says
// its inlets take. A pure function of the city; the same bytes everywhere.
//
// Assumed: a manhole every 80 m of street; pipes of Manning's n 0.015 full at a slope of 0.001, circular up to 1 m,
// then boxes 1 m high; crowns at least 0.3 m under the street; gullies and house connections as shaft area, so that
// pipes and shafts together hold the register's storage. Grates pass the register's capacity under 50 mm of water
// [HEC-22 weir].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"
#include "sim/flood/cells.h"
#include "sim/sewer/exchange.h"
#include "sim/sewer/model.h"

namespace sd::drainage {

/// A grate on a street cell and the manhole it leads to.
struct Inlet {
    std::uint32_t cell = 0;
    std::int32_t node = 0;
};

/// One catchment. Node 0 is the outfall, node 1 the last manhole before it.
struct Trunk {
    std::string name;
    sewer::Model model;
    std::vector<Inlet> inlets;               ///< by rising node
    std::vector<std::uint32_t> first_inlet;  ///< per node: begin in inlets; size nodes + 1
    std::vector<float> crown_m;              ///< per node: of the pipe that leaves it
    std::vector<std::uint32_t> place;        ///< per node: its cell
    sewer::Opening grate;                    ///< of every inlet, clean
    std::uint32_t outfall_cell = 0;
    CabinetId pump_cabinet;
    std::int32_t pump_link = sewer::kNone;
};

struct Plan {
    std::vector<Trunk> trunks;  ///< in the order of the city's drains
    sewer::ExchangeUnits units;
};

inline constexpr std::int64_t kPerSurface = 4096;  ///< sewer quanta in one surface quantum

/// Errors name the drain whose numbers make no network.
[[nodiscard]] Result<Plan> make_plan(const City& city, const flood::Layout& layout);

}  // namespace sd::drainage
