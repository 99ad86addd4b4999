// The two halves of check_city: what must hold so that nothing can read out of bounds, and what a good city has.
#pragma once

#include <string>

#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// Sizes, enum values, ids, cell numbers and finite numbers. read_pack refuses what fails here.
[[nodiscard]] Errors check_references(const City& city, const std::string& label);
/// Connected roads, plausible levels, unique names.
[[nodiscard]] Errors check_sense(const City& city, const std::string& label);

}  // namespace sd
