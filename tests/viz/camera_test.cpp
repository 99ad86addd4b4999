#include "viz/camera.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/viz/small_city.h"
#include "viz/hud.h"
#include "viz/labels.h"
#include "viz/pick.h"
#include "viz/polygon.h"
#include "viz/presets.h"
#include "viz/tour.h"

namespace sd::viz {
namespace {

constexpr Viewport kScreen{1600, 900};

OrbitCamera camera_at(double azimuth_deg, double elevation_deg) {
    OrbitCamera c;
    c.target = {500.0, 700.0};
    c.distance_m = 400.0;
    c.azimuth_deg = azimuth_deg;
    c.elevation_deg = elevation_deg;
    return c;
}

TEST(Camera, TheTargetIsInTheMiddle) {
    for (const double azimuth : {0.0, 77.0, 210.0}) {
        const OrbitCamera c = camera_at(azimuth, 35.0);
        const auto p = project(c, kScreen, {c.target.x_m, c.target.y_m, c.target_z_m});
        ASSERT_TRUE(p);
        EXPECT_NEAR(p->x_px, 800.0, 1e-9);
        EXPECT_NEAR(p->y_px, 450.0, 1e-9);
        EXPECT_NEAR(p->depth_m, c.distance_m, 1e-9);
    }
}

TEST(Camera, NorthIsUpAndEastIsRight) {
    const OrbitCamera c = camera_at(0.0, 60.0);
    const auto north = project(c, kScreen, {500.0, 720.0, 0.0});
    const auto east = project(c, kScreen, {520.0, 700.0, 0.0});
    EXPECT_LT(north->y_px, 450.0);
    EXPECT_GT(east->x_px, 800.0);
    EXPECT_FALSE(project(c, kScreen, eye_of(c) - axes_of(c).forward * 10.0));
}

TEST(Camera, ARayThroughAProjectedPointPassesThePoint) {
    const OrbitCamera c = camera_at(33.0, 25.0);
    for (const Vec3 world : {Vec3{480, 760, 3}, Vec3{560, 640, 0}, Vec3{430, 900, 12}}) {
        const auto p = project(c, kScreen, world);
        ASSERT_TRUE(p);
        const Ray ray = ray_through(c, kScreen, p->x_px, p->y_px);
        EXPECT_NEAR(length(cross(world - ray.origin, ray.direction)), 0.0, 1e-6);
    }
}

TEST(Camera, MatricesAgreeWithProjection) {
    const OrbitCamera c = camera_at(120.0, 40.0);
    const Mat4 m = multiply(view_matrix(c), projection_matrix(c, kScreen));
    const Vec3 w{530, 660, 7};
    const double cw = w.x * m[3] + w.y * m[7] + w.z * m[11] + m[15];
    const double cx = w.x * m[0] + w.y * m[4] + w.z * m[8] + m[12];
    const auto p = project(c, kScreen, w);
    EXPECT_NEAR((cx / cw * 0.5 + 0.5) * 1600.0, p->x_px, 1e-6);
    EXPECT_TRUE(sees_box(m, w, w));
    EXPECT_FALSE(sees_box(m, eye_of(c) - axes_of(c).forward * 50.0, eye_of(c) - axes_of(c).forward * 40.0));
}

TEST(Camera, FlyingMovesTheEyeAndLookingTurnsItInPlace) {
    OrbitCamera c = camera_at(90.0, 20.0);
    const Vec3 before = eye_of(c);
    fly(c, 30.0, 0.0, 0.0, -1.0e9);
    EXPECT_NEAR(eye_of(c).x - before.x, 30.0, 1e-9) << "azimuth 90 is east";
    EXPECT_NEAR(eye_of(c).z, before.z, 1e-9);
    fly(c, 0.0, 10.0, 5.0, -1.0e9);
    EXPECT_NEAR(eye_of(c).y - before.y, -10.0, 1e-9) << "right of east is south";
    EXPECT_NEAR(eye_of(c).z - before.z, 5.0, 1e-9);
    const Vec3 here = eye_of(c);
    look(c, 120.0, -300.0);
    EXPECT_NEAR(length(eye_of(c) - here), 0.0, 1e-9);
    EXPECT_LT(c.elevation_deg, 0.0) << "looks up into the sky";
    fly(c, 0.0, 0.0, -1000.0, 2.0);
    EXPECT_NEAR(eye_of(c).z, 2.0, 1e-9) << "never below the ground";
}

class PickTest : public ::testing::Test {
protected:
    void SetUp() override {
        view.truth.first = test::make_small_picture(city, Eye::Truth, Instant{0});
        view.belief.first = test::make_small_picture(city, Eye::Belief, Instant{0});
        view.camera = camera_at(20.0, 50.0);
    }
    [[nodiscard]] std::vector<Pick> at(Vec3 world) const {
        const auto p = project(view.camera, kScreen, world);
        return p ? pick_all(city, view, kScreen, p->x_px, p->y_px) : std::vector<Pick>{};
    }
    const City city = test::make_small_city(8);
    ViewState view;
};

TEST_F(PickTest, AHouseIsFoundThroughItsRoof) {
    const Building& b = city.buildings[100];
    const auto ground = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(b.outline.front())));
    view.camera.target = b.outline[0];
    const Vec3 roof{b.outline[0].x_m + 4.0, b.outline[0].y_m + 9.0,
                    ground + static_cast<double>(b.plinth_m + b.height_m)};
    const auto under = at(roof);
    const Pick wanted{PickKind::Building, 100, {}};
    EXPECT_NE(std::find(under.begin(), under.end(), wanted), under.end());
}

TEST_F(PickTest, AVehicleComesBeforeTheRoadAndClicksCycle) {
    const VehicleColumns& v = view.truth.first->vehicles;
    const LocalXY p{static_cast<double>(v.x_m[60]), static_cast<double>(v.y_m[60])};
    view.camera.target = p;
    const double z = static_cast<double>(city.ground_m.at(city.grid.cell_clamped(p))) + 1.0;
    const auto under = at({p.x_m, p.y_m, z});
    ASSERT_GE(under.size(), 3U);
    EXPECT_EQ(under.front(), (Pick{PickKind::Vehicle, v.id[60], {}}));
    EXPECT_EQ(under.back().kind, PickKind::Cell);
    std::optional<Pick> picked;
    for (std::size_t i = 0; i < under.size(); ++i) {
        picked = next_pick(under, picked);
        EXPECT_EQ(*picked, under[i]);
    }
    EXPECT_EQ(*next_pick(under, picked), under.front());
}

TEST_F(PickTest, TheSurfaceHitLiesOnWaterAndTheSkyHasNone) {
    view.camera.target = {300.0, 600.0};
    const auto hit = surface_hit(city, view, ray_through(view.camera, kScreen, 800, 450));
    ASSERT_TRUE(hit);
    const auto cell = city.grid.cell_clamped({hit->x, hit->y});
    EXPECT_NEAR(hit->z, static_cast<double>(city.ground_m.at(cell) + view.truth.first->depth_m.at(cell)), 0.05);
    view.camera.elevation_deg = 3.0;
    EXPECT_FALSE(surface_hit(city, view, ray_through(view.camera, kScreen, 800, 5)));
}

TEST_F(PickTest, PlacedLabelsNeverOverlapEachOtherOrThePanels) {
    view.eye = EyeMode::Belief;
    view.camera.distance_m = 900.0;
    auto wishes = label_wishes(city, view, kScreen, Lang::Vi);
    ASSERT_GT(wishes.size(), 10U);
    const std::vector<TextSize> sizes(wishes.size(), {140.0, 22.0});
    const Box panel{0, 0, 400, 300};
    const auto placed = place_labels(wishes, sizes, view.camera, kScreen, {panel});
    ASSERT_GT(placed.size(), 3U);
    EXPECT_EQ(placed.front().wish.style, LabelStyle::Alarm);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        EXPECT_FALSE(placed[i].box.overlaps(panel));
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(placed[i].box.overlaps(placed[j].box));
    }
}

TEST_F(PickTest, PresetsLookWhereTheyPromise) {
    const OrbitCamera over = overview_camera(city, kScreen);
    const double w = city.grid.nx * city.grid.cell_m;
    const double h = city.grid.ny * city.grid.cell_m;
    for (const LocalXY corner : {LocalXY{0, h}, LocalXY{w, h}}) {
        const auto p = project(over, kScreen, {corner.x_m, corner.y_m, 0.0});
        ASSERT_TRUE(p);
        EXPECT_GT(p->y_px, 0.0);
        EXPECT_LT(p->y_px, 900.0);
    }
    const OrbitCamera street = street_camera(city, view.truth.first.get(), 0.1F);
    EXPECT_GE(view.truth.first->depth_m.at(city.grid.cell_clamped(street.target)), 0.1F);
    const auto alarm = alarm_camera(city, view.belief.first.get());
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->target, view.belief.first->alarms[0].at_xy);
    EXPECT_FALSE(alarm_camera(city, view.truth.first.get()));
    EXPECT_FALSE(camera_named("nowhere at all", city, view, kScreen));
    const auto exact = camera_named("10,20,300,45,30", city, view, kScreen);
    ASSERT_TRUE(exact);
    EXPECT_EQ(exact->azimuth_deg, 45.0);
}

TEST(ScaleBar, IsRoundAndFits) {
    for (const double mpp : {0.03, 0.4, 7.0, 31.0}) {
        const double m = scale_bar_m(mpp, 180.0);
        EXPECT_LE(m / mpp, 180.0);
        EXPECT_GT(m / mpp, 180.0 / 2.6);
        const double lead = m / std::pow(10.0, std::floor(std::log10(m) + 1e-9));
        EXPECT_TRUE(std::abs(lead - 1) < 1e-6 || std::abs(lead - 2) < 1e-6 || std::abs(lead - 5) < 1e-6) << m;
    }
}

TEST(Polygon, TrianglesCoverAConcaveRingExactly) {
    const std::vector<LocalXY> ring{{0, 0}, {10, 0}, {10, 10}, {6, 10}, {6, 4}, {3, 4}, {3, 10}, {0, 10}};
    const auto index = triangulated(ring);
    ASSERT_EQ(index.size(), (ring.size() - 2) * 3);
    double area = 0.0;
    for (std::size_t i = 0; i < index.size(); i += 3) {
        const double a = doubled_area_m2({ring[index[i]], ring[index[i + 1]], ring[index[i + 2]]});
        EXPECT_GT(a, 0.0);
        area += a;
    }
    EXPECT_NEAR(area, doubled_area_m2(ring), 1e-9);
}

}  // namespace
}  // namespace sd::viz
