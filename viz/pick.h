// What lies under a pixel, computed on the CPU from the same camera and terrain that are drawn.
#pragma once

#include <optional>
#include <vector>

#include "sim/city/city.h"
#include "viz/view_state.h"

namespace sd::viz {

enum class PickKind : std::uint8_t { Vehicle, Device, Building, Road, Cell };

struct Pick {
    PickKind kind = PickKind::Cell;
    std::uint32_t index = 0;  ///< vehicle id, or index into devices, buildings, edges; dense cell number
    LocalXY at;
    friend bool operator==(const Pick& a, const Pick& b) { return a.kind == b.kind && a.index == b.index; }
};

/// Where a ray meets terrain or water; empty above the horizon or outside the city.
[[nodiscard]] std::optional<Vec3> surface_hit(const City& city, const ViewState& view, const Ray& ray);
/// Everything under the pixel, most specific first; a repeated click goes to the next one.
[[nodiscard]] std::vector<Pick> pick_all(const City& city, const ViewState& view, Viewport viewport, double x_px,
                                         double y_px);
/// The successor of `last` among `under`, else the first.
[[nodiscard]] std::optional<Pick> next_pick(const std::vector<Pick>& under, const std::optional<Pick>& last);

}  // namespace sd::viz
