#include "sim/city/mercator.h"

#include <array>
#include <cmath>

#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd {
namespace {

constexpr double kSemiMajor_m = 6378137.0;           // WGS 84
constexpr double kFlattening = 1.0 / 298.257223563;  // WGS 84
constexpr double kN = kFlattening / (2.0 - kFlattening);
constexpr double kN2 = kN * kN;
constexpr double kN3 = kN2 * kN;
constexpr double kN4 = kN3 * kN;
constexpr double kScale = 0.9996;
constexpr double kFalseEasting_m = 500000.0;
constexpr double kRadius_m = kSemiMajor_m / (1.0 + kN) * (1.0 + kN2 / 4.0 + kN4 / 64.0);

constexpr std::array<double, 4> kAlpha{
    kN / 2.0 - 2.0 * kN2 / 3.0 + 5.0 * kN3 / 16.0 + 41.0 * kN4 / 180.0,
    13.0 * kN2 / 48.0 - 3.0 * kN3 / 5.0 + 557.0 * kN4 / 1440.0,
    61.0 * kN3 / 240.0 - 103.0 * kN4 / 140.0,
    49561.0 * kN4 / 161280.0,
};
constexpr std::array<double, 4> kBeta{
    kN / 2.0 - 2.0 * kN2 / 3.0 + 37.0 * kN3 / 96.0 - kN4 / 360.0,
    kN2 / 48.0 + kN3 / 15.0 - 437.0 * kN4 / 1440.0,
    17.0 * kN3 / 480.0 - 37.0 * kN4 / 840.0,
    4397.0 * kN4 / 161280.0,
};
constexpr std::array<double, 4> kDelta{
    2.0 * kN - 2.0 * kN2 / 3.0 - 2.0 * kN3 + 116.0 * kN4 / 45.0,
    7.0 * kN2 / 3.0 - 8.0 * kN3 / 5.0 - 227.0 * kN4 / 45.0,
    56.0 * kN3 / 15.0 - 136.0 * kN4 / 35.0,
    4279.0 * kN4 / 630.0,
};

double sinh_of(double x) { return 0.5 * (math::exp(x) - math::exp(-x)); }
double cosh_of(double x) { return 0.5 * (math::exp(x) + math::exp(-x)); }
double atanh_of(double x) { return 0.5 * math::log((1.0 + x) / (1.0 - x)); }

}  // namespace

Result<Utm> Utm::of_epsg(int epsg) {
    const int zone = epsg % 100;
    const int family = epsg / 100;
    if ((family != 326 && family != 327) || zone < 1 || zone > 60) {
        return fail("", "EPSG:" + std::to_string(epsg) + " is not a UTM zone on WGS 84",
                    "use EPSG:32601…32660 (north) or EPSG:32701…32760 (south)");
    }
    return Utm(zone * 6.0 - 183.0, family == 327 ? 1.0e7 : 0.0);
}

Projected Utm::forward(LonLat p) const {
    const double e = 2.0 * std::sqrt(kN) / (1.0 + kN);
    const double sin_lat = math::sin(deg_to_rad(p.lat_deg));
    const double d = deg_to_rad(p.lon_deg - central_deg_);
    const double t = sinh_of(atanh_of(sin_lat) - e * atanh_of(e * sin_lat));
    const double xi = math::atan2(t, math::cos(d));
    const double eta = atanh_of(math::sin(d) / std::sqrt(1.0 + t * t));
    double east = eta;
    double north = xi;
    for (std::size_t j = 0; j < kAlpha.size(); ++j) {
        const double k = 2.0 * static_cast<double>(j + 1);
        east += kAlpha[j] * math::cos(k * xi) * sinh_of(k * eta);
        north += kAlpha[j] * math::sin(k * xi) * cosh_of(k * eta);
    }
    return {kFalseEasting_m + kScale * kRadius_m * east, false_northing_m_ + kScale * kRadius_m * north};
}

LonLat Utm::inverse(Projected p) const {
    const double xi = (p.northing_m - false_northing_m_) / (kScale * kRadius_m);
    const double eta = (p.easting_m - kFalseEasting_m) / (kScale * kRadius_m);
    double xi1 = xi;
    double eta1 = eta;
    for (std::size_t j = 0; j < kBeta.size(); ++j) {
        const double k = 2.0 * static_cast<double>(j + 1);
        xi1 -= kBeta[j] * math::sin(k * xi) * cosh_of(k * eta);
        eta1 -= kBeta[j] * math::cos(k * xi) * sinh_of(k * eta);
    }
    const double sin_chi = math::sin(xi1) / cosh_of(eta1);
    const double chi = math::atan2(sin_chi, std::sqrt(1.0 - sin_chi * sin_chi));
    double lat = chi;
    for (std::size_t j = 0; j < kDelta.size(); ++j) {
        lat += kDelta[j] * math::sin(2.0 * static_cast<double>(j + 1) * chi);
    }
    const double lon = math::atan2(sinh_of(eta1), math::cos(xi1));
    return {central_deg_ + rad_to_deg(lon), rad_to_deg(lat)};
}

}  // namespace sd
