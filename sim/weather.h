// Rain and air over the city. Rain = one design storm over everything (a Keifer–Chu hyetograph from the local IDF
// curve, or a prescribed total) + moving cells. Air follows the hour of the day and the rain.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/time.h"

namespace sd::weather {

/// Intensity–duration–frequency of TCVN 7957: q = a·(1 + c·lg P) / (t + b)^n, l/s/ha, t in minutes, P in years.
struct Idf {
    double a = 9430.0;  ///< default: Cần Thơ, the nearest published station
    double c = 0.55;
    double b_min = 30.0;
    double n = 0.9;
};
[[nodiscard]] double idf_mm_h(const Idf& idf, double return_period_y, double duration_min);

/// One storm over the whole city.
struct Storm {
    Instant start;
    Duration duration;             ///< 0 = no storm
    double return_period_y = 2.0;  ///< used when total_mm is 0
    double total_mm = 0.0;         ///< > 0: keep the shape, give exactly this total
    double peak_position = 0.4;    ///< share of the duration before the peak, 0…1 (Chicago r)
};

/// A moving round rain cell with a Gaussian profile.
struct Cell {
    Instant from;
    Duration duration;  ///< > 0; intensity rises over the first fifth and falls over the last fifth
    LocalXY start;
    double velocity_x_m_s = 0.0;
    double velocity_y_m_s = 0.0;
    double radius_m = 2000.0;  ///< intensity falls to e^-½ here; > 0
    double peak_mm_h = 60.0;
};

struct Config {
    Idf idf;
    std::vector<Storm> storms;
    std::vector<Cell> cells;
    double wind_m_s = 2.5;        ///< daily mean; gusts with rain
    double wind_from_deg = 70.0;  ///< daily mean direction, north-east monsoon by default
    double temperature_c = 27.5;  ///< daily mean
    double temperature_swing_c = 3.5;
    double pressure_hpa = 1009.0;
    double latitude_deg = 10.35;  ///< for the length of the day
};

/// A cell that rains at this moment.
struct ActiveCell {
    LocalXY at;
    double radius_m = 0.0;
    double now_mm_h = 0.0;
};

struct State {
    Instant now;
    double storm_mm_h = 0.0;      ///< uniform part, mean over the last step
    double storm_total_mm = 0.0;  ///< uniform rain since the start
    std::vector<Cell> added;      ///< cells put in while running
    std::vector<ActiveCell> active;
    double wind_m_s = 0.0;
    double wind_from_deg = 0.0;
    double temperature_c = 0.0;
    double humidity = 0.0;  ///< 0…1
    double pressure_hpa = 0.0;
    double daylight = 0.0;  ///< 0 night … 1 noon
};

/// State before the first step at `start`.
[[nodiscard]] State make(const Config& config, Instant start);
/// Moves to `now` (the end of the step of length dt > 0).
void step(State& state, const Config& config, Instant now, Duration dt);
/// A cell that starts now; lives until from + duration.
void add_cell(State& state, const Cell& cell);

/// Rain at a place, mean over the last step.
[[nodiscard]] double rain_mm_h(const State& state, LocalXY at);
/// No rain anywhere in the last step.
[[nodiscard]] bool is_dry(const State& state);
/// Depth of one storm between its start and t.
[[nodiscard]] double storm_depth_mm(const Config& config, const Storm& storm, Instant t);

[[nodiscard]] double wind_m_s(const State& state);
[[nodiscard]] double wind_from_deg(const State& state);
[[nodiscard]] double temperature_c(const State& state);
[[nodiscard]] double humidity(const State& state);
[[nodiscard]] double pressure_hpa(const State& state);
[[nodiscard]] double daylight(const State& state);

[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::weather
