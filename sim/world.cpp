#include "sim/world.h"

#include "sim/core/hash.h"
#include "sim/spin_up.h"

namespace sd {

Result<World> make_world(const City& city, const WorldConfig& config) {
    World w;
    w.city = &city;
    w.plan = sample_plan_of(city);
    w.config = config;
    w.draw = Draw(config.seed);
    w.now = config.start;
    w.weather = weather::make(config.weather, config.start);
    tide::step(w.tide, config.tide, config.start);
    auto flood = flood::make(city, config.flood, w.tide.level_m);
    if (!flood) return fail(flood.error());
    w.flood = std::move(*flood);
    Parallel parallel(1);
    if (const auto flowing = flood::spin_up(w.flood, city, config.tide, config.start, parallel); !flowing) {
        return fail(flowing.error());
    }
    w.salt = salt::make(city, w.plan, config.salt, config.start);
    w.exposure = exposure::make(city);
    exposure::look(w.exposure, city, w.flood);
    w.power = power::make(city, config.start);
    w.telecom = telecom::make(city);
    auto traffic = traffic::make(city, config.traffic, config.start, w.draw);
    if (!traffic) return fail(traffic.error());
    w.traffic = std::move(*traffic);
    w.population = population::make(city, config.start);
    w.ambient = ambient::make(city, w.plan, config.start);
    return w;
}

std::vector<std::pair<std::string, std::uint64_t>> model_hashes(const World& w) {
    return {{"weather", weather::hash(w.weather)},
            {"tide", tide::hash(w.tide)},
            {"flood", flood::hash(w.flood)},
            {"salt", salt::hash(w.salt)},
            {"exposure", exposure::hash(w.exposure)},
            {"power", power::hash(w.power)},
            {"telecom", telecom::hash(w.telecom)},
            {"traffic", traffic::hash(w.traffic)},
            {"population", population::hash(w.population)},
            {"ambient", ambient::hash(w.ambient)}};
}

std::uint64_t truth_hash(const World& world) {
    StateHash hash;
    hash.add(world.now.ns);
    for (const auto& [model, value] : model_hashes(world)) hash.add(value);
    return hash.value();
}

}  // namespace sd
