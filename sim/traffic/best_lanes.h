// Which lane of an edge is good for the route ahead, and how it goes on: looked up once for a stretch of edges and
// shared by everybody who comes by, whatever lies behind the stretch [SUMO's "best lanes"].
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "sim/traffic/follow.h"
#include "sim/traffic/road.h"

namespace sd::micro {

struct BestLane {
    std::uint32_t lane = kNone;
    double length_m = 0.0;   ///< how far one gets from this edge's start without changing lanes
    double current_m = 0.0;  ///< of this edge alone
    int offset = 0;          ///< lanes to the nearest best one, left positive
    bool continues = false;
    std::uint32_t lane_begin = 0, lane_end = 0;  ///< into BestLanes::lanes: normal lanes, this one first
    std::uint32_t link_begin = 0, link_end = 0;  ///< into BestLanes::links: every link on the way, inner ones too
};

/// Where somebody is on his way and what he is.
struct BestPlace {
    std::uint32_t at = 0;  ///< place in the route
    std::uint32_t type = 0;
    std::uint32_t stop_at = kNone, stop_lane = kNone;
    double stop_pos_m = 0.0;
};

struct BestLanes {
    struct Row {
        std::uint32_t begin = 0, n = 0;          ///< into table
        std::uint32_t key_begin = 0, key_n = 0;  ///< into keys: what the row depends on besides the network
        std::uint32_t same = kNone;              ///< another row with this hash
    };
    std::vector<Row> rows;
    std::vector<BestLane> table;
    std::vector<std::uint32_t> lanes, links, keys;
    std::map<std::uint64_t, std::uint32_t> known;  ///< hash of a key → newest row with it
    std::vector<std::uint32_t> asked;              ///< work space

    /// Makes a row known by its key.
    void index(std::uint32_t row);
    [[nodiscard]] std::span<const BestLane> of(std::uint32_t row) const {
        return {table.data() + rows[row].begin, rows[row].n};
    }
};

/// Row of a place on a route; computed when no equal stretch has been asked for yet. `edges` is the whole route.
std::uint32_t best_lanes(BestLanes& best, const Road& road, const Driver& driver, std::span<const std::uint32_t> edges,
                         const BestPlace& place);

}  // namespace sd::micro
