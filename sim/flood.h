// The flood model: two-dimensional local inertia [Bates et al. 2010; de Almeida & Bates 2013, q-centred] on the city's
// raster, with rain, losses, tide, an open upstream rim, drains, structures and dyke breaches. Depth is a whole number
// of quanta, so water is neither made nor lost: the ledger closes exactly.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/geo.h"
#include "sim/core/grid.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/drainage.h"
#include "sim/flood/cells.h"
#include "sim/flood/inertia.h"
#include "sim/flood/isa.h"
#include "sim/structures.h"
#include "sim/tide.h"
#include "sim/weather.h"

namespace sd::flood {

struct Config {
    std::string isa;                 ///< "" = best of this machine, "baseline", "avx2", "avx512"; the bits are the same
    double theta = 0.9;              ///< weight of a face's own discharge in the q-centred mean, 0.7…1
    double cfl = 0.7;                ///< largest Courant number of a sub-step, (0, 1]
    double infiltration_mm_h = 0.5;  ///< on pervious ground [silty clay, Rawls 1983]
    double upstream_discharge_m3_s = 0.0;  ///< mean inflow over all radiating rims together
    double upstream_rise_m = 0.0;          ///< mean level at a radiating rim above the tide's mean level
    double radiation = 1.0;                ///< share of the long-wave speed with which waves leave, 0…1
    /// Discharge per metre of width that the river beyond a radiating rim takes per metre of tide. Calibrated on a 40 m
    /// copy of the default city: 1 gives its Mỹ Tho gauge 0.96 of the range at Xuân Hòa, 1.5 gives 0.93, a third of an
    /// hour later.
    double upstream_wave_m_s = 1.2;
    double river_manning = 0.024;  ///< of Cover::River: large tidal rivers are smoother than the table's
    double manning_scale = 1.0;    ///< on every cover, for calibration
};

/// Where water came from and went, in volume quanta since the start. Sum = water now − water at the start.
struct Ledger {
    std::int64_t initial = 0;
    std::int64_t rain = 0;
    std::int64_t infiltration = 0;    ///< negative
    std::int64_t tidal = 0;           ///< net inflow over tidal rims
    std::int64_t upstream = 0;        ///< net inflow over radiating rims
    std::int64_t initial_drains = 0;  ///< in the drains at the start
};

struct Rim {
    bool tidal = false;
    std::vector<std::uint32_t> cells;
    std::vector<float> mean_m2_s;  ///< inflow per metre of rim at the mean level, per cell
};

/// The sheet of water, and what the city does to it.
struct State : Sheet {
    Column<std::uint8_t> cover;
    // Per tile.
    std::vector<std::uint8_t> pervious;    ///< some cell lets water in
    std::vector<std::int64_t> rain_rest;   ///< 2^-24 quanta not yet fallen
    std::vector<std::int64_t> rain_total;  ///< quanta fallen on each cell of the tile
    std::vector<std::int64_t> tile_rain;   ///< quanta of the last step, whole tile
    std::vector<std::int64_t> tile_loss;
    std::array<std::int64_t, static_cast<std::size_t>(Cover::Count)> loss_rest{};  ///< 2^-24 quanta, by cover
    std::array<std::int32_t, static_cast<std::size_t>(Cover::Count)> loss_now{};
    std::vector<Rim> rims;
    std::vector<Dyke> dykes;
    drainage::State drains;
    structures::State structures;
    Ledger ledger;
    Config config;
    int last_sub_steps = 0;
};

/// Water cells stand at initial_level_m where their bed is below it (canals and lakes too); land is dry.
[[nodiscard]] Result<State> make(const City& city, const Config& config, double initial_level_m);

/// Advances by dt in as many equal sub-steps as the deepest water needs.
void step(State& state, const weather::State& weather, const tide::State& tide,
          std::span<const std::uint8_t> cabinet_powered, Duration dt, Parallel& parallel);

/// Orders by name; false when nothing has this name.
[[nodiscard]] bool set_sluice(State& state, std::string_view name, double opening);
[[nodiscard]] bool set_pump(State& state, std::string_view name, double share);
[[nodiscard]] bool clog(State& state, std::string_view drain, double blocked_share);
/// Lowers the dyke's cells within `half_width_m` of the place to at most crest_m (never below the ground at its feet).
[[nodiscard]] bool breach(State& state, std::string_view dyke, LocalXY where, double crest_m,
                          double half_width_m = 15.0);

[[nodiscard]] float depth_m(const State& state, std::uint32_t cell);
/// Water surface above datum; the ground where dry.
[[nodiscard]] float level_m(const State& state, std::uint32_t cell);
/// Rain on a cell since the start.
[[nodiscard]] double rain_mm(const State& state, std::uint32_t cell);
[[nodiscard]] Grid<float> depth_grid(const State& state);

/// Water on the terrain and in the drains now.
[[nodiscard]] double volume_m3(const State& state);
/// |water now − water at the start − what came in| over the larger of water now and what came in; 0 by construction.
[[nodiscard]] double mass_error_relative(const State& state);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::flood
