// Where to look from: named cameras that find their own place in the picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/result.h"
#include "viz/view_state.h"

namespace sd::viz {

/// The whole city obliquely from the south.
[[nodiscard]] OrbitCamera overview_camera(const City& city, Viewport viewport);
/// Low in the street from which a picture shows the most water over streets; a main street where nothing is flooded.
[[nodiscard]] OrbitCamera street_camera(const City& city, const Picture* picture, float min_depth_m);
/// On the newest alarm that is not closed; empty without one.
[[nodiscard]] std::optional<OrbitCamera> alarm_camera(const City& city, const Picture* belief);
/// A street that a reader can find on a map; lanes and estate roads share their names.
[[nodiscard]] bool has_own_name(const RoadEdge& edge);
/// Ground level, at least the datum, m.
[[nodiscard]] double ground_z(const City& city, LocalXY at);
[[nodiscard]] OrbitCamera close_camera(const City& city, LocalXY at, double distance_m);

/// "overview", "street", "alarm", a name of a place, ward, station, street or device, or "x,y,dist,az,el".
[[nodiscard]] Result<OrbitCamera> camera_named(const std::string& text, const City& city, const ViewState& view,
                                               Viewport viewport);
/// The look that suits a camera: heights × 3 and map water from afar, true heights and natural water near.
void suit_look(ViewState& view);

}  // namespace sd::viz
