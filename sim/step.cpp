// One tick of the world, top to bottom. The first argument of each call is what changes, the rest is only read.
#include "sim/inputs.h"
#include "sim/world.h"

namespace sd {

void step(World& w, const std::vector<Input>& due, Parallel& parallel) {
    const City& city = *w.city;
    const Instant from = w.now;
    const Instant until = from + kTick;

    apply(w, due);

    weather::step(w.weather, w.config.weather, until, kTick);
    tide::step(w.tide, w.config.tide, until);
    flood::step(w.flood, w.weather, w.tide, w.power.cabinet_on, kTick, parallel);
    salt::step(w.salt, w.config.salt, w.flood.structures, until);
    exposure::look(w.exposure, city, w.flood);

    power::step(w.power, city, w.exposure.substation_depth_m, w.exposure.cabinet_depth_m, until, kTick);
    telecom::step(w.telecom, city, w.power, w.exposure.site_depth_m, kTick);
    exposure::look(w.exposure, w.power);

    traffic::step(w.traffic, city, {w.exposure.edge_depth_m, w.exposure.edge_closed, w.exposure.signal_powered}, w.draw,
                  from, kTick, parallel);
    traffic::stalled_near(w.traffic, w.exposure.trapped);
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        w.exposure.edge_vehicles[e] = static_cast<float>(traffic::edge_vehicles(w.traffic, EdgeId{e}));
    }

    population::step(w.population, city, w.power, w.exposure.population_depth_m, w.exposure.trapped, until);
    const ambient::Inputs air{w.exposure.edge_vehicles, static_cast<float>(weather::wind_m_s(w.weather)),
                              static_cast<float>(mean_rain_mm_h(w))};
    ambient::step(w.ambient, city, w.plan, air, w.draw, until, kTick);

    w.now = until;
    ++w.tick;
}

}  // namespace sd
