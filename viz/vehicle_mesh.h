// Box models of the vehicle kinds, metres, driving towards +x, wheels on z = 0.
#pragma once

#include <osg/Geometry>

#include "sim/core/picture.h"

namespace sd::viz {

[[nodiscard]] osg::ref_ptr<osg::Geometry> make_vehicle_mesh(VehicleKind kind);

}  // namespace sd::viz
