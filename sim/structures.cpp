#include "sim/structures.h"

#include <algorithm>
#include <cmath>

#include "sim/hydro/openings.h"

namespace sd::structures {
namespace {

constexpr double kGateTravel_s = 120.0;  ///< a gate needs this long from shut to open
constexpr double kHysteresis_m = 0.05;   ///< a rule reopens this far below the level that shut it
constexpr double kPumpSuction_m = 0.05;  ///< pumps draw air in shallower water

double wanted_opening(const Structure& s, float manual, float now, double outside_m) {
    if (manual >= 0.0F) return static_cast<double>(manual);
    if (s.kind != StructureKind::Sluice) return 1.0;
    const double close_above = static_cast<double>(s.close_above_m);
    if (outside_m > close_above) return 0.0;
    // Between the two marks a gate stays where it is heading: shut stays shut.
    return now < 0.5F && outside_m > close_above - kHysteresis_m ? 0.0 : 1.0;
}

bool has_power(const Structure& s, std::span<const std::uint8_t> powered) {
    return !s.cabinet.valid() || s.cabinet.at() >= powered.size() || powered[s.cabinet.at()] != 0;
}

double pump_m3_s(const Structure& s, const flood::Cells& cells, float manual, std::span<const std::uint8_t> powered) {
    const double suction_m = std::max(static_cast<double>(s.sill_m), cells.bed_m(s.cell_inside) + kPumpSuction_m);
    if (!has_power(s, powered) || cells.level_m(s.cell_inside) < suction_m) return 0.0;
    return static_cast<double>(s.pump_m3_s) * (manual >= 0.0F ? static_cast<double>(manual) : 1.0);
}

// Quanta that really move for a wanted discharge.
std::int32_t limited(const Structure& s, const flood::Cells& cells, double wanted_m3_s, double dt_s) {
    const flood::Layout& l = cells.layout;
    const std::size_t in = l.at(s.cell_inside);
    const std::size_t out = l.at(s.cell_outside);
    const auto wanted = static_cast<std::int64_t>(wanted_m3_s * dt_s / l.volume_m3());
    std::int64_t most = cells.depth[wanted > 0 ? in : out] / 4;
    if (s.kind != StructureKind::Pump) {
        const std::int64_t fall = (static_cast<std::int64_t>(cells.bed[in]) + cells.depth[in]) -
                                  (static_cast<std::int64_t>(cells.bed[out]) + cells.depth[out]);
        most = std::min(most, (fall < 0 ? -fall : fall) / 2);
    }
    return static_cast<std::int32_t>(std::clamp(wanted, -most, most));
}

template <class Choose>
bool order(State& state, std::string_view name, double share, const Choose& choose) {
    bool found = false;
    for (std::size_t k = 0; k < state.structures.size(); ++k) {
        const Structure& s = state.structures[k];
        if (s.name != name || !choose(s.kind)) continue;
        state.manual[k] = share < 0.0 ? -1.0F : static_cast<float>(std::min(share, 1.0));
        found = true;
    }
    return found;
}

}  // namespace

State make(const City& city) {
    State state;
    state.structures = city.structures;
    const std::size_t n = city.structures.size();
    state.opening.assign(n, 1.0F);
    state.manual.assign(n, -1.0F);
    state.flow_m3_s.assign(n, 0.0F);
    for (std::size_t k = 0; k < n; ++k) {  // a rule that never lets the gate open finds it shut
        const Structure& s = city.structures[k];
        if (s.kind == StructureKind::Sluice && s.close_above_m < -1.0e6F) state.opening[k] = 0.0F;
    }
    return state;
}

void step(State& state, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt) {
    const double dt_s = dt.seconds();
    const auto travel = static_cast<float>(dt_s / kGateTravel_s);
    for (std::size_t k = 0; k < state.structures.size(); ++k) {
        const Structure& s = state.structures[k];
        const double inside_m = cells.level_m(s.cell_inside);
        const double outside_m = cells.level_m(s.cell_outside);
        float& opening = state.opening[k];
        double wanted = 0.0;
        if (s.kind == StructureKind::Pump) {
            wanted = pump_m3_s(s, cells, state.manual[k], cabinet_powered);
        } else {
            const auto target = static_cast<float>(wanted_opening(s, state.manual[k], opening, outside_m));
            opening = std::clamp(target, opening - travel, opening + travel);
            const double height_m = static_cast<double>(s.height_m) * static_cast<double>(opening);
            wanted = hydro::opening_m3_s(inside_m, outside_m, static_cast<double>(s.sill_m),
                                         static_cast<double>(s.width_m), height_m);
            if (s.kind == StructureKind::FlapGate) wanted = std::max(wanted, 0.0);
        }
        const std::int32_t moved = limited(s, cells, wanted, dt_s);
        cells.add(s.cell_inside, -moved);
        cells.add(s.cell_outside, moved);
        state.flow_m3_s[k] = static_cast<float>(moved * cells.layout.volume_m3() / dt_s);
    }
}

bool set_opening(State& state, std::string_view name, double share) {
    return order(state, name, share, [](StructureKind kind) { return kind != StructureKind::Pump; });
}

bool set_pump(State& state, std::string_view name, double share) {
    return order(state, name, share, [](StructureKind kind) { return kind == StructureKind::Pump; });
}

}  // namespace sd::structures
