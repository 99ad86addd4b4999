// A scenario as data: which city, when, what weather, what happens and what must be true. scenario_read*.cpp fills it
// from YAML; scenario.schema.json publishes the same language for editors.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/expectation.h"
#include "scenarios/yaml_tree.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "twin/wire/messages.h"

namespace sd {

/// A pump that a scenario adds to the city's register.
struct AddedPump {
    std::string beside;  ///< a drain: out of its last manhole; a sluice or gate: over it, from inside to outside
    double m3_s = 0.0;   ///< > 0, at most 50
};

struct CityChoice {
    std::string base;  ///< a recipe's name ("my_tho") or a pack folder, relative to the scenario file
    std::optional<std::array<double, 4>> cut_m;  ///< west, south, east, north in city metres
    std::vector<AddedPump> pumps;
};

struct TidePlan {
    std::string station;   ///< which transfer of the tide reference drives the boundary; empty = the city's own
    double surge_m = 0.0;  ///< added to the astronomical tide, −2…3
};

struct RainCellPlan {
    Instant at;
    LocalXY where;
    double rate_mm_h = 0.0;
    double radius_m = 1500.0;
    Duration lasting;
    double east_m_s = 0.0;
    double north_m_s = 0.0;
};

/// A design storm from an IDF station and return period, or a given total. total_mm = 0 and no station: no rain.
struct RainPlan {
    std::string idf_station;
    double return_years = 2.0;
    double total_mm = 0.0;
    Duration lasting = hours(2);
    Instant start;
    double peak = 0.4;  ///< position of the peak within the storm, 0…1
    std::vector<RainCellPlan> cells;

    [[nodiscard]] bool any() const { return total_mm > 0.0 || !idf_station.empty() || !cells.empty(); }
};

struct WindPlan {
    double speed_m_s = 2.0;
    double from_deg = 135.0;
};

struct TrafficPlan {
    double scale = 1.0;  ///< × the city's usual demand
    double motorbike_share = 0.85;
};

struct Event {
    Command command;  ///< actor "scenario"; at = when it is given
    Place place;
};

struct Scenario {
    std::string file;
    std::string source;  ///< the YAML text, kept so that a run directory is complete
    std::string name;
    std::string title_vi;
    std::string title_en;
    CityChoice city;
    Instant start;
    Duration length;
    std::uint64_t seed = 1;
    TidePlan tide;
    RainPlan rain;
    WindPlan wind;
    TrafficPlan traffic;
    bool nominal_faults = true;
    Duration error_every = minutes(30);  ///< twin error is measured at whole multiples of this since midnight
    std::vector<Event> events;
    std::vector<Expectation> expectations;

    [[nodiscard]] Instant end() const { return start + length; }
};

/// All errors of the text at once.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view text, const std::string& file);
[[nodiscard]] Result<Scenario> read_scenario(const std::filesystem::path& file);

}  // namespace sd
