// Small cases with known answers: a ring road, a queue that discharges at a signal. For tests and for
// `songdoi traffic verify`.
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/case.h"

namespace sd::micro {

/// Cars on a closed lane of 1000 m, evenly spaced at rest. Mean speed over 900…1500 s, m/s.
[[nodiscard]] double ring_speed(const VehicleType& type, int cars, double step_s, int threads = 1);

/// The same as a strip of `lanes` lanes of 3.5 m, mixed traffic. Flow past a point, vehicles per hour, over 200…450 s,
/// and the least clearance between any two bodies, m.
struct StripRing {
    double flow_h = 0.0;
    double least_m = 0.0;
    std::uint64_t on_road = 0;
};
[[nodiscard]] StripRing strip_ring(const VehicleType& type, int vehicles, int lanes, double step_s);

/// A motorbike of the reference tables: 1.9 × 0.75 m, minimum gap 1 m, τ 0.8 s, 3 and 5 m/s², 13.89 m/s, clearance 0.3
/// m.
[[nodiscard]] VehicleType table_motorbike();
/// The car that shares the strip: 4.5 × 1.8 m, minimum gap 2 m.
[[nodiscard]] VehicleType strip_car();

/// A queue before a signal (57 s green of 120 s) on `lanes` lanes; vehicles per hour in seconds 10…55 of green.
struct Discharge {
    std::vector<VehicleType> types;
    std::vector<double> per_hour;  ///< demand, by type
    int lanes = 1;
    double lane_width_m = 3.2;
    double step_s = 1.0;
    double lateral_resolution_m = 0.0;
    bool any_lane = false;  ///< enter on a random lane
    std::uint64_t seed = 7;
    double end_s = 2400.0;
};
struct DischargeResult {
    double flow_h = 0.0;
    double least_room_m = 0.0;  ///< between any two bodies, over the whole run
};
[[nodiscard]] DischargeResult discharge(const Discharge& d);

/// Cars of the reference tables: 5 m, minimum gap 2.5 m, τ 1 s, 2.6 and 4.5 m/s², 13.89 m/s.
[[nodiscard]] VehicleType table_car(CarFollow follow, double sigma);

/// IDM's equilibrium speed for a gap [Treiber 2000], by bisection.
[[nodiscard]] double idm_equilibrium_m_s(const VehicleType& type, double gap_m, double v0_m_s);

struct VerifyRow {
    std::string name;
    double value = 0.0;            ///< not a number: it could not be measured, and `note` says why
    double low = 0.0, high = 0.0;  ///< the bar
    std::string note{};
    [[nodiscard]] bool ok() const { return value >= low && value <= high; }
};
/// Ring and discharge against tables 3a, 3b of the references.
[[nodiscard]] std::vector<VerifyRow> verify_follow();
/// Motorbikes: capacity, discharge, what a car takes, independence of the step, no overlaps (3c).
[[nodiscard]] std::vector<VerifyRow> verify_strip();

/// How many motorbikes leave in the time that a car takes: n bikes and c cars need that of n + E·c bikes, so
/// E = (q_bikes/q_mix − (1 − p))/p with p the share of cars (1: cars alone) and q the flows of both discharges.
[[nodiscard]] double car_in_motorbikes(double motorbikes_h, double mixed_h, double share_of_cars);

}  // namespace sd::micro
