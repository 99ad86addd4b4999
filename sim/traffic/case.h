// A whole SUMO case: network, demand, bus stops, detectors, and what its .sumocfg asks for.
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/demand.h"
#include "sim/traffic/net.h"

namespace sd::micro {

struct BusStop {
    std::string id;
    std::uint32_t lane = kNone;
    double start_m = 0.0, end_m = 0.0;
    std::string lines;
};

/// An induction loop [SUMO E1].
struct LoopDetector {
    std::string id;
    std::uint32_t lane = kNone;
    double pos_m = 0.0;     ///< 0…lane length
    double period_s = 0.0;  ///< of one output row; 0 = the whole run
    std::string file;       ///< where its rows go, relative to the case
};

/// A stretch of lanes [SUMO E2], or of in- and outlets [E3].
struct AreaDetector {
    std::string id;
    std::vector<std::uint32_t> lanes;
    double start_m = 0.0, end_m = 0.0;
    double period_s = 0.0;
    std::string file;
};
struct GateDetector {
    struct Gate {
        std::uint32_t lane = kNone;
        double pos_m = 0.0;
    };
    std::string id;
    std::vector<Gate> entries, exits;
    double period_s = 0.0;
    std::string file;
};

/// Edges that are closed, or routes that are changed, in an interval.
struct Rerouter {
    std::string id;
    std::vector<std::uint32_t> edges;
    struct Closing {
        double begin_s = 0.0, end_s = 0.0;
        std::uint32_t edge = kNone;
        /// These still may. 0: routes avoid it, but who is on the way to it still drives through (SUMO's closing that
        /// names no classes).
        ClassSet allow = 0;
    };
    std::vector<Closing> closings;
};

struct Additional {
    std::vector<BusStop> bus_stops;
    std::vector<LoopDetector> loops;
    std::vector<AreaDetector> areas;
    std::vector<GateDetector> gates;
    std::vector<Rerouter> rerouters;
};

/// What a .sumocfg or the command line sets; defaults are SUMO's.
struct Options {
    double begin_s = 0.0;
    double end_s = -1.0;  ///< < 0: until nobody is left
    double step_s = 1.0;
    std::uint64_t seed = 23423;
    double time_to_teleport_s = 300.0;  ///< ≤ 0: never
    double lateral_resolution_m = 0.0;  ///< > 0: sublane
    double strip_step_s = 0.25;         ///< longest step that mixed traffic is integrated in; not SUMO's
    double max_depart_delay_s = -1.0;
    double rerouting_probability = 0.0, rerouting_period_s = 0.0;
    double ignore_junction_blocker_s = -1.0;
    std::string tripinfo, summary, statistic, fcd;  ///< output files, empty = none
    double fcd_begin_s = -1.0;                      ///< < 0: with the run
    double fcd_period_s = 0.0;                      ///< 0: every step
};

/// Something that was read and is not played: said, never silently dropped.
struct Unsupported {
    std::string file;
    int line = 0;
    std::string what;  ///< "attribute laneChangeModel of vType"
    std::uint64_t times = 1;
};

struct Case {
    Net net;
    DemandFile demand;
    Additional additional;
    Options options;
    std::vector<Unsupported> unsupported;
};

}  // namespace sd::micro
