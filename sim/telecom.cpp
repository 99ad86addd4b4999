#include "sim/telecom.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/core/hash.h"

namespace sd::telecom {
namespace {

std::int64_t full_ns(const CellSite& site) {
    return static_cast<std::int64_t>(static_cast<double>(site.battery_h) * 3.6e12);
}

}  // namespace

State make(const City& city) {
    State state;
    const std::size_t n = city.sites.size();
    state.up.assign(n, 1);
    state.on_mains.assign(n, 1);
    state.battery.assign(n, 1.0F);
    state.trips = power::make_trips(n);
    state.battery_ns.reserve(n);
    for (const CellSite& site : city.sites) state.battery_ns.push_back(full_ns(site));
    return state;
}

void step(State& state, const City& city, const power::State& power, std::span<const float> site_depth_m, Duration dt) {
    SD_CHECK(site_depth_m.size() == city.sites.size());
    for (std::size_t s = 0; s < city.sites.size(); ++s) {
        const CellSite& site = city.sites[s];
        const bool drowned = power::update_trip(state.trips, s, site_depth_m[s], site.plinth_m, dt, kRepair);
        const bool mains = !drowned && (!site.cabinet.valid() || power.cabinet_on[site.cabinet.at()] != 0);
        const std::int64_t full = full_ns(site);
        std::int64_t& left = state.battery_ns[s];
        bool up = !drowned;
        if (mains) {
            left = std::min(full, left + dt.ns / kChargeRatio);
        } else if (!drowned) {
            left = std::max<std::int64_t>(0, left - dt.ns);
            up = left > 0;
        }
        state.on_mains[s] = mains ? 1 : 0;
        state.up[s] = up ? 1 : 0;
        state.battery[s] = full > 0 ? static_cast<float>(static_cast<double>(left) / static_cast<double>(full)) : 0.0F;
    }
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(std::span<const std::uint8_t>(state.up));
    h.add(std::span<const std::uint8_t>(state.on_mains));
    h.add(std::span<const std::int64_t>(state.battery_ns));
    h.add(std::span<const std::uint8_t>(state.trips.tripped));
    h.add(std::span<const std::int64_t>(state.trips.dry_ns));
    return h.value();
}

}  // namespace sd::telecom
