// Where water and power meet the things that stand in the city: looked up once per tick, then read by the models.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/flood.h"
#include "sim/power.h"

namespace sd::exposure {

struct State {
    std::vector<float> edge_depth_m;           ///< greatest depth under each street
    std::vector<std::uint8_t> edge_closed;     ///< by order (CloseRoad), not by water
    std::vector<std::uint8_t> signal_powered;  ///< per node
    std::vector<CabinetId> signal_cabinet;     ///< per node, constant; invalid where there is no signal
    std::vector<float> substation_depth_m;
    std::vector<float> cabinet_depth_m;
    std::vector<float> site_depth_m;
    std::vector<float> population_depth_m;
    std::vector<float> trapped;  ///< per population cell
    std::vector<float> edge_vehicles;
};

[[nodiscard]] State make(const City& city);
void look(State& state, const City& city, const flood::State& flood);
void look(State& state, const power::State& power);

/// Closes or opens streets by name or number ("edge:12"); false when there is no such street.
bool close_road(State& state, const City& city, const std::string& target, bool closed);
[[nodiscard]] bool is_road(const City& city, const std::string& target);

[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::exposure
