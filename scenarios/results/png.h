// Pixels to PNG bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/result.h"

namespace sd::results {

/// Rows from the top, opaque where a is 255.
struct Pixel {
    std::uint8_t r = 255;
    std::uint8_t g = 255;
    std::uint8_t b = 255;
    std::uint8_t a = 255;
};
struct Pixels {
    int width = 0;   ///< ≥ 1
    int height = 0;  ///< ≥ 1
    std::vector<Pixel> at;
};

[[nodiscard]] Result<std::string> png_bytes(const Pixels& pixels);

}  // namespace sd::results
