// Traffic lights: fixed programs and those that end green when the gap grows [SUMO "Traffic Lights", actuated].
#pragma once

#include "sim/traffic/state.h"

namespace sd::micro {

void make_lights(State& s);
/// Switches what is due at s.now and tells the links.
void step_lights(State& s);

}  // namespace sd::micro
