#include "sim/core/hash.h"

#define XXH_INLINE_ALL  // header only: no library to link, same value on every machine
#include <xxhash.h>

namespace sd {

std::uint64_t hash_bytes(const void* data, std::size_t size, std::uint64_t seed) {
    return XXH3_64bits_withSeed(data, size, seed);
}

std::string hex(std::uint64_t hash) {
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; hash >>= 4) out[i] = "0123456789abcdef"[hash & 15];
    return out;
}

}  // namespace sd
