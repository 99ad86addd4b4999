#include "viz/presets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/core/units.h"
#include "viz/search.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

constexpr double kPatch_m = 250.0;  // streets are compared by patches of this size

bool is_open_street(const RoadEdge& e) {
    return !e.bridge && e.line.size() >= 2 && e.cls < RoadClass::Hem && e.cls > RoadClass::Motorway;
}

float depth_at(const Picture* p, LocalXY at) {
    return p != nullptr && !p->depth_m.empty() ? p->depth_m.at(p->grid.cell_clamped(at)) : 0.0F;
}

LocalXY city_core(const City& city) {
    double x = 0.0;
    double y = 0.0;
    double n = 1e-9;
    for (const Building& b : city.buildings) {
        if (b.outline.empty()) continue;
        x += b.outline.front().x_m;
        y += b.outline.front().y_m;
        n += 1.0;
    }
    if (n < 1.0) return {city.grid.nx * city.grid.cell_m * 0.5, city.grid.ny * city.grid.cell_m * 0.5};
    return {x / n, y / n};
}

/// Corners of houses that stand in the way of the look along a street.
int corners_between(const City& city, LocalXY eye, LocalXY ahead, double free_m) {
    const double dx = ahead.x_m - eye.x_m;
    const double dy = ahead.y_m - eye.y_m;
    const double len2 = std::max(1.0, dx * dx + dy * dy);
    int n = 0;
    for (const Building& house : city.buildings) {
        const auto& ring = house.outline;
        if (ring.empty() || std::hypot(ring[0].x_m - eye.x_m, ring[0].y_m - eye.y_m) > 160.0) continue;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const LocalXY& q = ring[(i + 1) % ring.size()];
            for (const LocalXY p : {ring[i], LocalXY{(ring[i].x_m + q.x_m) / 2, (ring[i].y_m + q.y_m) / 2}}) {
                const double t = std::clamp(((p.x_m - eye.x_m) * dx + (p.y_m - eye.y_m) * dy) / len2, 0.0, 1.0);
                n += std::hypot(p.x_m - eye.x_m - dx * t, p.y_m - eye.y_m - dy * t) < free_m ? 1 : 0;
            }
        }
    }
    return n;
}

/// Vehicles on the part of the street that fills the picture; standing ones tell more.
double vehicles_ahead(const Picture* picture, LocalXY eye, Vec3 forward) {
    if (picture == nullptr) return 0.0;
    const VehicleColumns& v = picture->vehicles;
    const double len = std::max(1e-6, std::hypot(forward.x, forward.y));
    double sum = 0.0;
    for (std::size_t i = 0; i < v.x_m.size(); ++i) {
        const double x = static_cast<double>(v.x_m[i]) - eye.x_m;
        const double y = static_cast<double>(v.y_m[i]) - eye.y_m;
        const double along = (x * forward.x + y * forward.y) / len;
        const double across = std::abs(x * forward.y - y * forward.x) / len;
        if (along > 18.0 && along < 110.0 && across < 10.0) sum += v.speed_m_s[i] < 0.5F ? 1.5 : 1.0;
    }
    return sum;
}

/// Streets that a reader can find on a map.
bool has_own_name(const RoadEdge& e) {
    const std::string name = folded(e.name);
    return !name.empty() && name.rfind("duong noi bo", 0) != 0 && name.rfind("hem", 0) != 0 &&
           name.rfind("duong noi dong", 0) != 0;
}

/// Houses and wet street cells by patch.
struct Patches {
    Patches(const City& city, const Picture* picture, float min_depth_m)
        : nx(static_cast<int>(city.grid.nx * city.grid.cell_m / kPatch_m) + 1),
          ny(static_cast<int>(city.grid.ny * city.grid.cell_m / kPatch_m) + 1),
          houses(nx, ny, 0),
          wet(nx, ny, 0) {
        for (const Building& b : city.buildings) {
            if (!b.outline.empty()) ++in(houses, b.outline.front());
        }
        for (const RoadEdge& e : city.edges) {
            for (const std::uint32_t cell : e.cells) {
                const LocalXY at = city.grid.center_of(cell);
                in(wet, at) += depth_at(picture, at) >= min_depth_m ? 1 : 0;
            }
        }
    }
    int& in(Grid<int>& grid, LocalXY p) const {
        return grid(std::clamp(static_cast<int>(p.x_m / kPatch_m), 0, nx - 1),
                    std::clamp(static_cast<int>(p.y_m / kPatch_m), 0, ny - 1));
    }
    int nx;
    int ny;
    Grid<int> houses;
    Grid<int> wet;
};

struct ScoredEdge {
    double score = 0.0;
    const RoadEdge* edge = nullptr;
};

/// Wet cells of the street, weighted by houses around and width: a flooded main street among houses tells most.
std::vector<ScoredEdge> wettest_edges(const City& city, const Picture* picture, float min_depth_m) {
    Patches patches(city, picture, min_depth_m);
    const LocalXY core = city_core(city);
    std::vector<ScoredEdge> out;
    for (const RoadEdge& e : city.edges) {
        if (!is_open_street(e) || e.length_m < 40.0F) continue;
        int own = 0;
        for (const std::uint32_t cell : e.cells) {
            own += depth_at(picture, city.grid.center_of(cell)) >= min_depth_m ? 1 : 0;
        }
        const LocalXY mid = e.line[e.line.size() / 2];
        const double away_km = std::hypot(mid.x_m - core.x_m, mid.y_m - core.y_m) / 1000.0;
        const double built = 0.1 + std::min(1.0, patches.in(patches.houses, mid) / 25.0);
        const double told = (has_own_name(e) ? 1.0 : 0.05) * (e.cls <= RoadClass::Tertiary ? 1.0 : 0.2);
        out.push_back({told * (1e-3 + own * 4.0 + patches.in(patches.wet, mid)) * built *
                           (1.0 + static_cast<double>(e.width_m) * 0.25) / (1.0 + away_km * away_km * 0.05),
                       &e});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const ScoredEdge& a, const ScoredEdge& b) { return a.score > b.score; });
    if (out.size() > 60) out.resize(60);
    return out;
}

double ground_z(const City& city, LocalXY at) {
    return std::max(0.0, static_cast<double>(city.ground_m.at(city.grid.cell_clamped(at))));
}

}  // namespace

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

OrbitCamera street_camera(const City& city, const Picture* picture, float min_depth_m) {
    double best = -1.0;
    OrbitCamera chosen = close_camera(city, city_core(city), 200.0);
    for (const ScoredEdge& candidate : wettest_edges(city, picture, min_depth_m)) {
        const auto& line = candidate.edge->line;
        for (const bool forward : {true, false}) {
            const std::size_t i = (line.size() - 1) / 2;
            const LocalXY a = forward ? line[i] : line[i + 1];
            const LocalXY b = forward ? line[i + 1] : line[i];
            OrbitCamera c;
            c.target = {(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2};
            c.target_z_m = ground_z(city, c.target);
            c.azimuth_deg = rad_to_deg(std::atan2(b.x_m - a.x_m, b.y_m - a.y_m));
            c.distance_m = 44.0;
            c.elevation_deg = 19.0;  // 14 m above the street
            c.fovy_deg = 50.0;
            const Vec3 eye = eye_of(c);
            const Vec3 look = axes_of(c).forward;
            const Vec3 ahead = eye + look * 80.0;
            const bool wet = depth_at(picture, c.target) >= min_depth_m;
            const double free_m = 2.0 + static_cast<double>(candidate.edge->width_m);
            const double score = candidate.score * (wet ? 1.0 : 0.1) *
                                 (1.0 + 0.2 * std::min(20.0, vehicles_ahead(picture, {eye.x, eye.y}, look))) /
                                 (1.0 + 0.5 * corners_between(city, {eye.x, eye.y}, {ahead.x, ahead.y}, free_m));
            if (score <= best) continue;
            best = score;
            chosen = c;
        }
    }
    return chosen;
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
