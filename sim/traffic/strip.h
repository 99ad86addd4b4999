// Mixed traffic on a strip: all lanes of a direction are one carriageway, everybody has a place across it, and a
// motorbike rides wherever there is room, between cars up to the stop line too.
//
// Two rules make the speed. One follows whoever is ahead within one's own width. And one passes others only as fast as
// the room beside them feels safe: comfortable speed grows with the clearance, v = (d − d0)/k [lateral clearances of
// motorcyclists grow with speed: Minh, Sano, Matsumoto 2005, "The speed, flow and headway analyses of motorcycle
// traffic"]. Places across are chosen for speed, at a cost for moving. Bodies never overlap: moves aside are made one
// after another from the front of an edge backwards, and only into room that leaves followers time to brake.
#pragma once

#include "sim/traffic/plan.h"

namespace sd::micro {

inline constexpr double kTouch_m = 0.1;  ///< bodies nearer than this across are in each other's way
inline constexpr double kCreep_m_s = 1.0;

/// Clearance that a type wants: so many times its gap_lat_m at rest, and so much more of it per m/s. Fits what two
/// lanes carry in Hanoi, 13,358 motorcycles an hour [ASCE J. Transp. Eng. 138(6), 2012].
inline constexpr double kAtRest = 0.5, kPerSpeed_s_m = 0.36;

/// Speed at which a clearance is comfortable, and the other way round.
[[nodiscard]] inline double pass_speed(double clearance_m, double gap_lat_m) {
    return std::max(kCreep_m_s, (clearance_m - kAtRest * gap_lat_m) / (kPerSpeed_s_m * gap_lat_m));
}
[[nodiscard]] inline double clearance_for(double v, double gap_lat_m) {
    return gap_lat_m * (kAtRest + kPerSpeed_s_m * v);
}

/// Across an edge, from the kerb: where a lane's centre lies.
[[nodiscard]] inline double centre_of(const State& s, std::uint32_t lane) { return s.lane_centre_m[lane]; }
[[nodiscard]] inline double across(const State& s, std::uint32_t lane, const Car& car) {
    return centre_of(s, lane) + static_cast<double>(car.lat_m);
}

/// Bounds of one's speed by those on one's own edge, and on the lane looked at.
void follow_on_strip(Plan& p);
void follow_on_next_strip(Plan& p);

/// Work space for moving aside on an edge.
struct Shifter {
    struct Seat {
        Car car;
        double y = 0.0;
        std::uint32_t lane = kNone;  ///< kNone: on another edge, only to be heeded
        double margin = 0.0;         ///< how far it may move aside itself meanwhile
    };
    std::vector<Seat> seats;  ///< of the edge and what is near before and behind it, front first
};
/// Decides for everybody on an edge how far he moves aside; reads the frozen lanes, writes s.shifted[edge].
void shift_on_strip(Shifter& x, State& s, std::uint32_t edge, Scratch& out);
/// Puts everybody where he decided to be.
void commit_shift(State& s, std::uint32_t edge);

/// Room for a new vehicle at this place; nobody overlaps, followers can brake.
[[nodiscard]] bool room_on_strip(const State& s, std::uint32_t lane, double pos, double y, double speed,
                                 const Driver& d);

/// Least clearance between any two bodies on any edge: the larger of their distances along and across; negative when
/// two overlap.
[[nodiscard]] double least_clearance(const State& s);

}  // namespace sd::micro
