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

struct EdgeScore {
    double score = -1.0;
    const RoadEdge* edge = nullptr;
};

/// Wet cells of the street, weighted by houses around and width: a flooded main street among houses tells most.
EdgeScore wettest_edge(const City& city, const Picture* picture, float min_depth_m) {
    const int px = static_cast<int>(city.grid.nx * city.grid.cell_m / kPatch_m) + 1;
    const int py = static_cast<int>(city.grid.ny * city.grid.cell_m / kPatch_m) + 1;
    Grid<int> houses(px, py, 0);
    const auto patch = [&](LocalXY p) {
        return std::pair{std::clamp(static_cast<int>(p.x_m / kPatch_m), 0, px - 1),
                         std::clamp(static_cast<int>(p.y_m / kPatch_m), 0, py - 1)};
    };
    Grid<int> wet(px, py, 0);
    for (const Building& b : city.buildings) {
        if (b.outline.empty()) continue;
        const auto [i, j] = patch(b.outline.front());
        ++houses(i, j);
    }
    for (const RoadEdge& e : city.edges) {
        for (const std::uint32_t cell : e.cells) {
            const LocalXY at = city.grid.center_of(cell);
            const auto [i, j] = patch(at);
            wet(i, j) += depth_at(picture, at) >= min_depth_m ? 1 : 0;
        }
    }
    const LocalXY core = city_core(city);
    EdgeScore best;
    for (const RoadEdge& e : city.edges) {
        if (!is_open_street(e) || e.length_m < 40.0F) continue;
        int own = 0;
        for (const std::uint32_t cell : e.cells)
            own += depth_at(picture, city.grid.center_of(cell)) >= min_depth_m ? 1 : 0;
        const LocalXY mid = e.line[e.line.size() / 2];
        const auto [i, j] = patch(mid);
        const double away_km = std::hypot(mid.x_m - core.x_m, mid.y_m - core.y_m) / 1000.0;
        const double built = 0.1 + std::min(1.0, houses(i, j) / 25.0);
        const double score = (1e-3 + own * 4.0 + wet(i, j)) * built * (1.0 + static_cast<double>(e.width_m) * 0.1) /
                             (1.0 + away_km * away_km * 0.05);
        if (score > best.score) best = {score, &e};
    }
    return best;
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
    c.elevation_deg = 50.0;
    const double t = std::tan(deg_to_rad(c.fovy_deg) * 0.5);
    c.distance_m = std::max(w * 0.5 / (t * viewport.aspect()), h * 0.5 * 0.80 / t) * 1.08;
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
    const EdgeScore best = wettest_edge(city, picture, min_depth_m);
    if (best.edge == nullptr) return close_camera(city, city_core(city), 200.0);
    const auto& line = best.edge->line;
    const LocalXY a = line.front();
    const LocalXY b = line.back();
    OrbitCamera c;
    const LocalXY mid = line[line.size() / 2];
    c.target = line.size() > 2 ? mid : LocalXY{(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2};
    c.target_z_m = ground_z(city, c.target) + 1.5;
    c.azimuth_deg = rad_to_deg(std::atan2(b.x_m - a.x_m, b.y_m - a.y_m));
    c.distance_m = 62.0;
    c.elevation_deg = 13.0;
    c.fovy_deg = 50.0;
    return c;
}

std::optional<OrbitCamera> alarm_camera(const City& city, const Picture* belief) {
    const AlarmView* newest = nullptr;
    if (belief != nullptr) {
        for (const AlarmView& a : belief->alarms) {
            if (a.state != AlarmState::Closed && (newest == nullptr || a.since > newest->since)) newest = &a;
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
    const bool far = view.camera.distance_m > 1'200.0;
    view.exaggeration = view.camera.distance_m > 4'000.0 ? 3.0 : 1.0;
    view.camera.target_z_m *= view.exaggeration;
    view.water = far || view.eye == EyeMode::Difference ? WaterLook::Map : WaterLook::River;
}

}  // namespace sd::viz
