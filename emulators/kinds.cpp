#include "emulators/kinds.h"

#include "sim/core/check.h"

namespace sd {
namespace {

using K = DeviceKind;
using S = Supply;

// Noise and resolution: typical data sheets of the instrument class. Rates of stuck sensors, losses and doubles:
// assumed from experience with municipal networks (a few per thousand).
// clang-format off
//                                            noise sd           gain sd             resolution        drift  stuck  for          drop    twice  clock spike   size
constexpr std::array<KindRow, kDeviceKindCount> kRows{{
    {K::RiverLevel,   sample_river_level,   S::Mains,    {{0.010},             {},              {0.001},             0.002, 0.020, minutes(60),  0.002, 0.001, 0.2, 0.0002, 1.50}},
    {K::StreetDepth,  sample_street_depth,  S::Mains,    {{0.008},             {},              {0.01},              0.002, 0.020, minutes(120), 0.004, 0.002, 0.5, 0.0001, 0.40}},
    {K::RainGauge,    sample_rain_gauge,    S::Mains,    {{},                  {0.03},          {0.2},               0.0,   0.010, minutes(120), 0.003, 0.001, 0.5, 0.0,    0.0}},
    {K::TideSalinity, sample_tide_salinity, S::Mains,    {{0.010, 0.05},       {},              {0.001, 0.01},       0.003, 0.020, minutes(60),  0.003, 0.001, 0.3, 0.0002, 1.00}},
    {K::Weather,      sample_weather,       S::Mains,    {{0.15, 0.3, 0.01},   {},              {0.1, 0.1, 0.01},    0.01,  0.005, minutes(60),  0.002, 0.001, 0.2, 0.0,    0.0}},
    {K::LoopDetector, sample_loop_detector, S::Mains,    {{0.0, 0.4, 0.01},    {0.01},          {1.0, 0.1, 0.01},    0.0,   0.020, minutes(60),  0.003, 0.001, 0.2, 0.0,    0.0}},
    {K::CameraCounter,sample_camera_counter,S::Mains,    {{0.0, 0.0, 0.6},     {0.03, 0.03},    {1.0, 1.0, 0.1},     0.0,   0.010, minutes(30),  0.004, 0.001, 0.1, 0.0,    0.0}},
    {K::BusGps,       sample_bus_gps,       S::Ignition, {{4.0, 4.0, 0.3},     {},              {0.1, 0.1, 0.1},     0.0,   0.020, minutes(5),   0.010, 0.002, 0.1, 0.0002, 400.0}},
    {K::AirQuality,   sample_air_quality,   S::Mains,    {{1.5},               {0.08},          {0.1},               0.05,  0.020, minutes(60),  0.004, 0.001, 0.5, 0.0005, 150.0}},
    {K::Parking,      sample_parking,       S::Mains,    {{},                  {},              {1.0},               0.0,   0.010, minutes(60),  0.003, 0.001, 0.3, 0.0,    0.0}},
    {K::StreetlightCabinet, sample_streetlight_cabinet, S::Backup, {{0.0, 0.3}, {0.0, 0.01},    {1.0, 0.1},          0.0,   0.0,   {},           0.002, 0.001, 0.3, 0.0,    0.0}},
    {K::SmartMeter,   sample_smart_meter,   S::Mains,    {{},                  {0.005},         {0.001},             0.0,   0.002, minutes(60),  0.005, 0.002, 1.0, 0.0,    0.0}},
    {K::CellSite,     sample_cell_site,     S::Site,     {{},                  {},              {1.0, 0.01},         0.0,   0.0,   {},           0.001, 0.001, 0.1, 0.0,    0.0}},
    {K::WasteBin,     sample_waste_bin,     S::Mains,    {{0.02},              {},              {0.01},              0.0,   0.020, minutes(240), 0.010, 0.001, 2.0, 0.001,  0.3}},
    {K::Noise,        sample_noise,         S::Mains,    {{0.8},               {},              {0.1},               0.02,  0.010, minutes(60),  0.004, 0.001, 0.5, 0.001,  20.0}},
}};
// clang-format on

constexpr bool in_order() {
    for (std::size_t k = 0; k < kRows.size(); ++k) {
        if (static_cast<std::size_t>(kRows[k].kind) != k) return false;
    }
    return true;
}
static_assert(in_order(), "one row per DeviceKind, in the order of the enum");

}  // namespace

const KindRow& row_of(DeviceKind kind) {
    SD_CHECK(static_cast<std::size_t>(kind) < kRows.size());
    return kRows[static_cast<std::size_t>(kind)];
}

}  // namespace sd
