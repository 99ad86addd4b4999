// The eye of the viewer as numbers: an orbit around a point, its matrices, and the way back from a pixel to a ray.
// Matrices are row-major for row vectors (v·M), the convention of OpenSceneGraph; z is already exaggerated.
#pragma once

#include <array>
#include <optional>

#include "sim/core/geo.h"

namespace sd::viz {

struct Vec3 {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
};
using Mat4 = std::array<double, 16>;

struct OrbitCamera {
    LocalXY target;
    double target_z_m = 0.0;
    double distance_m = 1000.0;   ///< > 0
    double azimuth_deg = 0.0;     ///< direction of sight, 0 = north, 90 = east
    double elevation_deg = 45.0;  ///< of the eye above the target, −60…89.5
    double fovy_deg = 38.0;
};

struct Viewport {
    int width_px = 1600;
    int height_px = 900;
    [[nodiscard]] double aspect() const { return static_cast<double>(width_px) / height_px; }
};

struct Ray {
    Vec3 origin;
    Vec3 direction;  ///< unit length
};

struct CameraAxes {
    Vec3 right;
    Vec3 up;
    Vec3 forward;
};

struct ScreenPoint {
    double x_px = 0.0;  ///< from the left
    double y_px = 0.0;  ///< from the top
    double depth_m = 0.0;
};

[[nodiscard]] Vec3 operator+(Vec3 a, Vec3 b);
[[nodiscard]] Vec3 operator-(Vec3 a, Vec3 b);
[[nodiscard]] Vec3 operator*(Vec3 a, double k);
[[nodiscard]] double dot(Vec3 a, Vec3 b);
[[nodiscard]] Vec3 cross(Vec3 a, Vec3 b);
[[nodiscard]] double length(Vec3 a);

[[nodiscard]] Vec3 eye_of(const OrbitCamera& camera);
[[nodiscard]] CameraAxes axes_of(const OrbitCamera& camera);
[[nodiscard]] Mat4 view_matrix(const OrbitCamera& camera);
[[nodiscard]] Mat4 projection_matrix(const OrbitCamera& camera, Viewport viewport);
[[nodiscard]] Mat4 multiply(const Mat4& a, const Mat4& b);

/// Where a world point falls; empty behind the eye.
[[nodiscard]] std::optional<ScreenPoint> project(const OrbitCamera& camera, Viewport viewport, Vec3 world);
[[nodiscard]] Ray ray_through(const OrbitCamera& camera, Viewport viewport, double x_px, double y_px);
/// Metres that one pixel covers at the target.
[[nodiscard]] double metres_per_pixel(const OrbitCamera& camera, Viewport viewport);
[[nodiscard]] double near_of(const OrbitCamera& camera);
[[nodiscard]] double far_of(const OrbitCamera& camera);

/// An axis-aligned box against the view volume; true when any part may be seen.
[[nodiscard]] bool sees_box(const Mat4& view_projection, Vec3 low, Vec3 high);

/// Flying: the eye moves, the target goes with it. `forward_m` along the ground, `up_m` straight up; the eye stays at
/// least `floor_m` high.
void fly(OrbitCamera& camera, double forward_m, double right_m, double up_m, double floor_m);
/// Flying: looks around from where the eye is.
void look(OrbitCamera& camera, double dx_px, double dy_px);
/// Moves along the ground so that the scene follows the pointer.
void pan(OrbitCamera& camera, Viewport viewport, double dx_px, double dy_px);
void orbit(OrbitCamera& camera, double dx_px, double dy_px);
void zoom(OrbitCamera& camera, double steps);

}  // namespace sd::viz
