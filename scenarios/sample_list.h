// Which things are sampled every minute; derived from the city and the scenario, the same in every role.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/id.h"

namespace sd {

struct SampleList {
    std::vector<double> flood_depths_m;  ///< thresholds of TruthSample::flooded_km, ascending
    std::vector<std::string> stations;   ///< names, in the city's order
    std::vector<DeviceId> devices;       ///< that expectations name
    std::vector<std::string> device_names;

    [[nodiscard]] std::optional<std::size_t> depth_index(double depth_m) const;
    [[nodiscard]] std::optional<std::size_t> station_index(const std::string& name) const;
};

}  // namespace sd
