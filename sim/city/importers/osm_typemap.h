// Street defaults for netconvert, by OpenStreetMap highway value: the distribution's netconvert ships none that works
// without its data folder, and defaults that decide a city's capacity should be readable here.
#pragma once

#include <string>

namespace sd::importers {

/// A SUMO <types> document.
[[nodiscard]] std::string osm_typemap();

}  // namespace sd::importers
