// What touches the sheet of a case beside its own steps: rims, sources, dykes and the sewer. For case.cpp only.
#pragma once

#include "sim/hydro/case.h"

namespace sd::hydro {

/// Ground under less water than this is dry: its level is its own, and no water stands there against a dyke or outfall.
inline constexpr double kWet_m = 0.01;

[[nodiscard]] inline double cell_area_m2(const Case& c) { return c.ground.grid.cell_m * c.ground.grid.cell_m; }

void open_rims(const Case& flood_case, CaseState& run);
/// Levels and inflows at this moment.
void drive_rims(const Case& flood_case, CaseState& run);
void feed_sources(const Case& flood_case, CaseState& run, double dt_s);
void raise_dykes(const Case& flood_case, CaseState& run);
/// Starts breaches whose time or level has come and lets the others grow.
void open_breaches(const Case& flood_case, CaseState& run);
void make_drains(const Case& flood_case, CaseState& run);
/// Streets and shafts exchange, the sewer steps, outfalls give to (or take from) the sheet.
void step_drains(const Case& flood_case, CaseState& run, double dt_s);

}  // namespace sd::hydro
