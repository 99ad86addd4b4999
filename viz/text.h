// Vietnamese text: composed form for drawing, folded form for searching.
#pragma once

#include <string>
#include <string_view>

namespace sd::viz {

/// Unicode code points; broken bytes become U+FFFD.
[[nodiscard]] std::u32string decode_utf8(std::string_view text);
[[nodiscard]] std::string encode_utf8(std::u32string_view text);

/// Canonical composition of Vietnamese letters (NFC for this alphabet): fonts have one glyph per letter, not per mark.
[[nodiscard]] std::string composed(std::string_view text);

/// Lower case without marks, đ = d: "Mỹ Tho" and "my tho" fold to the same.
[[nodiscard]] std::string folded(std::string_view text);

/// All words of the query occur in the text, in any order, both folded.
[[nodiscard]] bool matches(std::string_view query, std::string_view text);

/// A number as the language writes it: "1,87" in Vietnamese, "1.87" in English.
[[nodiscard]] std::string number(double value, int decimals, bool vietnamese);

}  // namespace sd::viz
