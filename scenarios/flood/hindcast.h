// What is on record about floods in the default city, played again and set beside the record: rain and river alone, no
// traffic and no devices. Nothing is tuned to these records; the mismatch is the result.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario.h"
#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// A street counts as wet, and as drained again, at this depth.
inline constexpr double kWetStreet_m = 0.1;
/// Drained: no more than this share of the named streets' length is wet.
inline constexpr double kDrainedShare = 0.05;

struct StreetRecord {
    std::string name;
    double deeper_than_m = kWetStreet_m;
};

/// One event on record. Times are civil time of the scenario's days.
struct FloodRecord {
    std::string scenario;  ///< file in scenarios/library, without ".yaml"
    std::string source;
    std::vector<StreetRecord> streets;
    Instant drained;      ///< of all those streets; meaningless without streets
    std::string station;  ///< or the highest level there; "" none
    double low_m = 0.0;   ///< … lay between these, above the city's datum
    double high_m = 0.0;
};
/// [nld.com.vn; baoapbac.vn of 18 September 2024].
[[nodiscard]] std::vector<FloodRecord> flood_records();

struct HindcastRow {
    std::string event;
    std::string what;
    std::string recorded;
    std::string simulated;
    double mismatch = 0.0;  ///< simulated less recorded, 0 inside what was recorded; NaN where it did not happen
    std::string unit;
};

struct HindcastPlay {
    std::function<void(double share)> progress;  ///< of the event, 0…1
    int threads = 1;
};

/// Plays the event's scenario in `city`; errors name streets or stations that the city lacks.
[[nodiscard]] Result<std::vector<HindcastRow>> play_record(const FloodRecord& record, const Scenario& scenario,
                                                           const City& city, const HindcastPlay& how);

}  // namespace sd
