#include "sim/core/utf8.h"

#include <cstddef>
#include <cstdint>

namespace sd {

std::vector<char32_t> letters_of(std::string_view text) {
    std::vector<char32_t> out;
    for (std::size_t k = 0; k < text.size();) {
        const auto first = static_cast<std::uint8_t>(text[k]);
        const std::size_t length = first < 0x80         ? 1
                                   : (first >> 5) == 6  ? 2
                                   : (first >> 4) == 14 ? 3
                                   : (first >> 3) == 30 ? 4
                                                        : 0;
        if (length == 0 || k + length > text.size()) {
            out.push_back(0xFFFD);
            ++k;
            continue;
        }
        char32_t letter = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t n = 1; n < length; ++n)
            letter = (letter << 6) | (static_cast<std::uint8_t>(text[k + n]) & 0x3FU);
        out.push_back(letter);
        k += length;
    }
    return out;
}

}  // namespace sd
