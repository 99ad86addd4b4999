// The public half of a device kind: what the asset register says about it (name, unit, period, valid range, where it
// sits). The other half, how it samples and fails, is THE table in emulators/kinds.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/core/time.h"
#include "sim/core/world_view.h"

namespace sd {

enum class DeviceKind : std::uint8_t {
    RiverLevel,
    StreetDepth,
    RainGauge,
    TideSalinity,
    Weather,
    LoopDetector,
    CameraCounter,
    BusGps,
    AirQuality,
    Parking,
    StreetlightCabinet,
    SmartMeter,
    CellSite,
    WasteBin,
    Noise,
    Count,
};
inline constexpr std::size_t kDeviceKindCount = static_cast<std::size_t>(DeviceKind::Count);

/// A reading carries `values` numbers; names and units in order.
struct DeviceKindInfo {
    std::string_view name;  ///< snake_case, unique
    std::string_view name_vi;
    ProbeGroup group;  ///< what a device of this kind is attached to
    Duration period;   ///< nominal
    int values;        ///< 1…3
    std::array<std::string_view, 3> value_names;
    std::array<std::string_view, 3> units;
    std::array<double, 3> min;  ///< plausible range: outside it the platform rejects the reading
    std::array<double, 3> max;
};

[[nodiscard]] const DeviceKindInfo& info_of(DeviceKind kind);
[[nodiscard]] std::optional<DeviceKind> device_kind_named(std::string_view name);

}  // namespace sd
