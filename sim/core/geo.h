// Places. LonLat is what people and maps say; LocalXY is what models compute with. They never convert by accident.
#pragma once

namespace sd {

/// WGS 84 degrees, EPSG:4326.
struct LonLat {
    double lon_deg = 0.0;
    double lat_deg = 0.0;
};

/// Metres east (x) and north (y) of the city's south-west grid corner, in the city's projected system.
struct LocalXY {
    double x_m = 0.0;
    double y_m = 0.0;
    friend constexpr bool operator==(const LocalXY&, const LocalXY&) = default;
};

/// Metres above the city's vertical datum (Hòn Dấu by default). Not a depth.
struct LevelHonDau {
    double m = 0.0;
};

}  // namespace sd
