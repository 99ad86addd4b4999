// The colours of dry land, baked once per city: cover, relief shading, ward tint and borders. Alpha marks permanent
// water.
#pragma once

#include "sim/city/city.h"

namespace sd::viz {

/// Writes nx·ny RGBA bytes, row 0 south.
void paint_land_colours(const City& city, bool ward_tint, unsigned char* rgba);

}  // namespace sd::viz
