// From a scenario to the configuration of the truth.
#pragma once

#include "scenarios/scenario.h"
#include "sim/city/city.h"
#include "sim/core/result.h"
#include "sim/world.h"

namespace sd {

/// Tide transfer, storm, cells, traffic. Stations are looked up in the city's facts file.
[[nodiscard]] Result<WorldConfig> world_config_of(const Scenario& scenario);

/// A breach without a place is at the dyke's middle; the text that says so, or "".
[[nodiscard]] std::string settle_place(const City& city, Command& command);
/// The names and values of one command against the city; errors have no place.
[[nodiscard]] Result<void> check_command(const City& city, const Command& command);
/// Every event of the scenario that names something the city does not have, with its line.
[[nodiscard]] Errors check_events(const Scenario& scenario, const City& city);
/// Every expectation that names a station or device the city does not have.
[[nodiscard]] Errors check_expectations(const Scenario& scenario, const City& city);

}  // namespace sd
