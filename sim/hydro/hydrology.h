// Rain on the grid and what the ground takes of it, in whole quanta of the sheet, so that the ledger closes exactly.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/flood/water.h"
#include "sim/hydro/losses.h"
#include "sim/hydro/rain.h"

namespace sd::hydro {

inline constexpr std::uint8_t kOutside = 255;  ///< no ground here: no rain, no loss
/// Rain is worked out once per block of this many cells each way (small cells of rain: as the mean over its cells) and
/// carries its own rest of a quantum.
inline constexpr int kBlock = 8;

struct Hydrology {
    Rain rain;
    std::vector<Soil> soils;            ///< at most 255; [0] takes nothing by custom
    std::vector<std::uint8_t> soil_of;  ///< per cell: index into soils, or kOutside
    double every_s = 5.0;               ///< rain and losses are applied this often, > 0
};

struct HydrologyState {
    double done_s = 0.0;             ///< applied up to here
    std::vector<double> rest_m;      ///< per block: rain not yet fallen, less than a quantum
    std::vector<double> block_m;     ///< per block: rain since the start
    std::vector<float> taken_m;      ///< per cell: losses so far; Horton: beyond the last capacity. Empty without soils
    double rain_m = 0.0;             ///< sum over cells, exact
    double infiltration_m = 0.0;     ///< sum over cells, ≥ 0, exact
    std::vector<double> row_rain_m;  ///< scratch per tile row
    std::vector<double> row_taken_m;  ///< scratch per tile row
};

/// What one sheet needs of it.
struct HydrologyView {
    const Rain& rain;
    const std::vector<Soil>& soils;
    const std::vector<std::uint8_t>& soil_of;
};

[[nodiscard]] HydrologyState make_hydrology(const HydrologyView& config, const GridSpec& grid);

/// Brings rain and losses up to `until_s`.
void rain_and_soak(const HydrologyView& config, HydrologyState& state, const GridSpec& grid, flood::Water& water,
                   double until_s, Parallel& parallel);

}  // namespace sd::hydro
