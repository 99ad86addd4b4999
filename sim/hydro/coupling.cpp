#include "sim/hydro/coupling.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"

namespace sd::hydro {
namespace {

// Shares of a discharge by what cells can carry, depth^(5/3); dry rims take it at their lowest cells.
std::vector<double> shares(const RimSpec& rim, const flood::Water& water) {
    std::vector<double> share(rim.cells.size(), 0.0);
    double sum = 0.0;
    double lowest_m = water.bed_m(rim.cells.front());
    for (const std::uint32_t cell : rim.cells) lowest_m = std::min(lowest_m, water.bed_m(cell));
    for (std::size_t k = 0; k < share.size(); ++k) {
        const double depth_m = water.depth_m(rim.cells[k]);
        share[k] = depth_m * math::cbrt(depth_m * depth_m);
        sum += share[k];
    }
    if (sum < 1.0e-3) {  // as shallow as a film of 16 mm over one cell
        sum = 0.0;
        for (std::size_t k = 0; k < share.size(); ++k) {
            share[k] = water.bed_m(rim.cells[k]) <= lowest_m + 0.05 ? 1.0 : 0.0;
            sum += share[k];
        }
    }
    for (double& s : share) s /= sum;
    return share;
}

void drive_rim(const Case& c, CaseState& run, std::size_t r) {
    const RimSpec& rim = c.rims[r];
    const std::span<flood::RimFace> faces(run.water->rim().data() + run.first[r], rim.cells.size());
    if (rim.kind == RimKind::Level) {
        const double level_m = sewer::linear(rim.curve, run.t_s);
        for (flood::RimFace& face : faces) face.level_m = level_m;
        return;
    }
    if (rim.kind == RimKind::Open) return;
    double m3_s = 0.0;
    if (rim.kind == RimKind::Discharge) {
        m3_s = sewer::linear(rim.curve, run.t_s);
    } else {
        double level_m = run.water->level_m(rim.cells.front());
        double deepest_m = -1.0;
        for (const std::uint32_t cell : rim.cells) {
            if (run.water->depth_m(cell) <= deepest_m) continue;
            deepest_m = run.water->depth_m(cell);
            level_m = run.water->level_m(cell);
        }
        m3_s = -std::max(0.0, sewer::linear(rim.curve, level_m));
    }
    const std::vector<double> share = shares(rim, *run.water);
    for (std::size_t k = 0; k < faces.size(); ++k) faces[k].inflow_m2_s = m3_s * share[k] / c.ground.grid.cell_m;
}

}  // namespace

void open_rims(const Case& c, CaseState& run) {
    for (const RimSpec& rim : c.rims) {
        SD_CHECK(!rim.cells.empty());
        run.first.push_back(run.water->rim().size());
        for (const std::uint32_t cell : rim.cells) {
            flood::RimFace face;
            face.cell = cell;
            face.side = rim.side;
            face.level_given = rim.kind == RimKind::Level;
            face.flow_given = rim.kind == RimKind::Discharge || rim.kind == RimKind::Rating;
            run.water->open(face);
        }
    }
}

void drive_rims(const Case& c, CaseState& run) {
    for (std::size_t r = 0; r < c.rims.size(); ++r) drive_rim(c, run, r);
}

void feed_sources(const Case& c, CaseState& run, double dt_s) {
    const Places places = places_of(c, run);
    for (std::size_t k = 0; k < c.sources.size(); ++k) {
        const Source& s = c.sources[k];
        double& rest_m = run.source_rest_m[k];
        const double due_m = integral(s.m3_s, run.t_s, run.t_s + dt_s) / cell_area_m2(c) + rest_m;
        const double quantum_m = run.water->quantum_m();
        const double moved_m = places.add(s.cell, due_m);
        rest_m = std::clamp(due_m - moved_m, -quantum_m, quantum_m);
        run.sources_m += moved_m;
    }
}

}  // namespace sd::hydro
