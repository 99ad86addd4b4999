// The truth: one struct with every model's state, and the few verbs the rest of the program uses on it.
// Nothing here knows about sockets, files or wall clocks. `sim/step.cpp` is the only place that orders models.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/ambient.h"
#include "sim/city/city.h"
#include "sim/city/sample_plan.h"
#include "sim/core/draw.h"
#include "sim/core/parallel.h"
#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "sim/core/world_view.h"
#include "sim/exposure.h"
#include "sim/flood.h"
#include "sim/input.h"
#include "sim/population.h"
#include "sim/power.h"
#include "sim/salt.h"
#include "sim/telecom.h"
#include "sim/tide.h"
#include "sim/traffic.h"
#include "sim/weather.h"

namespace sd {

/// One world tick. Flood and traffic sub-step inside it.
inline constexpr Duration kTick = seconds(1);
/// Truth frames (what devices can sample) are made this often.
inline constexpr Duration kFramePeriod = seconds(5);

struct WorldConfig {
    std::uint64_t seed = 1;
    Instant start;
    weather::Config weather;
    tide::Config tide;
    flood::Config flood;
    salt::Config salt;
    traffic::Config traffic;
};

struct World {
    const City* city = nullptr;
    SamplePlan plan;
    WorldConfig config;
    Draw draw{1};
    Instant now;
    std::uint64_t tick = 0;
    weather::State weather;
    tide::State tide;
    flood::State flood;
    salt::State salt;
    exposure::State exposure;
    power::State power;
    telecom::State telecom;
    traffic::State traffic;
    population::State population;
    ambient::State ambient;
};

/// Builds the initial state at config.start. `city` must outlive the world.
[[nodiscard]] Result<World> make_world(const City& city, const WorldConfig& config);

/// Advances by kTick; `due` are the inputs that apply at the beginning of this tick, in order.
void step(World& world, const std::vector<Input>& due, Parallel& parallel);

/// One hash per model, in step order: a replay that differs names the model.
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> model_hashes(const World& world);
[[nodiscard]] std::uint64_t truth_hash(const World& world);

/// Samples for the emulators.
[[nodiscard]] TruthFrame truth_frame(const World& world);
/// What an all-seeing eye sees.
[[nodiscard]] Picture truth_picture(const World& world);

/// Checks that an input names something that exists in this city; an Error says what names are possible.
[[nodiscard]] Result<void> check_input(const City& city, const Input& input);

}  // namespace sd
