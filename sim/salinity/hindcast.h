// The dry season of 2024 again, against what the stations measured: 15 February to 30 April, after a warm-up from
// 1 January. The network's discharge, sea salinity, roughness and mixing were calibrated on these months, so the rows
// say how well one set of constants fits, not how well the model predicts.
#pragma once

#include <string>
#include <vector>

#include "sim/salinity/salinity.h"

namespace sd::salinity {

struct SaltFact {
    std::string station;
    int month = 1;  ///< 1…12 of 2024
    double max_g_l = 0.0;
};

/// Fit of a station's level: slope · reference tide (lag earlier) + offset.
struct TideFact {
    std::string station;
    double lag_h = 0.0;
    double slope = 1.0;
};

struct Facts {
    std::vector<SaltFact> salt;
    std::vector<TideFact> tide;
};

struct SaltRow {
    std::string station;
    int month = 0;
    double fact_g_l = 0.0;
    double simulated_g_l = 0.0;
    double ratio = 0.0;  ///< simulated / fact
    bool ok = false;     ///< within a factor of 1.5
};

/// Against the tide at the first station of the facts, which the mouths are driven by.
struct TideRow {
    std::string station;
    double lag_fact_h = 0.0;
    double lag_h = 0.0;  ///< of best correlation, in steps of 5 min
    double gain_fact = 0.0;
    double gain = 0.0;  ///< regression at that lag
    bool ok = false;    ///< within 0.75 h and a factor of 1.2
};

struct Hindcast {
    std::vector<SaltRow> salt;   ///< per fact in the months 2, 3, 4 whose station the network has
    std::vector<TideRow> tide;   ///< March
    double water_closure = 0.0;  ///< |content − first − ledger| / first
    double salt_closure = 0.0;
    /// Salt at the stations, hourly, one column per station of the network.
    std::vector<std::vector<double>> hourly_g_l;
};

inline constexpr double kSaltFactor = 1.5;

/// `tide_level_m`: level at the mouth (Vàm Kênh) from the harmonic constants. About 174,000 steps of 60 s.
[[nodiscard]] Hindcast hindcast_2024(const Network& network, const Facts& facts, const LevelAt& tide_level_m);
[[nodiscard]] std::string to_text(const Hindcast& hindcast);

}  // namespace sd::salinity
