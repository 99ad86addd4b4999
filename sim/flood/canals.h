// Canals narrower than a cell: a network of one-dimensional cells that lies under the sheet [idea: Neal, Schumann &
// Bates 2012]. A canal holds water up to its banks in its own trapezoidal section; what is more stands on the ground of
// the cell it lies in, and water on that ground falls in while the canal is not full. Along the canal water moves by
// local inertia, as on the sheet. The layer above the banks is the sheet's to move, so nothing is counted twice.
//
// Volumes are whole quanta, a fraction of the sheet's: what leaves one canal cell (or the sheet) arrives in the next,
// exactly. Works over every scheme and precision, since it touches the sheet only by adding and taking whole quanta.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/flood/water.h"

namespace sd::flood {

/// The canal in one cell of the sheet.
struct CanalNode {
    std::uint32_t cell = 0;   ///< of the sheet
    double length_m = 0.0;    ///< of the canal in it, > 0
    double bed_m = 0.0;       ///< above datum
    double width_m = 1.0;     ///< at the bed, > 0
    double side_slope = 0.0;  ///< horizontal per vertical, ≥ 0
    double manning = 0.03;    ///< s/m^(1/3)
    bool raised = false;      ///< banks of its own, at bank_m above the ground; else the ground is the bank
    double bank_m = 0.0;
    bool open_water = false;  ///< no trench: the canal meets the sheet's own water here (a river)
    double level_m = -1.0e9;  ///< at the start
    double chainage_m = 0.0;  ///< of its middle, from the canal's first point
    LocalXY at;               ///< of its middle, in the grid's metres
};

/// Water passes between the middles of two nodes.
struct CanalLink {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double length_m = 0.0;  ///< > 0
    bool shut = false;      ///< a structure stands here and carries what passes
};

enum class CanalEndKind : std::uint8_t {
    Level,      ///< value: m above datum
    Discharge,  ///< value: m³/s into the canal
    Critical,   ///< water leaves as over an edge
    Normal,     ///< water leaves as down a bed of slope `value`
};
struct CanalEnd {
    std::uint32_t node = 0;  ///< not of open water
    CanalEndKind kind = CanalEndKind::Level;
    double slope = 0.001;  ///< Normal; > 0
};

/// Nodes of one canal follow each other, in the direction of its line.
struct CanalName {
    std::string name;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

struct CanalNetwork {
    std::vector<CanalNode> nodes;
    std::vector<CanalLink> links;
    std::vector<CanalEnd> ends;
    std::vector<CanalName> names;
};

/// The water in them, and what is worked out once.
struct Canals {
    // What moves.
    std::vector<std::int64_t> volume;   ///< per node, quanta
    std::vector<std::int64_t> pending;  ///< per node, given or taken since the last step; moves with its links
    std::vector<double> q_m3_s;         ///< per link, a → b
    std::vector<double> end_value;      ///< per end: level or discharge of this moment, set by the caller
    std::vector<double> end_rest;       ///< per end: parts of a quantum still due
    std::int64_t through_ends = 0;      ///< quanta that came in, less those that left
    std::vector<double> peak_level_m;   ///< per node, since the start
    std::vector<double> peak_m3_s;      ///< per link, by size
    std::uint64_t limited_steps = 0;    ///< steps in which some node would have run dry

    // Constants.
    struct Node {
        double bank_m = 0.0;
        std::int64_t capacity = 0;      ///< up to the bank
        double area_per_quantum = 0.0;  ///< m² of section
        double top_m = 0.0;             ///< width at the bank
        int shared_by = 1;              ///< open water: by so many nodes of the same cell
        bool held = false;              ///< an end keeps its level
    };
    struct Link {
        double bed_m = 0.0;
        double width_m = 0.0;
        double side_slope = 0.0;
        double bankful_m = 0.0;  ///< depth below the banks; above, the sheet carries
        double drag = 0.0;       ///< g·n²
        double even_m = 0.0;     ///< levels nearer than counting can bring them are one
        bool mouth = false;      ///< into open water
    };
    std::vector<Node> node;
    std::vector<Link> link;
    std::vector<std::uint32_t> at_first, at_link;  ///< links at a node: at_link[at_first[k] … at_first[k + 1])
    double quantum_m3 = 0.0;
    std::int64_t per_surface = 1;  ///< quanta in one of the sheet's
    double cell_area_m2 = 0.0;

    // Scratch of a step.
    std::vector<double> level_m, filling_m3_s;
    std::vector<std::int64_t> moved, available, leaving, over_banks;
};

/// Filled to the levels of the nodes, up to their banks. The sheet must be of `grid`.
[[nodiscard]] Canals make_canals(const CanalNetwork& network, const GridSpec& grid, const Water& water);

inline constexpr double kCanalCourant = 0.6;
/// At that Courant number of the fastest wave in the canals; in dry ones, of water a decimetre deep.
[[nodiscard]] double stable_step_s(const CanalNetwork& network, Canals& canals, const Water& water);

/// One step: banks, links, ends. dt_s ≤ stable_step_s(). What canal_add() gave and took since the last one moves with
/// it: all discharges of a node are worked out of the same level.
void canal_step(const CanalNetwork& network, Canals& canals, Water& water, double dt_s, Parallel& parallel);

[[nodiscard]] double canal_bed_m(const CanalNetwork& network, std::uint32_t node, const Water& water);
/// What of the water on the ground over a canal with room falls in within for_s, as over a weir on either side; quanta
/// of the sheet.
[[nodiscard]] std::int64_t canal_falls(const CanalNetwork& network, const Canals& canals, std::uint32_t node,
                                       const Water& water, double for_s);
/// With what falls in within a second: water above a full canal and in it is one.
[[nodiscard]] double canal_level_m(const CanalNetwork& network, const Canals& canals, std::uint32_t node,
                                   const Water& water);
/// Of the water's surface at this level, m².
[[nodiscard]] double canal_surface_m2(const CanalNetwork& network, const Canals& canals, std::uint32_t node,
                                      const Water& water);
/// What the node itself holds, in the sheet's whole quanta; of open water, what its cell holds.
[[nodiscard]] std::int64_t canal_holds(const CanalNetwork& network, const Canals& canals, std::uint32_t node,
                                       const Water& water);
/// Adds (or takes, never more than there is) quanta of the sheet; what it was.
std::int64_t canal_add(const CanalNetwork& network, Canals& canals, std::uint32_t node, std::int64_t quanta,
                       Water& water);
/// Along the canal at a node, positive in the direction of its line: mean of the links before and after it.
[[nodiscard]] double canal_m3_s(const CanalNetwork& network, const Canals& canals, std::uint32_t node);
/// Depth of water in a trapezoidal section of this area, m.
[[nodiscard]] double section_depth_m(double width_m, double side_slope, double area_m2);

[[nodiscard]] double volume_m3(const Canals& canals);
[[nodiscard]] std::uint64_t hash(const Canals& canals);
/// All that moves; fits canals of the same network only.
[[nodiscard]] Bytes snapshot(const CanalNetwork& network, const Canals& canals);
[[nodiscard]] Result<void> restore(const CanalNetwork& network, Canals& canals, std::span<const std::byte> snapshot);

}  // namespace sd::flood
