// Car-following: how fast a driver may be in the coming step. Krauss's safe speed [Krauss 1998, as SUMO documents it:
// "Car-Following-Models", Euler update, position += v·dt] and the Intelligent Driver Model [Treiber, Hennecke, Helbing
// 2000]. Pure functions of plain numbers; speeds m/s, gaps m with the minimum gap already taken off.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/math.h"
#include "sim/traffic/demand.h"

namespace sd::micro {

inline constexpr double kEps = 0.001;        ///< slack that discrete braking needs
inline constexpr double kPosEps_m = 0.1;     ///< "at" a place
inline constexpr double kHalting_m_s = 0.1;  ///< slower counts as waiting
inline constexpr double kNever = 1e15;

/// A type with what its formulas need again and again.
struct Driver {
    double accel = 2.6, decel = 4.5, emergency = 9.0, sigma = 0.5, tau = 1.0;
    double length = 5.0, gap = 2.5, width = 1.8, max_speed = 55.56;
    double twice_sqrt = 6.84;  ///< 2·√(accel·decel)
    double delta = 4.0;
    double impatience = 0.0, timegap_minor = 1.0, startup_delay = 0.0;
    double strategic = 1.0, cooperative = 1.0, speed_gain = 1.0, keep_right = 1.0, assertive = 1.0;
    double gap_lat = 0.6;
    double wade_limit = 0.3;
    ClassSet bit = 0;
    CarFollow follow = CarFollow::Krauss;
    bool motorbike = false;
};
[[nodiscard]] Driver driver_of(const VehicleType& type);

/// Speed that water of a depth allows [Pregnolato et al. 2017, TR-D 55: a curve for cars, 0…300 mm]; others use it with
/// their own limit in the place of 300 mm. 0 from the limit on.
[[nodiscard]] inline double wading_speed(double depth_m, double limit_m) {
    if (depth_m >= limit_m) return 0.0;
    const double mm = depth_m / limit_m * 300.0;
    return (0.0009 * mm * mm - 0.5529 * mm + 86.9448) / 3.6;
}

/// Whole part of a number ≥ 0 below two thousand million; cheaper than floor().
[[nodiscard]] inline double whole(double x) { return static_cast<double>(static_cast<int>(x)); }

/// Distance covered while braking from v step by step, after `headway` seconds of reaction.
[[nodiscard]] inline double brake_gap(double v, double decel, double headway, double dt) {
    const double per_step = decel * dt;
    const double steps = whole(v / per_step);
    return dt * (steps * v - per_step * steps * (steps + 1.0) * 0.5) + v * headway;
}

/// Greatest speed from which one stops within `gap`, braking with `decel` after `headway`.
[[nodiscard]] inline double safe_stop(double gap, double decel, double headway, double dt) {
    const double g = gap - kEps;
    if (g < 0.0) return 0.0;
    const double b = decel * dt;
    const double n = whole(
        0.5 - (headway - 0.5 * std::sqrt(dt * dt + 4.0 * (dt * (2.0 * g / b - headway) + headway * headway))) / dt);
    const double h = 0.5 * n * (n - 1.0) * b * dt + n * b * headway;
    const double r = (g - h) / (n * dt + headway);
    return n * b + r;
}

[[nodiscard]] inline double fastest_next(const Driver& d, double v, double dt) {
    return std::min(v + d.accel * dt, d.max_speed);
}
[[nodiscard]] inline double slowest_next(const Driver& d, double v, double dt) {
    const double decel = d.follow == CarFollow::Idm ? std::max(d.decel, std::min(d.emergency, 1.5)) : d.decel;
    return std::max(v - decel * dt, 0.0);
}
[[nodiscard]] inline double slowest_emergency(const Driver& d, double v, double dt) {
    return std::max(v - d.emergency * dt, 0.0);
}

/// Deceleration needed to stay behind somebody who brakes himself.
[[nodiscard]] inline double needed_decel(const Driver& d, double gap, double v, double lead_v, double lead_decel) {
    if (gap <= 0.0) return d.emergency;
    const double first = 0.5 * v * v / (gap + 0.5 * lead_v * lead_v / lead_decel);
    return first <= lead_decel ? first : 0.5 * (v * v - lead_v * lead_v) / gap;
}

/// Krauss: one can still stop behind the leader when he brakes hard now. `calm`: comparing lanes or entering, where
/// no emergency is meant.
[[nodiscard]] inline double safe_follow(const Driver& d, double v, double gap, double lead_v, double lead_decel,
                                        double dt, bool calm) {
    double x = 0.0;
    if (gap >= 0.0 || calm)
        x = safe_stop(gap + brake_gap(lead_v, std::max(d.decel, lead_decel), 0.0, dt), d.decel, d.tau, dt);
    else
        x = std::max(0.0, v - d.emergency * dt);
    if (!calm && d.decel != d.emergency) {
        const double planned = (v - x) / dt;
        if (planned > d.decel + kEps) {
            double safe = 1.2 * needed_decel(d, gap, v, lead_v, lead_decel);
            safe = std::min(std::max(safe, d.decel), planned);
            x = std::max(0.0, v - safe * dt);
        }
    }
    return x;
}

/// IDM over one step in quarter seconds; `want` is the desired speed.
[[nodiscard]] inline double idm_speed(const Driver& d, double v, double gap, double lead_v, double want, double own_gap,
                                      double dt) {
    const int parts = std::max(1, static_cast<int>(std::lround(dt / 0.25)));
    gap += own_gap;
    const double h = dt / parts;
    for (int i = 0; i < parts; ++i) {
        const double s = own_gap + std::max(0.0, v * d.tau + v * (v - lead_v) / d.twice_sqrt);
        gap = std::max(kEps, gap);
        const double q = v / std::max(kEps, want);
        const double free = d.delta == 4.0 ? q * q * q * q : math::pow(q, d.delta);
        v = std::max(0.0, v + d.accel * (1.0 - free - s * s / (gap * gap)) * h);
        gap -= std::max(0.0, h * (v - lead_v));
    }
    return v;
}

[[nodiscard]] inline double follow_speed(const Driver& d, double v, double gap, double lead_v, double lead_decel,
                                         double want, double dt) {
    if (d.follow == CarFollow::Idm) return idm_speed(d, v, gap, lead_v, want, d.gap, dt);
    return std::min(safe_follow(d, v, gap, lead_v, lead_decel, dt, false), fastest_next(d, v, dt));
}

[[nodiscard]] inline double stop_speed(const Driver& d, double v, double gap, double decel, double want, double dt) {
    if (d.follow == CarFollow::Idm) {
        if (gap < 0.01) return 0.0;
        const double x = idm_speed(d, v, gap, 0.0, want, 0.0, dt);
        if (v < kEps && x < kEps) return safe_stop(gap, decel, dt, dt);
        return x;
    }
    return std::min(safe_stop(gap, decel, dt, dt), fastest_next(d, v, dt));
}

/// Speed now so that `target` is not exceeded after `dist`.
[[nodiscard]] inline double krauss_free(double decel, double dist, double target, double dt, bool entering) {
    const double v = dt * target;
    if (dist < v) return target;
    const double b = decel * dt * dt;
    const double y = std::max(0.0, ((std::sqrt((b + 2.0 * v) * (b + 2.0 * v) + 8.0 * b * dist) - b) * 0.5 - v) / b);
    const double full = whole(y);
    const double exact = (full * full + full) * 0.5 * b + full * v + (y > full ? v : 0.0);
    const double gain = (full + (entering ? 1.0 : 0.0)) * decel * dt;
    return std::max(0.0, dist - exact) / dt / (full + 1.0) + gain + target;
}

[[nodiscard]] inline double secure_gap(const Driver& d, double v, double lead_v, double lead_decel, double dt) {
    if (d.follow == CarFollow::Idm) return std::max(0.0, v * d.tau + v * (v - lead_v) / d.twice_sqrt);
    return std::max(0.0, brake_gap(v, d.decel, d.tau, dt) - brake_gap(lead_v, std::max(d.decel, lead_decel), 0.0, dt));
}

[[nodiscard]] inline double free_speed(const Driver& d, double v, double dist, double target, double want, double dt,
                                       bool entering = false) {
    if (d.follow != CarFollow::Idm) return krauss_free(d.decel, dist, target, dt, entering);
    const double secure = secure_gap(d, target, 0.0, d.decel, dt);
    double x = v <= target ? idm_speed(d, v, 1e6, v, target, 0.0, dt)
                           : idm_speed(d, v, std::max(dist, secure), 0.0, want, 0.0, dt);
    if (dist < secure) x = std::min(x, target);
    return x;
}

/// Speed after accelerating over a distance.
[[nodiscard]] inline double speed_after(const Driver& d, double dist, double v, double accel) {
    return std::max(0.0, std::min(d.max_speed, std::sqrt(std::max(0.0, 2.0 * dist * accel + v * v))));
}

/// Least time to cover a distance and be at `arrival_v` there.
[[nodiscard]] inline double least_time(const Driver& d, double dist, double v, double arrival_v) {
    const double accel = arrival_v >= v ? d.accel : -d.decel;
    const double accel_time = (arrival_v - v) / accel;
    const double way = accel_time * (arrival_v + v) * 0.5;
    if (dist >= way) return accel_time + (dist - way) / std::max({v, arrival_v, kHalting_m_s});
    return (v - std::sqrt(std::max(0.0, v * v + 2.0 * accel * dist))) * (-1.0 / accel);
}

/// Slowest possible speed on arrival when braking begins now.
[[nodiscard]] inline double slowest_arrival(const Driver& d, double dist, double v) {
    if (dist < v) return kNever;
    const double left = dist - v * d.tau;
    if (-2.0 * left * d.decel + v * v >= 0.0) return speed_after(d, left, v, -d.decel);
    return d.decel;
}

}  // namespace sd::micro
