// A tidal river network as people write it down: reaches between nodes, sluices, stations, the seasons of river and
// sea. Plain data, read from a file by read.cpp or made by hand; network.h turns it into cells and faces.
// Levels in metres above the city's datum, chainages in metres from the reach's `from` node, salinity in g/l (= kg/m³).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/time.h"

namespace sd::salinity {

enum class NodeKind : std::uint8_t { Junction, Sea, Inflow };

struct Node {
    std::string name;
    NodeKind kind = NodeKind::Junction;
    /// Sea: level = gain · (the caller's tide, lag earlier) + offset; one reach only.
    Duration sea_lag;
    double sea_gain = 1.0;      ///< 0.5…1.5
    double sea_offset_m = 0.0;  ///< −1…1
    /// Inflow: share · season's discharge + own flow. Negative own flow takes water (with its salt) out.
    double river_share = 0.0;
    double own_flow_m3_s = 0.0;
};

struct Section {
    double at_m = 0.0;
    double width_m = 0.0;  ///< > 0, of the flowing section (rectangular)
    double bed_m = 0.0;
};

/// Rectangular sections, linear between the rows; storage_ratio · width is what the tide fills.
struct Reach {
    std::string name;
    std::string from;
    std::string to;
    double length_m = 0.0;
    double step_m = 500.0;           ///< wanted spacing; the real one divides the length evenly, ≥ 2 steps
    double manning_s_m13 = 0.025;    ///< 0 = frictionless
    double storage_ratio = 1.0;      ///< ≥ 1: mudflats and mangrove store but do not carry
    double mixing = 0.0;             ///< K = floor + mixing · |u| · width
    double mixing_floor_m2_s = 0.0;  ///< ≥ 0
    std::vector<Section> sections;   ///< ascending at_m, at least one; constant beyond the ends
    std::vector<LonLat> line;        ///< for finding places; may be empty
};

/// On the face nearest to at_m. Flow through it loses |Q|Q / (2g (μ·open·area)²) of head.
struct Sluice {
    std::string name;
    std::string reach;
    double at_m = 0.0;
    double width_m = 10.0;
    double sill_m = -3.0;
    double open_share = 1.0;  ///< at the start, 0 shut … 1 open
};

struct Station {
    std::string name;
    std::string reach;
    double at_m = 0.0;
};

/// Monthly means, January first; values between are linear between the middles of the months.
struct Season {
    std::array<double, 12> discharge_m3_s{};
    std::array<double, 12> sea_g_l{};
};

struct Description {
    std::vector<Node> nodes;
    std::vector<Reach> reaches;
    std::vector<Sluice> sluices;
    std::vector<Station> stations;
    Season season;
    double fresh_g_l = 0.05;  ///< of every inflow
    /// After the turn of the tide the water that just left comes back first: the boundary takes this long to reach
    /// the sea's own salinity. 0 = the sea's salinity at once, also on the ebb (a fixed value for verification).
    double sea_memory_s = 0.0;
};

/// Value of a monthly column at a moment (UTC+7 calendar).
[[nodiscard]] double seasonal(const std::array<double, 12>& monthly, Instant t);

}  // namespace sd::salinity
