// Salt carried by the discharges of a step: finite volumes, ∂(Vc)/∂t + Σ (Q c − K A ∂c/∂x) = 0.
// Upwind with a van Leer slope and the Lax–Wendroff time factor (second order, TVD) inside reaches, first order where
// the upwind cell is a node. Dispersion K = floor + mixing · |u| · width: transverse shear grows with speed and width
// [form after Fischer et al. 1979, K ∝ u²B²/(h u*), with u* ∝ u and B/h constant along a branch]; both calibrated.
#pragma once

#include "sim/salinity/salinity.h"

namespace sd::salinity {

void step_salt(State& state, Work& work, const Network& network, const Forcing& forcing, double dt_s);

}  // namespace sd::salinity
