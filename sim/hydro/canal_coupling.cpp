// Canals within a case: their ends follow curves, structures stand on them, and they take shorter steps than the sheet.
#include <algorithm>
#include <cmath>

#include "sim/hydro/coupling.h"

namespace sd::hydro {
namespace {

constexpr double kMostSteps = 8.0;  ///< of canals in one of the sheet's: what spills must not heap up in a cell

bool on_canal(const Link& link) {
    const auto any = [](const std::vector<std::uint32_t>& places) {
        return std::any_of(places.begin(), places.end(), in_canal);
    };
    return any(link.from) || any(link.to);
}

void drive_ends(const Case& c, CaseState& run, double t_s) {
    for (std::size_t e = 0; e < c.canals.ends.size(); ++e) {
        if (!c.canal_ends[e].x.empty()) run.canals.end_value[e] = sewer::linear(c.canal_ends[e], t_s);
    }
}

}  // namespace

void make_case_canals(const Case& c, CaseState& run) {
    SD_CHECK(c.canal_ends.size() == c.canals.ends.size());
    run.canals = flood::make_canals(c.canals, c.ground.grid, *run.water);
    run.canals_initial_m3 = flood::volume_m3(run.canals);
}

double longest_with_canals_s(const Case& c, CaseState& run) {
    if (c.canals.links.empty()) return c.longest_step_s;
    return kMostSteps * flood::stable_step_s(c.canals, run.canals, *run.water);
}

void rain_on_canals(const Case& c, CaseState& run, double from_s, double until_s) {
    const Places places = places_of(c, run);
    for (std::uint32_t k = 0; k < c.canals.nodes.size(); ++k) {
        const flood::CanalNode& n = c.canals.nodes[k];
        if (!n.raised || n.open_water) continue;
        const double share = std::min(1.0, run.canals.node[k].top_m * n.length_m / places.cell_area_m2);
        const double fell_m = share * fallen_m(run.rain, c.ground.grid.center_of(n.cell), from_s, until_s);
        const double quantum_m = run.water->quantum_m();
        const double taken_m = -run.water->add(n.cell, -std::floor(fell_m / quantum_m) * quantum_m);
        places.add(canal_place(k), taken_m);
    }
}

void step_links(const Case& c, CaseState& run, double dt_s) {
    for (std::size_t k = 0; k < c.links.size(); ++k)
        if (!on_canal(c.links[k])) step_link(c.links[k], run.links[k], places_of(c, run), dt_s);
}

void step_canals(const Case& c, CaseState& run, double dt_s, Parallel& parallel) {
    if (c.canals.nodes.empty()) return;
    double left_s = dt_s;
    run.canal_courant = 0.0;
    while (left_s > 0.0) {
        const double stable_s = flood::stable_step_s(c.canals, run.canals, *run.water);
        const double step_s = left_s / std::ceil(left_s / stable_s);
        left_s -= step_s;
        drive_ends(c, run, run.t_s + dt_s - left_s);
        for (std::size_t k = 0; k < c.links.size(); ++k)
            if (on_canal(c.links[k])) step_link(c.links[k], run.links[k], places_of(c, run), step_s);
        flood::canal_step(c.canals, run.canals, *run.water, step_s, parallel);
        run.canal_courant = std::max(run.canal_courant, flood::kCanalCourant * step_s / stable_s);
        ++run.canal_steps;
    }
}

}  // namespace sd::hydro
