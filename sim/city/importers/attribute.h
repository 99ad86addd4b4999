// Numbers that planners write into the attributes of their layers.
#pragma once

#include <optional>
#include <string>

class OGRFeature;

namespace sd::importers {

/// A numeric field, or a text that holds a number (7,5 as often as 7.5); nothing when the field is missing, empty or
/// anything else.
[[nodiscard]] std::optional<double> number_of(const OGRFeature& feature, const std::string& field);

}  // namespace sd::importers
