// What other devices see: parked vehicles, waste bins, dust and noise near streets. Simple laws with the right causes
// (traffic, wind, rain); good for exercising devices and rules, not for environmental studies.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"
#include "sim/city/sample_plan.h"
#include "sim/core/draw.h"
#include "sim/core/time.h"

namespace sd::ambient {

/// The nearest streets of one air or noise cell.
struct NearEdges {
    static constexpr std::size_t kMost = 8;
    std::uint32_t slot = 0;  ///< in the Cell group of the plan
    std::uint32_t count = 0;
    std::array<std::uint32_t, kMost> edge{};
    std::array<float, kMost> distance_m{};  ///< to the middle of the edge, ≥ 5
};

struct State {
    std::vector<float> pm25_ug_m3;  ///< per Cell slot
    std::vector<float> noise_dba;   ///< per Cell slot
    std::vector<std::int32_t> lot_occupied;
    std::vector<float> bin_fill;  ///< 0…1
    std::vector<NearEdges> near;  ///< constant, made once
};

struct Inputs {
    std::span<const float> edge_vehicles;  ///< per edge of the city, now
    float wind_m_s = 0.0F;
    float rain_mm_h = 0.0F;
};

[[nodiscard]] State make(const City& city, const SamplePlan& plan, Instant now);
void step(State& state, const City& city, const SamplePlan& plan, const Inputs& inputs, Draw draw, Instant now,
          Duration dt);
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::ambient
