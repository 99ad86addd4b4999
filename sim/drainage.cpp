#include "sim/drainage.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"

namespace sd::drainage {
namespace {

constexpr double kOrifice = 0.6;
constexpr double kLeastDepth_m = 0.005;  ///< shallower water runs past the grates

bool has_power(CabinetId cabinet, std::span<const std::uint8_t> powered) {
    return !cabinet.valid() || cabinet.at() >= powered.size() || powered[cabinet.at()] != 0;
}

std::int64_t capacity(const Drain& d, const flood::Layout& l) {
    return static_cast<std::int64_t>(static_cast<double>(d.storage_m3) / l.volume_m3());
}

// What one inlet would take: its share of the capacity, at most half of what stands over it.
std::int32_t wanted_by_inlet(const flood::Cells& cells, std::uint32_t cell, double each_quanta) {
    const std::int32_t depth = cells.depth[cells.layout.at(cell)];
    if (depth * cells.layout.quantum_m < kLeastDepth_m) return 0;
    return static_cast<std::int32_t>(std::min(each_quanta, depth / 2.0));
}

void swallow(const Drain& d, std::int64_t& stored, double open_share, flood::Cells& cells, double dt_s) {
    if (d.inlet_cells.empty()) return;
    const flood::Layout& l = cells.layout;
    const double each = static_cast<double>(d.inlet_m3_s) * open_share * dt_s / l.volume_m3() /
                        static_cast<double>(d.inlet_cells.size());
    std::int64_t wanted = 0;
    for (const std::uint32_t cell : d.inlet_cells) wanted += wanted_by_inlet(cells, cell, each);
    if (wanted == 0) return;
    const std::int64_t space = std::max<std::int64_t>(0, capacity(d, l) - stored);
    const double share = std::min(1.0, static_cast<double>(space) / static_cast<double>(wanted));
    for (const std::uint32_t cell : d.inlet_cells) {
        const auto taken = static_cast<std::int32_t>(wanted_by_inlet(cells, cell, each) * share);
        cells.add(cell, -taken);
        stored += taken;
    }
}

double level_in_pipes(const Drain& d, std::int64_t stored, const flood::Layout& l) {
    const auto full = static_cast<double>(std::max<std::int64_t>(1, capacity(d, l)));
    const double height_m = std::max(0.5, static_cast<double>(d.ground_m - d.invert_m));
    return static_cast<double>(d.invert_m) + height_m * static_cast<double>(stored) / full;
}

double outflow_m3_s(const Drain& d, std::int64_t stored, const flood::Cells& cells,
                    std::span<const std::uint8_t> powered) {
    const double outside_m = std::max(cells.level_m(d.outfall_cell), static_cast<double>(d.invert_m));
    const double head_m = level_in_pipes(d, stored, cells.layout) - outside_m;
    double q = 0.0;
    if (head_m > 0.0) q = kOrifice * static_cast<double>(d.area_m2) * std::sqrt(2.0 * kGravity_m_s2 * head_m);
    if (d.pump_m3_s > 0.0F && has_power(d.pump_cabinet, powered)) q += static_cast<double>(d.pump_m3_s);
    return q;
}

}  // namespace

State make(const City& city) {
    State state;
    state.drains = city.drains;
    state.stored.assign(city.drains.size(), 0);
    state.open_share.assign(city.drains.size(), 1.0F);
    state.outflow_m3_s.assign(city.drains.size(), 0.0F);
    return state;
}

void step(State& state, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt) {
    const double dt_s = dt.seconds();
    const double volume_m3 = cells.layout.volume_m3();
    for (std::size_t k = 0; k < state.drains.size(); ++k) {
        const Drain& d = state.drains[k];
        std::int64_t& stored = state.stored[k];
        swallow(d, stored, static_cast<double>(state.open_share[k]), cells, dt_s);
        const double wanted = outflow_m3_s(d, stored, cells, cabinet_powered) * dt_s / volume_m3;
        const auto out = static_cast<std::int32_t>(std::min({wanted, static_cast<double>(stored), 1.0e9}));
        stored -= out;
        cells.add(d.outfall_cell, out);
        state.total_out += out;
        state.outflow_m3_s[k] = static_cast<float>(out * volume_m3 / dt_s);
    }
}

bool clog(State& state, std::string_view name, double blocked_share) {
    bool found = false;
    for (std::size_t k = 0; k < state.drains.size(); ++k) {
        if (state.drains[k].name != name) continue;
        state.open_share[k] = static_cast<float>(1.0 - std::clamp(blocked_share, 0.0, 1.0));
        found = true;
    }
    return found;
}

double fill(const State& state, const flood::Layout& layout, std::size_t drain) {
    const auto full = static_cast<double>(std::max<std::int64_t>(1, capacity(state.drains[drain], layout)));
    return static_cast<double>(state.stored[drain]) / full;
}

double pipe_level_m(const State& state, const flood::Layout& layout, std::size_t drain) {
    return level_in_pipes(state.drains[drain], state.stored[drain], layout);
}

}  // namespace sd::drainage
