// SUMO's vehicle classes by name, sets of them, and what a type is when its file says no more than its class.
#pragma once

#include <optional>
#include <string_view>

#include "sim/traffic/demand.h"
#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {

/// Names of SUMO 1.15 and the older ones it still reads; nullopt when there is no such class.
[[nodiscard]] std::optional<micro::VClass> class_of(std::string_view name);
[[nodiscard]] std::string_view name_of(micro::VClass cls);

/// Reads `allow` and `disallow` of an element (SUMO: allow wins where both stand, all where neither does). Unknown
/// names are errors. `Ignoring` is in every set.
[[nodiscard]] micro::ClassSet read_classes(Element& element);

/// A type of that class with SUMO 1.15's defaults ("Vehicle Type Parameter Defaults"; checked against its library).
[[nodiscard]] micro::VehicleType type_of_class(micro::VClass cls);

}  // namespace sd::sumo
