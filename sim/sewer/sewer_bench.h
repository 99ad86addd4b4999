// How fast the drainage model runs, and how far its adaptive steps are from tiny ones, on a tree of 2,000 nodes that
// needs no data: undersized pipes under a double storm, a tide at the gated outfall, streets that pond. The only place
// of the model that looks at a wall clock.
#pragma once

#include "sim/sewer/network.h"
#include "sim/sewer/state.h"

namespace sd::sewer {

/// A random tree of `nodes` ≥ 2 (the first is the outfall), the same for the same seed. Pipes carry about 0.7 of the
/// storm's peak when full, so manholes surcharge; a few loops where `loops` > 0.
[[nodiscard]] Network bench_network(int nodes, std::uint64_t seed, int loops = 0);

struct SewerBenchFigures {
    int nodes = 0;
    double sim_s = 0.0;
    double wall_s = 0.0;  ///< of the adaptive run
    std::int64_t steps = 0;
    std::int64_t iterations = 0;
    std::int64_t unsettled = 0;
    double continuity = 0.0;      ///< |imbalance| / (inflow + initial); 0 by construction
    double head_volume_m3 = 0.0;  ///< largest sum over nodes of |V(head) − counted volume| at any sample
    double surcharged = 0.0;      ///< largest share of manholes with the head above their outgoing pipe's crown
    double ponded = 0.0;          ///< largest share with water over the rim
    double least_outfall_m3_s = 0.0;
    double reference_sim_s = 0.0;  ///< how much of it the reference covers, from the start
    double reference_wall_s = 0.0;
    double head_off_m = 0.0;       ///< largest difference of any head at any minute to steps of 0.1 s
    double head_off_mean_m = 0.0;  ///< mean of |difference|
    double head_off_at_s = 0.0;    ///< when the largest occurs, and where
    int head_off_node = 0;
};

/// Six hours in calls of one minute; the reference in steps of 0.1 s covers two of them when `quick`, else all.
[[nodiscard]] SewerBenchFigures bench_sewer(bool quick, const Options& options = {});

}  // namespace sd::sewer
