// The platform's rules: a table of small pure functions that look at the belief and say what they see. A rule has no
// memory; how long something lasts, and when it is over, is the alarm book's business (alerts.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/grid.h"
#include "sim/core/picture.h"
#include "twin/belief.h"
#include "twin/catalogue.h"

namespace sd {

enum class SignPhase : std::uint8_t {
    Hold,  ///< below the threshold but not yet clear of it: keeps an open alarm open, opens none
    Pre,   ///< about to trip: opens a precursor
    Trip,  ///< beyond the threshold
};

/// One thing a rule sees now, at one place.
struct Sign {
    std::uint32_t key = 0;  ///< place within the rule: same key = same alarm
    SignPhase phase = SignPhase::Trip;
    Severity severity = Severity::Minor;
    std::string place;
    LocalXY at_xy;
    double value = 0.0;
    double threshold = 0.0;
    int level = 0;  ///< báo động 1…3, or number of devices, cabinets, reports: what the text needs
    int of = 0;     ///< out of how many
};

struct RuleContext {
    const City& city;
    const Catalogue& catalogue;
    const Belief& belief;
    const Grid<float>& depth_m;  ///< believed flood
};

struct Rule {
    const char* name;
    Duration hold;         ///< how long it must trip before the alarm counts as detected
    Duration clear_after;  ///< how long without any sign before the alarm closes itself
    void (*look)(const RuleContext& context, std::vector<Sign>& signs);
};

/// THE table; a rule's index in it is stable within a run.
[[nodiscard]] std::span<const Rule> rules();
/// Their names, in its order: what the scenario language knows as alarm rules.
[[nodiscard]] std::vector<std::string> rule_names();

// Thresholds, shared with tests.
inline constexpr double kRiverHysteresis_m = 0.05;
inline constexpr double kRiverPrecursor_m = 0.10;
inline constexpr double kStreetMinor_m = 0.15;  ///< motorbikes stall
inline constexpr double kStreetMajor_m = 0.30;  ///< cars stall
inline constexpr double kStreetClear_m = 0.10;
inline constexpr double kSlowShare = 0.30;  ///< of free speed
inline constexpr double kSlowClearShare = 0.45;
inline constexpr double kSilentShare = 0.50;
inline constexpr double kSilentClearShare = 0.30;
inline constexpr int kSurgeReports = 10;  ///< per ward in 15 min
inline constexpr int kSurgeClearReports = 5;

// rules_water.cpp
void look_river_level(const RuleContext& context, std::vector<Sign>& signs);
void look_street_depth(const RuleContext& context, std::vector<Sign>& signs);
void look_stuck_gauge(const RuleContext& context, std::vector<Sign>& signs);
// rules_service.cpp
void look_congestion(const RuleContext& context, std::vector<Sign>& signs);
void look_silent_district(const RuleContext& context, std::vector<Sign>& signs);
void look_power_outage(const RuleContext& context, std::vector<Sign>& signs);
void look_citizen_surge(const RuleContext& context, std::vector<Sign>& signs);

}  // namespace sd
