#include "sim/traffic/pose.h"

#include "sim/traffic/polyline.h"

namespace sd::micro {

Pose pose_of(const State& s, std::uint32_t lane, const Car& car) {
    Pose pose;
    const Lane& from = s.scenario.net.lanes[lane];
    if (from.shape.size() < 2) return pose;
    const double along_m = car.pos_m * s.lane_scale[lane];
    pose.heading = heading_at(from.shape, along_m);
    pose.at = point_at(from.shape, along_m);
    const auto left_m = static_cast<double>(car.lat_m);
    pose.at.x_m -= pose.heading.y_m * left_m;
    pose.at.y_m += pose.heading.x_m * left_m;
    return pose;
}

}  // namespace sd::micro
