// What is kept of a run minute by minute: small rows of truth and of belief, and the twin-error marks. They feed
// expectations, series.json and the report.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/core/picture.h"
#include "sim/core/time.h"

namespace sd {

inline constexpr Duration kSampleEvery = seconds(60);

struct TruthSample {
    Instant at;
    std::vector<double> flooded_km;  ///< one per threshold of SampleList::flood_depths_m
    std::vector<double> level_m;     ///< one per city station
    double rain_mm_h = 0.0;
    double river_level_m = 0.0;
    std::uint32_t vehicles = 0;
    std::uint32_t moving = 0;  ///< faster than walking in a jam, 0.5 m/s
    double mean_speed_m_s = 0.0;
    std::uint32_t cabinets_off = 0;
    std::uint32_t sites_down = 0;
    std::uint32_t edges_closed = 0;
    double wet_km2 = 0.0;  ///< land deeper than 0.1 m
};

struct BeliefSample {
    Instant at;
    std::vector<double> level_m;                 ///< per station: last accepted reading of its device, NaN if none
    std::map<std::string, double> device_value;  ///< devices that expectations name
    double mean_speed_m_s = 0.0;                 ///< mean over edges with a detector
    double flooded_km = 0.0;                     ///< as believed, deeper than 0.3 m
    std::uint64_t readings = 0;                  ///< received so far
    std::uint64_t accepted = 0;
    std::uint32_t alarms = 0;               ///< raised so far
    std::uint32_t alarms_acknowledged = 0;  ///< of these, in this state now
    std::uint32_t alarms_closed = 0;
    std::uint64_t acts_refused = 0;  ///< operators' orders that no alarm allowed, so far
    std::uint64_t belief_hash = 0;
};

struct ErrorMark {
    Instant at;
    int cells = 0;  ///< sensorless street cells compared
    double rmse_m = 0.0;
    double baseline_rmse_m = 0.0;  ///< nearest working street gauge
    double iou = 1.0;              ///< of depth > 0.1 m over sensorless street cells
    double baseline_iou = 1.0;
    double wet_share = 0.0;  ///< of these cells, truth
};

}  // namespace sd
