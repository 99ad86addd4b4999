// The believed flood. A nowcast of the platform's own carries the water over the public terrain between readings: rain
// as the gauges measure it, losses by land cover, drains as the register describes them against the river as its gauges
// read it. Then every usable street gauge corrects the water around it. What the terrain explains need not be
// measured; what the nowcast cannot know (a clogged inlet, a breach) the gauges bring in.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/grid.h"
#include "sim/core/hash.h"
#include "twin/assimilate_kernel.h"
#include "twin/assimilate_rivers.h"
#include "twin/belief.h"

namespace sd {

class FloodBelief {
public:
    explicit FloodBelief(const City& city);

    /// From the last call (or the start) to `belief.now`.
    void assimilate(const Belief& belief);
    [[nodiscard]] const Grid<float>& depth_m() const { return picture_; }
    /// Mean rain over the city as the gauges tell, since the last call.
    [[nodiscard]] float rain_mm_h() const { return rain_mm_h_; }
    /// Depths in whole centimetres.
    void add_to_hash(StateHash& hash) const;

private:
    struct Tile {
        NowcastTile cells;
        bool wanted = false;  ///< near a street: elsewhere rain stays where it falls
        bool wet = false;
        bool active = false;    ///< wet, or next to wet
        float rain_mm = 0.0F;   ///< in this interval
        float bank_m = 1.0e9F;  ///< lowest land beside open water: a river above it comes over
        LocalXY middle;
    };
    struct DrainState {
        float stored_m3 = 0.0F;
        float outfall_m = 0.0F;  ///< level outside
    };
    struct RainGauge {
        std::uint32_t device = 0;
        float last_mm = 0.0F;
        bool started = false;
        float step_mm = 0.0F;
        bool speaks = false;
    };

    void lay_columns(const City& city);
    void lay_tiles(const City& city);
    // assimilate.cpp
    void pin_rivers();
    void fall_rain(const Belief& belief, double seconds);
    void wet_ground(double seconds);
    void flow(float seconds);
    void choose_tiles();
    float sub_step(float dt_s);
    // assimilate_drains.cpp
    void read_outfalls();
    void drain(const Belief& belief, float seconds);
    // assimilate_gauges.cpp
    void ask_gauges(const Belief& belief);
    void correct();

    [[nodiscard]] std::size_t place(std::uint32_t cell) const {
        const auto nx = static_cast<std::uint32_t>(city_.grid.nx);
        return static_cast<std::size_t>(cell / nx + 1) * stride_ + cell % nx + kRim;
    }
    [[nodiscard]] NowcastColumns columns();

    static constexpr std::size_t kRim = 16;  ///< columns before the first cell, so that rows start aligned
    const City& city_;
    std::size_t stride_ = 0;
    std::vector<float, CacheAligned<float>> bed_m_;
    std::vector<float, CacheAligned<float>> depth_m_;
    std::vector<float, CacheAligned<float>> drag_;
    std::vector<float, CacheAligned<float>> mobile_;
    std::vector<float, CacheAligned<float>> pervious_;  ///< share of the ground that lets water in
    std::vector<float, CacheAligned<float>> qx_;
    std::vector<float, CacheAligned<float>> qy_;
    [[nodiscard]] std::size_t tile_index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(tiles_x_) + static_cast<std::size_t>(x);
    }

    int tiles_x_ = 0;
    int tiles_y_ = 0;
    std::vector<Tile> tiles_;
    std::vector<std::uint32_t> active_;
    float deepest_m_ = 0.0F;

    RiverLevels rivers_;
    std::vector<RainGauge> rain_gauges_;
    std::vector<DrainState> drains_;
    std::vector<std::uint32_t> street_gauges_;  ///< devices
    Grid<float> pull_;                          ///< Σ weight × miss, scratch
    Grid<float> pull_weight_;                   ///< Σ weight, scratch
    Grid<float> picture_;
    Instant last_;
    float rain_mm_h_ = 0.0F;
};

}  // namespace sd
