#include <algorithm>
#include <array>
#include <cmath>

#include "sim/traffic/follow.h"
#include "sim/traffic/verify.h"

namespace sd::micro {

std::vector<VerifyRow> verify_follow() {
    std::vector<VerifyRow> rows;
    const auto around = [&rows](std::string name, double value, double expected, double share) {
        rows.push_back({std::move(name), value, expected * (1.0 - share), expected * (1.0 + share)});
    };
    const VehicleType exact = table_car(CarFollow::Krauss, 0.0), human = table_car(CarFollow::Krauss, 0.5),
                      idm = table_car(CarFollow::Idm, 0.0);
    const double limit_m_s = exact.max_speed_m_s;
    const int counts[] = {20, 40, 44, 46, 48, 60, 80, 100};
    const double human1[] = {13.239, 13.165, 12.805, 12.018, 11.226, 7.639, 4.063, 1.939};
    const double human05[] = {13.564, 13.558, 13.510, 13.064, 12.189, 8.347, 4.421, 2.126};
    for (int i = 0; i < 8; ++i) {
        const int n = counts[i];
        const std::string at = " ring n=" + std::to_string(n);
        around("Krauss sigma 0" + at, ring_speed(exact, n, 1.0), std::min(limit_m_s, 1000.0 / n - 7.5), 0.005);
        around("Krauss sigma 0.5 step 1.0" + at, ring_speed(human, n, 1.0), human1[i], 0.02);
        around("Krauss sigma 0.5 step 0.5" + at, ring_speed(human, n, 0.5), human05[i], 0.02);
        for (const double step_s : {1.0, 0.5, 0.25}) {
            std::string name = "IDM step " + std::to_string(step_s).substr(0, 4) + at;
            around(name, ring_speed(idm, n, step_s), idm_equilibrium_m_s(idm, 1000.0 / n - 5.0, limit_m_s), 0.005);
        }
    }
    const auto flow = [](const VehicleType& type, double step_s) {
        Discharge d;
        d.types = {type};
        d.per_hour = {2200.0};
        d.step_s = step_s;
        return discharge(d).flow_h;
    };
    around("discharge Krauss sigma 0 step 1.0", flow(exact, 1.0), 2320.0, 0.02);
    around("discharge Krauss sigma 0 step 0.5", flow(exact, 0.5), 2320.0, 0.02);
    around("discharge Krauss sigma 0.5 step 1.0", flow(human, 1.0), 1950.0, 0.03);
    around("discharge Krauss sigma 0.5 step 0.5", flow(human, 0.5), 2185.0, 0.03);
    const double fine = flow(idm, 0.25);
    rows.push_back({"discharge IDM step 0.25", fine, 1700.0, 2000.0});
    around("discharge IDM step 0.5", flow(idm, 0.5), fine, 0.05);
    around("discharge IDM step 1.0", flow(idm, 1.0), fine, 0.05);
    return rows;
}

namespace {

constexpr std::array<double, 3> kSteps_s{0.25, 0.5, 1.0};

std::string at_step(double step_s) { return ", step " + std::to_string(step_s).substr(0, 4); }

double spread(const std::array<double, 3>& v) {
    return std::max({v[0], v[1], v[2]}) / std::min({v[0], v[1], v[2]}) - 1.0;
}

/// One lane of 3.5 m before a signal, demand beyond what it carries.
DischargeResult strip_discharge(double share_of_cars, double step_s) {
    constexpr double kDemand_h = 7000.0;
    Discharge d;
    if (share_of_cars < 1.0) {
        d.types.push_back(table_motorbike());
        d.per_hour.push_back(kDemand_h * (1.0 - share_of_cars));
    }
    if (share_of_cars > 0.0) {
        d.types.push_back(strip_car());
        d.per_hour.push_back(kDemand_h * share_of_cars);
    }
    d.lane_width_m = 3.5;
    d.lateral_resolution_m = 0.5;
    d.any_lane = true;
    d.step_s = step_s;
    return discharge(d);
}

}  // namespace

double car_in_motorbikes(double motorbikes_h, double mixed_h, double share_of_cars) {
    return (motorbikes_h / mixed_h - (1.0 - share_of_cars)) / share_of_cars;
}

std::vector<VerifyRow> verify_strip() {
    constexpr double kCars = 0.15;
    std::vector<VerifyRow> rows;
    std::array<double, 3> capacity{}, mixed{};
    double least_m = kNever;
    for (std::size_t i = 0; i < kSteps_s.size(); ++i) {
        for (const int n : {450, 500, 600}) {
            const StripRing r = strip_ring(table_motorbike(), n, 2, kSteps_s[i]);
            capacity[i] = std::max(capacity[i], r.flow_h);
            least_m = std::min(least_m, r.least_m);
        }
        rows.push_back({"motorbikes, two lanes, mid-block capacity" + at_step(kSteps_s[i]), capacity[i],
                        13'400.0 * 0.85, 13'400.0 * 1.15});
    }
    for (std::size_t i = 0; i < kSteps_s.size(); ++i) {
        const DischargeResult both = strip_discharge(kCars, kSteps_s[i]);
        mixed[i] = both.flow_h;
        least_m = std::min(least_m, both.least_room_m);
        rows.push_back({"85/15 mix, one lane of 3.5 m, discharge" + at_step(kSteps_s[i]), mixed[i], 4'300.0, 6'500.0});
    }
    const DischargeResult bikes = strip_discharge(0.0, kSteps_s[1]), cars = strip_discharge(1.0, kSteps_s[1]);
    least_m = std::min({least_m, bikes.least_room_m, cars.least_room_m});
    const auto car_row = [&rows, &bikes](std::string name, double flow_h, double share_of_cars) {
        rows.push_back({std::move(name), car_in_motorbikes(bikes.flow_h, flow_h, share_of_cars), 2.8, 4.2,
                        "discharge " + std::to_string(std::lround(flow_h)) + " an hour, motorbikes alone " +
                            std::to_string(std::lround(bikes.flow_h))});
    };
    car_row("a car of the 85/15 mix, in motorbikes", mixed[1], kCars);
    car_row("a car among cars, in motorbikes", cars.flow_h, 1.0);
    rows.push_back({"capacity, spread over steps", spread(capacity), 0.0, 0.05});
    rows.push_back({"discharge, spread over steps", spread(mixed), 0.0, 0.05});
    rows.push_back({"least clearance of bodies, m", least_m, 0.0, kNever});
    return rows;
}

}  // namespace sd::micro
