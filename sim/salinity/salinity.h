// Salt in a tidal river network: unsteady flow and advection–dispersion in one dimension, well mixed over the section.
// Valid for tidal rivers without a stable salt wedge, Froude < 0.5; the weight of salt does not drive the flow.
// A step is 30–60 s; the salt takes as many equal sub-steps as it needs to stay positive.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/salinity/network.h"

namespace sd::salinity {

/// A running sum that does not forget small terms [Neumaier 1974].
struct Sum {
    double value = 0.0;
    double rest = 0.0;
    void add(double term);
    [[nodiscard]] double total() const { return value + rest; }
};

/// Memory of a sea boundary [Thatcher & Harleman 1972]: what the ebb last carried out, and for how long it floods.
struct SeaMemory {
    double last_g_l = 0.0;
    double flood_s = 0.0;
};

/// All that changes; a snapshot is a copy.
struct State {
    std::vector<double> volume_m3;   ///< per cell, > 0
    std::vector<double> salt_kg;     ///< per cell, ≥ 0
    std::vector<double> flow_m3_s;   ///< per face, positive from → to
    std::vector<double> open_share;  ///< per sluice, 0…1; steer it between steps
    std::vector<SeaMemory> sea;      ///< per sea node
    Sum water_in_m3;                 ///< over all boundaries since make()
    Sum salt_in_kg;
};

/// What the surroundings impose at the end of a step.
struct Forcing {
    std::vector<double> sea_level_m;  ///< per sea node
    std::vector<double> inflow_m3_s;  ///< per inflow node
    double sea_g_l = 30.0;
};

/// Buffers of a step; hold nothing between steps.
struct Work {
    std::vector<double> level_m, rhs, from_share, to_share, upper;        // per cell
    std::vector<double> volume_before_m3, outflow_m3_s, slack;            // per cell
    std::vector<double> concentration_g_l;                                // per cell
    std::vector<double> area_m2, inertia, drag, offset, gain, speed_m_s;  // per face
    std::vector<double> carried_m3_s, exchange_m3_s, salt_flux_kg_s;      // per face
    std::vector<double> matrix, vector;                                   // nodes × nodes, nodes
    std::vector<double> sea_g_l;                                          // per sea node
    std::vector<double> inflow_m3_s;                                      // per inflow node
};

/// Still water at one level; salinity falls from the sea's to fresh with e-folding `fetch_m` along the way in, and is
/// fresh behind sluices that are shut at the start (salt there would stay for good).
[[nodiscard]] State make(const Network& network, double level_m, double sea_g_l, double fetch_m);
[[nodiscard]] Work make_work(const Network& network);

/// dt_s in (0, 120]; wave Courant numbers up to about 20 are fine, speed · dt must stay below one step of a reach.
void step(State& state, Work& work, const Network& network, const Forcing& forcing, double dt_s);

using LevelAt = std::function<double(Instant)>;
/// Season, tide (lag, gain, offset of each sea node) and inflows at a moment.
void set_forcing(Forcing& forcing, const Network& network, Instant t, const LevelAt& tide_level_m);
/// From make() at `until − warm_up` to `until`, in steps of 120 s, the last day 60 s.
[[nodiscard]] State spin_up(const Network& network, Instant until, Duration warm_up, const LevelAt& tide_level_m);

// What can be seen. Between cell middles values are linear.
[[nodiscard]] double salinity_g_l(const Network& network, const State& state, Place place);
[[nodiscard]] double level_m(const Network& network, const State& state, Place place);
[[nodiscard]] double flow_m3_s(const Network& network, const State& state, Place place);

struct ProfilePoint {
    double at_m = 0.0;
    double level_m = 0.0;
    double flow_m3_s = 0.0;
    double salinity_g_l = 0.0;
};
/// Both ends and every cell between them.
[[nodiscard]] std::vector<ProfilePoint> profile(const Network& network, const State& state, std::uint32_t reach);

struct Totals {
    double water_m3 = 0.0;
    double salt_kg = 0.0;
};
/// Inside the boundaries; minus the ledger of the state it stays what it was at make(), to rounding.
[[nodiscard]] Totals totals(const Network& network, const State& state);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::salinity
