// Salt in the rivers of the city: the tidal network of sim/salinity, driven by the tide at its mouths and by the city's
// own sluices, one step of 60 s on every 60th tick. It carries its own water: gates act on it, it does not act on the
// flood model. A city without a network has fresh water everywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/city/city.h"
#include "sim/city/sample_plan.h"
#include "sim/core/time.h"
#include "sim/salinity/salinity.h"
#include "sim/structures.h"
#include "sim/tide.h"

namespace sd::salt {

struct Config {
    std::shared_ptr<const salinity::Network> network;  ///< null: fresh
    tide::Config mouth;                                ///< at the mouths, before each sea node's own lag and gain
    /// Played before the start with the sluices as the network's description has them: what the spring tides of the
    /// last weeks brought in is still there. A start 30 days earlier gives the same salt to a fifth of a percent.
    Duration warm_up = hours(std::int64_t{45} * 24);
};

/// Where the sampled cells and the sluices of the city lie in the network.
struct Seen {
    std::uint32_t slot = 0;
    salinity::Place place;
};
struct Gate {
    std::uint32_t structure = 0;  ///< of the city
    std::uint32_t sluice = 0;     ///< of the network
};

struct State {
    Instant at;  ///< of the rivers: the last whole step
    salinity::State rivers;
    std::vector<float> salinity_g_l;  ///< per Cell slot of the plan; 0 on land and off the network
    std::vector<Seen> seen;           ///< constant
    std::vector<Gate> gates;          ///< constant: sluices with the same name in both
    salinity::Work work;
    salinity::Forcing forcing;
};

/// Plays the warm-up (half a second of one core for 45 days on the default network).
[[nodiscard]] State make(const City& city, const SamplePlan& plan, const Config& config, Instant start);
/// Follows `now` in whole steps of 60 s.
void step(State& state, const Config& config, const structures::State& structures, Instant now);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::salt
