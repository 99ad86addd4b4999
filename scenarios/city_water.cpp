#include "scenarios/city_water.h"

#include "sim/spin_up.h"

namespace sd {

Result<CityWater> make_city_water(const City& city, const WorldConfig& config, Parallel& parallel) {
    CityWater w;
    w.config = config;
    w.now = config.start;
    w.weather = weather::make(config.weather, config.start);
    tide::step(w.tide, config.tide, config.start);
    auto flood = flood::make(city, config.flood, w.tide.level_m);
    if (!flood) return fail(std::move(flood.error()));
    w.flood = std::move(*flood);
    if (const auto flowing = flood::spin_up(w.flood, city, config.tide, config.start, parallel); !flowing)
        return fail(flowing.error());
    w.powered.assign(city.cabinets.size(), 1);
    return w;
}

void step(CityWater& w, Parallel& parallel) {
    w.now = w.now + kTick;
    weather::step(w.weather, w.config.weather, w.now, kTick);
    tide::step(w.tide, w.config.tide, w.now);
    flood::step(w.flood, w.weather, w.tide, w.powered, kTick, parallel);
}

}  // namespace sd
