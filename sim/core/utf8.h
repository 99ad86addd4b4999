// Text as letters: Vietnamese takes up to three bytes for one.
#pragma once

#include <string_view>
#include <vector>

namespace sd {

/// Code points; a broken byte becomes one U+FFFD.
[[nodiscard]] std::vector<char32_t> letters_of(std::string_view utf8);

}  // namespace sd
