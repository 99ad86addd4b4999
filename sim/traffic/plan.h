// Planning: every driver looks along his way, from his lane through links and junctions, and writes down bounds on his
// coming speed, one Item per link. Reads the frozen state, writes only its own items.
#pragma once

#include "sim/traffic/state.h"

namespace sd::micro {

/// One driver's look ahead while it is being made.
struct Plan {
    const State& s;
    std::vector<Item>& items;
    const Car& car;
    const Vehicle& veh;
    const Driver& d;
    std::size_t first = 0;  ///< his items begin here
    std::uint32_t own_lane = kNone;
    std::uint32_t lane = kNone;  ///< looked at now
    double lane_v = 0.0;         ///< allowed there
    double seen = 0.0;           ///< to that lane's end
    double seen_inside = 0.0, seen_outside = 0.0;
    double v = 0.0;          ///< bound so far
    double link_pass = 0.0;  ///< speed he may have at that lane's end
    double v_min = 0.0;      ///< after braking comfortably
    double reach = 0.0;      ///< as far as he has to look
    double stop_dist = kNever;
    std::uint32_t view = 0;  ///< edges ahead of his own
    bool any_last = false;   ///< there is an item already
    bool slowed_for_minor = false;
    bool seen_normal = false;
    const std::uint32_t* next_link = nullptr;
    const std::uint32_t* link_end = nullptr;

    [[nodiscard]] Item& last() const { return items.back(); }
    [[nodiscard]] double want() const { return limit_of(s, d, static_cast<double>(car.factor), own_lane); }
};

/// Somebody to stay behind.
struct Leader {
    double gap = 0.0;  ///< minimum gap taken off; may be negative
    double speed = 0.0, decel = 4.5;
};

inline void lower_leave_speed(Item& item, double v) {
    item.leave_v = item.leave_v < 0.0 ? v : std::min(item.leave_v, v);
}

/// Plans all cars of a lane into `out`.
void plan_lane(const State& s, std::uint32_t lane, Scratch& out);

/// Those on crossing and merging paths inside the junction behind `link`.
void check_junction(Plan& p, std::uint32_t link, double& v_wait, bool& request);

/// Does not enter a junction that one could not leave again.
void keep_junctions_clear(const Plan& p, double lengths_ahead);

}  // namespace sd::micro
