// A flood case by itself: a sheet of water with rims, sources, rain, losses, structures, dykes, breaches and a sewer,
// and orders that steer it while it runs. Everything is in cells and SI units here; scenarios/flood reads the files.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/flood/canals.h"
#include "sim/flood/water.h"
#include "sim/hydro/hydrology.h"
#include "sim/hydro/links.h"
#include "sim/hydro/window.h"
#include "sim/sewer/exchange.h"
#include "sim/sewer/state.h"

namespace sd::hydro {

enum class RimKind : std::uint8_t {
    Level,      ///< level over time
    Discharge,  ///< inflow over time, spread over its cells by what they can carry
    Rating,     ///< outflow by the level of the deepest cell
    Open,       ///< water leaves as it comes
};

/// A stretch of the rim.
struct RimSpec {
    std::string name;
    RimKind kind = RimKind::Open;
    flood::Side side = flood::Side::West;
    std::vector<std::uint32_t> cells;  ///< at that side
    Curve curve;  ///< Level: s → m above datum; Discharge: s → m³/s; Rating: m above datum → m³/s
};

struct Source {
    std::string name;
    std::uint32_t cell = 0;  ///< place
    Curve m3_s;              ///< over seconds; negative takes
};

/// A dyke stands on faces between cells.
struct DykeFace {
    std::uint32_t cell = 0;
    bool west = true;  ///< on the western face of the cell, else on the southern one
    double crest_m = 0.0;
};
struct Dyke {
    std::string name;
    std::vector<DykeFace> faces;
};

/// A gap that grows in a straight line of time, in depth and width together.
struct Breach {
    std::string name;
    std::vector<DykeFace> faces;    ///< nearest to the place first; crests as built
    double at_s = -1.0;             ///< opens at this time; < 0: not by time
    std::uint32_t gauge = kNoCell;  ///< opens when this place's level is above …
    double above_m = 0.0;           ///< … this
    double width_m = 0.0;           ///< in the end, > 0
    double invert_m = 0.0;          ///< in the end
    double grows_s = 0.0;           ///< 0 = at once
};

struct Inlet {
    std::string name;
    int node = 0;
    std::uint32_t cell = 0;
    sewer::Opening opening;
};
struct Outlet {
    int node = 0;            ///< an outfall with Outfall::External
    std::uint32_t cell = 0;  ///< place
};
struct Drains {
    std::shared_ptr<const sewer::Model> model;  ///< null: no sewer; quantum = that of the sheet / ExchangeUnits
    std::int64_t per_surface = 1;
    std::vector<Inlet> inlets;
    std::vector<Outlet> outlets;
};

enum class OrderKind : std::uint8_t { Gate, Pump, Power, Repair, Fail, Breach, Rain, Clog, Note };
/// Bites at the first step that begins at or after t_s.
struct Order {
    double t_s = 0.0;
    OrderKind kind = OrderKind::Note;
    std::string name;    ///< of the link, breach or inlet; "*" = all that the kind fits
    double value = 0.0;  ///< share 0…1 (−1 = back to its rule); Power: 0 off, 1 on
    RainCell rain;       ///< with Rain; from_s and until_s are relative to t_s
    std::string text;    ///< as written, for the journal
};

struct Case {
    flood::Scheme scheme = flood::Scheme::Inertia;
    flood::Precision precision = flood::Precision::F32;
    flood::Ground ground;
    std::vector<double> depth_m;  ///< at the start, per cell; empty = dry
    Hydrology hydrology;
    std::vector<RimSpec> rims;
    std::vector<Source> sources;
    std::vector<Link> links;
    std::vector<Dyke> dykes;
    std::vector<Breach> breaches;
    Drains drains;
    std::vector<Window> windows;  ///< each was cut out of ground
    flood::CanalNetwork canals;
    std::vector<Curve> canal_ends;  ///< per end of a canal: over seconds, level (m above datum) or discharge (m³/s)
    double longest_step_s = 10.0;
};

/// Where water came from since the start, m³. Exact as long as sums stay below 2^53 quanta.
struct Budget {
    double initial_m3 = 0.0;
    double rain_m3 = 0.0;
    double infiltration_m3 = 0.0;  ///< ≤ 0
    double rims_m3 = 0.0;
    double sources_m3 = 0.0;
    double sewer_m3 = 0.0;   ///< from the sewer to the sheet and the canals
    double canals_m3 = 0.0;  ///< through the ends of canals
    double now_m3 = 0.0;
    [[nodiscard]] double residual_m3() const {
        return now_m3 - initial_m3 - rain_m3 - infiltration_m3 - rims_m3 - sources_m3 - sewer_m3 - canals_m3;
    }
    /// All that moved, for a relative figure.
    [[nodiscard]] double throughput_m3() const;
};

/// What the sewer did with the water, m³ since the start.
struct SewerBudget {
    double stored_m3 = 0.0;  ///< in pipes and shafts, more than at the start
    double away_m3 = 0.0;    ///< left the case: over rims that spill, through outfalls without an outlet
    double owed_m3 = 0.0;    ///< passed outfalls, not yet on the sheet; parts of a quantum, or what dry ground lacked
};
[[nodiscard]] SewerBudget sewer_budget(const Case& flood_case, const struct CaseState& state);

struct CaseState {
    std::unique_ptr<flood::Water> water;
    double t_s = 0.0;
    std::int64_t steps = 0;
    double shortest_s = 1e30;
    double longest_s = 0.0;
    double last_s = 0.0;  ///< the last step's length
    Rain rain;            ///< of the case, and cells that orders added
    HydrologyState hydrology;
    std::vector<LinkState> links;
    std::vector<WindowState> windows;
    flood::Canals canals;
    double canals_initial_m3 = 0.0;
    std::int64_t canal_steps = 0;
    double canal_courant = 0.0;      ///< of the last step's longest
    std::vector<double> began_s;     ///< per breach; < 0: not yet
    std::vector<std::size_t> first;  ///< per rim: index of its first face in water->rim()
    std::vector<double> source_rest_m;
    sewer::State sewer;
    sewer::Scratch sewer_scratch;
    std::vector<double> clogged;  ///< per inlet
    std::vector<std::int64_t> sewer_gain;
    std::vector<double> outfall_m;
    std::vector<std::int64_t> out_before;
    double initial_m = 0.0;  ///< sums over cells, m
    double sources_m = 0.0;
    double sewer_m = 0.0;
};

[[nodiscard]] CaseState make_case_state(const Case& flood_case, int isa);
/// Moves on to until_s in as many stable steps as it takes, or by `most_steps` of them.
void advance(const Case& flood_case, CaseState& run, double until_s, Parallel& parallel,
             std::int64_t most_steps = std::numeric_limits<std::int64_t>::max());
/// False when nothing has that name.
[[nodiscard]] bool apply(const Case& flood_case, CaseState& run, const Order& order);
[[nodiscard]] Budget budget(const Case& flood_case, const CaseState& run);
[[nodiscard]] std::uint64_t hash(const CaseState& run);

}  // namespace sd::hydro
