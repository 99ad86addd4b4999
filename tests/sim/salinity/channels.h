// Small networks with known answers.
#pragma once

#include <cmath>
#include <functional>
#include <string>

#include "sim/salinity/salinity.h"

namespace sd::test {

/// One straight reach "channel" from a sea node to an inflow node (no inflow unless forced).
inline salinity::Description channel(double length_m, double step_m, double width_m, double bed_m) {
    salinity::Description d;
    d.nodes.resize(2);
    d.nodes[0].name = "sea";
    d.nodes[0].kind = salinity::NodeKind::Sea;
    d.nodes[1].name = "head";
    d.nodes[1].kind = salinity::NodeKind::Inflow;
    salinity::Reach reach;
    reach.name = "channel";
    reach.from = "sea";
    reach.to = "head";
    reach.length_m = length_m;
    reach.step_m = step_m;
    reach.manning_s_m13 = 0.0;
    reach.sections = {{0.0, width_m, bed_m}};
    d.reaches = {reach};
    d.fresh_g_l = 0.0;
    return d;
}

/// A mouth that forks round an island and rejoins, with a gated canal at the fork: two seas, a loop, a dead end.
inline salinity::Description delta() {
    using namespace salinity;
    Description d;
    const auto node = [&](const char* name, NodeKind kind) {
        d.nodes.emplace_back();
        d.nodes.back().name = name;
        d.nodes.back().kind = kind;
    };
    node("east", NodeKind::Sea);
    node("south", NodeKind::Sea);
    node("fork", NodeKind::Junction);
    node("join", NodeKind::Junction);
    node("up", NodeKind::Inflow);
    node("end", NodeKind::Junction);
    d.nodes[4].river_share = 1.0;
    const auto reach = [&](const char* name, const char* from, const char* to, double length_m, double width_m,
                           double bed_m) {
        Reach r;
        r.name = name;
        r.from = from;
        r.to = to;
        r.length_m = length_m;
        r.step_m = 500.0;
        r.mixing = 0.3;
        r.mixing_floor_m2_s = 10.0;
        r.sections = {{0.0, width_m, bed_m}, {length_m, 0.7 * width_m, bed_m + 1.0}};
        d.reaches.push_back(r);
    };
    reach("east mouth", "east", "fork", 20'000.0, 900.0, -8.0);
    reach("south mouth", "south", "fork", 25'000.0, 1'500.0, -9.0);
    reach("north arm", "fork", "join", 8'000.0, 500.0, -8.0);
    reach("south arm", "fork", "join", 9'000.0, 600.0, -9.0);
    reach("river", "join", "up", 40'000.0, 1'000.0, -10.0);
    reach("canal", "fork", "end", 6'000.0, 40.0, -4.0);
    d.sluices = {{"gate", "canal", 700.0, 20.0, -3.0, 1.0}, {"mid gate", "canal", 3'200.0, 30.0, -3.0, 1.0}};
    d.stations = {{"fork canal", "canal", 2'000.0}};
    d.sea_memory_s = 3'600.0;
    return d;
}

/// Tide and river for the delta: 1.2 m at M2, 0.5 m at K1, t in seconds.
inline salinity::Forcing delta_forcing(double t_s, double river_m3_s = 800.0) {
    constexpr double kPi = 3.14159265358979323846;
    const double level_m =
        1.2 * std::cos(2.0 * kPi * t_s / 44'714.0) + 0.5 * std::cos(2.0 * kPi * t_s / 86'164.0 + 1.0);
    salinity::Forcing f;
    f.sea_level_m = {level_m, 0.95 * level_m};
    f.inflow_m3_s = {river_m3_s};
    f.sea_g_l = 30.0;
    return f;
}

}  // namespace sd::test
