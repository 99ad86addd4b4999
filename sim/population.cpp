#include "sim/population.h"

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/population_day.h"

namespace sd::population {
namespace {

// Those who are not at home spread over the jobs of the city; the sum over all cells is conserved.
void set_present(State& state, const City& city, Instant now) {
    const auto home = static_cast<float>(day::at_hour(day::kAtHome, day::hour_of(now, city.meta.utc_offset)));
    for (std::size_t p = 0; p < city.population.size(); ++p) {
        const PopulationCell& cell = city.population[p];
        const float stay = state.work_ratio > 0.0F ? home : 1.0F;
        state.present[p] = cell.people * stay + cell.jobs * state.work_ratio * (1.0F - stay);
    }
}

}  // namespace

State make(const City& city, Instant now) {
    State state;
    const std::size_t n = city.population.size();
    state.depth_m.assign(n, 0.0F);
    state.powered.assign(n, 1);
    state.trapped.assign(n, 0.0F);
    state.present.assign(n, 0.0F);
    double people = 0.0;
    double jobs = 0.0;
    for (const PopulationCell& cell : city.population) {
        people += static_cast<double>(cell.people);
        jobs += static_cast<double>(cell.jobs);
    }
    state.work_ratio = jobs > 0.0 ? static_cast<float>(people / jobs) : 0.0F;
    set_present(state, city, now);
    return state;
}

void step(State& state, const City& city, const power::State& power, std::span<const float> cell_depth_m,
          std::span<const float> trapped, Instant now) {
    SD_CHECK(cell_depth_m.size() == city.population.size());
    SD_CHECK(trapped.size() == city.population.size());
    for (std::size_t p = 0; p < city.population.size(); ++p) {
        const CabinetId cabinet = city.population[p].cabinet;
        state.depth_m[p] = cell_depth_m[p];
        state.trapped[p] = trapped[p];
        state.powered[p] = !cabinet.valid() || power.cabinet_on[cabinet.at()] != 0 ? 1 : 0;
    }
    set_present(state, city, now);
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(std::span<const float>(state.depth_m));
    h.add(std::span<const std::uint8_t>(state.powered));
    h.add(std::span<const float>(state.trapped));
    h.add(std::span<const float>(state.present));
    return h.value();
}

}  // namespace sd::population
