// The form of a network that runs: indices, tables and the elimination order, all fixed. Made once, shared by any
// number of states; nothing here changes while running.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.h"
#include "sim/sewer/network.h"
#include "sim/sewer/order.h"
#include "sim/sewer/section.h"

namespace sd::sewer {

struct Options {
    /// Volume of one quantum; all water is counted in these. 2^-30 m³ (a cubic millimetre) holds 8 km³ in an int64.
    /// For exact exchange with a surface make it (volume of one surface quantum) / k with a whole k (ExchangeUnits).
    double quantum_m3 = 0x1p-30;
    /// The inner step follows the heads: the next one is chosen so that a head differs from the straight line through
    /// its last two values by about this much. Smaller is slower and closer to a run in tiny steps.
    double tolerance_m = 0.01;
    /// Time constant that damps surges in shafts (conduit.cpp): 0 keeps them all and then asks for steps of 0.1 s.
    double surge_damping_s = 5.0;
    Duration min_step = milliseconds(100);
    Duration max_step = seconds(5);
};

struct NodeRow {
    double bottom_m = 0.0;
    double rim_m = 0.0;
    double area_m2 = 0.0;        ///< of the shaft
    double above_area_m2 = 0.0;  ///< above the rim
    double rim_volume_m3 = 0.0;  ///< of the shaft up to the rim
    double initial_m = 0.0;
    std::int32_t storage = kNone;  ///< into Model::storages
    std::int32_t place = kNone;    ///< in the elimination order; kNone: outfall
    Rim rim = Rim::Shaft;
    Outfall outfall = Outfall::None;
    double level_m = 0.0;
    std::int32_t series = kNone;
};

struct ConduitRow {
    std::int32_t from = 0;
    std::int32_t to = 0;
    std::int32_t section = 0;
    std::int8_t only = 0;  ///< +1, −1: flap gate, flow in that direction only; 0 both
    bool normal_out = false;
    double z_from_m = 0.0;  ///< pipe invert at its ends
    double z_to_m = 0.0;
    double length_m = 0.0;
    double barrels = 1.0;
    double gn2 = 0.0;           ///< g n²
    double loss_per_m = 0.0;    ///< K / 2L
    double store_from_m = 0.0;  ///< length (all barrels) whose water belongs to the node at this end
    double store_to_m = 0.0;
    double normal_max_m3_s = 0.0;  ///< of one barrel at its slope (either direction); 0 when level
    double initial_m3_s = 0.0;
};

/// Area of a storage by depth, with its integral.
struct Storage {
    Curve area_m2;
    std::vector<double> volume_m3;  ///< at the points of the curve
};

/// Where a link sits in the matrix.
struct Coupling {
    std::int32_t from = kNone;  ///< nodes
    std::int32_t to = kNone;
    std::int32_t from_place = kNone;
    std::int32_t to_place = kNone;
    std::int32_t entry = kNone;  ///< kNone: one end is an outfall
};

struct Model {
    Options options;
    Network network;  ///< names, curves and structures
    std::vector<NodeRow> nodes;
    std::vector<ConduitRow> conduits;
    std::vector<Section> sections;
    std::vector<Storage> storages;
    std::vector<Coupling> links;         ///< of all links
    std::vector<std::int8_t> only;       ///< flap gates of all links, as ConduitRow::only
    std::vector<std::int32_t> touching;  ///< links at each node, by node
    std::vector<std::int32_t> first_touching;
    Pattern pattern;
};

/// Errors of `check(network)`, or of options that make no sense.
[[nodiscard]] Result<Model> compile(Network network, const Options& options = {});

/// Water in the shaft or storage of a node at a head, and its surface.
struct Stored {
    double volume_m3 = 0.0;
    double area_m2 = 0.0;
};
[[nodiscard]] Stored shaft(const Model& model, const NodeRow& node, double head_m);

}  // namespace sd::sewer
