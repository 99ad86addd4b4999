// What lies under a pixel, computed on the CPU from the same camera and terrain that are drawn.
#pragma once

#include <optional>
#include <vector>

#include "sim/city/city.h"
#include "viz/view_state.h"

namespace sd::viz {

enum class PickKind : std::uint8_t { Alarm, Vehicle, Device, Structure, Substation, Dyke, Building, Road, Cell };

/// Heights of marks above the ground, m, and the farthest camera that shows gates, pumps and substations.
inline constexpr double kAlarmHeight_m = 1.0;
inline constexpr double kAssetHeight_m = 5.0;
inline constexpr double kAssetFar_m = 2'500.0;

struct Pick {
    PickKind kind = PickKind::Cell;
    std::uint64_t index = 0;  ///< vehicle or alarm id, or index into the city's list; dense cell number
    LocalXY at;
    friend bool operator==(const Pick& a, const Pick& b) { return a.kind == b.kind && a.index == b.index; }
};

/// Where a ray meets terrain or water; empty above the horizon or outside the city.
[[nodiscard]] std::optional<Vec3> surface_hit(const City& city, const ViewState& view, const Ray& ray);
/// Distance along the ray to walls or roof of a building, m; empty if it passes by.
[[nodiscard]] std::optional<double> building_hit(const City& city, const ViewState& view, const Building& b,
                                                 const Ray& ray);
/// No building stands between the eye and a point (exaggerated z).
[[nodiscard]] bool sees_point(const City& city, const ViewState& view, Vec3 eye, Vec3 point);
/// Everything under the pixel, most specific first; a repeated click goes to the next one.
[[nodiscard]] std::vector<Pick> pick_all(const City& city, const ViewState& view, Viewport viewport, double x_px,
                                         double y_px);
/// The successor of `last` among `under`, else the first.
[[nodiscard]] std::optional<Pick> next_pick(const std::vector<Pick>& under, const std::optional<Pick>& last);

}  // namespace sd::viz
