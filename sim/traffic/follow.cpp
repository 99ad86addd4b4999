#include "sim/traffic/follow.h"

namespace sd::micro {

Driver driver_of(const VehicleType& t) {
    Driver d;
    d.accel = t.accel_m_s2;
    d.decel = t.decel_m_s2;
    d.emergency = std::max(t.decel_m_s2, t.emergency_decel_m_s2);
    d.sigma = t.sigma;
    d.tau = t.tau_s;
    d.length = t.length_m;
    d.gap = t.min_gap_m;
    d.width = t.width_m;
    d.max_speed = t.max_speed_m_s;
    d.twice_sqrt = 2.0 * std::sqrt(t.accel_m_s2 * t.decel_m_s2);
    d.delta = t.idm_delta;
    d.impatience = t.impatience;
    d.timegap_minor = t.jm_timegap_minor_s;
    d.startup_delay = t.startup_delay_s;
    d.strategic = t.lc_strategic;
    d.cooperative = t.lc_cooperative;
    d.speed_gain = t.lc_speed_gain;
    d.keep_right = t.lc_keep_right;
    d.assertive = t.lc_assertive;
    d.gap_lat = t.min_gap_lat_m;
    d.wade_limit = t.wade_limit_m;
    d.bit = bit_of(t.cls);  // sets of lanes hold Ignoring themselves
    d.follow = t.follow;
    d.motorbike = t.cls == VClass::Motorcycle || t.cls == VClass::Moped || t.cls == VClass::Bicycle;
    return d;
}

}  // namespace sd::micro
