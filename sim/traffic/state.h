// Everything the engine remembers. Hot: per lane, the cars on it, contiguous, front first, so that a leader is the slot
// before. Cold: per vehicle, by number. Between the phases of a step nothing changes but what that phase owns, so the
// result does not depend on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draw.h"
#include "sim/core/parallel.h"
#include "sim/traffic/best_lanes.h"
#include "sim/traffic/case.h"
#include "sim/traffic/follow.h"
#include "sim/traffic/output.h"
#include "sim/traffic/road.h"

namespace sd::micro {

enum CarFlag : std::uint16_t {
    kAtStop = 1,       ///< stands at a stop of its route
    kHasToWait = 2,    ///< will stop before its next link
    kWillPass = 4,     ///< has asked to leave the junction it is on
    kStayed = 8,       ///< has not changed lanes since it asked
    kBlockedHere = 16  ///< wants another lane for its route and cannot get there
};

/// What followers and crossing traffic look at; one cache line.
struct Car {
    double pos_m = 0.0;  ///< front bumper
    double speed_m_s = 0.0;
    double accel_m_s2 = 0.0;  ///< over the last step
    double waited_s = 0.0;    ///< since it last moved
    float length_m = 0.0F;
    float gap_m = 0.0F;
    float factor = 1.0F;  ///< driver's factor on limits
    float lat_m = 0.0F;   ///< centre, from the lane's centre line, left positive
    float width_m = 0.0F;
    std::uint32_t id = kNone;
    std::uint16_t type = 0;
    std::uint16_t flags = 0;
    float aim_m = 0.0F;  ///< on a strip: where across the edge it wants to be
};
static_assert(sizeof(Car) == 64);

/// A car whose front is elsewhere but whose body reaches into this lane.
struct Partial {
    Car car;
    double back_m = 0.0;  ///< on this lane
    std::uint32_t front_lane = kNone;
};

/// The last one on a lane, as others see it from behind; or the first, as those ahead see it.
struct Tail {
    double back_m = 0.0;  ///< of the last; of the first, its front
    double speed_m_s = 0.0;
    float accel_m_s2 = 0.0F;
    float length_m = 0.0F, gap_m = 0.0F, factor = 1.0F;
    std::uint32_t id = kNone;
    std::uint32_t back_lane = kNone;
    std::uint32_t front_lane = kNone;
    std::uint16_t type = 0;
    std::uint16_t flags = 0;
};

/// Lane-change wishes and favours, kept from step to step [Erdmann 2015, "SUMO's lane-changing model"].
struct ChangeState {
    std::uint32_t own = 0;    ///< bits of change_bits.h
    double speed_gain = 0.0;  ///< grows while the left lane is faster, falls below 0 for the right
    double keep_right = 0.0;
    double look_ahead_m_s = 0.0;
    double blocker_m = 0.0;          ///< kept free ahead for somebody who must come the other way
    double left_m = 0.0;             ///< until the lane is of no use
    std::array<double, 6> advice{};  ///< accelerations asked of us, m/s²
    std::uint8_t advices = 0;
    bool dont_brake = false;
};

struct PlannedStop {
    std::uint32_t at = 0;  ///< place in the route
    Stop stop;
};

enum class Where : std::uint8_t { Free, Waiting, Driving, Teleporting };

inline constexpr float kShut_m = 1.0e9F;  ///< as deep as nobody wades
inline constexpr int kMaxBehind = 8;      ///< lanes a long vehicle may lie on behind its front's

struct Vehicle {
    Where where = Where::Free;
    std::uint32_t departure = kNone, copy = 0;  ///< of the demand, kNone when sent; copies of a flow count from 0
    std::uint64_t serial = 0;                   ///< never used twice
    std::uint16_t type = 0;
    std::uint32_t route = kNone;
    std::uint32_t at = 0;        ///< place in the route; inside a junction the edge before it
    std::uint32_t best = kNone;  ///< row of BestLanes: of this edge, inside a junction of the one behind it
    std::uint32_t lane = kNone;
    double factor = 1.0;
    double arrival_pos_m = 0.0;
    double wish_s = 0.0, depart_s = 0.0, depart_pos_m = 0.0, depart_speed_m_s = 0.0;
    std::uint32_t depart_lane = kNone;
    double waiting_s = 0.0, stopped_s = 0.0, loss_s = 0.0, driven_m = 0.0;
    std::uint32_t waits = 0, reroutes = 0;
    double looked_s = -kNever;  ///< for a better way
    bool was_waiting = false;
    double entry_s = kNever, entry_firm_s = kNever, conflict_s = kNever;  ///< of the junction it is on
    double moving_s = 0.0;                                                ///< since the last halt
    double stop_dist_m = kNever;
    double proceed_s = -1.0;  ///< teleporting
    std::vector<PlannedStop> stops;
    std::uint32_t next_stop = 0;
    double stop_left_s = 0.0;
    bool at_stop = false;
    std::array<std::uint32_t, kMaxBehind> behind{};  ///< lanes it reaches back onto, nearest first
    std::uint8_t behinds = 0;
    ChangeState change;
};

/// Somebody's intention to use a link, noted for those who must yield.
struct Approach {
    std::uint32_t id = kNone;
    std::uint32_t lane = kNone;
    double arrival_s = 0.0, leave_s = 0.0;
    double arrival_m_s = 0.0, leave_m_s = 0.0, braking_m_s = 0.0;
    double waited_s = 0.0, dist_m = 0.0, speed_m_s = 0.0, decel = 4.5, length_m = 5.0;
    bool will_pass = false;
};

/// One bound on the coming speed: what to drive if the link is free, and what if not.
struct Item {
    std::uint32_t link = kNone;
    bool request = false;
    bool stopped_ahead = false;
    double pass = 0.0, wait = 0.0;
    double arrival_s = 0.0, arrival_v = 0.0, braking_v = 0.0;
    double dist = 0.0;
    double leave_v = -1.0;
    double space = 0.0;
};

/// A favour asked of somebody on another edge; delivered when all edges are done.
struct Note {
    std::uint32_t id = kNone;
    std::uint32_t bits = 0;
    double accel_m_s2 = 0.0;
};

struct Transfer {
    Car car;
    std::uint32_t from = kNone, to = kNone;
};

/// Work space of one part of the lanes; kept between steps so that nothing is allocated.
struct Scratch {
    std::vector<Item> items;
    std::vector<std::uint32_t> item_begin;  ///< per car of the part, in lane order, plus one
    std::vector<Transfer> moved, arrived, stuck;
    std::uint64_t emergency_stops = 0, lane_changes = 0;
    std::vector<Note> notes;
    std::vector<std::vector<Approach>> approaches;  ///< per link, of this part's cars
    std::vector<std::uint32_t> noted_links;
};

/// Where a car has decided to be across its edge.
struct Shifted {
    Car car;
    std::uint32_t lane = kNone;
};

struct LaneRow {
    std::vector<Car> cars;  ///< front first
    std::vector<Partial> partials;
};

enum LaneHolds : std::uint8_t { kHoldsCars = 1, kHoldsPartials = 2 };

struct SignalRow {
    std::uint32_t program = 0, phase = 0;
    double next_s = 0.0;                    ///< when the phase is looked at again
    double since_s = 0.0;                   ///< when it began
    std::vector<std::uint32_t> links;       ///< Road links it controls
    std::vector<std::uint32_t> loop_lanes;  ///< actuated: where gaps are measured
    std::vector<double> loop_pos_m, loop_seen_s;
    std::vector<std::vector<std::uint32_t>> phase_loops;
    bool powered = true;
};

/// A journey that is over.
struct Ended {
    std::uint32_t vehicle = kNone;  ///< its number, free again
    bool vaporized = false;
};

struct LoopRow {
    std::uint32_t lane = kNone;
    double pos_m = 0.0;
    double begin_s = 0.0;
    std::uint64_t passed = 0, entered = 0, entered_motorbikes = 0;
    double speed_sum = 0.0, length_sum = 0.0, slow_sum = 0.0, occupied_s = 0.0;
    double next_s = kNever;  ///< end of the interval
};

/// A way that vehicles follow; kept while anybody does.
struct RouteRow {
    std::vector<std::uint32_t> edges;
    std::uint32_t users = 0;
};

struct Counts {
    std::uint64_t loaded = 0, inserted = 0, arrived = 0, discarded = 0;
    std::uint64_t given_up = 0;  ///< waited too long before a street they cannot enter; among the arrived
    std::uint64_t running = 0;
    std::uint64_t teleports_jam = 0, teleports_yield = 0, teleports_wrong_lane = 0;
    std::uint64_t emergency_stops = 0, collisions = 0, lane_changes = 0;
    std::uint64_t updates = 0;                    ///< vehicles × mechanical steps
    double depart_delay_s = 0.0, travel_s = 0.0;  ///< sums, of inserted and of arrived
};

/// What a run says, until somebody takes it away.
struct Outcome {
    std::vector<TripInfo> trips;
    std::vector<SummaryStep> summary;
    std::vector<LoopInterval> loops;
    RunStatistic statistic;
    std::vector<Ended> ended;
    bool keep_summary = true;
    bool keep_trips = true;   ///< rows in `trips`, and what `statistic` sums of them
    bool keep_ended = false;  ///< rows in `ended`
};

struct State {
    Case scenario;
    Road road;
    std::vector<Driver> drivers;
    double longest_m = 0.0;  ///< of all types
    BestLanes best;

    bool strip = false;                               ///< mixed traffic: places across the carriageway count
    std::vector<double> lane_centre_m, edge_width_m;  ///< across, from the kerb
    std::vector<std::vector<Shifted>> shifted;        ///< per edge

    double dt = 1.0;          ///< of a mechanical step
    std::uint32_t parts = 1;  ///< mechanical steps in one step of the case
    std::int64_t tick = 0;    ///< mechanical steps done
    double now = 0.0;         ///< beginning of the coming step
    Draw draw{0};

    std::vector<RouteRow> routes;
    std::vector<std::uint32_t> free_routes;
    std::vector<std::uint32_t> demand_routes;  ///< per route of the demand: its row, kNone until somebody takes it

    std::vector<LaneRow> lanes;
    std::vector<std::uint8_t> holds;  ///< per lane, of LaneHolds: so that phases pass over empty lanes quickly
    std::vector<std::uint8_t> shown;  ///< per lane: tails, heads and brutto_m say something
    std::vector<double> lane_scale;   ///< per lane: drawn length over length
    std::vector<double> limit_m_s;    ///< per lane, weather included
    std::vector<float> lane_water_m;  ///< per lane: depth
    std::vector<float> edge_water_m;  ///< per edge: the same, kShut_m where nobody enters
    std::vector<float> link_water_m;  ///< per link: of the edge behind it; inside junctions 0
    std::vector<Tail> tails, heads;
    std::vector<double> brutto_m;  ///< per lane: vehicles with their gaps
    std::vector<std::uint32_t> partial_lanes;
    std::vector<std::uint8_t> lane_loops;  ///< 1 where an induction loop or a signal's loop lies

    std::vector<Vehicle> vehicles;
    std::vector<std::uint32_t> free_ids;
    std::uint64_t serial = 0;

    std::vector<char> signal_state;      ///< per link: M m = G g y r …
    std::vector<double> signal_since_s;  ///< per link: of the last change
    std::vector<SignalRow> signals;

    std::vector<std::uint32_t> waiting;  ///< to enter, in order
    std::vector<std::uint32_t> teleporting;
    std::uint32_t next_departure = 0;
    std::vector<std::uint32_t> open_flows;
    std::vector<double> flow_next_s;
    std::vector<std::uint64_t> flow_done;
    std::vector<double> failed_s;                        ///< per lane: when an entry last failed
    std::vector<double> edge_speed_m_s, past_speed_m_s;  ///< smoothed over the last minutes, for finding routes
    std::vector<std::uint8_t> edge_used;
    std::size_t past_at = 0;
    bool finds_routes = false;

    std::vector<LoopRow> loops;
    std::vector<std::vector<std::uint32_t>> loops_of_lane;
    std::vector<std::vector<std::array<std::uint32_t, 2>>> signal_loops_of_lane;

    std::vector<Scratch> scratch;
    Counts counts;
    Outcome out;
};

[[nodiscard]] inline std::span<const std::uint32_t> route_of(const State& s, std::uint32_t route) {
    return s.routes[route].edges;
}
[[nodiscard]] inline bool has_cars(const State& s, std::uint32_t lane) { return (s.holds[lane] & kHoldsCars) != 0; }
[[nodiscard]] inline bool anybody_on(const State& s, std::uint32_t edge) {
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k)
        if (has_cars(s, s.road.edge_lane_begin[edge] + k)) return true;
    return false;
}
/// To be called when cars have come onto a lane or left it.
inline void note_cars(State& s, std::uint32_t lane) {
    const auto rest = static_cast<std::uint8_t>(s.holds[lane] & ~kHoldsCars);
    s.holds[lane] = s.lanes[lane].cars.empty() ? rest : static_cast<std::uint8_t>(rest | kHoldsCars);
}
/// Somebody's rear lies on a lane.
inline void lay_partial(State& s, std::uint32_t lane, const Partial& partial) {
    if (s.lanes[lane].partials.empty()) s.partial_lanes.push_back(lane);
    s.lanes[lane].partials.push_back(partial);
    s.holds[lane] |= kHoldsPartials;
}
/// What a vehicle may drive on a lane; 0 where the water is too deep for it.
[[nodiscard]] inline double limit_of(const State& s, const Driver& d, double factor, std::uint32_t lane) {
    const double v = std::min(d.max_speed, s.limit_m_s[lane] * factor);
    const auto depth_m = static_cast<double>(s.lane_water_m[lane]);
    return depth_m > 0.0 ? std::min(v, wading_speed(depth_m, d.wade_limit)) : v;
}
/// Caught: it does not move until the water falls.
[[nodiscard]] inline bool stalled(const State& s, const Driver& d, std::uint32_t lane) {
    return static_cast<double>(s.lane_water_m[lane]) >= d.wade_limit;
}
/// Closed, or too deep behind it for this one.
[[nodiscard]] inline bool shut(const State& s, const Driver& d, std::uint32_t link) {
    return static_cast<double>(s.link_water_m[link]) >= d.wade_limit;
}
[[nodiscard]] inline char state_of(const State& s, std::uint32_t link) { return s.signal_state[link]; }
[[nodiscard]] inline bool edge_shut(const State& s, const Driver& d, std::uint32_t edge) {
    return static_cast<double>(s.edge_water_m[edge]) >= d.wade_limit;
}
/// What a driver sees there: red too where he cannot go on.
[[nodiscard]] inline char state_for(const State& s, const Driver& d, std::uint32_t link) {
    return shut(s, d, link) ? 'r' : s.signal_state[link];
}
[[nodiscard]] inline bool is_red(char c) { return c == 'r' || c == 'u'; }
[[nodiscard]] inline bool is_yellow(char c) { return c == 'y' || c == 'Y'; }
[[nodiscard]] inline bool is_green(char c) { return c == 'G' || c == 'g'; }

/// Those noted as approaching a link, in the order of lanes, until `visit` returns true; true if it did.
template <class Visit>
bool any_approach(const State& s, std::uint32_t link, Visit visit) {
    for (const Scratch& part : s.scratch)
        for (const Approach& a : part.approaches[link])
            if (visit(a)) return true;
    return false;
}

/// Row of BestLanes and the lane's place in it. Inside a junction: of the edge the lane leads to.
[[nodiscard]] inline const BestLane* best_of(const State& s, const Vehicle& v, std::uint32_t lane) {
    const auto rows = s.best.of(v.best);
    if (s.road.lanes[lane].internal) {
        std::uint32_t out = s.road.lanes[lane].link_begin;
        lane = s.road.links[out].to;
    }
    for (const BestLane& b : rows)
        if (b.lane == lane) return &b;
    return nullptr;
}

}  // namespace sd::micro
