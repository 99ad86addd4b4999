// Transverse Mercator with the project's own elementary functions, so that a city built anywhere has the same bytes.
// Series of Krüger (1912) to n⁴, as in Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011);
// better than 1 mm within 4° of the central meridian.
#pragma once

#include "sim/core/geo.h"
#include "sim/core/result.h"

namespace sd {

struct Projected {
    double easting_m = 0.0;
    double northing_m = 0.0;
};

/// A UTM zone on WGS 84.
class Utm {
public:
    /// EPSG 32601…32660 (north) or 32701…32760 (south).
    [[nodiscard]] static Result<Utm> of_epsg(int epsg);
    [[nodiscard]] Projected forward(LonLat p) const;
    [[nodiscard]] LonLat inverse(Projected p) const;

private:
    Utm(double central_deg, double false_northing_m) : central_deg_(central_deg), false_northing_m_(false_northing_m) {}
    double central_deg_;
    double false_northing_m_;
};

}  // namespace sd
