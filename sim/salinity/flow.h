// Saint-Venant equations on the staggered network: continuity in cells, momentum on faces,
//   ∂Q/∂t + ∂(Qu)/∂x + gA ∂η/∂x + g n² |Q|Q / (A R^{4/3}) = 0,   S ∂η/∂t + ∂Q/∂x = 0.
// Semi-implicit (θ) in level and discharge [Casulli & Cattani 1994], momentum by upwind fluxes [Stelling & Duinmeijer
// 2003], friction fully implicit. Each reach is eliminated to its end nodes by a double sweep, the nodes are solved
// densely. Volumes change only by what faces carry, so water closes to rounding whatever the solver's accuracy.
#pragma once

#include "sim/salinity/salinity.h"

namespace sd::salinity {

/// Updates flow and volume; leaves the step's mean discharges and the volumes before it in `work` for the salt.
void step_flow(State& state, Work& work, const Network& network, const Forcing& forcing, double dt_s);

}  // namespace sd::salinity
