// What a case asks for and the engine does not do: added to what its reader could not use, so that nothing is dropped
// silently.
#pragma once

#include "sim/traffic/case.h"

namespace sd::micro {

void note_unplayed(Case& c);

}  // namespace sd::micro
