// Who drives where: vehicle types, routes, single vehicles, trips and flows, as .rou.xml and .add.xml say it, resolved
// to indices of a Net. Names of attributes and their defaults are SUMO 1.15's ("Definition of Vehicles, Vehicle Types,
// and Routes").
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/traffic/net.h"

namespace sd::micro {

enum class CarFollow : std::uint8_t { Krauss, Idm };

/// <param key="has.rerouting.device">: whether a vehicle looks for a new route under way.
enum class Rerouting : std::uint8_t { ByChance, Never, Always };  ///< ByChance: Options::rerouting_probability

/// Body and driver of a type. SUMO's defaults for a passenger car; the reader fills in those of other classes.
struct VehicleType {
    std::string id;
    VClass cls = VClass::Passenger;
    CarFollow follow = CarFollow::Krauss;
    double length_m = 5.0;
    double width_m = 1.8;
    double min_gap_m = 2.5;
    double accel_m_s2 = 2.6;
    double decel_m_s2 = 4.5;
    double emergency_decel_m_s2 = 9.0;
    double sigma = 0.5;  ///< driver imperfection, 0…1 (Krauss)
    double tau_s = 1.0;  ///< desired headway
    double max_speed_m_s = 55.56;
    double speed_factor = 1.0;  ///< mean of the normal distribution of factors on the limit
    double speed_dev = 0.1;     ///< its deviation
    double speed_factor_min = 0.2, speed_factor_max = 2.0;
    double startup_delay_s = 0.0;
    double idm_delta = 4.0;
    double lc_strategic = 1.0, lc_cooperative = 1.0, lc_speed_gain = 1.0, lc_keep_right = 1.0, lc_assertive = 1.0;
    double jm_ignore_foe_prob = 0.0;
    double jm_timegap_minor_s = 1.0;
    double min_gap_lat_m = 0.6;
    double impatience = 0.0;
    double wade_limit_m = 0.3;  ///< deeper water stops it, > 0
    Rerouting rerouting = Rerouting::ByChance;
    std::string emission_class;
    std::array<float, 3> colour{1.0F, 1.0F, 0.0F};
};

/// A type's name may stand for several, drawn by weight.
struct TypeDistribution {
    std::string id;
    std::vector<std::uint32_t> types;
    std::vector<double> weight;  ///< ≥ 0, sum > 0
};
struct RouteDistribution {
    std::string id;
    std::vector<std::uint32_t> routes;
    std::vector<double> weight;
};

struct Stop {
    std::uint32_t lane = kNone;
    double start_m = 0.0, end_m = 0.0;  ///< along the lane
    double duration_s = 0.0;            ///< stands at least this long
    double until_s = -1.0;              ///< and not before this time; < 0: none
    std::uint32_t bus_stop = kNone;     ///< index into Additional::bus_stops, if it is one
    bool parking = false;               ///< off the lane
};

struct Route {
    std::string id;                    ///< empty: of one vehicle
    std::vector<std::uint32_t> edges;  ///< ≥ 1, connected
    std::vector<Stop> stops;
};

enum class DepartLane : std::uint8_t { First, Best, Free, Random, Allowed, Given };
enum class DepartPos : std::uint8_t { Base, Free, Random, RandomFree, Last, Given };
enum class DepartSpeed : std::uint8_t { Given, Max, Random, Desired, SpeedLimit, Last, Avg };

/// How vehicles enter and leave: shared by vehicle, trip and flow.
struct Entry {
    DepartLane lane = DepartLane::First;
    std::uint32_t lane_index = 0;
    DepartPos pos = DepartPos::Base;
    double pos_m = 0.0;  ///< < 0 counts from the end
    DepartSpeed speed = DepartSpeed::Given;
    double speed_m_s = 0.0;
    double arrival_pos_m =
        std::numeric_limits<double>::infinity();  ///< infinity: the end of the last lane; < 0 from it
};

/// One vehicle, trip or flow. Exactly one of `route`, `route_distribution` and `from` is given. As in SUMO, vehicles
/// from before Options::begin_s never enter, and a flow that began before goes on in its rhythm, its vehicles counted
/// from 0.
struct Departure {
    std::string id;
    double depart_s = 0.0;
    std::uint32_t type = kNone;               ///< or
    std::uint32_t type_distribution = kNone;  ///<
    std::uint32_t route = kNone;
    std::uint32_t route_distribution = kNone;
    std::uint32_t from = kNone, to = kNone;  ///< edges of a trip, routed at insertion
    std::vector<std::uint32_t> via;
    std::vector<Stop> stops;  ///< beyond those of its route
    Entry entry;
    Rerouting rerouting = Rerouting::ByChance;  ///< its type's where it says nothing
    std::string line;

    // a flow repeats: `number` vehicles (0 = until end_s), spaced by period_s, or by chance each second
    bool flow = false;
    double end_s = 0.0;          ///< infinity: as long as the run
    double period_s = 0.0;       ///< > 0, or
    bool poisson = false;        ///< exponential gaps with mean period_s
    double probability_s = 0.0;  ///< of a vehicle in each second, 0…1
    std::uint64_t number = 0;
};

struct DemandFile {
    std::vector<VehicleType> types;
    std::vector<TypeDistribution> type_distributions;
    std::vector<Route> routes;
    std::vector<RouteDistribution> route_distributions;
    std::vector<Departure> departures;  ///< by depart_s, then in the order of files
};

}  // namespace sd::micro
