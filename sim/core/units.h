// Conversions by name. Quantities are plain floating-point numbers whose variables end in their unit
// (depth_m, rain_mm_h, speed_m_s), so a wrong product shows in the names.
#pragma once

namespace sd {

constexpr double kGravity_m_s2 = 9.81;
constexpr double kPi = 3.14159265358979323846;

constexpr double mm_h_to_m_s(double rain_mm_h) { return rain_mm_h / 3.6e6; }
constexpr double m_s_to_km_h(double speed_m_s) { return speed_m_s * 3.6; }
constexpr double km_h_to_m_s(double speed_km_h) { return speed_km_h / 3.6; }
constexpr double deg_to_rad(double angle_deg) { return angle_deg * (kPi / 180.0); }
constexpr double rad_to_deg(double angle_rad) { return angle_rad * (180.0 / kPi); }

}  // namespace sd
