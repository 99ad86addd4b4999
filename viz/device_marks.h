// How devices appear: shape by what they measure, colour and size by the quality that the twin gives them.
#pragma once

#include <vector>

#include "sim/city/city.h"
#include "viz/view_state.h"

namespace sd::viz {

inline constexpr double kDeviceHeight_m = 4.0;  ///< above the ground, so that flood water does not hide them

enum class MarkShape : std::uint8_t { Circle, Square, Triangle, Diamond, Cross };
[[nodiscard]] MarkShape shape_of(DeviceKind kind);

struct DeviceMark {
    std::uint32_t device = 0;
    LocalXY at;
    MarkShape shape = MarkShape::Circle;
    Rgb colour;
    float size_px = 14.0F;
    double far_m = 0.0;  ///< not drawn farther from the eye: an overview shows gauges and trouble only
};

[[nodiscard]] Quality quality_of(const City& city, const ViewState& view, std::uint32_t device);
[[nodiscard]] std::vector<DeviceMark> device_marks(const City& city, const ViewState& view);

}  // namespace sd::viz
