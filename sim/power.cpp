#include "sim/power.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/population_day.h"

namespace sd::power {
namespace {

// Contracted evening peak per resident and noon peak per job (assumed; a Mekong town draws about 0.3 kW a head).
constexpr float kHomePeak_kw = 0.30F;
constexpr float kWorkPeak_kw = 0.60F;
// Pumps, street lights and losses draw this share of the rating at any hour.
constexpr float kBaseShare = 0.05F;

struct Target {
    bool substation = false;
    std::size_t index = 0;
};

std::optional<Target> find(const City& city, std::string_view target) {
    for (std::size_t s = 0; s < city.substations.size(); ++s) {
        if (city.substations[s].name == target) return Target{true, s};
    }
    constexpr std::string_view kPrefix = "cabinet:";
    if (target.substr(0, kPrefix.size()) == kPrefix) target.remove_prefix(kPrefix.size());
    std::size_t number = 0;
    const char* const end = target.data() + target.size();
    const auto [stop, error] = std::from_chars(target.data(), end, number);
    if (error != std::errc{} || stop != end || number >= city.cabinets.size()) return std::nullopt;
    return Target{false, number};
}

void set_loads(State& state, const City& city, Instant now) {
    const double hour = day::hour_of(now, city.meta.utc_offset);
    const auto home = static_cast<float>(day::at_hour(day::kHomeLoad, hour));
    const auto work = static_cast<float>(day::at_hour(day::kWorkLoad, hour));
    for (std::size_t c = 0; c < state.cabinet_on.size(); ++c) {
        const float wanted = kBaseShare * city.cabinets[c].rated_kw + state.home_kw[c] * home + state.work_kw[c] * work;
        state.cabinet_load_kw[c] = state.cabinet_on[c] != 0 ? std::min(wanted, city.cabinets[c].rated_kw) : 0.0F;
    }
}

void switch_cabinets(State& state, const City& city) {
    for (std::size_t c = 0; c < city.cabinets.size(); ++c) {
        const SubstationId feeder = city.cabinets[c].substation;
        const bool fed = !feeder.valid() || state.substation_on[feeder.at()] != 0;
        const bool own = state.cabinet_forced[c] == 0 && state.cabinet_trips.tripped[c] == 0;
        state.cabinet_on[c] = fed && own ? 1 : 0;
    }
}

}  // namespace

Trips make_trips(std::size_t n) { return {std::vector<std::uint8_t>(n, 0), std::vector<std::int64_t>(n, 0)}; }

bool update_trip(Trips& trips, std::size_t i, float depth_m, float plinth_m, Duration dt, Duration repair) {
    if (depth_m > plinth_m) {
        trips.tripped[i] = 1;
        trips.dry_ns[i] = 0;
    } else if (trips.tripped[i] != 0) {
        trips.dry_ns[i] = depth_m < plinth_m / 2.0F ? trips.dry_ns[i] + dt.ns : 0;
        if (trips.dry_ns[i] >= repair.ns) {
            trips.tripped[i] = 0;
            trips.dry_ns[i] = 0;
        }
    }
    return trips.tripped[i] != 0;
}

State make(const City& city, Instant now) {
    State state;
    state.substation_on.assign(city.substations.size(), 1);
    state.substation_forced.assign(city.substations.size(), 0);
    state.substation_trips = make_trips(city.substations.size());
    state.cabinet_on.assign(city.cabinets.size(), 1);
    state.cabinet_forced.assign(city.cabinets.size(), 0);
    state.cabinet_trips = make_trips(city.cabinets.size());
    state.cabinet_load_kw.assign(city.cabinets.size(), 0.0F);
    state.home_kw.assign(city.cabinets.size(), 0.0F);
    state.work_kw.assign(city.cabinets.size(), 0.0F);
    for (const PopulationCell& cell : city.population) {
        if (!cell.cabinet.valid()) continue;
        state.home_kw[cell.cabinet.at()] += kHomePeak_kw * cell.people;
        state.work_kw[cell.cabinet.at()] += kWorkPeak_kw * cell.jobs;
    }
    set_loads(state, city, now);
    return state;
}

void step(State& state, const City& city, std::span<const float> substation_depth_m,
          std::span<const float> cabinet_depth_m, Instant now, Duration dt) {
    SD_CHECK(substation_depth_m.size() == city.substations.size());
    SD_CHECK(cabinet_depth_m.size() == city.cabinets.size());
    for (std::size_t s = 0; s < city.substations.size(); ++s) {
        const bool tripped =
            update_trip(state.substation_trips, s, substation_depth_m[s], city.substations[s].plinth_m, dt, kRepair);
        state.substation_on[s] = !tripped && state.substation_forced[s] == 0 ? 1 : 0;
    }
    for (std::size_t c = 0; c < city.cabinets.size(); ++c) {
        update_trip(state.cabinet_trips, c, cabinet_depth_m[c], city.cabinets[c].plinth_m, dt, kRepair);
    }
    switch_cabinets(state, city);
    set_loads(state, city, now);
}

bool fail(State& state, const City& city, std::string_view target, bool off) {
    const auto found = find(city, target);
    if (!found) return false;
    auto& forced = found->substation ? state.substation_forced : state.cabinet_forced;
    forced[found->index] = off ? 1 : 0;
    return true;
}

bool is_target(const City& city, std::string_view target) { return find(city, target).has_value(); }

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(std::span<const std::uint8_t>(state.substation_on));
    h.add(std::span<const std::uint8_t>(state.cabinet_on));
    h.add(std::span<const std::uint8_t>(state.substation_forced));
    h.add(std::span<const std::uint8_t>(state.cabinet_forced));
    for (const Trips* trips : {&state.substation_trips, &state.cabinet_trips}) {
        h.add(std::span<const std::uint8_t>(trips->tripped));
        h.add(std::span<const std::int64_t>(trips->dry_ns));
    }
    h.add(std::span<const float>(state.cabinet_load_kw));
    return h.value();
}

}  // namespace sd::power
