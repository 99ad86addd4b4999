// The counted water: what enters, moves and leaves, in whole quanta.
#pragma once

#include "sim/sewer/state.h"

namespace sd::sewer {

/// Where an inner step lies in a call of advance.
struct Span {
    Duration begin;  ///< of the call, on the state's clock
    Duration done;
    Duration whole;
};

/// Takes the negative inflows of the call out at once: the giving side has been asked for no more than it holds.
void take_out(const Model& model, State& state, const Forcing& forcing);

/// `gain`: what each node gets in the next `dt`: its share of the call's positive inflows, and the network's own.
void bring_in(const Model& model, const State& state, const Forcing& forcing, const Span& span, Duration dt,
              std::span<std::int64_t> gain);

/// Adds `gain`, moves `passed_m3` of a settled step and takes what spills. No node is left below 0.
void move_water(const Model& model, State& state, Scratch& scratch);

}  // namespace sd::sewer
