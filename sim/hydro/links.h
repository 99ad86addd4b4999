// Gates, weirs, culverts and pumps: each joins places on two sides, cells of the sheet or of a canal. What leaves one
// side enters the other in whole quanta; a transfer never takes more than a quarter of the donor's water nor, pumps
// apart, more than levels both sides, so its sign cannot flip within a step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/hydro/openings.h"
#include "sim/hydro/places.h"

namespace sd::hydro {

/// "open while level(a) − level(b) > over_m", else shut. Without b: the level of a alone.
struct Rule {
    std::uint32_t a = kNoCell;  ///< kNoCell: no rule
    std::uint32_t b = kNoCell;
    bool below = false;  ///< "<" instead of ">"
    double over_m = 0.0;
};

enum class LinkKind : std::uint8_t { Weir, Gate, Culvert, Pump };

struct Link {
    std::string name;
    LinkKind kind = LinkKind::Gate;
    std::vector<std::uint32_t> from;  ///< places; the water is taken evenly
    std::vector<std::uint32_t> to;
    double sill_m = 0.0;    ///< weirs, gates; above datum
    double width_m = 1.0;   ///< weirs, gates; > 0
    double height_m = 1e9;  ///< gates: of the opening when fully open
    double travel_s = 0.0;  ///< gates: from shut to open
    bool flap = false;      ///< never to → from
    Rule rule = {};
    Barrel barrel = {};    ///< culverts
    Curve pump_m3_s = {};  ///< lift (level to − level from, m) → discharge
    double on_m = 0.0;     ///< pumps start above this level on the from side …
    double off_m = 0.0;    ///< … and stop below this one, ≤ on_m
    bool needs_power = false;
};

struct LinkState {
    double opening = 1.0;  ///< of a gate now; speed of a pump
    double manual = -1.0;  ///< ordered share 0…1; < 0: by rule
    bool powered = true;
    bool failed = false;   ///< gates stay as they are, pumps stand
    bool running = false;  ///< pumps
    double flow_m3_s = 0.0;
    double rest_m3 = 0.0;    ///< wanted, not yet a quantum
    double passed_m3 = 0.0;  ///< from → to since the start, exact
};

/// Opens or shuts what has a rule as it wants to be now; others open.
[[nodiscard]] LinkState make_link(const Link& link, const Places& places);
/// Moves the gate and the water for dt_s.
void step_link(const Link& link, LinkState& state, const Places& places, double dt_s);

}  // namespace sd::hydro
