// What each kind of device measures: pure functions of the truth at the reading's own time. No noise, no state.
#pragma once

#include <array>
#include <cstdint>

#include "sim/core/draw.h"
#include "sim/core/world_view.h"

namespace sd {

/// Who samples: slot in the kind's group of the SamplePlan, and the device number for its own habits.
struct Probe {
    std::uint32_t slot = 0;
    std::uint32_t device = 0;
};

/// 1…3 numbers in the order and units of DeviceKindInfo.
using Sample = std::array<double, 3>;
using SampleFunction = Sample (*)(const WorldView&, Probe, Instant, Draw);

// sample_water.cpp
[[nodiscard]] Sample sample_river_level(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_street_depth(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_rain_gauge(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_tide_salinity(const WorldView& view, Probe probe, Instant at, Draw draw);
// sample_air.cpp
[[nodiscard]] Sample sample_weather(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_air_quality(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_noise(const WorldView& view, Probe probe, Instant at, Draw draw);
// sample_traffic.cpp
[[nodiscard]] Sample sample_loop_detector(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_camera_counter(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_bus_gps(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_parking(const WorldView& view, Probe probe, Instant at, Draw draw);
// sample_assets.cpp
[[nodiscard]] Sample sample_streetlight_cabinet(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_smart_meter(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_cell_site(const WorldView& view, Probe probe, Instant at, Draw draw);
[[nodiscard]] Sample sample_waste_bin(const WorldView& view, Probe probe, Instant at, Draw draw);

}  // namespace sd
