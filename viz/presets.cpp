#include "viz/presets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/core/units.h"
#include "viz/search.h"

namespace sd::viz {
double ground_z(const City& city, LocalXY at) {
    return std::max(0.0, static_cast<double>(city.ground_m.at(city.grid.cell_clamped(at))));
}

OrbitCamera overview_camera(const City& city, Viewport viewport) {
    const double w = city.grid.nx * city.grid.cell_m;
    const double h = city.grid.ny * city.grid.cell_m;
    OrbitCamera c;
    c.target = {city.grid.origin.x_m + w * 0.5, city.grid.origin.y_m + h * 0.47};
    c.fovy_deg = 34.0;
    c.elevation_deg = 48.0;
    c.distance_m = 0.5 * std::max(w, h);
    // Steps back until the whole grid is on the picture, then centres it between the frame's panels.
    for (int i = 0; i < 200; ++i) {
        double low = 1e9;
        double high = -1e9;
        double left = 1e9;
        for (int k = 0; k < 4; ++k) {
            const LocalXY at{city.grid.origin.x_m + (k % 2) * w, city.grid.origin.y_m + (k / 2) * h};
            const auto p = project(c, viewport, {at.x_m, at.y_m, 0.0});
            low = std::min(low, p ? p->y_px : -1e9);
            high = std::max(high, p ? p->y_px : 1e9);
            left = std::min(left, p ? std::min(p->x_px, viewport.width_px - p->x_px) : -1e9);
        }
        const double off = (low + high) * 0.5 / viewport.height_px - 0.5;
        if (std::abs(off) < 1.0) c.target.y_m -= off * c.distance_m * 0.25;
        const double share = (high - low) / viewport.height_px;
        if (left > -0.06 * viewport.width_px && share < 0.98 && std::abs(off) < 0.01) break;
        if (left <= -0.06 * viewport.width_px || share >= 0.98) c.distance_m *= 1.02;
    }
    return c;
}

OrbitCamera close_camera(const City& city, LocalXY at, double distance_m) {
    OrbitCamera c;
    c.target = at;
    c.target_z_m = ground_z(city, at);
    c.distance_m = distance_m;
    c.azimuth_deg = 20.0;
    c.elevation_deg = 32.0;
    c.fovy_deg = 42.0;
    return c;
}

std::optional<OrbitCamera> alarm_camera(const City& city, const Picture* belief) {
    const AlarmView* newest = nullptr;
    if (belief != nullptr) {
        for (const AlarmView& a : belief->alarms) {
            if (a.state != AlarmState::Closed &&
                (newest == nullptr || std::pair(a.severity, a.since) > std::pair(newest->severity, newest->since)))
                newest = &a;
        }
    }
    if (newest == nullptr) return std::nullopt;
    return close_camera(city, newest->at_xy, 520.0);
}

Result<OrbitCamera> camera_named(const std::string& text, const City& city, const ViewState& view, Viewport viewport) {
    if (text == "overview") return overview_camera(city, viewport);
    if (text == "street") return street_camera(city, view.shown().nearest(), std::max(view.min_depth_m, 0.1F));
    if (text == "alarm") {
        if (auto camera = alarm_camera(city, view.belief.nearest())) return *camera;
        return fail("--camera alarm", "the belief picture at this time has no open alarm",
                    "choose another --at, or --camera street");
    }
    OrbitCamera c;
    if (std::sscanf(text.c_str(), "%lf,%lf,%lf,%lf,%lf", &c.target.x_m, &c.target.y_m, &c.distance_m, &c.azimuth_deg,
                    &c.elevation_deg) == 5) {
        if (!(c.distance_m > 0.0) || std::abs(c.elevation_deg) >= 90.0) {
            return fail("--camera", "distance must be > 0 and elevation within ±90°, found \"" + text + "\"");
        }
        c.target_z_m = ground_z(city, c.target);
        return c;
    }
    const auto hits = search_city(city, text, 1);
    if (hits.empty()) {
        return fail("--camera",
                    "found \"" + text + "\", expected overview, street, alarm, x,y,dist,az,el or a name of the city");
    }
    return close_camera(city, hits.front().at, 420.0);
}

void suit_look(ViewState& view) {
    const bool far = view.camera.distance_m > 300.0;
    view.exaggeration = view.camera.distance_m > 4'000.0 ? 3.0 : 1.0;
    view.camera.target_z_m *= view.exaggeration;
    view.water = far || view.eye == EyeMode::Difference ? WaterLook::Map : WaterLook::River;
}

}  // namespace sd::viz
