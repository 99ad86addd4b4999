// Which things of the truth are sampled for devices, in which slot. Both sides derive it from the same public city,
// so only numbers travel.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/world_view.h"

namespace sd {

struct SamplePlan {
    /// entities[group][slot] = cell number, edge index, cabinet index …
    std::array<std::vector<std::uint32_t>, kProbeGroupCount> entities;
    /// Slot of each device in its kind's group.
    std::vector<std::uint32_t> device_slot;

    [[nodiscard]] const std::vector<std::uint32_t>& of(ProbeGroup group) const {
        return entities[static_cast<std::size_t>(group)];
    }
};

[[nodiscard]] SamplePlan sample_plan_of(const City& city);

}  // namespace sd
