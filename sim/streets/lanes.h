// Lanes of streets: where they lie, who may use them.
#pragma once

#include "sim/streets/arms.h"

namespace sd::streets {

/// An edge per edge of the city with its lanes, a junction per node with its outline.
void lay_lanes(const Ground& ground, micro::Net& net);

}  // namespace sd::streets
