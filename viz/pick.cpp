#include "viz/pick.h"

#include <algorithm>
#include <cmath>

#include "viz/device_marks.h"
#include "viz/interpolate.h"

namespace sd::viz {
namespace {

constexpr double kReach_px = 9.0;

double surface_z(const City& city, const ViewState& view, LocalXY p) {
    double z = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(p)));
    const Picture* shown = view.shown().nearest();
    if (shown != nullptr && view.layers.water && !shown->depth_m.empty()) {
        z += static_cast<double>(shown->depth_m.at(shown->grid.cell_clamped(p)));
    }
    return z * view.exaggeration;
}

bool inside_city(const City& city, LocalXY p) {
    return city.grid.contains(city.grid.column(p.x_m), city.grid.row(p.y_m));
}

double to_segment_m(LocalXY p, LocalXY a, LocalXY b) {
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double len2 = std::max(1e-12, dx * dx + dy * dy);
    const double t = std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / len2, 0.0, 1.0);
    return std::hypot(p.x_m - a.x_m - dx * t, p.y_m - a.y_m - dy * t);
}

/// Distance along the ray to a wall of the building; empty if it passes by.
std::optional<double> wall_hit(const Building& b, const Ray& ray, double base_z, double top_z) {
    std::optional<double> best;
    for (std::size_t i = 0; i < b.outline.size(); ++i) {
        const LocalXY& p = b.outline[i];
        const LocalXY& q = b.outline[(i + 1) % b.outline.size()];
        const double ex = q.x_m - p.x_m;
        const double ey = q.y_m - p.y_m;
        const double det = ray.direction.x * -ey + ray.direction.y * ex;
        if (std::abs(det) < 1e-12) continue;
        const double wx = p.x_m - ray.origin.x;
        const double wy = p.y_m - ray.origin.y;
        const double t = (wx * -ey + wy * ex) / det;
        const double u = (ray.direction.x * wy - ray.direction.y * wx) / det;
        const double z = ray.origin.z + ray.direction.z * t;
        if (t > 0.0 && u >= 0.0 && u <= 1.0 && z >= base_z && z <= top_z && (!best || t < *best)) best = t;
    }
    return best;
}

bool contains(const std::vector<LocalXY>& ring, double x_m, double y_m) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const bool crosses = (ring[i].y_m > y_m) != (ring[j].y_m > y_m);
        if (crosses &&
            x_m < (ring[j].x_m - ring[i].x_m) * (y_m - ring[i].y_m) / (ring[j].y_m - ring[i].y_m) + ring[i].x_m) {
            in = !in;
        }
    }
    return in;
}

}  // namespace

std::optional<double> building_hit(const City& city, const ViewState& view, const Building& b, const Ray& ray) {
    const auto ground = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(b.outline.front())));
    const double base_z = ground * view.exaggeration;
    const double top_z = (ground + static_cast<double>(b.plinth_m + b.height_m)) * view.exaggeration;
    auto best = wall_hit(b, ray, base_z, top_z);
    if (ray.direction.z < 0.0) {
        const double t = (top_z - ray.origin.z) / ray.direction.z;
        if (t > 0.0 && (!best || t < *best) &&
            contains(b.outline, ray.origin.x + ray.direction.x * t, ray.origin.y + ray.direction.y * t)) {
            best = t;
        }
    }
    return best;
}

bool sees_point(const City& city, const ViewState& view, Vec3 eye, Vec3 point) {
    const double reach_m = length(point - eye);
    const Ray ray{eye, (point - eye) * (1.0 / std::max(1e-9, reach_m))};
    const LocalXY a{eye.x, eye.y};
    const LocalXY b{point.x, point.y};
    constexpr double kHouse_m = 60.0;  // no house is larger
    return std::none_of(city.buildings.begin(), city.buildings.end(), [&](const Building& house) {
        if (house.outline.size() < 3 || to_segment_m(house.outline.front(), a, b) > kHouse_m) return false;
        const auto t = building_hit(city, view, house, ray);
        return t && *t < reach_m - 0.5;
    });
}

namespace {

struct Picker {
    const City& city;
    const ViewState& view;
    Viewport viewport;
    double x_px;
    double y_px;
    Ray ray;
    std::optional<Vec3> ground;
    std::vector<Pick> out;

    [[nodiscard]] double off_px(Vec3 p) const {
        const auto s = project(view.camera, viewport, p);
        return s ? std::hypot(s->x_px - x_px, s->y_px - y_px) : 1e9;
    }
    [[nodiscard]] Vec3 above(LocalXY p, double height_m) const {
        const auto ground_m = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(p)));
        return {p.x_m, p.y_m, (std::max(ground_m, 0.0) + height_m) * view.exaggeration};
    }
    /// The nearest of a list that lies within reach of the pointer.
    template <class List, class Place>
    void nearest(PickKind kind, const List& list, double height_m, Place place) {
        double best = kReach_px;
        std::optional<Pick> hit;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const LocalXY p = place(list[i]);
            const double off = off_px(above(p, height_m));
            if (off >= best) continue;
            best = off;
            hit = Pick{kind, i, p};
        }
        if (hit) out.push_back(*hit);
    }
    void alarms() {
        const Picture* p = view.belief.nearest();
        if (p == nullptr || !view.layers.alarms || view.eye == EyeMode::Truth) return;
        nearest(PickKind::Alarm, p->alarms, kAlarmHeight_m, [](const AlarmView& a) { return a.at_xy; });
        if (!out.empty()) out.back().index = p->alarms[out.back().index].id;
    }
    void assets() {
        if (view.camera.distance_m > kAssetFar_m) return;
        nearest(PickKind::Structure, city.structures, kAssetHeight_m,
                [this](const Structure& s) { return city.grid.center_of(s.cell_inside); });
        nearest(PickKind::Substation, city.substations, kAssetHeight_m, [](const Substation& s) { return s.at; });
    }
    void dykes() {
        if (!ground) return;
        const LocalXY p{ground->x, ground->y};
        double best = std::max(8.0, metres_per_pixel(view.camera, viewport) * kReach_px);
        std::optional<Pick> hit;
        for (std::size_t i = 0; i < city.dykes.size(); ++i) {
            const auto& line = city.dykes[i].line;
            for (std::size_t k = 0; k + 1 < line.size(); ++k) {
                const double d = to_segment_m(p, line[k], line[k + 1]);
                if (d >= best) continue;
                best = d;
                hit = Pick{PickKind::Dyke, i, p};
            }
        }
        if (hit) out.push_back(*hit);
    }
    void vehicles() {
        if (!view.layers.vehicles) return;
        const VehicleColumns v = interpolated_vehicles(view.shown());
        double best = kReach_px;
        std::optional<Pick> hit;
        for (std::size_t i = 0; i < v.id.size(); ++i) {
            const LocalXY p{static_cast<double>(v.x_m[i]), static_cast<double>(v.y_m[i])};
            const auto z = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(p))) * view.exaggeration + 1.0;
            const double off = off_px({p.x_m, p.y_m, z});
            if (off >= best) continue;
            best = off;
            hit = Pick{PickKind::Vehicle, v.id[i], p};
        }
        if (hit) out.push_back(*hit);
    }
    void devices() {
        if (!view.layers.devices) return;
        const Vec3 eye = eye_of(view.camera);
        std::vector<std::pair<double, Pick>> hits;
        for (const DeviceMark& m : device_marks(city, view)) {
            const auto ground_m = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(m.at)));
            const Vec3 p{m.at.x_m, m.at.y_m, (ground_m + kDeviceHeight_m) * view.exaggeration};
            if (length(p - eye) > m.far_m) continue;
            const double off = off_px(p);
            if (off < kReach_px) hits.emplace_back(off, Pick{PickKind::Device, m.device, m.at});
        }
        std::sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [off, pick] : hits) out.push_back(pick);
    }
    void buildings() {
        if (!view.layers.buildings) return;
        double best = ground ? length(*ground - ray.origin) + 1.0 : 3'000.0;
        std::optional<Pick> hit;
        for (std::uint32_t i = 0; i < city.buildings.size(); ++i) {
            const Building& b = city.buildings[i];
            if (b.outline.size() < 3) continue;
            const auto t = building_hit(city, view, b, ray);
            if (!t || *t >= best) continue;
            best = *t;
            hit = Pick{PickKind::Building, i, b.outline.front()};
        }
        if (hit) out.push_back(*hit);
    }
    void roads() {
        if (!view.layers.roads || !ground) return;
        const LocalXY p{ground->x, ground->y};
        double best = 1e9;
        std::optional<Pick> hit;
        for (std::uint32_t i = 0; i < city.edges.size(); ++i) {
            const RoadEdge& e = city.edges[i];
            const double reach_m = static_cast<double>(e.width_m) + metres_per_pixel(view.camera, viewport) * 3.0;
            for (std::size_t k = 0; k + 1 < e.line.size(); ++k) {
                const double d = to_segment_m(p, e.line[k], e.line[k + 1]);
                if (d >= reach_m || d >= best) continue;
                best = d;
                hit = Pick{PickKind::Road, i, p};
            }
        }
        if (hit) out.push_back(*hit);
    }
};

}  // namespace

std::optional<Vec3> surface_hit(const City& city, const ViewState& view, const Ray& ray) {
    double before = 0.0;
    double t = 0.0;
    // Steps grow with the way gone: a pixel covers more ground the farther it is. Then bisection to a centimetre.
    for (int i = 0; i < 4'000 && t < 60'000.0; ++i) {
        const Vec3 p = ray.origin + ray.direction * t;
        const LocalXY xy{p.x, p.y};
        if (inside_city(city, xy) && p.z <= surface_z(city, view, xy)) {
            double low = before;
            double high = t;
            for (int k = 0; k < 40 && high - low > 0.01; ++k) {
                const double mid = (low + high) * 0.5;
                const Vec3 m = ray.origin + ray.direction * mid;
                (m.z <= surface_z(city, view, {m.x, m.y}) ? high : low) = mid;
            }
            return ray.origin + ray.direction * high;
        }
        if (p.z < -200.0 * view.exaggeration) break;
        before = t;
        t += std::max(city.grid.cell_m * 0.4, t * 0.002);
    }
    return std::nullopt;
}

std::vector<Pick> pick_all(const City& city, const ViewState& view, Viewport viewport, double x_px, double y_px) {
    const Ray ray = ray_through(view.camera, viewport, x_px, y_px);
    Picker p{city, view, viewport, x_px, y_px, ray, surface_hit(city, view, ray), {}};
    p.alarms();
    p.vehicles();
    p.devices();
    p.assets();
    p.buildings();
    p.dykes();
    p.roads();
    if (p.ground) {
        const LocalXY at{p.ground->x, p.ground->y};
        p.out.push_back({PickKind::Cell, city.grid.cell_clamped(at), at});
    }
    return std::move(p.out);
}

std::optional<Pick> next_pick(const std::vector<Pick>& under, const std::optional<Pick>& last) {
    if (under.empty()) return std::nullopt;
    const auto found = last ? std::find(under.begin(), under.end(), *last) : under.end();
    if (found == under.end() || found + 1 == under.end()) return under.front();
    return *(found + 1);
}

}  // namespace sd::viz
