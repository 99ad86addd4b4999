#include "sim/drainage.h"

#include <algorithm>
#include <cmath>

#include "sim/sewer/exchange.h"

namespace sd::drainage {
namespace {

constexpr double kLeastDepth_m = 0.005;  ///< shallower water runs past the grates
constexpr double kWaits_m = 0.05;        ///< water in the last manhole that a shut gate is said to hold

std::size_t at(std::int32_t k) { return static_cast<std::size_t>(k); }

bool has_power(CabinetId cabinet, std::span<const std::uint8_t> powered) {
    return !cabinet.valid() || cabinet.at() >= powered.size() || powered[cabinet.at()] != 0;
}

/// Everything about a manhole that its grates share: each deals with its part of the shaft, so that together they
/// neither take more than it holds nor fill it above the street.
sewer::Shaft part_of(const Trunk& trunk, const Pipes& p, std::int32_t node, std::uint32_t parts) {
    sewer::Shaft shaft;
    shaft.head_m = p.water.head_m[at(node)];
    shaft.area_m2 = sewer::surface_m2(trunk.model, p.water, node) / parts;
    shaft.volume = p.water.volume[at(node)] / parts;
    return shaft;
}

bool any_wet(const Trunk& trunk, const flood::Cells& cells, std::uint32_t begin, std::uint32_t end) {
    const auto least = static_cast<std::int32_t>(kLeastDepth_m / cells.layout.quantum_m);
    for (std::uint32_t k = begin; k < end; ++k) {
        if (cells.depth[cells.layout.at(trunk.inlets[k].cell)] >= least) return true;
    }
    return false;
}

std::int64_t through_grate(const sewer::Opening& grate, sewer::Shaft& shaft, flood::Cells& cells, std::uint32_t cell,
                           double dt_s, const sewer::ExchangeUnits& units) {
    const std::int32_t depth = cells.depth[cells.layout.at(cell)];
    sewer::Street street;
    street.depth_m = cells.layout.quantum_m * depth;
    street.level_m = cells.level_m(cell);
    shaft.rim_m = cells.bed_m(cell);
    const bool out = shaft.head_m > street.level_m;
    if (!out && street.depth_m < kLeastDepth_m) return 0;
    street.area_m2 = cells.layout.grid.cell_m * cells.layout.grid.cell_m;
    street.available = depth / 2;
    const std::int64_t moved = sewer::exchange(grate, street, shaft, dt_s, units);
    cells.add(cell, static_cast<std::int32_t>(-moved));
    return moved;
}

/// Street and pipes of one catchment trade; what the pipes get waits in `inflow`.
void trade(const Trunk& trunk, Pipes& p, double open_share, flood::Cells& cells, double dt_s,
           const sewer::ExchangeUnits& units, Sums& sums) {
    sewer::Opening grate = trunk.grate;
    grate.clogged = 1.0 - open_share;
    std::fill(p.inflow.begin(), p.inflow.end(), 0);
    bool moving = false;
    for (std::int32_t node = 1; at(node) < trunk.model.nodes.size(); ++node) {
        const std::uint32_t begin = trunk.first_inlet[at(node)];
        const std::uint32_t end = trunk.first_inlet[at(node) + 1];
        const bool over = p.water.head_m[at(node)] > trunk.model.nodes[at(node)].rim_m;
        if (begin == end || (!over && !any_wet(trunk, cells, begin, end))) continue;
        sewer::Shaft shaft = part_of(trunk, p, node, end - begin);
        std::int64_t sum = 0;
        for (std::uint32_t k = begin; k < end; ++k) {
            const std::int64_t moved = through_grate(grate, shaft, cells, trunk.inlets[k].cell, dt_s, units);
            (moved > 0 ? sums.swallowed : sums.returned) += moved > 0 ? moved : -moved;
            sum += moved;
        }
        p.inflow[at(node)] = sum * units.per_surface;
        moving = moving || sum != 0;
    }
    p.dry = p.dry && !moving;
}

void set_pump_link(const Trunk& trunk, Pipes& p, float share, std::span<const std::uint8_t> powered) {
    if (trunk.pump_link == sewer::kNone) return;
    p.setting[at(trunk.pump_link)] = static_cast<double>(share);
    p.running[at(trunk.pump_link)] = has_power(trunk.pump_cabinet, powered) ? 1 : 0;
}

/// Whole surface quanta that have passed the outfall enter the river; the ledger of the pipes forgets them.
std::int32_t discharge(const Trunk& trunk, Pipes& p, flood::Cells& cells, std::int64_t per_surface) {
    const auto out = static_cast<std::int32_t>(p.water.volume[0] / per_surface);
    p.water.volume[0] -= out * per_surface;
    p.water.ledger.inflow -= out * per_surface;
    cells.add(trunk.outfall_cell, out);
    return out;
}

/// Manholes with their head above a level per node.
void count_peaks(State& s) {
    std::int32_t surcharged = 0;
    std::int32_t over_rim = 0;
    for (std::size_t d = 0; d < s.pipes.size(); ++d) {
        if (s.pipes[d].dry) continue;
        const Trunk& trunk = s.plan->trunks[d];
        for (std::size_t k = 1; k < trunk.model.nodes.size(); ++k) {
            const double head_m = s.pipes[d].water.head_m[k];
            surcharged += head_m > static_cast<double>(trunk.crown_m[k]) ? 1 : 0;
            over_rim += head_m > trunk.model.nodes[k].rim_m ? 1 : 0;
        }
    }
    s.surcharged_peak = std::max(s.surcharged_peak, surcharged);
    s.over_rim_peak = std::max(s.over_rim_peak, over_rim);
}

template <class Set>
bool each_named(State& state, std::string_view name, const Set& set) {
    bool found = false;
    for (std::size_t k = 0; k < state.pipes.size(); ++k) {
        if (state.plan->trunks[k].name == name) found = set(k) || found;
    }
    return found;
}

double shafts_m3(const Trunk& trunk) {
    double sum = 0.0;
    for (std::size_t k = 1; k < trunk.model.nodes.size(); ++k) sum += trunk.model.nodes[k].rim_volume_m3;
    for (const sewer::ConduitRow& c : trunk.model.conduits) {
        sum += c.length_m * c.barrels * trunk.model.sections[at(c.section)].area_full_m2;
    }
    return sum;
}

}  // namespace

Result<State> make(const City& city, const flood::Layout& layout) {
    auto plan = make_plan(city, layout);
    if (!plan) return fail(std::move(plan.error()));
    State state;
    state.plan = std::make_shared<const Plan>(std::move(*plan));
    for (const Trunk& trunk : state.plan->trunks) {
        Pipes p;
        p.water = sewer::make_state(trunk.model);
        p.scratch = sewer::make_scratch(trunk.model);
        p.inflow.assign(trunk.model.nodes.size(), 0);
        p.outfall_level_m.assign(trunk.model.nodes.size(), 0.0);
        p.setting.assign(trunk.model.links.size(), 1.0);
        p.running.assign(trunk.model.links.size(), 1);
        state.pipes.push_back(std::move(p));
    }
    state.open_share.assign(city.drains.size(), 1.0F);
    state.pump_share.assign(city.drains.size(), 1.0F);
    state.outflow_m3_s.assign(city.drains.size(), 0.0F);
    state.locked.assign(city.drains.size(), {});
    return state;
}

void step(State& s, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt,
          Parallel& parallel) {
    const double dt_s = dt.seconds();
    const Plan& plan = *s.plan;
    for (std::size_t d = 0; d < s.pipes.size(); ++d) {
        const Trunk& trunk = plan.trunks[d];
        trade(trunk, s.pipes[d], static_cast<double>(s.open_share[d]), cells, dt_s, plan.units, s.sums);
        s.pipes[d].outfall_level_m[0] = cells.level_m(trunk.outfall_cell);
        s.pipes[d].outfall_bed_m = cells.bed_m(trunk.outfall_cell);
        set_pump_link(trunk, s.pipes[d], s.pump_share[d], cabinet_powered);
    }
    auto body = [&](Range drains, int) {
        for (int k = drains.begin; k < drains.end; ++k) {
            Pipes& p = s.pipes[at(k)];
            if (p.dry) continue;
            const sewer::Forcing forcing{p.inflow, p.outfall_level_m, p.setting, p.running};
            sewer::advance(plan.trunks[at(k)].model, p.water, p.scratch, forcing, dt);
        }
    };
    parallel.for_ranges(static_cast<int>(s.pipes.size()), body);
    for (std::size_t d = 0; d < s.pipes.size(); ++d) {
        if (s.pipes[d].dry) continue;
        const std::int32_t out = discharge(plan.trunks[d], s.pipes[d], cells, plan.units.per_surface);
        s.sums.discharged += out;
        s.outflow_m3_s[d] = static_cast<float>(out * plan.units.surface_m3 / dt_s);
        if (is_locked(s, d)) s.locked[d] = s.locked[d] + dt;
    }
    count_peaks(s);
}

bool clog(State& state, std::string_view name, double blocked_share) {
    return each_named(state, name, [&](std::size_t k) {
        state.open_share[k] = static_cast<float>(1.0 - std::clamp(blocked_share, 0.0, 1.0));
        return true;
    });
}

bool set_pump(State& state, std::string_view name, double share) {
    return each_named(state, name, [&](std::size_t k) {
        if (state.plan->trunks[k].pump_link == sewer::kNone) return false;
        state.pump_share[k] = share < 0.0 ? 1.0F : static_cast<float>(std::min(share, 1.0));
        return true;
    });
}

std::int64_t stored(const State& state) {
    std::int64_t sum = 0;
    for (const Pipes& p : state.pipes) {
        std::int64_t own = 0;
        for (const std::int64_t v : p.water.volume) own += v;
        sum += own / state.plan->units.per_surface;
    }
    return sum;
}

double fill(const State& state, std::size_t drain) {
    const Trunk& trunk = state.plan->trunks[drain];
    std::int64_t sum = 0;
    for (std::size_t k = 1; k < trunk.model.nodes.size(); ++k) sum += state.pipes[drain].water.volume[k];
    return static_cast<double>(sum) * trunk.model.options.quantum_m3 / shafts_m3(trunk);
}

double pipe_level_m(const State& state, std::size_t drain) { return state.pipes[drain].water.head_m[1]; }

bool is_locked(const State& state, std::size_t drain) {
    const Pipes& p = state.pipes[drain];
    const double head_m = p.water.head_m[1];
    const double floor_m = state.plan->trunks[drain].model.nodes[1].bottom_m;
    return p.outfall_bed_m < head_m && head_m > floor_m + kWaits_m && p.outfall_level_m[0] >= head_m;
}

Figures figures(const State& state) {
    Figures f;
    f.outfalls = state.pipes.size();
    for (const Trunk& trunk : state.plan->trunks) f.manholes += trunk.model.nodes.size() - 1;
    for (const Duration locked : state.locked) {
        f.outfalls_locked += locked > Duration{} ? 1U : 0U;
        f.locked_hours += locked.hours();
        f.longest_locked_hours = std::max(f.longest_locked_hours, locked.hours());
    }
    f.surcharged_peak = state.surcharged_peak;
    f.over_rim_peak = state.over_rim_peak;
    const double volume_m3 = state.plan->units.surface_m3;
    f.swallowed_m3 = volume_m3 * static_cast<double>(state.sums.swallowed);
    f.returned_m3 = volume_m3 * static_cast<double>(state.sums.returned);
    f.discharged_m3 = volume_m3 * static_cast<double>(state.sums.discharged);
    return f;
}

void add_to_hash(StateHash& hash, const State& state) {
    for (const Pipes& p : state.pipes) hash.add(sewer::hash(p.water));
    hash.add(std::span<const float>(state.open_share));
    hash.add(std::span<const float>(state.pump_share));
}

}  // namespace sd::drainage
