// Fields of CSV tables (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace sd::results {

/// A name; in quotes where it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_text(std::string_view text);
/// At most `decimals` digits after the point, without zeros at the end; empty for NaN and infinities.
[[nodiscard]] std::string csv_number(double value, int decimals);

}  // namespace sd::results
