// Levels of open water from the level gauges: every river and canal cell takes the mean of the gauges that are nearest
// along the water, weighted by that distance. Water no gauge is connected with keeps the level it had at first.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "twin/belief.h"

namespace sd {

class RiverLevels {
public:
    explicit RiverLevels(const City& city);

    /// New levels from the gauges usable now; cells whose gauges all fail keep theirs.
    void update(const Belief& belief);
    [[nodiscard]] const std::vector<std::uint32_t>& cells() const { return cells_; }
    /// Level of cells()[k], NaN while unknown.
    [[nodiscard]] float level_m(std::size_t k) const { return level_m_[k]; }
    /// Rain on water that no gauge reads.
    void rain_on_unread(std::size_t k, float rain_m) {
        if (!reach_[k].any()) level_m_[k] += rain_m;
    }
    [[nodiscard]] bool is_read(std::size_t k) const { return reach_[k].any(); }

private:
    static constexpr std::size_t kGauges = 3;
    static constexpr std::uint8_t kNobody = 0xFF;
    /// The nearest gauges of a cell and the steps to them.
    struct Reach {
        std::array<std::uint8_t, kGauges> gauge{kNobody, kNobody, kNobody};
        std::array<std::uint16_t, kGauges> steps{0xFFFF, 0xFFFF, 0xFFFF};
        [[nodiscard]] bool any() const { return gauge[0] != kNobody; }
        void offer(std::uint8_t g, std::uint16_t distance);
    };
    void flood_from(const City& city, const std::vector<std::uint32_t>& number, std::uint8_t gauge,
                    std::uint32_t start);

    std::vector<std::uint32_t> cells_;
    std::vector<Reach> reach_;
    std::vector<float> level_m_;
    std::vector<std::uint32_t> gauges_;  ///< device numbers
    std::vector<std::uint32_t> front_;   ///< scratch of the search
    std::vector<std::uint16_t> steps_;
};

}  // namespace sd
