#include "scenarios/sample_list.h"

#include <algorithm>
#include <cmath>

namespace sd {

std::optional<std::size_t> SampleList::depth_index(double depth_m) const {
    for (std::size_t i = 0; i < flood_depths_m.size(); ++i) {
        if (std::abs(flood_depths_m[i] - depth_m) < 1e-9) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> SampleList::station_index(const std::string& name) const {
    const auto found = std::find(stations.begin(), stations.end(), name);
    if (found == stations.end()) return std::nullopt;
    return static_cast<std::size_t>(found - stations.begin());
}

}  // namespace sd
