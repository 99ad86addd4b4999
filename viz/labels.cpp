#include "viz/labels.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "viz/device_marks.h"
#include "viz/pick.h"
#include "viz/presets.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

struct Wisher {
    const City& city;
    const ViewState& view;
    Vec3 eye;
    Mat4 view_projection;
    Viewport viewport;
    std::vector<LabelWish> out;

    void add(LocalXY at, double above_m, std::string text, LabelStyle style, double priority, Rgb colour,
             std::uint64_t id) {
        if (text.empty()) return;
        const auto ground_m = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(at)));
        const Vec3 p{at.x_m, at.y_m, (std::max(ground_m, 0.0) + above_m) * view.exaggeration};
        if (!sees_box(view_projection, p, p)) return;
        if (in_street() && !sees_point(city, view, eye, p)) return;
        out.push_back({p, composed(text), style, priority, colour, id});
    }
    /// The eye stands between the houses: what they hide is not named, and what is far tells nothing.
    [[nodiscard]] bool in_street() const { return view.camera.elevation_deg < 20.0 && view.camera.distance_m < 150.0; }
    /// The eye whose picture a place shows: in the split view the one of its side.
    [[nodiscard]] const Picture* picture_at(LocalXY at) const {
        if (view.eye != EyeMode::Split) return view.shown().nearest();
        const auto p = project(view.camera, viewport, {at.x_m, at.y_m, 0.0});
        const bool left = !p || p->x_px < view.swipe * viewport.width_px;
        return (left ? view.truth : view.belief).nearest();
    }
    /// " · sâu 0,42 m" where the shown eye holds the ground wet and one can see it; else nothing.
    [[nodiscard]] std::string depth_words(LocalXY at, Lang lang) const {
        const Picture* p = picture_at(at);
        if (p == nullptr || p->depth_m.empty() || !view.layers.water || view.eye == EyeMode::Difference) return {};
        if (view.camera.distance_m > 600.0) return {};
        const float depth_m = p->depth_m.at(p->grid.cell_clamped(at));
        if (depth_m < view.min_depth_m) return {};
        return std::string(" · ") + say(Msg::DeepHere, lang) + " " +
               number(static_cast<double>(depth_m), 2, lang == Lang::Vi) + " m";
    }
    [[nodiscard]] double distance_m(LocalXY at) const { return length(Vec3{at.x_m, at.y_m, 0.0} - eye); }
};

constexpr Rgb kWhite{1.0F, 1.0F, 1.0F};

LocalXY middle_of(const std::vector<LocalXY>& line) {
    const LocalXY a = line[line.size() / 2 - 1];
    const LocalXY b = line[line.size() / 2];
    return {(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2};
}

LocalXY nearest_on(const std::vector<LocalXY>& line, LocalXY p) {
    LocalXY best = line.front();
    double best_m = 1.0e18;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double dx = line[i + 1].x_m - line[i].x_m;
        const double dy = line[i + 1].y_m - line[i].y_m;
        const double along = (p.x_m - line[i].x_m) * dx + (p.y_m - line[i].y_m) * dy;
        const double t = std::clamp(along / std::max(1e-9, dx * dx + dy * dy), 0.0, 1.0);
        const LocalXY q{line[i].x_m + dx * t, line[i].y_m + dy * t};
        const double off_m = std::hypot(p.x_m - q.x_m, p.y_m - q.y_m);
        if (off_m < best_m) {
            best_m = off_m;
            best = q;
        }
    }
    return best;
}

/// Streets once each, at the longest edge of that name near the eye.
void wish_streets(Wisher& w, Lang lang) {
    if (w.view.camera.distance_m > 4'500.0) return;
    const double far_m = w.in_street() ? 130.0 : std::max(500.0, w.view.camera.distance_m * 1.6);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < w.city.edges.size(); ++i) {
        const RoadEdge& e = w.city.edges[i];
        if (e.name.empty() || e.line.size() < 2 || (w.in_street() && !has_own_name(e))) continue;
        const LocalXY mid = w.in_street() ? nearest_on(e.line, w.view.camera.target) : middle_of(e.line);
        const double d = w.distance_m(mid);
        if (d > far_m || d < 15.0) continue;
        order.emplace_back(d / (1.0 + static_cast<double>(e.width_m)), i);
    }
    std::sort(order.begin(), order.end());
    std::set<std::string> seen;
    for (const auto& [rank, i] : order) {
        const RoadEdge& e = w.city.edges[i];
        if (seen.size() >= 14 || !seen.insert(e.name).second) continue;
        const LocalXY mid = w.in_street() ? nearest_on(e.line, w.view.camera.target) : middle_of(e.line);
        w.add(mid, 1.0, e.name + w.depth_words(mid, lang), LabelStyle::Street, 20.0 - rank * 0.01,
              {0.98F, 0.95F, 0.82F}, i);
    }
}

void wish_places(Wisher& w) {
    const double d = w.view.camera.distance_m;
    if (d > 700.0) {
        for (std::size_t i = 0; i < w.city.wards.size(); ++i) {
            const Ward& ward = w.city.wards[i];
            w.add(ward.label, 2.0, ward.name, LabelStyle::Ward, 40.0 + ward.population * 1e-5, {1.0F, 0.97F, 0.88F}, i);
        }
    }
    for (std::size_t i = 0; i < w.city.stations.size(); ++i) {
        if (w.in_street() && w.distance_m(w.city.stations[i].at) > 350.0) continue;
        w.add(w.city.stations[i].at, 6.0, w.city.stations[i].name, LabelStyle::Station, 60.0, {0.75F, 0.93F, 1.0F}, i);
    }
    for (std::size_t i = 0; i < w.city.pois.size(); ++i) {
        const Poi& p = w.city.pois[i];
        const bool big = p.kind == PoiKind::Hospital || p.kind == PoiKind::Government || p.kind == PoiKind::Market ||
                         p.kind == PoiKind::Port;
        const double far_m = w.in_street() ? 350.0 : big ? 9'000.0 : 2'200.0;
        if (w.distance_m(p.at) > far_m) continue;
        w.add(p.at, 14.0, p.name, LabelStyle::Place, big ? 32.0 : 15.0, kWhite, i);
    }
}

/// Gates, pumps, substations and dykes: few, and what an operator works with.
void wish_assets(Wisher& w) {
    if (w.view.camera.distance_m > kAssetFar_m) return;
    const double far_m = w.in_street() ? 250.0 : kAssetFar_m;
    constexpr Rgb kAsset{1.0F, 0.86F, 0.62F};
    for (std::size_t i = 0; i < w.city.structures.size(); ++i) {
        const LocalXY at = w.city.grid.center_of(w.city.structures[i].cell_inside);
        if (w.distance_m(at) > far_m) continue;
        w.add(at, kAssetHeight_m, w.city.structures[i].name, LabelStyle::Asset, 26.0, kAsset, i);
    }
    for (std::size_t i = 0; i < w.city.substations.size(); ++i) {
        if (w.distance_m(w.city.substations[i].at) > far_m) continue;
        w.add(w.city.substations[i].at, kAssetHeight_m, w.city.substations[i].name, LabelStyle::Asset, 25.0, kAsset, i);
    }
    for (std::size_t i = 0; i < w.city.dykes.size(); ++i) {
        const auto& line = w.city.dykes[i].line;
        if (line.empty() || w.distance_m(line[line.size() / 2]) > far_m) continue;
        w.add(line[line.size() / 2], 1.0, w.city.dykes[i].name, LabelStyle::Asset, 24.0, kAsset, i);
    }
}

void wish_devices(Wisher& w) {
    if (!w.view.layers.devices || w.view.camera.distance_m > 450.0 || w.view.eye == EyeMode::Difference ||
        w.view.eye == EyeMode::Truth)
        return;
    for (std::uint32_t i = 0; i < w.city.devices.size(); ++i) {
        const Device& d = w.city.devices[i];
        const bool crowd = d.kind == DeviceKind::SmartMeter || d.kind == DeviceKind::WasteBin;
        if (crowd || d.kind == DeviceKind::BusGps || w.distance_m(d.at) > (w.in_street() ? 120.0 : 260.0)) continue;
        const Quality q = quality_of(w.city, w.view, i);
        const bool trouble = q == Quality::Stuck || q == Quality::Suspect || q == Quality::Silent;
        w.add(d.at, kDeviceHeight_m + 1.5, d.name, LabelStyle::Device, trouble ? 14.0 : 5.0, {0.88F, 0.95F, 0.92F}, i);
    }
}

void wish_alarms(Wisher& w, Lang lang) {
    const Picture* p = w.view.belief.nearest();
    if (p == nullptr || !w.view.layers.alarms || w.view.eye == EyeMode::Truth) return;
    std::vector<const AlarmView*> open;
    for (const AlarmView& a : p->alarms) {
        if (a.state != AlarmState::Closed) open.push_back(&a);
    }
    std::stable_sort(open.begin(), open.end(), [](const AlarmView* a, const AlarmView* b) {
        return std::pair(a->severity, a->since) > std::pair(b->severity, b->since);
    });
    // From afar the words would hide the map: the gravest are spelt out, the others are pins.
    constexpr std::size_t kSpelt = 5;
    const bool far = w.view.camera.distance_m > 3'000.0;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const AlarmView& a = *open[i];
        const std::string words = lang == Lang::Vi ? a.text_vi : a.text_en;
        const bool pin = far && i >= kSpelt;
        w.add(a.at_xy, kAlarmHeight_m,
              pin             ? " "
              : words.empty() ? a.place
                              : words,
              LabelStyle::Alarm, (pin ? 50.0 : 100.0) + 10.0 * static_cast<double>(a.severity), colour_of(a.severity),
              a.id);
    }
}

}  // namespace

std::vector<LabelWish> label_wishes(const City& city, const ViewState& view, Viewport viewport, Lang lang) {
    Wisher w{city,
             view,
             eye_of(view.camera),
             multiply(view_matrix(view.camera), projection_matrix(view.camera, viewport)),
             viewport,
             {}};
    if (view.layers.labels) {
        wish_places(w);
        wish_streets(w, lang);
        wish_assets(w);
        wish_devices(w);
    }
    wish_alarms(w, lang);
    return std::move(w.out);
}

std::vector<PlacedLabel> place_labels(std::vector<LabelWish> wishes, const std::vector<TextSize>& sizes,
                                      const OrbitCamera& camera, Viewport viewport, std::vector<Box> taken) {
    std::vector<std::size_t> order(wishes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wishes[a].priority > wishes[b].priority; });
    const Box screen{4.0, 4.0, viewport.width_px - 4.0, viewport.height_px - 4.0};
    std::vector<PlacedLabel> placed;
    for (const std::size_t i : order) {
        const auto p = project(camera, viewport, wishes[i].at);
        if (!p) continue;
        const double w = sizes[i].width_px;
        const double h = sizes[i].height_px;
        const double lift = wishes[i].style == LabelStyle::Alarm  ? 44.0
                            : wishes[i].style == LabelStyle::Ward ? -h / 2
                                                                  : 8.0;
        const double tries[5][2] = {
            {-w / 2, -h - lift}, {12, -h - lift}, {-w - 12, -h - lift}, {-w / 2, -2 * h - lift}, {-w / 2, 10}};
        for (const auto& t : tries) {
            const Box box{p->x_px + t[0], p->y_px + t[1], p->x_px + t[0] + w, p->y_px + t[1] + h};
            const bool inside = box.left >= screen.left && box.top >= screen.top && box.right <= screen.right &&
                                box.bottom <= screen.bottom;
            const auto hit = [&box](const Box& o) { return box.overlaps(o); };
            if (!inside || std::any_of(taken.begin(), taken.end(), hit)) continue;
            taken.push_back(box);
            placed.push_back({std::move(wishes[i]), box, p->x_px, p->y_px});
            break;
        }
    }
    return placed;
}

}  // namespace sd::viz
