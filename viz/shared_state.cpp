#include <algorithm>

#include "viz/layers.h"

namespace sd::viz {
namespace {

osg::Vec4 map_of(const GridSpec& g) {
    return {static_cast<float>(g.origin.x_m), static_cast<float>(g.origin.y_m),
            static_cast<float>(1.0 / (g.nx * g.cell_m)), static_cast<float>(1.0 / (g.ny * g.cell_m))};
}

osg::Vec2 range_of(const Ramp& ramp) { return {ramp.low(), 1.0F / (ramp.high() - ramp.low())}; }

osg::ref_ptr<osg::Texture2D> depth_texture(const Picture& picture) {
    osg::ref_ptr<osg::Texture2D> made = make_float_texture(picture.depth_m.nx(), picture.depth_m.ny(), false, true);
    float* out = texels(*made);
    for (int j = 0; j < picture.depth_m.ny(); ++j) {
        const auto row = picture.depth_m.row(j);
        out = std::copy(row.begin(), row.end(), out);
    }
    return made;
}

/// Land cells of the city under water in a picture whose grid may be coarser.
std::size_t count_wet(const City& city, const Picture& p, float least_m) {
    std::size_t wet = 0;
    for (int j = 0; j < p.depth_m.ny(); ++j) {
        for (int i = 0; i < p.depth_m.nx(); ++i) {
            if (p.depth_m(i, j) < least_m) continue;
            const auto cell = city.grid.cell_clamped(p.grid.center(i, j));
            wet += is_water(static_cast<Cover>(city.cover.at(cell))) ? 0U : 1U;
        }
    }
    return wet;
}

}  // namespace

SharedState::SharedState(const City& city, osg::StateSet& state, osg::Texture2D* ground, osg::Texture2D* land)
    : city_(city), state_(&state) {
    const char* samplers[] = {"u_ground",   "u_land",       "u_truth_a",         "u_truth_b",   "u_belief_a",
                              "u_belief_b", "u_depth_ramp", "u_difference_ramp", "u_instances", "u_states"};
    for (unsigned unit = 0; unit < 10; ++unit) set_uniform(state, samplers[unit], static_cast<int>(unit));
    osg::ref_ptr<osg::Texture2D> dry = make_float_texture(1, 1, false, true);
    for (unsigned unit = kTruthA; unit <= kBeliefB; ++unit) state.setTextureAttributeAndModes(unit, dry);
    state.setTextureAttributeAndModes(kGround, ground);
    state.setTextureAttributeAndModes(kLand, land);
    state.setTextureAttributeAndModes(kDepthRamp, make_ramp_texture(depth_ramp()));
    state.setTextureAttributeAndModes(kDifferenceRamp, make_ramp_texture(difference_ramp()));
    const osg::Vec2 depth = range_of(depth_ramp());
    const osg::Vec2 difference = range_of(difference_ramp());
    set_uniform(state, "u_ramps", osg::Vec4(depth.x(), depth.y(), difference.x(), difference.y()));
    for (const char* name : {"u_ground_map", "u_truth_map", "u_belief_map"})
        set_uniform(state, name, map_of(city.grid));
}

void SharedState::load(Eye& eye, const PictureSpan& span, unsigned first_unit) {
    if (span.empty()) return;
    const std::array<std::shared_ptr<const Picture>, 2> wanted{span.first, span.second ? span.second : span.first};
    // Playing forward, the second picture becomes the first one: hand the texture over instead of loading it again.
    if (wanted[0] != eye.loaded[0] && wanted[0] == eye.loaded[1]) {
        std::swap(eye.loaded[0], eye.loaded[1]);
        std::swap(eye.depth[0], eye.depth[1]);
    }
    for (std::size_t k = 0; k < 2; ++k) {
        if (wanted[k] != eye.loaded[k]) {
            eye.depth[k] = k == 1 && wanted[1] == wanted[0] ? eye.depth[0] : depth_texture(*wanted[k]);
            eye.loaded[k] = wanted[k];
        }
        state_->setTextureAttributeAndModes(first_unit + static_cast<unsigned>(k), eye.depth[k]);
    }
    set_uniform(*state_, first_unit == kTruthA ? "u_truth_map" : "u_belief_map", map_of(wanted[0]->grid));
}

void SharedState::update(const DrawContext& context, DrawCounters& counters) {
    const ViewState& s = context.state;
    load(eyes_[0], s.truth, kTruthA);
    load(eyes_[1], s.belief, kBeliefA);
    const Picture* shown = s.shown().nearest();
    const WeatherView weather = shown != nullptr ? shown->weather : WeatherView{};
    const float rain_mm_h = s.layers.rain ? weather.rain_mm_h : 0.0F;
    const float haze_m = std::max(2'500.0F, 42'000.0F / (1.0F + rain_mm_h * 0.09F)) *
                         static_cast<float>(std::max(1.0, s.camera.distance_m / 9'000.0));
    set_uniform(*state_, "u_mix", osg::Vec2(static_cast<float>(s.truth.mix), static_cast<float>(s.belief.mix)));
    set_uniform(*state_, "u_weather",
                osg::Vec4(weather.daylight, rain_mm_h, static_cast<float>(s.animation_s), haze_m));
    const auto width = static_cast<float>(context.viewport.width_px);
    set_uniform(*state_, "u_view",
                osg::Vec4(width, static_cast<float>(context.viewport.height_px), width * static_cast<float>(s.swipe),
                          static_cast<float>(s.eye)));
    set_uniform(*state_, "u_switch",
                osg::Vec4(s.layers.water ? 1.0F : 0.0F, s.water == WaterLook::Map ? 1.0F : 0.0F, s.min_depth_m,
                          s.layers.traffic ? 1.0F : 0.0F));
    set_uniform(*state_, "u_eye", osg::Vec3(osg::Vec3d(context.eye.x, context.eye.y, context.eye.z)));
    set_uniform(*state_, "u_exag", static_cast<float>(s.exaggeration));
    const auto& now = s.shown().mix < 0.5 || !s.shown().second ? s.shown().first : s.shown().second;
    if (now && (now != counted_ || s.min_depth_m != counted_min_m_)) {
        wet_cells_ = count_wet(city_, *now, s.min_depth_m);
        counted_ = now;
        counted_min_m_ = s.min_depth_m;
    }
    counters.wet_cells = now && s.layers.water ? wet_cells_ : 0;
}

}  // namespace sd::viz
