// Streets and the sewer under them.
#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/hydro/coupling.h"

namespace sd::hydro {
namespace {

sewer::ExchangeUnits units_of(const Case& c, const CaseState& run) {
    return {run.water->quantum_m() * cell_area_m2(c), c.drains.per_surface};
}

// Through one inlet; the share of the cell's water that it may take leaves some for the other inlets of the cell.
void through_inlet(const Case& c, CaseState& run, std::size_t k, double dt_s) {
    const Inlet& inlet = c.drains.inlets[k];
    const sewer::Model& model = *c.drains.model;
    const auto node = static_cast<std::size_t>(inlet.node);
    const sewer::ExchangeUnits units = units_of(c, run);
    sewer::Opening opening = inlet.opening;
    opening.clogged = run.clogged[k];
    sewer::Street street;
    street.depth_m = run.water->depth_m(inlet.cell);
    street.level_m = run.water->level_m(inlet.cell);
    street.area_m2 = cell_area_m2(c);
    street.available = static_cast<std::int64_t>(0.25 * run.water->held_m(inlet.cell) / run.water->quantum_m());
    sewer::Shaft shaft;
    shaft.head_m = run.sewer.head_m[node];
    shaft.rim_m = std::max(model.nodes[node].rim_m, run.water->bed_m(inlet.cell));
    shaft.area_m2 = sewer::surface_m2(model, run.sewer, inlet.node);
    shaft.volume = std::max<std::int64_t>(0, run.sewer.volume[node] + run.sewer_gain[node]) / 2;
    const std::int64_t quanta = sewer::exchange(opening, street, shaft, dt_s, units);
    if (quanta == 0) return;
    const double moved_m = run.water->add(inlet.cell, -static_cast<double>(quanta) * run.water->quantum_m());
    run.sewer_m += moved_m;
    run.sewer_gain[node] += std::llround(-moved_m / run.water->quantum_m()) * units.per_surface;
}

// Whole surface quanta that an outfall owes the sheet; negative: the sheet owes it.
double owed(const Case& c, const CaseState& run, std::size_t k) {
    const auto gone = static_cast<double>(run.sewer.volume[static_cast<std::size_t>(c.drains.outlets[k].node)]);
    return std::floor(gone / static_cast<double>(c.drains.per_surface)) - static_cast<double>(run.out_before[k]);
}

void through_outlet(const Case& c, CaseState& run, std::size_t k) {
    const Outlet& outlet = c.drains.outlets[k];
    const double quantum_m = run.water->quantum_m();
    const double moved_m = places_of(c, run).add(outlet.cell, owed(c, run, k) * quantum_m);
    run.out_before[k] += std::llround(moved_m / quantum_m);
    run.sewer_m += moved_m;
}

}  // namespace

void make_drains(const Case& c, CaseState& run) {
    if (!c.drains.model) return;
    run.sewer = sewer::make_state(*c.drains.model);
    run.sewer_scratch = sewer::make_scratch(*c.drains.model);
    run.sewer_gain.assign(c.drains.model->nodes.size(), 0);
    run.outfall_m.assign(c.drains.model->nodes.size(), 0.0);
    run.out_before.assign(c.drains.outlets.size(), 0);
    for (const Inlet& inlet : c.drains.inlets) run.clogged.push_back(inlet.opening.clogged);
}

SewerBudget sewer_budget(const Case& c, const CaseState& run) {
    SewerBudget b;
    if (!c.drains.model) return b;
    const sewer::Model& model = *c.drains.model;
    const double quantum_m3 = model.options.quantum_m3;
    std::int64_t stored = 0;
    std::int64_t away = run.sewer.ledger.spilled;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const bool outfall = model.nodes[i].outfall != sewer::Outfall::None;
        const bool mapped = std::any_of(c.drains.outlets.begin(), c.drains.outlets.end(),
                                        [i](const Outlet& o) { return static_cast<std::size_t>(o.node) == i; });
        if (!outfall)
            stored += run.sewer.volume[i];
        else if (!mapped)
            away += run.sewer.volume[i];
    }
    double owed_quanta = 0.0;
    for (std::size_t k = 0; k < c.drains.outlets.size(); ++k) {
        const Outlet& o = c.drains.outlets[k];
        owed_quanta += static_cast<double>(run.sewer.volume[static_cast<std::size_t>(o.node)]) -
                       static_cast<double>(run.out_before[k] * c.drains.per_surface);
    }
    b.stored_m3 = static_cast<double>(stored - run.sewer.ledger.initial) * quantum_m3;
    b.away_m3 = static_cast<double>(away) * quantum_m3;
    b.owed_m3 = owed_quanta * quantum_m3;
    return b;
}

void step_drains(const Case& c, CaseState& run, double dt_s) {
    if (!c.drains.model) return;
    std::fill(run.sewer_gain.begin(), run.sewer_gain.end(), 0);
    const Places places = places_of(c, run);
    for (std::size_t k = 0; k < c.drains.inlets.size(); ++k) through_inlet(c, run, k, dt_s);
    for (std::size_t k = 0; k < c.drains.outlets.size(); ++k) {
        const Outlet& outlet = c.drains.outlets[k];
        const auto node = static_cast<std::size_t>(outlet.node);
        // Ground that has not yet given what the sewer took counts as dry too.
        const bool wet = places.depth_m(outlet.cell) > kWet_m && owed(c, run, k) >= 0.0;
        run.outfall_m[node] = wet ? places.level_m(outlet.cell) : c.drains.model->nodes[node].bottom_m;
    }
    sewer::Forcing forcing;
    forcing.inflow = run.sewer_gain;
    forcing.outfall_level_m = run.outfall_m;
    sewer::advance(*c.drains.model, run.sewer, run.sewer_scratch, forcing, Duration{std::llround(dt_s * 1e9)});
    for (std::size_t k = 0; k < c.drains.outlets.size(); ++k) through_outlet(c, run, k);
}

}  // namespace sd::hydro
