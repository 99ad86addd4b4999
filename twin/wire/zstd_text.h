// zstd with the size known before anything is allocated.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace sd::wire {

/// One zstd frame that states its content size. Level 1: pictures are made while somebody waits.
[[nodiscard]] std::string compress(std::string_view raw);
/// An Error when the content size is not stated, larger than `max_bytes`, or not what comes out.
[[nodiscard]] Result<std::string> decompress(std::string_view packed, std::size_t max_bytes);

}  // namespace sd::wire
