#include "viz/camera.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"

namespace sd::viz {

Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vec3 operator*(Vec3 a, double k) { return {a.x * k, a.y * k, a.z * k}; }
double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
double length(Vec3 a) { return std::sqrt(dot(a, a)); }

CameraAxes axes_of(const OrbitCamera& camera) {
    const double az = deg_to_rad(camera.azimuth_deg);
    const double el = deg_to_rad(camera.elevation_deg);
    const Vec3 forward{std::sin(az) * std::cos(el), std::cos(az) * std::cos(el), -std::sin(el)};
    const Vec3 right{std::cos(az), -std::sin(az), 0.0};
    return {right, cross(right, forward), forward};
}

Vec3 eye_of(const OrbitCamera& camera) {
    const Vec3 target{camera.target.x_m, camera.target.y_m, camera.target_z_m};
    return target - axes_of(camera).forward * camera.distance_m;
}

// The depth buffer has 24 bits: near grows with the distance to the target so that far ground does not flicker.
double near_of(const OrbitCamera& camera) { return std::clamp(camera.distance_m * 0.02, 0.8, 200.0); }
double far_of(const OrbitCamera& camera) { return std::max(12'000.0, camera.distance_m * 6.0); }

Mat4 view_matrix(const OrbitCamera& camera) {
    const CameraAxes a = axes_of(camera);
    const Vec3 e = eye_of(camera);
    return {a.right.x, a.up.x, -a.forward.x, 0.0, a.right.y,        a.up.y,        -a.forward.y,      0.0,
            a.right.z, a.up.z, -a.forward.z, 0.0, -dot(a.right, e), -dot(a.up, e), dot(a.forward, e), 1.0};
}

Mat4 projection_matrix(const OrbitCamera& camera, Viewport viewport) {
    const double f = 1.0 / std::tan(deg_to_rad(camera.fovy_deg) * 0.5);
    const double n = near_of(camera);
    const double r = far_of(camera);
    return {f / viewport.aspect(), 0.0, 0.0, 0.0, 0.0, f, 0.0, 0.0, 0.0, 0.0, (r + n) / (n - r), -1.0, 0.0, 0.0,
            2.0 * r * n / (n - r), 0.0};
}

Mat4 multiply(const Mat4& a, const Mat4& b) {
    Mat4 m{};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            for (std::size_t k = 0; k < 4; ++k) m[i * 4 + j] += a[i * 4 + k] * b[k * 4 + j];
        }
    }
    return m;
}

std::optional<ScreenPoint> project(const OrbitCamera& camera, Viewport viewport, Vec3 world) {
    const CameraAxes a = axes_of(camera);
    const Vec3 d = world - eye_of(camera);
    const double depth_m = dot(d, a.forward);
    if (depth_m < near_of(camera)) return std::nullopt;
    const double f = 1.0 / std::tan(deg_to_rad(camera.fovy_deg) * 0.5);
    const double x = dot(d, a.right) * f / (viewport.aspect() * depth_m);
    const double y = dot(d, a.up) * f / depth_m;
    return ScreenPoint{(x * 0.5 + 0.5) * viewport.width_px, (0.5 - y * 0.5) * viewport.height_px, depth_m};
}

Ray ray_through(const OrbitCamera& camera, Viewport viewport, double x_px, double y_px) {
    const CameraAxes a = axes_of(camera);
    const double t = std::tan(deg_to_rad(camera.fovy_deg) * 0.5);
    const double x = (x_px / viewport.width_px * 2.0 - 1.0) * t * viewport.aspect();
    const double y = (1.0 - y_px / viewport.height_px * 2.0) * t;
    const Vec3 d = a.forward + a.right * x + a.up * y;
    return {eye_of(camera), d * (1.0 / length(d))};
}

double metres_per_pixel(const OrbitCamera& camera, Viewport viewport) {
    return 2.0 * camera.distance_m * std::tan(deg_to_rad(camera.fovy_deg) * 0.5) / viewport.height_px;
}

bool sees_box(const Mat4& m, Vec3 low, Vec3 high) {
    int outside[6] = {};
    for (int corner = 0; corner < 8; ++corner) {
        const double x = (corner & 1) != 0 ? high.x : low.x;
        const double y = (corner & 2) != 0 ? high.y : low.y;
        const double z = (corner & 4) != 0 ? high.z : low.z;
        const double cx = x * m[0] + y * m[4] + z * m[8] + m[12];
        const double cy = x * m[1] + y * m[5] + z * m[9] + m[13];
        const double cz = x * m[2] + y * m[6] + z * m[10] + m[14];
        const double cw = x * m[3] + y * m[7] + z * m[11] + m[15];
        outside[0] += cx < -cw;
        outside[1] += cx > cw;
        outside[2] += cy < -cw;
        outside[3] += cy > cw;
        outside[4] += cz < -cw;
        outside[5] += cz > cw;
    }
    return std::none_of(std::begin(outside), std::end(outside), [](int n) { return n == 8; });
}

void pan(OrbitCamera& camera, Viewport viewport, double dx_px, double dy_px) {
    const double k = metres_per_pixel(camera, viewport);
    const double az = deg_to_rad(camera.azimuth_deg);
    const double along = dy_px * k / std::max(0.25, std::sin(deg_to_rad(camera.elevation_deg)));
    camera.target.x_m += -dx_px * k * std::cos(az) + along * std::sin(az);
    camera.target.y_m += dx_px * k * std::sin(az) + along * std::cos(az);
}

void orbit(OrbitCamera& camera, double dx_px, double dy_px) {
    camera.azimuth_deg = std::fmod(camera.azimuth_deg + dx_px * 0.25 + 360.0, 360.0);
    camera.elevation_deg = std::clamp(camera.elevation_deg + dy_px * 0.2, 2.0, 89.5);
}

void fly(OrbitCamera& camera, double forward_m, double right_m, double up_m, double floor_m) {
    const double az = deg_to_rad(camera.azimuth_deg);
    camera.target.x_m += forward_m * std::sin(az) + right_m * std::cos(az);
    camera.target.y_m += forward_m * std::cos(az) - right_m * std::sin(az);
    const double lift_m = std::max(up_m, floor_m - eye_of(camera).z);
    camera.target_z_m += lift_m;
}

void look(OrbitCamera& camera, double dx_px, double dy_px) {
    const Vec3 eye = eye_of(camera);
    camera.azimuth_deg = std::fmod(camera.azimuth_deg + dx_px * 0.18 + 360.0, 360.0);
    camera.elevation_deg = std::clamp(camera.elevation_deg + dy_px * 0.14, -60.0, 89.5);
    const Vec3 target = eye + axes_of(camera).forward * camera.distance_m;
    camera.target = {target.x, target.y};
    camera.target_z_m = target.z;
}

void zoom(OrbitCamera& camera, double steps) {
    camera.distance_m = std::clamp(camera.distance_m * std::pow(0.88, steps), 15.0, 60'000.0);
}

}  // namespace sd::viz
