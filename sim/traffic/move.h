// From bounds to motion: which link is open decides the speed, chance and lane-change favours bend it, then the car
// moves, perhaps over several lanes.
#pragma once

#include "sim/traffic/state.h"

namespace sd::micro {

/// Notes who of a part's lanes approaches which link, for those who must yield. After all are planned, into `out`.
void note_approaches(const State& s, Range lanes, Scratch& out);

/// Puts the notes of all parts into the first, in the order of lanes: the next step may have fewer parts.
void gather_approaches(State& s);

/// Decides and moves the cars of a lane. `items` of the lane begin at out.item_begin[first_car]. Writes this lane, its
/// cars' own rows, and `out`.
void move_lane(State& s, std::uint32_t lane, Scratch& out, std::size_t first_car);

/// Puts cars that crossed onto their new lanes, ends journeys, takes stuck ones off. On one thread, fixed order.
void apply_transfers(State& s);

/// Lists again who lies across which lanes.
void lay_partials(State& s);

/// Tails and occupied lengths of lanes, for everybody's eyes.
void freeze(State& s, Range lanes);

/// Speed asked for by wishes to change lanes; between `low` and `high`.
[[nodiscard]] double patch_speed(const ChangeState& c, const Driver& d, double v, double low, double wanted,
                                 double high, double dt);

/// After a change of lanes: the rear's lanes move over too, where there is a lane to move to.
void shift_behind(const State& s, Vehicle& veh);

/// The row of best lanes for where a vehicle is now.
void renew_best(State& s, std::uint32_t id);

void count_passing(State& s, std::uint32_t lane, const Car& car, double from_m, double to_m);

}  // namespace sd::micro
