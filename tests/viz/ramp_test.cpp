#include "viz/ramp.h"

#include <gtest/gtest.h>

#include "viz/legend.h"

namespace sd::viz {
namespace {

TEST(DepthRamp, DeeperIsAlwaysDarker) {
    float before = 2.0F;
    for (const Rgb& c : depth_ramp().table(kRampTexels)) {
        EXPECT_LT(luminance(c), before);
        before = luminance(c);
    }
}

TEST(DifferenceRamp, BothArmsDarkenAwayFromZero) {
    for (float v = 0.05F; v <= 1.0F; v += 0.05F) {
        EXPECT_LT(luminance(difference_ramp().at(v)), luminance(difference_ramp().at(v - 0.05F)));
        EXPECT_LT(luminance(difference_ramp().at(-v)), luminance(difference_ramp().at(-v + 0.05F)));
    }
}

TEST(Ramp, ColoursComeBackAsTheirValues) {
    for (const Ramp* ramp : {&depth_ramp(), &difference_ramp()}) {
        for (float v = ramp->low(); v <= ramp->high(); v += 0.02F) {
            EXPECT_NEAR(ramp->value_of(ramp->at(v)), v, 0.02F);
        }
    }
}

TEST(Ramp, ValuesOutsideAreClamped) {
    EXPECT_EQ(packed(depth_ramp().at(99.0F)), packed(depth_ramp().stops.back().colour));
    EXPECT_EQ(packed(depth_ramp().at(-1.0F)), packed(depth_ramp().stops.front().colour));
}

TEST(Legend, TicksAreTheStopsOfTheTableThatTheShaderReads) {
    ViewState view;
    view.water = WaterLook::Map;
    const Legend legend = legend_of(view, {}, Lang::Vi);
    ASSERT_EQ(legend.ramp, &depth_ramp());
    ASSERT_EQ(legend.ticks.size(), depth_ramp().stops.size());
    for (std::size_t i = 0; i < legend.ticks.size(); ++i) EXPECT_EQ(legend.ticks[i], depth_ramp().stops[i].value);
    view.eye = EyeMode::Difference;
    EXPECT_EQ(legend_of(view, {}, Lang::Vi).ramp, &difference_ramp());
    view.eye = EyeMode::Truth;
    view.layers.water = false;
    EXPECT_EQ(legend_of(view, {}, Lang::Vi).ramp, nullptr);
}

}  // namespace
}  // namespace sd::viz
