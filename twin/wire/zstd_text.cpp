#include "twin/wire/zstd_text.h"

#include <zstd.h>

#include "sim/core/check.h"

namespace sd::wire {

std::string compress(std::string_view raw) {
    std::string packed(ZSTD_compressBound(raw.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), raw.data(), raw.size(), 1);
    SD_CHECK(!ZSTD_isError(size));
    packed.resize(size);
    return packed;
}

Result<std::string> decompress(std::string_view packed, std::size_t max_bytes) {
    const unsigned long long stated = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (stated == ZSTD_CONTENTSIZE_ERROR || stated == ZSTD_CONTENTSIZE_UNKNOWN)
        return fail("", "compressed bytes without a stated size", "compress with the content size in the frame header");
    if (stated > max_bytes)
        return fail("", "compressed bytes state " + std::to_string(stated) + " bytes, at most " +
                            std::to_string(max_bytes) + " are taken");
    std::string raw(static_cast<std::size_t>(stated), '\0');
    const std::size_t size = ZSTD_decompress(raw.data(), raw.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) || size != raw.size()) return fail("", "compressed bytes are damaged");
    return raw;
}

}  // namespace sd::wire
