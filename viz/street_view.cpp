// Where to stand in a flooded street: streets are ranked by their water, then views of the best ones are judged by what
// a grid of rays through the picture meets. A picture counts for the water over streets in it, not for nearby walls.
#include <algorithm>
#include <cmath>

#include "sim/core/units.h"
#include "viz/pick.h"
#include "viz/presets.h"
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
    if (out.size() > 100) out.resize(100);
    return out;
}

/// What a picture shows, judged by rays on a coarse grid.
class Judge {
public:
    Judge(const City& city, const Picture* picture, float min_depth_m)
        : city_(city), picture_(picture), min_depth_m_(min_depth_m) {
        state_.exaggeration = 1.0;
    }
    /// Share of the picture that shows water over streets, less what walls close to the eye hide; 0…about 1.
    [[nodiscard]] double score(const OrbitCamera& camera) const {
        constexpr Viewport kGrid{28, 16};
        const Vec3 eye = eye_of(camera);
        const std::vector<const Building*> houses = houses_near(eye);
        double sum = 0.0;
        for (int y = 2; y < kGrid.height_px; ++y) {
            for (int x = 0; x < kGrid.width_px; ++x) {
                sum += worth(ray_through(camera, kGrid, x + 0.5, y + 0.5), camera.target_z_m, houses);
            }
        }
        return sum / (kGrid.width_px * (kGrid.height_px - 2));
    }

private:
    static constexpr double kReach_m = 260.0;
    static constexpr double kWall_m = 34.0;  // a wall nearer than this fills the picture
    [[nodiscard]] std::vector<const Building*> houses_near(Vec3 eye) const {
        std::vector<const Building*> near;
        for (const Building& b : city_.buildings) {
            if (b.outline.size() < 3) continue;
            const LocalXY p = b.outline.front();
            if (std::abs(p.x_m - eye.x) < kReach_m && std::abs(p.y_m - eye.y) < kReach_m) near.push_back(&b);
        }
        return near;
    }
    [[nodiscard]] double worth(const Ray& ray, double level_m, const std::vector<const Building*>& houses) const {
        const double ground_m = ray.direction.z < -1e-3 ? (level_m - ray.origin.z) / ray.direction.z : 1.0e9;
        double wall_m = std::min(ground_m, kReach_m);
        bool wall = false;
        for (const Building* b : houses) {
            const auto t = building_hit(city_, state_, *b, ray);
            if (!t || *t >= wall_m) continue;
            wall_m = *t;
            wall = true;
        }
        if (wall) return wall_m < kWall_m ? -1.0 : 0.4;
        if (ground_m > kReach_m) return 0.0;
        const LocalXY at{ray.origin.x + ray.direction.x * ground_m, ray.origin.y + ray.direction.y * ground_m};
        const auto cover = static_cast<Cover>(city_.cover.at(city_.grid.cell_clamped(at)));
        const float depth_m = depth_at(picture_, at);
        if (is_water(cover) || depth_m < min_depth_m_) return -0.3;
        return (cover == Cover::Road ? 1.0 : 0.6) * (0.6 + std::min(0.4, static_cast<double>(depth_m)));
    }
    const City& city_;
    const Picture* picture_;
    float min_depth_m_;
    ViewState state_;
};

/// Down the street from one of its points to the next, at an elevation of the eye.
OrbitCamera along(const City& city, LocalXY a, LocalXY b, double elevation_deg) {
    OrbitCamera c;
    c.target = {(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2};
    c.target_z_m = ground_z(city, c.target);
    c.azimuth_deg = rad_to_deg(std::atan2(b.x_m - a.x_m, b.y_m - a.y_m));
    c.distance_m = 46.0;
    c.elevation_deg = elevation_deg;
    c.fovy_deg = 50.0;
    return c;
}

}  // namespace

bool has_own_name(const RoadEdge& e) {
    const std::string name = folded(e.name);
    return !name.empty() && name.rfind("duong noi bo", 0) != 0 && name.rfind("hem", 0) != 0 &&
           name.rfind("duong noi dong", 0) != 0;
}

OrbitCamera street_camera(const City& city, const Picture* picture, float min_depth_m) {
    const Judge judge(city, picture, min_depth_m);
    double best = -1.0e9;
    OrbitCamera chosen = close_camera(city, city_core(city), 200.0);
    for (const ScoredEdge& candidate : wettest_edges(city, picture, min_depth_m)) {
        const auto& line = candidate.edge->line;
        for (const bool forward : {true, false}) {
            const std::size_t i = (line.size() - 1) / 2;
            for (const double elevation_deg : {8.0, 11.0, 15.0}) {
                const OrbitCamera c =
                    along(city, forward ? line[i] : line[i + 1], forward ? line[i + 1] : line[i], elevation_deg);
                const Vec3 eye = eye_of(c);
                const double alive =
                    0.25 + 0.1 * std::min(15.0, vehicles_ahead(picture, {eye.x, eye.y}, axes_of(c).forward));
                const double wet = depth_at(picture, c.target) >= min_depth_m ? 1.0 : 0.1;
                const double seen = judge.score(c);
                // The street's own rank breaks ties only: what the picture shows decides.
                const double score = seen > 0.0 ? seen * alive * wet * std::pow(candidate.score, 0.15) : seen - 1.0;
                if (score <= best) continue;
                best = score;
                chosen = c;
            }
        }
    }
    return chosen;
}

}  // namespace sd::viz
