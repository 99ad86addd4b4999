// Vehicles that a caller puts on the road and leads himself, beside those of the case's demand: a city whose trips
// come from its people, buses, an ambulance sent out.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/traffic/state.h"

namespace sd::micro {

struct Sent {
    std::uint32_t type = 0;            ///< index into DemandFile::types
    std::vector<std::uint32_t> edges;  ///< its way, ≥ 1, each linked to the next for its class
    std::uint32_t lane_index = 0;      ///< where it begins; 0 at the kerb
    double pos_m = 0.0;                ///< of its front, 0…lane length
    double speed_m_s = 0.0;            ///< wished; it may get less
    double factor = 1.0;               ///< the driver's, on limits
    double arrival_pos_m = std::numeric_limits<double>::infinity();  ///< on the last edge; infinity: its end
    std::vector<Stop> stops;                                         ///< on the way, in order
};

/// Its number, kNone when there is no room just there or it may not be there.
[[nodiscard]] std::uint32_t send(State& s, const Sent& sent);

/// The first edge that can still be chosen about: where it is, or what it enters from the junction it is on.
/// kNone when it is not on the road.
[[nodiscard]] std::uint32_t edge_ahead(const State& s, std::uint32_t id);
/// The rest of its way, from edge_ahead on.
[[nodiscard]] std::span<const std::uint32_t> rest_of(const State& s, std::uint32_t id);
/// Gives it another rest. `rest` begins with edge_ahead(); stops that are not on it are left out.
void redirect(State& s, std::uint32_t id, std::span<const std::uint32_t> rest);
/// Lengthens its way beyond its end, with the stops to be served there.
void extend(State& s, std::uint32_t id, std::span<const std::uint32_t> edges, const std::vector<Stop>& stops);

/// Where it is; null when it is not on the road.
[[nodiscard]] const Car* car_of(const State& s, std::uint32_t id);

}  // namespace sd::micro
