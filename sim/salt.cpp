#include "sim/salt.h"

#include <algorithm>

#include "sim/core/hash.h"

namespace sd::salt {
namespace {

constexpr Duration kStep = seconds(60);
constexpr double kFarthest_m = 1500.0;  // from a bank of the widest arm to its axis, and something for bends
// A set-down deeper than this would dry the canals of the network, which has no dry cells.
constexpr double kLeastSurge_m = -0.3;

/// The sea nodes ask for the same moments: worked out once.
struct Mouth {
    const tide::Config& config;
    Instant last{-1};
    double level_m = 0.0;

    double at(Instant t) {
        if (t == last) return level_m;
        last = t;
        level_m = tide::level_m(config, t) + std::max(kLeastSurge_m - config.surge_m, 0.0);
        return level_m;
    }
};

/// Degrees are blended between the corners: exact to metres over a city.
LonLat lonlat_of(const City& city, LocalXY p) {
    const auto& c = city.meta.corners;
    const double x = (p.x_m - city.grid.origin.x_m) / (city.grid.nx * city.grid.cell_m);
    const double y = (p.y_m - city.grid.origin.y_m) / (city.grid.ny * city.grid.cell_m);
    const auto blend = [&](double sw, double se, double ne, double nw) {
        return (1.0 - y) * ((1.0 - x) * sw + x * se) + y * ((1.0 - x) * nw + x * ne);
    };
    return {blend(c[0].lon_deg, c[1].lon_deg, c[2].lon_deg, c[3].lon_deg),
            blend(c[0].lat_deg, c[1].lat_deg, c[2].lat_deg, c[3].lat_deg)};
}

void find_places(State& state, const City& city, const SamplePlan& plan, const salinity::Network& network) {
    const auto& cells = plan.of(ProbeGroup::Cell);
    for (std::uint32_t slot = 0; slot < cells.size(); ++slot) {
        if (!is_water(static_cast<Cover>(city.cover.at(cells[slot])))) continue;
        const auto found = salinity::locate(network, lonlat_of(city, city.grid.center_of(cells[slot])));
        if (found && found->distance_m <= kFarthest_m) state.seen.push_back({slot, found->place});
    }
    for (std::uint32_t k = 0; k < city.structures.size(); ++k) {
        if (city.structures[k].kind != StructureKind::Sluice) continue;
        if (const auto sluice = salinity::find_sluice(network, city.structures[k].name)) {
            state.gates.push_back({k, static_cast<std::uint32_t>(*sluice)});
        }
    }
}

void look(State& state, const salinity::Network& network) {
    for (const Seen& seen : state.seen) {
        state.salinity_g_l[seen.slot] = static_cast<float>(salinity::salinity_g_l(network, state.rivers, seen.place));
    }
}

}  // namespace

State make(const City& city, const SamplePlan& plan, const Config& config, Instant start) {
    State state;
    state.at = start;
    state.salinity_g_l.assign(plan.of(ProbeGroup::Cell).size(), 0.0F);
    if (config.network == nullptr) return state;
    const salinity::Network& network = *config.network;
    Mouth mouth{config.mouth};
    state.rivers = salinity::spin_up(network, start, config.warm_up, [&mouth](Instant t) { return mouth.at(t); });
    state.work = salinity::make_work(network);
    find_places(state, city, plan, network);
    look(state, network);
    return state;
}

void step(State& state, const Config& config, const structures::State& structures, Instant now) {
    if (config.network == nullptr) return;
    while (now - state.at >= kStep) {
        const salinity::Network& network = *config.network;
        for (const Gate& gate : state.gates) {
            state.rivers.open_share[gate.sluice] = static_cast<double>(structures.opening[gate.structure]);
        }
        state.at = state.at + kStep;
        Mouth mouth{config.mouth};
        salinity::set_forcing(state.forcing, network, state.at, [&mouth](Instant t) { return mouth.at(t); });
        salinity::step(state.rivers, state.work, network, state.forcing, kStep.seconds());
        look(state, network);
    }
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(state.at.ns);
    h.add(salinity::hash(state.rivers));
    h.add(std::span<const float>(state.salinity_g_l));
    return h.value();
}

}  // namespace sd::salt
