// Water level at the tidal boundary: harmonic prediction at a reference port (Vũng Tàu for the default city), carried
// to the boundary by a lag, a slope and an offset, plus surge and sea-level rise. Levels are metres above the city's
// datum; harmonic phases are Greenwich phases.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd::tide {

struct Constituent {
    std::string name;              ///< one of M2 S2 N2 K2 K1 O1 P1 Q1 SA SSA
    double speed_deg_per_h = 0.0;  ///< documentation only: the angle comes from the astronomical arguments
    double amplitude_m = 0.0;
    double phase_deg = 0.0;  ///< Greenwich phase lag g
};

struct Config {
    std::vector<Constituent> constituents;  ///< empty = still water at offset_m
    Duration lag = hours(2);                ///< Xuân Hòa behind Vũng Tàu [fit of 2024 hourly levels]
    double slope = 0.908;
    double offset_m = 0.116;
    double surge_m = 0.0;  ///< added to every level, e.g. wind set-up of a storm
    double slr_m = 0.0;    ///< sea-level rise
    /// Same tide at the upstream rim: 18.5 km further at the observed 5 m/s, hardly smaller.
    Duration upstream_lag = minutes(62);
    double upstream_slope = 0.98;
};

struct State {
    double level_m = 0.0;           ///< at the boundary now
    double mean_level_m = 0.0;      ///< the same without the daily and half-daily tide
    double upstream_level_m = 0.0;  ///< expected at the upstream rim
};

/// Vũng Tàu's ten constituents [UHSLC 383] with the default transfer, for worlds without a facts file.
[[nodiscard]] Config vung_tau();
/// Constituents and the transfer of `station` from a city's facts file (tide_reference, tide_transfer).
[[nodiscard]] Result<Config> config_from_facts(const std::filesystem::path& facts_yaml, std::string_view station);

/// Prediction at the reference port about its mean level (no lag, slope, offset, surge).
[[nodiscard]] double reference_level_m(const Config& config, Instant t);
/// Level at the boundary.
[[nodiscard]] double level_m(const Config& config, Instant t);
/// Level at the boundary without constituents faster than one cycle a week.
[[nodiscard]] double mean_level_m(const Config& config, Instant t);

void step(State& state, const Config& config, Instant now);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::tide
