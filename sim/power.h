// Electricity: substations feed cabinets. Water above a plinth trips the equipment; it comes back only when the water
// has fallen below half the plinth and a repair crew's delay has passed. An operator or a fault can force it off.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"

namespace sd::power {

/// Inspection and drying after the water is gone, before a crew switches on again (assumed).
inline constexpr Duration kRepair = minutes(30);

/// Flood protection of a list of equipment: tripped and for how long it has been dry again.
struct Trips {
    std::vector<std::uint8_t> tripped;
    std::vector<std::int64_t> dry_ns;
};
[[nodiscard]] Trips make_trips(std::size_t n);
/// Trips above plinth_m; resets after `repair` of uninterrupted water below plinth_m / 2. Returns tripped now.
bool update_trip(Trips& trips, std::size_t i, float depth_m, float plinth_m, Duration dt, Duration repair);

struct State {
    std::vector<std::uint8_t> substation_on;
    std::vector<std::uint8_t> cabinet_on;         ///< its own state and its substation's
    std::vector<std::uint8_t> substation_forced;  ///< 1 = forced off
    std::vector<std::uint8_t> cabinet_forced;
    Trips substation_trips;
    Trips cabinet_trips;
    std::vector<float> cabinet_load_kw;  ///< 0 when off
    std::vector<float> home_kw;          ///< constant: evening peak of the homes on each cabinet
    std::vector<float> work_kw;          ///< constant: noon peak of shops and workshops
};

[[nodiscard]] State make(const City& city, Instant now);
/// Depths over the ground at every substation's and every cabinet's cell.
void step(State& state, const City& city, std::span<const float> substation_depth_m,
          std::span<const float> cabinet_depth_m, Instant now, Duration dt);

/// Forces equipment off (`off`) or lets it run again. Target: a substation's name, "cabinet:12" or "12" (a cabinet
/// number). False when there is no such thing; nothing changes then.
bool fail(State& state, const City& city, std::string_view target, bool off);
[[nodiscard]] bool is_target(const City& city, std::string_view target);

[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::power
