// Changing lanes within an edge: for the route, to help others, to be faster, to keep right [Erdmann 2015]. An edge is
// one job: its cars are looked at from the front backwards, and a change counts at once for those behind. Of other
// edges only the frozen first and last vehicles are seen.
#pragma once

#include "sim/traffic/change_bits.h"
#include "sim/traffic/state.h"

namespace sd::micro {

/// A vehicle near the one that considers a change.
struct Near {
    std::uint32_t id = kNone;
    double gap = -1.0;  ///< minimum gap of whoever is behind taken off
    double speed = 0.0, accel = 0.0, length = 5.0, min_gap = 2.5, factor = 1.0;
    std::uint32_t lane = kNone;
    std::uint16_t type = 0;
    bool at_stop = false;
    bool same_edge = false;
    [[nodiscard]] bool any() const { return id != kNone; }
};

/// Work space for one edge.
struct Changer {
    static constexpr std::uint32_t kMaxLanes = 24;
    State* s = nullptr;
    Scratch* out = nullptr;
    std::uint32_t edge = kNone, lane0 = kNone, n = 0;
    std::array<std::size_t, kMaxLanes> cursor{};
    std::array<std::vector<Car*>, kMaxLanes> done;
    std::array<std::vector<Car>, kMaxLanes> result;
    std::array<double, kMaxLanes> density{};
    std::array<const Car*, kMaxLanes> first_blocked{}, last_blocked{};
    // of the car looked at, per lane: how that lane goes on for it, lanes to the best one, what stands ahead
    std::array<const BestLane*, kMaxLanes> row{};
    std::array<int, kMaxLanes> offset{};
    std::array<double, kMaxLanes> occupation{};
    bool changed = false;
};

/// What a car that considers a lane knows.
struct Wish {
    Changer& x;
    Car& car;
    Vehicle& veh;
    const Driver& d;
    std::uint32_t lane = 0;  ///< own, 0 at the kerb
    int to = 0;              ///< −1 right, +1 left
    std::uint32_t blocked = 0;
    Near leader, follower, neigh_lead, neigh_follow;
};

/// Changes the lanes of all cars of an edge that want and can.
void change_lanes(Changer& x, State& s, std::uint32_t edge, Scratch& out);

/// Favours asked across edges.
void deliver_notes(State& s);

/// The wish itself: bits of change_bits.h. Updates the car's own lane-change state and asks others for favours.
[[nodiscard]] std::uint32_t wants_change(Wish& w);

/// Inner lanes of a roundabout are worth more than their length while they are emptier [SUMO: a bonus in metres].
[[nodiscard]] double roundabout_bonus(const Wish& w, const BestLane& inner, const BestLane& best);

/// Tells the neighbours on the other lane what they could do to let us in.
void ask_neighbours(Wish& w, double remaining_s);
void advise(ChangeState& c, double own_speed, double speed, double dt);
void ask(Wish& w, const Near& who, std::uint32_t bits, double speed);

}  // namespace sd::micro
