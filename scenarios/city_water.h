// The water of a city by itself: weather, tide and flood as the world steps them, with every pump under power and
// nothing else played.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/flood.h"
#include "sim/tide.h"
#include "sim/weather.h"
#include "sim/world.h"

namespace sd {

struct CityWater {
    WorldConfig config;
    weather::State weather;
    tide::State tide;
    flood::State flood;
    std::vector<std::uint8_t> powered;  ///< cabinets
    Instant now;
};

/// At config.start, with a river that has been flowing for hours.
[[nodiscard]] Result<CityWater> make_city_water(const City& city, const WorldConfig& config, Parallel& parallel);
/// One kTick.
void step(CityWater& water, Parallel& parallel);

}  // namespace sd
