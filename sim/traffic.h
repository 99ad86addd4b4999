// Every vehicle of the city: Intelligent Driver Model [Treiber, Hennecke, Helbing 2000] on lanes of three tracks, so
// that motorbikes filter between cars; junctions, signals, buses, detectors, streets that flood or close.
//
// A sub-step: right of way (parallel over nodes) → accelerations from the frozen state (over edges) → moves (over
// edges) → junction crossings (one thread, by node, then in-edge). Parallel phases write own rows only, so the result
// does not depend on the number of threads. Once a tick: routes (over trees), teleports, buses, departures by cell.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/draw.h"
#include "sim/core/parallel.h"
#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/demand.h"
#include "sim/routes.h"
#include "sim/signals.h"
#include "sim/traffic_network.h"

namespace sd::traffic {

struct Config {
    double trips_per_hour_peak = 41'000.0;  ///< departures per hour where demand_factor is 1 [fits 7,000 under way]
    double motorbike_share = 0.85;          ///< of trips, 0…1
    double truck_share = 0.03;              ///< of trips; the rest are cars
    bool buses = true;
    bool warm_start = true;       ///< begin with the vehicles that are under way at the start time
    bool cars_leave_curb = true;  ///< cars keep the kerb track of a wide lane free for motorbikes
    Duration sub_step = milliseconds(500);
    Duration route_round = seconds(60);  ///< every routing tree is renewed once in this time
    int trees_per_tick_after_closure = 24;
    int max_zones = 140;
    double gravity_decay_m = 2'500.0;
    std::uint32_t capacity = 40'000;  ///< vehicles at once; more trips are held at their origin
    double teleport_after_s = 300.0;
};

/// What the rest of the world does to streets in this tick. An empty span means dry, open, powered everywhere.
struct EdgeInputs {
    std::span<const float> depth_m;                ///< per edge: greatest water depth on it
    std::span<const std::uint8_t> closed;          ///< per edge: 1 = nobody enters
    std::span<const std::uint8_t> signal_powered;  ///< per node: 0 = dark
};

/// IDM and body of one class.
struct ClassTraits {
    float length_m, width_m, speed_factor, a_m_s2, b_m_s2, headway_s, gap_m, wade_limit_m;
};
[[nodiscard]] const ClassTraits& traits_of(VehicleKind kind);

/// Speed that water of this depth allows [Pregnolato et al. 2017, TR-D 55]; 0 from the class limit on.
[[nodiscard]] double wading_speed_m_s(double depth_m, VehicleKind kind);

struct Counts {
    std::uint64_t departed = 0;  ///< entered the road, warm start included
    std::uint64_t arrived = 0;
    std::uint64_t abandoned = 0;  ///< gave up after a long wait with no way on; departed = arrived + abandoned + inside
    std::uint64_t teleports = 0;  ///< set ahead on their route after a long wait at a junction
    std::uint64_t held = 0;       ///< waiting at their origin for room
    std::uint32_t inside = 0;     ///< vehicles on the road, buses not included
    std::uint32_t in_motion = 0;  ///< inside and not stalled in water
    std::uint32_t stalled = 0;
};

/// Lane rows, struct of arrays: lane l owns the slots from slot_begin[l], the first count[l] are taken, front first.
struct LaneColumns {
    std::vector<std::uint16_t> count;
    std::vector<float> tail_rear_m;  ///< per lane and track: rear of the last vehicle, kFree if none
    std::vector<float> tail_speed_m_s;
    std::vector<float> pos_m;  ///< of the front bumper
    std::vector<float> speed_m_s;
    std::vector<float> accel_m_s2;
    std::vector<float> desire;  ///< driver's factor on the speed limit
    std::vector<std::uint32_t> vehicle;
    std::vector<VehicleKind> kind;
    std::vector<std::uint8_t> mask;   ///< occupied tracks; bit 0 is at the kerb
    std::vector<std::uint8_t> cross;  ///< 0 stops at the line, 1 follows somebody, 2 may leave the edge
};
inline constexpr float kFree = 1.0e9F;

/// By vehicle number; buses come first, one number per slot.
struct VehicleRows {
    std::vector<std::uint8_t> used;
    std::vector<std::uint16_t> zone;
    std::vector<std::uint16_t> waited;  ///< sub-steps at a stop line
    std::uint32_t cursor = 0;           ///< where to look for a free number
};

struct BusRows {
    std::vector<std::uint32_t> line;
    std::vector<std::uint32_t> at;  ///< place in its line's route
    std::vector<float> to_stop_m;   ///< distance left to the next stop
    std::vector<float> dwell_s;
    std::vector<float> parked_s;  ///< > 0: off the road before it tries again
    std::vector<std::uint8_t> on_road;
    std::vector<std::uint32_t> route_begin, route;  ///< per line, edges in order
};

/// Loops and counters in the middle of every edge.
struct DetectorColumns {
    std::vector<std::uint32_t> passed, passed_motorbikes;
    std::vector<float> flow_speed, flow_weight;  ///< 60 s exponential means of Σv and n
    std::vector<float> occupancy;
    std::vector<std::uint32_t> arrived, stalled;
};

struct State {
    Config config;
    Network net;
    RouteTable routes;
    Demand demand;
    TurnColumns turns;
    LaneColumns lanes;
    VehicleRows vehicles;
    BusRows buses;
    DetectorColumns detectors;
    std::vector<Aspect> aspect;         ///< per edge, at its end
    std::vector<std::uint32_t> claim;   ///< per edge: the vehicle whose turn it is to squeeze in, kNone = anybody's
    std::vector<std::uint8_t> leaving;  ///< per edge: somebody has passed its end in this sub-step
    std::vector<float> depth_m;         ///< last input
    std::vector<std::uint8_t> closed;
    std::array<std::vector<std::uint8_t>, kGroups> barred;  ///< per edge: group may not enter
    std::uint64_t departed = 0, abandoned = 0, teleports = 0;
    std::uint64_t trips = 0;  ///< serial number of the next trip
    std::uint64_t tick = 0;   ///< sub-steps since start
};

[[nodiscard]] Result<State> make(const City& city, const Config& config, Instant start, Draw draw);

/// Advances from `now` by `dt` (a multiple of config.sub_step).
void step(State& state, const City& city, const EdgeInputs& inputs, Draw draw, Instant now, Duration dt,
          Parallel& parallel);

/// A vehicle put on the road by hand (an ambulance sent out, a test).
struct Placement {
    EdgeId edge;
    int lane = 0;   ///< 0 at the kerb
    int track = 0;  ///< of a motorbike; 0 at the kerb
    double pos_m = 0.0;
    double speed_m_s = 0.0;
    VehicleKind kind = VehicleKind::Car;
    std::uint16_t zone = kNoZone;
    double desire = 1.0;
};
/// Its number, or kNone if there is no room just there.
std::uint32_t place(State& state, const Placement& placement);

[[nodiscard]] Counts counts(const State& state);

[[nodiscard]] double edge_count(const State& state, EdgeId edge);  ///< past the middle since start
[[nodiscard]] double edge_count_motorbike(const State& state, EdgeId edge);
[[nodiscard]] double edge_speed_m_s(const State& state, EdgeId edge);  ///< about the last minute
[[nodiscard]] double edge_occupancy(const State& state, EdgeId edge);  ///< 0…1
[[nodiscard]] double edge_vehicles(const State& state, EdgeId edge);
[[nodiscard]] double edge_stalled(const State& state, EdgeId edge);  ///< caught in water
[[nodiscard]] bool edge_open(const State& state, EdgeId edge);       ///< cars may enter

/// Vehicles caught in water, by the population cell nearest to their street; `out` gets one value per cell.
void stalled_near(const State& state, std::vector<float>& out);

struct BusView {
    float x_m = 0.0F;
    float y_m = 0.0F;
    float speed_m_s = 0.0F;
    bool in_service = false;
    EdgeId edge;  ///< where it is, or where it comes back
};
[[nodiscard]] std::uint32_t bus_slots(const State& state);
[[nodiscard]] BusView bus(const State& state, std::uint32_t slot);

void fill(VehicleColumns& out, const State& state, const City& city);
void fill(EdgeColumns& out, const State& state, const City& city);

[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::traffic
