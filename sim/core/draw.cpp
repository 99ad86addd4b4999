#include "sim/core/draw.h"

#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd {
namespace {

double to_unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    constexpr std::uint64_t kMul0 = 0xD2511F53u;
    constexpr std::uint64_t kMul1 = 0xCD9E8D57u;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = kMul0 * counter[0];
        const std::uint64_t p1 = kMul1 * counter[2];
        counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
                   static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
        key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
    }
    return counter;
}

std::uint64_t Draw::bits(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const {
    const auto out = philox({static_cast<std::uint32_t>(tick), static_cast<std::uint32_t>(tick >> 32), entity, stream},
                            {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
    return (static_cast<std::uint64_t>(out[0]) << 32) | out[1];
}

double Draw::uniform(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const {
    return to_unit(bits(stream, entity, tick));
}

double Draw::normal(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const {
    const auto out = philox({static_cast<std::uint32_t>(tick), static_cast<std::uint32_t>(tick >> 32), entity, stream},
                            {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
    const double u1 = to_unit((static_cast<std::uint64_t>(out[0]) << 32) | out[1]);
    const double u2 = to_unit((static_cast<std::uint64_t>(out[2]) << 32) | out[3]);
    return std::sqrt(-2.0 * math::log(1.0 - u1)) * math::cos(2.0 * kPi * u2);
}

double Draw::exponential(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick, double mean) const {
    SD_CHECK(mean > 0.0);
    return -mean * math::log(1.0 - uniform(stream, entity, tick));
}

std::uint32_t Draw::below(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick, std::uint32_t n) const {
    SD_CHECK(n > 0);
    return static_cast<std::uint32_t>((bits(stream, entity, tick) >> 32) * n >> 32);
}

}  // namespace sd
