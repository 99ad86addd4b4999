// One emit's fates as bytes: runs of (boot, fate), then per row the differences of device and seq as variable-length
// integers. A minute of a city is two to three bytes per reading.
#pragma once

#include <string>
#include <string_view>

#include "emulators/fleet.h"
#include "sim/core/result.h"

namespace sd {

// Record::kind of an emit is its IssueStream.

[[nodiscard]] std::string encode_issued(const Fleet::Issued& issued);
/// Any bytes give rows or an Error; never more rows than bytes.
[[nodiscard]] Result<Fleet::Issued> decode_issued(std::string_view bytes);

}  // namespace sd
