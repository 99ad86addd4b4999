// A camera flight as a text file, one key a line: "SECONDS CAMERA [clock=DURATION]", # starts a comment.
// The camera is anything --camera takes, names in "quotes"; clock is simulated time after --at.
#pragma once

#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"
#include "viz/view_state.h"

namespace sd::viz {

struct TourPoint {
    double at_s = 0.0;
    OrbitCamera camera;
    double exaggeration = 1.0;
    WaterLook water = WaterLook::Map;
    double clock_s = 0.0;
};

struct Tour {
    std::vector<TourPoint> keys;  ///< ascending at_s, at least one
    [[nodiscard]] double length_s() const { return keys.back().at_s; }
    /// Smooth between keys; distances change geometrically, angles the short way.
    [[nodiscard]] TourPoint at(double t_s) const;
};

/// All errors of the file with their lines.
[[nodiscard]] Result<Tour> read_tour(const std::string& file, const City& city, const ViewState& start,
                                     Viewport viewport);

}  // namespace sd::viz
