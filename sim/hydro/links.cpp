#include "sim/hydro/links.h"

#include <algorithm>
#include <cmath>

namespace sd::hydro {
namespace {

double mean_level_m(const std::vector<std::uint32_t>& cells, const Places& places) {
    double sum = 0.0;
    for (const std::uint32_t cell : cells) sum += places.level_m(cell);
    return sum / static_cast<double>(cells.size());
}

double surface_m2(const std::vector<std::uint32_t>& cells, const Places& places) {
    double sum = 0.0;
    for (const std::uint32_t cell : cells) sum += places.surface_m2(cell);
    return sum;
}

double wanted_opening(const Link& link, const LinkState& state, const Places& places) {
    if (state.failed || (link.needs_power && !state.powered)) return state.opening;
    if (state.manual >= 0.0) return state.manual;
    if (link.rule.a == kNoCell) return 1.0;
    const double b_m = link.rule.b == kNoCell ? 0.0 : places.level_m(link.rule.b);
    const double over_m = places.level_m(link.rule.a) - b_m - link.rule.over_m;
    return (link.rule.below ? over_m < 0.0 : over_m > 0.0) ? 1.0 : 0.0;
}

double pump_m3_s(const Link& link, LinkState& state, double from_m, double to_m, const Places& places) {
    if (from_m > link.on_m) state.running = true;
    if (from_m < link.off_m) state.running = false;
    const bool able = !state.failed && (!link.needs_power || state.powered);
    const double speed = state.manual >= 0.0      ? state.manual
                         : link.rule.a == kNoCell ? 1.0
                                                  : wanted_opening(link, state, places);
    state.opening = able && state.running ? speed : 0.0;
    return state.opening > 0.0 ? state.opening * std::max(0.0, sewer::linear(link.pump_m3_s, to_m - from_m)) : 0.0;
}

double wanted_m3_s(const Link& link, LinkState& state, const Places& places, double dt_s) {
    const double from_m = mean_level_m(link.from, places);
    const double to_m = mean_level_m(link.to, places);
    if (link.kind == LinkKind::Pump) return pump_m3_s(link, state, from_m, to_m, places);
    const double target = wanted_opening(link, state, places);
    const double travel = link.travel_s > 0.0 ? dt_s / link.travel_s : 1.0;
    state.opening = std::clamp(target, state.opening - travel, state.opening + travel);
    double q = 0.0;
    if (link.kind == LinkKind::Culvert) {
        q = state.opening * culvert_m3_s(link.barrel, from_m, to_m);
    } else {
        q = opening_m3_s(from_m, to_m, link.sill_m, link.width_m, link.height_m * state.opening);
    }
    return link.flap ? std::max(q, 0.0) : q;
}

// The most that `dt_s` may move, so that no cell gives more than a quarter of its water and levels do not cross.
double most_m3(const Link& link, bool forward, const Places& places) {
    const auto& donors = forward ? link.from : link.to;
    double least_m = std::numeric_limits<double>::infinity();
    for (const std::uint32_t cell : donors) least_m = std::min(least_m, 0.25 * places.held_m(cell));
    double most = least_m * static_cast<double>(donors.size());
    if (link.kind != LinkKind::Pump) {
        const double fall_m = std::fabs(mean_level_m(link.from, places) - mean_level_m(link.to, places));
        const double smaller_m2 = std::min(surface_m2(link.from, places), surface_m2(link.to, places));
        most = std::min(most, 0.5 * fall_m * (smaller_m2 / places.cell_area_m2));
    }
    return most * places.cell_area_m2;
}

// Takes about `m3` from the donors and gives exactly that to the others; what it was.
double move(const std::vector<std::uint32_t>& donors, const std::vector<std::uint32_t>& others, double m3,
            const Places& places) {
    double taken_m = 0.0;
    const double each_m = m3 / (places.cell_area_m2 * static_cast<double>(donors.size()));
    for (const std::uint32_t cell : donors) taken_m -= places.add(cell, -each_m);
    const double share_m = std::floor(taken_m / static_cast<double>(others.size()) / places.sheet.quantum_m());
    double left_m = taken_m;
    for (std::size_t k = 0; k + 1 < others.size(); ++k)
        left_m -= places.add(others[k], share_m * places.sheet.quantum_m());
    places.add(others.back(), left_m);
    return taken_m * places.cell_area_m2;
}

}  // namespace

LinkState make_link(const Link& link, const Places& places) {
    LinkState state;
    state.opening = wanted_opening(link, state, places);
    return state;
}

void step_link(const Link& link, LinkState& state, const Places& places, double dt_s) {
    const double wanted_m3 = wanted_m3_s(link, state, places, dt_s) * dt_s + state.rest_m3;
    const bool forward = wanted_m3 > 0.0;
    const double most = most_m3(link, forward, places);
    const double m3 = std::min(std::fabs(wanted_m3), most);
    double moved = 0.0;
    if (m3 > 0.0) moved = move(forward ? link.from : link.to, forward ? link.to : link.from, m3, places);
    if (!forward) moved = -moved;
    // Only a rest of rounding is carried on; what a limit held back is gone.
    const double quantum_m3 = places.sheet.quantum_m() * places.cell_area_m2 * static_cast<double>(link.from.size());
    state.rest_m3 = std::clamp(wanted_m3 - moved, -quantum_m3, quantum_m3);
    state.passed_m3 += moved;
    state.flow_m3_s = moved / dt_s;
}

}  // namespace sd::hydro
