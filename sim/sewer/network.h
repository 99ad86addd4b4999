// A drainage network as people describe it: SI units, everything by name or by index into these vectors. `compile`
// (model.h) checks it and makes the form that runs. Levels are metres above one datum of the caller's choice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/result.h"
#include "sim/sewer/section.h"

namespace sd::sewer {

inline constexpr int kNone = -1;

/// Piecewise linear, x strictly rising. Meaning and units are the user's (depth → area, head → flow, time → level).
struct Curve {
    std::string id;
    std::vector<double> x;
    std::vector<double> y;
};
/// Value at x; constant beyond both ends. `curve` is not empty.
[[nodiscard]] double linear(const Curve& curve, double x);
/// The y of the first point whose x is above the argument (SWMM's stepwise pump curves); the last one beyond.
[[nodiscard]] double stepped(const Curve& curve, double x);

/// What happens to water above the rim of a manhole.
enum class Rim : std::uint8_t {
    Shaft,   ///< it stands in a shaft of the same area until the surface exchange takes it (or for ever: bolted cover)
    Ponds,   ///< it spreads over ponded_area_m2 and comes back
    Spills,  ///< it leaves the model and is counted in Ledger::spilled
};

enum class Outfall : std::uint8_t {
    None,      ///< not an outfall
    Free,      ///< the lower of critical and normal depth in the pipe
    Normal,    ///< normal depth in the pipe
    Level,     ///< fixed level_m
    Series,    ///< level from curve `series` (seconds since start → m), e.g. a tide
    External,  ///< level given by the caller at each call
};

struct Node {
    std::string id;
    double invert_m = 0.0;
    double rim_m = 0.0;      ///< ≥ invert_m; not used for outfalls
    double area_m2 = 1.2;    ///< of the shaft; ≥ 0.01; a common access shaft is 1.0 to 1.3 m²
    int storage = kNone;     ///< curve depth (m) → area (m²) instead of area_m2
    double initial_m = 0.0;  ///< depth at the start, ≥ 0
    Rim rim = Rim::Shaft;
    double ponded_area_m2 = 0.0;  ///< with Rim::Ponds, > 0
    Outfall outfall = Outfall::None;
    double level_m = 0.0;  ///< with Outfall::Level
    int series = kNone;    ///< with Outfall::Series
    bool flap = false;     ///< outfalls: a gate that never lets water in
    LocalXY at;
    int line = 0;  ///< in the file it came from
};

struct Conduit {
    std::string id;
    int from = kNone;
    int to = kNone;
    SectionSpec section;
    int barrels = 1;             ///< ≥ 1
    double length_m = 0.0;       ///< > 0
    double manning_n = 0.013;    ///< s/m^(1/3), > 0
    double offset_from_m = 0.0;  ///< pipe invert above the node's invert, ≥ 0
    double offset_to_m = 0.0;
    double loss = 0.0;  ///< sum of local loss coefficients on V²/2g, ≥ 0
    double initial_m3_s = 0.0;
    bool flap = false;  ///< never flows from `to` to `from`
    int line = 0;
};

/// Q = Cd A √(2 g Δ) when covered, a weir of the same opening below that.
struct Orifice {
    std::string id;
    int from = kNone;
    int to = kNone;
    bool bottom = false;  ///< in the floor instead of in a wall
    bool circular = true;
    double height_m = 0.0;   ///< > 0; diameter when circular
    double width_m = 0.0;    ///< > 0 unless circular
    double offset_m = 0.0;   ///< of its lower edge above the invert of `from`
    double discharge = 0.6;  ///< Cd, > 0
    bool flap = false;
    int line = 0;
};

/// Q = C L h^1.5 (transverse, ends may contract) or C s h^2.5 (V-notch) or both (trapezoidal); Villemonte's factor
/// (1 − (h₂/h₁)^p)^0.385 when drowned, p = 1.5 or 2.5.
struct Weir {
    std::string id;
    int from = kNone;
    int to = kNone;
    double crest_m = 0.0;           ///< above the invert of `from`
    double height_m = 0.0;          ///< of the opening, > 0; above it the weir runs as an orifice
    double length_m = 0.0;          ///< of the level crest, ≥ 0
    double side_slope = 0.0;        ///< horizontal per vertical, both sides alike, ≥ 0
    double coefficient = 1.84;      ///< C of the level part, m^0.5/s
    double end_coefficient = 1.38;  ///< of the sloped part
    int contractions = 0;           ///< 0, 1 or 2: each shortens the crest by 0.1 h
    bool flap = false;
    int line = 0;
};

enum class PumpCurve : std::uint8_t {
    Volume,     ///< inlet volume (m³) → flow, stepwise (SWMM type 1)
    DepthStep,  ///< inlet depth → flow, stepwise (type 2)
    Head,       ///< head lift (m) → flow, linear (type 3)
    Depth,      ///< inlet depth → flow, linear (type 4)
};

struct Pump {
    std::string id;
    int from = kNone;
    int to = kNone;
    int curve = kNone;
    PumpCurve kind = PumpCurve::Depth;
    double on_m = 0.0;   ///< inlet depth that starts it; 0 with off_m 0: always on
    double off_m = 0.0;  ///< inlet depth that stops it, ≤ on_m
    bool starts_on = true;
    int line = 0;
};

/// Water that the network itself brings: flow = base + scale · curve(time in s).
struct Inflow {
    int node = kNone;
    double base_m3_s = 0.0;
    int series = kNone;
    double scale = 1.0;
    int line = 0;
};

/// Links are numbered conduits first, then orifices, weirs, pumps, each in the order of its vector.
struct Network {
    std::string title;
    std::string file;  ///< where it came from, for messages
    std::vector<Curve> curves;
    std::vector<Node> nodes;
    std::vector<Conduit> conduits;
    std::vector<Orifice> orifices;
    std::vector<Weir> weirs;
    std::vector<Pump> pumps;
    std::vector<Inflow> inflows;

    [[nodiscard]] std::size_t links() const { return conduits.size() + orifices.size() + weirs.size() + pumps.size(); }
};

/// Everything wrong with a network: names used twice, ends that are missing or equal, numbers out of range or not
/// finite, curves that do not rise, links between two outfalls. Empty when it can be compiled.
[[nodiscard]] Errors check(const Network& network);

}  // namespace sd::sewer
