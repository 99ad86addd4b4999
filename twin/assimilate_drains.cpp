// Storm drains as the register describes them: inlets swallow what they can until the pipes are full, pipes empty
// through the outfall while they stand higher than the water outside, and through the pump while it has power.
#include <algorithm>
#include <cmath>

#include "sim/core/units.h"
#include "twin/assimilate.h"

namespace sd {
namespace {

constexpr float kOrifice = 0.6F;  ///< discharge coefficient of a drowned outfall

}  // namespace

void FloodBelief::read_outfalls() {
    for (std::size_t k = 0; k < drains_.size(); ++k) {
        const std::size_t p = place(city_.drains[k].outfall_cell);
        drains_[k].outfall_m = bed_m_[p] + depth_m_[p];
    }
}

void FloodBelief::drain(const Belief& belief, float seconds) {
    const auto cell_m2 = static_cast<float>(city_.grid.cell_m * city_.grid.cell_m);
    for (std::size_t k = 0; k < drains_.size(); ++k) {
        const Drain& drain = city_.drains[k];
        DrainState& state = drains_[k];
        if (drain.inlet_cells.empty() || drain.storage_m3 <= 0.0F) continue;

        const float room = std::max(0.0F, drain.storage_m3 - state.stored_m3);
        const float wish = std::min(room, drain.inlet_m3_s * seconds);
        const float per_inlet_m = wish / static_cast<float>(drain.inlet_cells.size()) / cell_m2;
        float taken_m = 0.0F;
        for (const std::uint32_t cell : drain.inlet_cells) {
            float& depth = depth_m_[place(cell)];
            const float take = std::min(depth, per_inlet_m) * mobile_[place(cell)];
            depth -= take;
            taken_m += take;
        }
        state.stored_m3 += taken_m * cell_m2;

        const float fill = state.stored_m3 / drain.storage_m3;
        const float pipe_m = drain.invert_m + fill * std::max(0.1F, drain.ground_m - drain.invert_m);
        const float head = pipe_m - std::max(state.outfall_m, drain.invert_m);
        float out_m3_s = 0.0F;
        if (head > 0.0F) {
            out_m3_s = kOrifice * drain.area_m2 * std::sqrt(2.0F * static_cast<float>(kGravity_m_s2) * head);
        }
        const bool powered = !drain.pump_cabinet.valid() || belief.cabinet_powered[drain.pump_cabinet.at()] != 0;
        if (powered) out_m3_s += drain.pump_m3_s;
        state.stored_m3 = std::max(0.0F, state.stored_m3 - out_m3_s * seconds);
    }
}

}  // namespace sd
