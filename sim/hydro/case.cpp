#include "sim/hydro/case.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/hydro/coupling.h"

namespace sd::hydro {
namespace {

constexpr double kClose_s = 1.0e-9;  ///< moments nearer than this are one

void put_initial(const Case& c, CaseState& run) {
    for (std::uint32_t cell = 0; cell < c.depth_m.size(); ++cell) {
        if (c.depth_m[cell] > 0.0) run.initial_m += run.water->add(cell, c.depth_m[cell] * run.water->room(cell));
    }
}

void note_step(CaseState& run, double dt_s) {
    ++run.steps;
    run.shortest_s = std::min(run.shortest_s, dt_s);
    run.longest_s = std::max(run.longest_s, dt_s);
    run.last_s = dt_s;
}

// Rain and losses come in strides: each costs a pass over all cells.
void hydrology_until(const Case& c, CaseState& run, double t_s, Parallel& parallel) {
    const double from_s = run.hydrology.done_s;
    rain_and_soak({run.rain, c.hydrology.soils, c.hydrology.soil_of}, run.hydrology, c.ground.grid, *run.water, t_s,
                  parallel);
    if (rains(run.rain, from_s, t_s)) rain_on_canals(c, run, from_s, t_s);
    for (std::size_t k = 0; k < c.windows.size(); ++k) {
        WindowState& window = run.windows[k];
        rain_and_soak({run.rain, c.hydrology.soils, c.windows[k].soil_of}, window.hydrology, c.windows[k].ground.grid,
                      *window.water, t_s, parallel);
    }
}

// Calls `change` for every member that is meant; false when none is.
template <class List, class Change>
bool each(const List& list, std::string_view name, const Change& change) {
    bool found = false;
    for (std::size_t k = 0; k < list.size(); ++k) {
        if (name == "*" || list[k].name == name) found = change(k) || found;
    }
    return found;
}

bool order_link(const Case& c, CaseState& run, const Order& order) {
    return each(c.links, order.name, [&](std::size_t k) {
        const bool pump = c.links[k].kind == LinkKind::Pump;
        LinkState& link = run.links[k];
        switch (order.kind) {
            case OrderKind::Gate:
                if (pump) return false;
                link.manual = order.value < 0.0 ? -1.0 : std::min(order.value, 1.0);
                return true;
            case OrderKind::Pump:
                if (!pump) return false;
                link.manual = order.value < 0.0 ? -1.0 : std::min(order.value, 1.0);
                return true;
            case OrderKind::Power:
                link.powered = order.value > 0.0;
                return c.links[k].needs_power;
            default:
                link.failed = order.kind == OrderKind::Fail;
                return true;
        }
    });
}

}  // namespace

double Budget::throughput_m3() const {
    return initial_m3 + rain_m3 + std::fabs(infiltration_m3) + std::fabs(rims_m3) + std::fabs(sources_m3) +
           std::fabs(sewer_m3) + std::fabs(canals_m3);
}

CaseState make_case_state(const Case& c, int isa) {
    SD_CHECK(c.depth_m.empty() || c.depth_m.size() == c.ground.grid.cells());
    CaseState run;
    run.water = flood::make_water(c.scheme, c.precision, c.ground, isa);
    run.rain = c.hydrology.rain;
    run.hydrology = make_hydrology({run.rain, c.hydrology.soils, c.hydrology.soil_of}, c.ground.grid);
    put_initial(c, run);
    open_rims(c, run);
    raise_dykes(c, run);
    make_case_canals(c, run);
    for (const Link& link : c.links) run.links.push_back(make_link(link, places_of(c, run)));
    run.began_s.assign(c.breaches.size(), -1.0);
    run.source_rest_m.assign(c.sources.size(), 0.0);
    make_drains(c, run);
    for (const Window& window : c.windows) run.windows.push_back(make_window(window, c.ground, c.hydrology, isa));
    return run;
}

void advance(const Case& c, CaseState& run, double until_s, Parallel& parallel, std::int64_t most_steps) {
    for (std::int64_t step = 0; step < most_steps && run.t_s < until_s - kClose_s; ++step) {
        // The rain of the stride that begins now falls at its beginning: a dry plain must not leap over it.
        if (run.t_s >= run.hydrology.done_s - kClose_s) {
            const bool idle = run.hydrology.taken_m.empty() && !rains(run.rain, run.t_s, until_s);
            hydrology_until(c, run, idle ? until_s : std::min(until_s, run.t_s + c.hydrology.every_s), parallel);
        }
        drive_rims(c, run);
        open_breaches(c, run);
        const double most_s = std::min({until_s - run.t_s, c.longest_step_s, longest_with_canals_s(c, run),
                                        std::max(kClose_s, run.hydrology.done_s - run.t_s)});
        const double dt_s = run.water->step(most_s, parallel);
        feed_sources(c, run, dt_s);
        step_links(c, run, dt_s);
        step_canals(c, run, dt_s, parallel);
        step_drains(c, run, dt_s);
        for (std::size_t k = 0; k < c.windows.size(); ++k)
            step_window(c.windows[k], run.windows[k], c.ground.grid, *run.water, dt_s, parallel);
        run.t_s += dt_s;
        note_step(run, dt_s);
    }
    if (run.t_s >= until_s - kClose_s) run.t_s = until_s;
}

bool apply(const Case& c, CaseState& run, const Order& order) {
    switch (order.kind) {
        case OrderKind::Breach:
            return each(c.breaches, order.name, [&](std::size_t k) {
                if (run.began_s[k] < 0.0) run.began_s[k] = run.t_s;
                return true;
            });
        case OrderKind::Rain: {
            RainCell cell = order.rain;
            cell.from_s += run.t_s;
            cell.until_s += run.t_s;
            run.rain.cells.push_back(cell);
            return true;
        }
        case OrderKind::Clog:
            return each(c.drains.inlets, order.name, [&](std::size_t k) {
                run.clogged[k] = std::clamp(order.value, 0.0, 1.0);
                return true;
            });
        case OrderKind::Note:
            return true;
        default:
            return order_link(c, run, order);
    }
}

Budget budget(const Case& c, const CaseState& run) {
    const double a = cell_area_m2(c);
    Budget b;
    b.initial_m3 = run.initial_m * a;
    b.rain_m3 = run.hydrology.rain_m * a;
    b.infiltration_m3 = -run.hydrology.infiltration_m * a;
    for (const flood::RimFace& face : run.water->rim()) b.rims_m3 += face.carried_m3;
    b.sources_m3 = run.sources_m * a;
    b.sewer_m3 = run.sewer_m * a;
    b.now_m3 = run.water->volume_m3();
    if (!c.canals.nodes.empty()) {
        b.initial_m3 += run.canals_initial_m3;
        b.canals_m3 = static_cast<double>(run.canals.through_ends) * run.canals.quantum_m3;
        b.now_m3 += flood::volume_m3(run.canals);
    }
    for (std::size_t k = 0; k < run.windows.size(); ++k) {
        const WindowState& window = run.windows[k];
        const double fine_m = c.windows[k].ground.grid.cell_m;
        b.initial_m3 += window.initial_m3;
        b.rain_m3 += window.hydrology.rain_m * fine_m * fine_m;
        b.infiltration_m3 -= window.hydrology.infiltration_m * fine_m * fine_m;
        b.now_m3 += volume_m3(window, c.ground.grid);
    }
    return b;
}

std::uint64_t hash(const CaseState& run) {
    StateHash h;
    h.add(run.water->hash());
    h.add(run.hydrology.rain_m);
    h.add(run.hydrology.infiltration_m);
    for (const LinkState& link : run.links) {
        h.add(link.opening);
        h.add(link.passed_m3);
    }
    for (const WindowState& window : run.windows) h.add(window.water->hash());
    if (!run.canals.volume.empty()) h.add(flood::hash(run.canals));
    for (const std::int64_t volume : run.sewer.volume) h.add(static_cast<std::uint64_t>(volume));
    return h.value();
}

}  // namespace sd::hydro
