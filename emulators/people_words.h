// What a person writes or says about it, in Vietnamese.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "twin/wire/messages.h"

namespace sd {

/// "ngập tới đầu gối": water measured on one's own body; depth ≥ 0.
[[nodiscard]] std::string_view body_words(double depth_m);

/// One sentence; `variant` chooses among a few wordings. `ward` may be empty.
[[nodiscard]] std::string report_words(ReportKind kind, double depth_m, std::string_view ward, std::uint32_t variant);

}  // namespace sd
