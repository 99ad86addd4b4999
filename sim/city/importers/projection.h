// PROJ behind a small door. Results are rounded to 1 mm, so packs do not depend on the C library's last bit.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/core/geo.h"
#include "sim/core/result.h"

namespace sd::importers {

struct Metres {
    double easting_m = 0.0;
    double northing_m = 0.0;
};

/// Between two coordinate systems given as "EPSG:32648", WKT or PROJ strings. Axis order is always x/east first.
class Projection {
public:
    [[nodiscard]] static Result<Projection> make(const std::string& from, const std::string& to);
    /// Rounded to 1 mm; nullopt where the transformation is not defined.
    [[nodiscard]] std::optional<Metres> forward(double x, double y) const;
    /// Not rounded: for targets in degrees.
    [[nodiscard]] std::optional<Metres> forward_exact(double x, double y) const;
    [[nodiscard]] std::optional<LonLat> inverse(double x, double y) const;

private:
    struct Body;
    std::shared_ptr<Body> body_;
};

/// EPSG code of the UTM zone that contains a place.
[[nodiscard]] int utm_epsg(LonLat place);

}  // namespace sd::importers
