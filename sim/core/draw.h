// Chance as a function, never as a state: the same (seed, stream, entity, tick) always gives the same draw,
// whatever was asked before and by which thread. Philox4x32-10 [Salmon et al. 2011, "Parallel random numbers:
// as easy as 1, 2, 3"].
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sd {

/// Names one purpose of chance, e.g. stream_of("rain_gauge.noise"). FNV-1a, evaluated at compile time.
[[nodiscard]] constexpr std::uint32_t stream_of(std::string_view purpose) {
    std::uint32_t h = 2166136261u;
    for (const char c : purpose) h = (h ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return h;
}

[[nodiscard]] std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key);

/// Draws of one run. Cheap to copy; pass by value.
class Draw {
public:
    explicit constexpr Draw(std::uint64_t seed) : seed_(seed) {}

    [[nodiscard]] std::uint64_t bits(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const;
    /// Uniform in [0, 1).
    [[nodiscard]] double uniform(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const;
    [[nodiscard]] double uniform(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick, double lo,
                                 double hi) const {
        return lo + (hi - lo) * uniform(stream, entity, tick);
    }
    /// Standard normal (Box–Muller on the project's own log/sin, so equal on every machine).
    [[nodiscard]] double normal(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick) const;
    /// Exponential waiting time with the given mean (> 0).
    [[nodiscard]] double exponential(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick, double mean) const;
    /// Integer in [0, n), n ≥ 1.
    [[nodiscard]] std::uint32_t below(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick,
                                      std::uint32_t n) const;
    [[nodiscard]] bool chance(std::uint32_t stream, std::uint32_t entity, std::uint64_t tick, double p) const {
        return uniform(stream, entity, tick) < p;
    }
    [[nodiscard]] constexpr std::uint64_t seed() const { return seed_; }

private:
    std::uint64_t seed_;
};

}  // namespace sd
