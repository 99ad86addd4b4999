// Pictures without a display server: the same twice, every layer visible, the legend's colours on the ground.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/viz/small_city.h"
#include "viz/hud.h"
#include "viz/presets.h"
#include "viz/scene.h"
#include "viz/surface.h"

namespace sd::viz {
namespace {

constexpr Viewport kSize{480, 270};

class RenderTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        auto made = make_offscreen_surface(kSize);
        if (!made) {
            why_not = to_text(made.error());
            return;
        }
        surface = made->release();
        city = new City(test::make_small_city(6));
        scene = new Scene(*city, kSize);
    }
    static void TearDownTestSuite() {
        delete scene;
        delete city;
        delete surface;
        scene = nullptr;
        city = nullptr;
        surface = nullptr;
    }
    void SetUp() override {
        if (surface == nullptr) GTEST_SKIP() << "no EGL here: " << why_not;
        view.truth.first = test::make_small_picture(*city, Eye::Truth, Instant{0});
        view.belief.first = test::make_small_picture(*city, Eye::Belief, Instant{0});
        view.camera = close_camera(*city, {400.0, 620.0}, 300.0);
    }
    PixelImage shot() {
        counters = scene->draw(view);
        return read_pixels(kSize);
    }
    static std::size_t different(const PixelImage& a, const PixelImage& b) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < a.rgb.size(); i += 3) {
            n += a.rgb[i] != b.rgb[i] || a.rgb[i + 1] != b.rgb[i + 1] || a.rgb[i + 2] != b.rgb[i + 2] ? 1U : 0U;
        }
        return n;
    }
    static Surface* surface;
    static City* city;
    static Scene* scene;
    static std::string why_not;
    ViewState view;
    DrawCounters counters;
};
Surface* RenderTest::surface = nullptr;
City* RenderTest::city = nullptr;
Scene* RenderTest::scene = nullptr;
std::string RenderTest::why_not;

TEST_F(RenderTest, TheSameStateGivesTheSameBytes) {
    const PixelImage first = shot();
    EXPECT_TRUE(shot().rgb == first.rgb);
    {
        auto second = make_offscreen_surface(kSize);
        ASSERT_TRUE(second);
        Scene other(*city, kSize);
        (void)other.draw(view);
        EXPECT_TRUE(read_pixels(kSize).rgb == first.rgb) << "a second context draws the same picture";
    }
    surface->make_current();
}

TEST_F(RenderTest, EveryLayerCanBeSeen) {
    const PixelImage all = shot();
    const struct {
        const char* name;
        bool Layers::*flag;
        std::size_t at_least_px;
    } layers[] = {{"terrain", &Layers::terrain, 20'000},
                  {"water", &Layers::water, 5'000},
                  {"roads", &Layers::roads, 1'000},
                  {"buildings", &Layers::buildings, 5'000},
                  {"vehicles", &Layers::vehicles, 60},
                  {"devices", &Layers::devices, 60},
                  {"rain", &Layers::rain, 40}};
    for (const auto& layer : layers) {
        view.layers.*layer.flag = false;
        EXPECT_GE(different(all, shot()), layer.at_least_px) << layer.name;
        view.layers.*layer.flag = true;
    }
    EXPECT_TRUE(shot().rgb == all.rgb);
}

TEST_F(RenderTest, EyesDiffer) {
    const PixelImage truth = shot();
    for (const EyeMode eye : {EyeMode::Belief, EyeMode::Difference, EyeMode::Split}) {
        view.eye = eye;
        EXPECT_GT(different(truth, shot()), 3'000U);
    }
}

TEST_F(RenderTest, TheSplitShowsTruthLeftAndBeliefRight) {
    view.layers.vehicles = false;
    view.layers.devices = false;
    view.layers.rain = false;
    view.camera.elevation_deg = 89.0;  // both halves of the mesh then lie under the same pixels
    view.eye = EyeMode::Truth;
    const PixelImage truth = shot();
    view.eye = EyeMode::Belief;
    const PixelImage belief = shot();
    view.eye = EyeMode::Split;
    const PixelImage split = shot();
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < split.rgb.size(); i += 3) {
        const PixelImage& wanted = static_cast<int>(i / 3) % kSize.width_px < kSize.width_px / 2 ? truth : belief;
        wrong += std::abs(int{split.rgb[i]} - int{wanted.rgb[i]}) > 24 ? 1U : 0U;
    }
    EXPECT_LT(wrong, split.rgb.size() / 3 / 50);
}

TEST_F(RenderTest, APixelOnTheMapTellsItsDepth) {
    view.layers = Layers{};
    view.layers.roads = view.layers.buildings = view.layers.vehicles = view.layers.devices = view.layers.rain = false;
    view.camera.elevation_deg = 89.0;
    view.camera.distance_m = 150.0;
    int checked = 0;
    for (const float depth_m : {0.2F, 0.4F, 0.8F, 1.5F}) {
        auto flat = std::make_shared<Picture>(*test::make_small_picture(*city, Eye::Truth, Instant{0}));
        for (int j = 0; j < flat->grid.ny; ++j) {
            for (int i = 0; i < flat->grid.nx; ++i) flat->depth_m(i, j) = depth_m;
        }
        flat->weather.rain_mm_h = 0.0F;
        view.truth.first = flat;
        const PixelImage image = shot();
        const std::size_t middle =
            (static_cast<std::size_t>(kSize.height_px / 2 * kSize.width_px + kSize.width_px / 2)) * 3;
        const Rgb seen{static_cast<float>(image.rgb[middle]) / 255.0F,
                       static_cast<float>(image.rgb[middle + 1]) / 255.0F,
                       static_cast<float>(image.rgb[middle + 2]) / 255.0F};
        EXPECT_NEAR(depth_ramp().value_of(seen), depth_m, 0.02F + depth_m * 0.03F);
        ++checked;
    }
    EXPECT_EQ(checked, 4);
}

TEST_F(RenderTest, CountersSayWhatWasDrawn) {
    view.camera = overview_camera(*city, kSize);
    (void)shot();
    const Picture& p = *view.truth.first;
    EXPECT_EQ(counters.vehicles_near + counters.vehicles_far, p.vehicles.id.size());
    std::size_t wet = 0;
    for (int j = 0; j < p.grid.ny; ++j) {
        for (int i = 0; i < p.grid.nx; ++i) {
            wet += p.depth_m(i, j) >= view.min_depth_m && !is_water(static_cast<Cover>(city->cover(i, j))) ? 1U : 0U;
        }
    }
    EXPECT_EQ(counters.wet_cells, wet);
    view.camera.azimuth_deg = 180.0;
    view.camera.target = {5'000.0, -9'000.0};
    (void)shot();
    EXPECT_EQ(counters.vehicles_near + counters.vehicles_far, 0U) << "nothing behind the eye is drawn";
}

TEST_F(RenderTest, NightAndPowerCutsDarkenTheStreet) {
    const auto brightness = [this] {
        double sum = 0.0;
        const PixelImage image = shot();
        for (const unsigned char c : image.rgb) sum += c;
        return sum / static_cast<double>(image.rgb.size());
    };
    view.water = WaterLook::River;
    auto night = std::make_shared<Picture>(*test::make_small_picture(*city, Eye::Truth, Instant{0}));
    const double dusk = brightness();
    night->weather.daylight = 0.0F;
    view.truth.first = night;
    const double lit = brightness();
    auto dark = std::make_shared<Picture>(*night);
    dark->cabinet_powered.assign(dark->cabinet_powered.size(), 0);
    view.truth.first = dark;
    EXPECT_LT(lit, dusk);
    EXPECT_LT(brightness(), lit - 0.5);
}

TEST_F(RenderTest, TheFrameWritesNamesAlarmsAndWarnings) {
    auto overlay = Overlay::make(*surface, texts_of(*city), 1.0F);
    if (!overlay) GTEST_SKIP() << to_text(overlay.error());
    view.eye = EyeMode::Belief;
    const PixelImage bare = shot();
    (*overlay)->begin();
    draw_hud({*city, view, kSize, Lang::Vi, "thử", false, -1.0}, (*overlay)->fonts(), counters);
    (*overlay)->end();
    EXPECT_GT(different(bare, read_pixels(kSize)), 10'000U);
    EXPECT_TRUE(shot().rgb == bare.rgb) << "the overlay leaves the scene's GL state as it was";
}

}  // namespace
}  // namespace sd::viz
