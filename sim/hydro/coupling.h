// What touches the sheet of a case beside its own steps: rims, sources, dykes and the sewer. For case.cpp only.
#pragma once

#include "sim/hydro/case.h"

namespace sd::hydro {

/// Ground under less water than this is dry: its level is its own, and no water stands there against a dyke or outfall.
inline constexpr double kWet_m = 0.01;

[[nodiscard]] inline double cell_area_m2(const Case& c) { return c.ground.grid.cell_m * c.ground.grid.cell_m; }

/// The sheet and the canals under it as one.
[[nodiscard]] inline Places places_of(const Case& c, CaseState& run) {
    return {*run.water, cell_area_m2(c), c.canals, run.canals};
}

void open_rims(const Case& flood_case, CaseState& run);
/// Levels and inflows at this moment.
void drive_rims(const Case& flood_case, CaseState& run);
/// No step of the sheet may be longer for the canals' sake, s.
[[nodiscard]] double longest_with_canals_s(const Case& flood_case, CaseState& run);
/// Canals, their ends, and structures that stand on them, in as many stable steps as dt_s takes.
void step_canals(const Case& flood_case, CaseState& run, double dt_s, Parallel& parallel);
/// Of the rain that fell on the ground, what fell between raised banks belongs to their canal.
void rain_on_canals(const Case& flood_case, CaseState& run, double from_s, double until_s);
/// Structures that no canal touches.
void step_links(const Case& flood_case, CaseState& run, double dt_s);
void feed_sources(const Case& flood_case, CaseState& run, double dt_s);
void make_case_canals(const Case& flood_case, CaseState& run);
void raise_dykes(const Case& flood_case, CaseState& run);
/// Starts breaches whose time or level has come and lets the others grow.
void open_breaches(const Case& flood_case, CaseState& run);
void make_drains(const Case& flood_case, CaseState& run);
/// Streets and shafts exchange, the sewer steps, outfalls give to (or take from) the sheet.
void step_drains(const Case& flood_case, CaseState& run, double dt_s);

}  // namespace sd::hydro
