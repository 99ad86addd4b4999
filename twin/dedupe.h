// Which readings of a device were already accepted: exact for the newest 256 numbers of its last four boots. Anything
// older than that window is older than any admissible reading (256 × the shortest period of 10 s ≫ 10 min), so it is
// refused instead of remembered; memory is bounded per device.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace sd {

enum class Seen : std::uint8_t { New, Duplicate, BeforeWindow };

class Dedupe {
public:
    explicit Dedupe(std::size_t devices) : devices_(devices) {}

    /// Looks without remembering. device < devices.
    [[nodiscard]] Seen look(std::uint32_t device, std::uint16_t boot, std::uint32_t seq) const;
    /// Remembers an accepted reading.
    void mark(std::uint32_t device, std::uint16_t boot, std::uint32_t seq);

    static constexpr std::uint32_t kWindow = 256;
    static constexpr std::size_t kBoots = 4;

private:
    struct Window {
        std::uint16_t boot = 0;
        std::uint32_t newest = 0;                        ///< highest number seen; 0 = unused
        std::array<std::uint64_t, kWindow / 64> bits{};  ///< bit (seq mod kWindow) = seen
    };
    using Boots = std::vector<Window>;  ///< ascending by boot, at most kBoots
    std::vector<Boots> devices_;
};

}  // namespace sd
