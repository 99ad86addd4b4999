// From the demand to vehicles, and from vehicles to finished trips.
#pragma once

#include <span>
#include <string>

#include "sim/traffic/state.h"

namespace sd::micro {

/// Makes vehicles of all departures and copies of flows that are due before `until_s`, and puts them in the queue.
void call_departures(State& s, double until_s);

/// Ends a journey: writes its row and frees its number. `car` as it was last.
void end_trip(State& s, const Car& car, bool vaporized);

/// A fresh row for a vehicle.
[[nodiscard]] std::uint32_t new_vehicle(State& s);
/// Appends stops to a vehicle's, in the order of its way; those not on it are said and left out.
void add_stops(State& s, Vehicle& veh, const std::vector<Stop>& stops);
/// Frees a vehicle's number and what it held.
void free_vehicle(State& s, std::uint32_t id);

/// A row for a vehicle under way or ended.
[[nodiscard]] TripInfo trip_of(const State& s, const Car& car);

[[nodiscard]] std::string name_of(const State& s, std::uint32_t vehicle);

/// Sets a vehicle on a way, in place of the one it had.
void take_route(State& s, Vehicle& veh, std::vector<std::uint32_t> edges);
/// Gives a vehicle's way back.
void leave_route(State& s, Vehicle& veh);

/// Something the demand asks for and no vehicle can do: counted with the case's other unplayed things.
void say_unplayed(State& s, const std::string& what);

/// Finds the way of a trip; false if there is none. Uses travel times as they are now.
bool find_route(State& s, std::uint32_t vehicle);

}  // namespace sd::micro
