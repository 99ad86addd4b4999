#include "sim/exposure.h"

#include <algorithm>
#include <charconv>

#include "sim/core/hash.h"

namespace sd::exposure {
namespace {

constexpr std::string_view kEdgePrefix = "edge:";

// The edge number of "edge:12"; none when the text is a street name.
EdgeId numbered(const City& city, std::string_view target) {
    if (target.substr(0, kEdgePrefix.size()) != kEdgePrefix) return {};
    target.remove_prefix(kEdgePrefix.size());
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), index);
    const bool whole = error == std::errc{} && end == target.data() + target.size();
    return whole && index < city.edges.size() ? EdgeId{index} : EdgeId{};
}

CabinetId nearest_cabinet(const City& city, LocalXY at) {
    CabinetId best;
    double least = 1e18;
    for (std::uint32_t k = 0; k < city.cabinets.size(); ++k) {
        const double dx = city.cabinets[k].at.x_m - at.x_m;
        const double dy = city.cabinets[k].at.y_m - at.y_m;
        if (dx * dx + dy * dy < least) {
            least = dx * dx + dy * dy;
            best = CabinetId{k};
        }
    }
    return best;
}

}  // namespace

State make(const City& city) {
    State state;
    state.edge_depth_m.assign(city.edges.size(), 0.0F);
    state.edge_closed.assign(city.edges.size(), 0);
    state.signal_powered.assign(city.nodes.size(), 1);
    state.signal_cabinet.resize(city.nodes.size());
    for (std::size_t n = 0; n < city.nodes.size(); ++n) {
        if (city.nodes[n].signal) state.signal_cabinet[n] = nearest_cabinet(city, city.nodes[n].at);
    }
    state.substation_depth_m.assign(city.substations.size(), 0.0F);
    state.cabinet_depth_m.assign(city.cabinets.size(), 0.0F);
    state.site_depth_m.assign(city.sites.size(), 0.0F);
    state.population_depth_m.assign(city.population.size(), 0.0F);
    state.trapped.assign(city.population.size(), 0.0F);
    state.edge_vehicles.assign(city.edges.size(), 0.0F);
    return state;
}

void look(State& state, const City& city, const flood::State& flood) {
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        float deepest_m = 0.0F;
        for (const std::uint32_t cell : city.edges[e].cells) {
            deepest_m = std::max(deepest_m, flood::depth_m(flood, cell));
        }
        state.edge_depth_m[e] = deepest_m;
    }
    const auto at_cells = [&](const auto& things, std::vector<float>& depth_m) {
        for (std::size_t k = 0; k < things.size(); ++k) depth_m[k] = flood::depth_m(flood, things[k].cell);
    };
    at_cells(city.substations, state.substation_depth_m);
    at_cells(city.cabinets, state.cabinet_depth_m);
    at_cells(city.sites, state.site_depth_m);
    at_cells(city.population, state.population_depth_m);
}

void look(State& state, const power::State& power) {
    for (std::size_t n = 0; n < state.signal_cabinet.size(); ++n) {
        const CabinetId cabinet = state.signal_cabinet[n];
        if (cabinet.valid()) state.signal_powered[n] = power.cabinet_on[cabinet.at()];
    }
}

bool is_road(const City& city, const std::string& target) {
    if (target.empty()) return false;
    if (numbered(city, target).valid()) return true;
    return std::any_of(city.edges.begin(), city.edges.end(), [&](const RoadEdge& e) { return e.name == target; });
}

bool close_road(State& state, const City& city, const std::string& target, bool closed) {
    if (!is_road(city, target)) return false;
    const EdgeId one = numbered(city, target);
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        if (one.valid() ? EdgeId{e} == one : city.edges[e].name == target) state.edge_closed[e] = closed ? 1 : 0;
    }
    return true;
}

std::uint64_t hash(const State& state) {
    StateHash hash;
    hash.add(std::span<const std::uint8_t>(state.edge_closed));
    return hash.value();
}

}  // namespace sd::exposure
