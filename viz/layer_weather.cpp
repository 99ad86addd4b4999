#include <cmath>

#include <osg/BlendFunc>
#include <osg/Depth>

#include "sim/core/units.h"
#include "viz/layers.h"
#include "viz/shaders.h"

namespace sd::viz {
namespace {

constexpr int kStreaks = 700;

float unit_noise(unsigned n) {
    n = (n ^ 61U) ^ (n >> 16U);
    n *= 9U;
    n ^= n >> 4U;
    n *= 0x27d4eb2dU;
    n ^= n >> 15U;
    return static_cast<float>(n & 0xFFFFU) / 65536.0F;
}

osg::ref_ptr<osg::Geometry> make_rain() {
    osg::ref_ptr<osg::Geometry> lines = make_geometry();
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec3Array> speed = new osg::Vec3Array;
    for (unsigned i = 0; i < kStreaks; ++i) {
        const float x = unit_noise(i * 3U) * 2.4F - 1.2F;
        const float phase = unit_noise(i * 3U + 1U);
        const float fast = 1.1F + unit_noise(i * 3U + 2U);
        for (const float tail : {0.0F, 0.05F + 0.05F * fast}) {
            at->push_back({x, tail, phase});
            speed->push_back({fast, 0.0F, 0.0F});
        }
    }
    lines->setVertexArray(at);
    lines->setNormalArray(speed, osg::Array::BIND_PER_VERTEX);
    lines->addPrimitiveSet(new osg::DrawArrays(GL_LINES, 0, kStreaks * 2));
    osg::StateSet* state = lines->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("rain", rain_shader().vertex, rain_shader().fragment));
    state->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0.0, 1.0, false));
    state->setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    state->setRenderBinDetails(30, "RenderBin");
    return lines;
}

}  // namespace

osg::ref_ptr<osg::Geometry> make_sky(bool reflected, int bin) {
    osg::ref_ptr<osg::Geometry> quad = make_geometry();
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    for (const auto& [x, y] : {std::pair{-1.0F, -1.0F}, {1.0F, -1.0F}, {1.0F, 1.0F}, {-1.0F, 1.0F}})
        at->push_back({x, y, 0});
    quad->setVertexArray(at);
    quad->addPrimitiveSet(make_triangles({0, 1, 2, 0, 2, 3}));
    osg::StateSet* state = quad->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("sky", sky_shader().vertex, sky_shader().fragment));
    state->setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0.0, 1.0, false));
    state->setRenderBinDetails(bin, "RenderBin");
    set_uniform(*state, "u_reflected", reflected ? 1.0F : 0.0F);
    return quad;
}

void aim_sky(osg::Geometry& sky, const DrawContext& context) {
    const OrbitCamera& c = context.state.camera;
    const CameraAxes a = axes_of(c);
    const double up = std::tan(deg_to_rad(c.fovy_deg) * 0.5);
    const double right = up * context.viewport.aspect();
    const auto vec = [](Vec3 v, double k) { return osg::Vec3(osg::Vec3d(v.x * k, v.y * k, v.z * k)); };
    osg::StateSet& state = *sky.getOrCreateStateSet();
    set_uniform(state, "u_right", vec(a.right, right));
    set_uniform(state, "u_up", vec(a.up, up));
    set_uniform(state, "u_forward", vec(a.forward, 1.0));
}

WeatherLayer::WeatherLayer() : root_(new osg::Group), sky_(make_sky(false, 20)), rain_(make_rain()) {
    root_->addChild(sky_);
    root_->addChild(rain_);
}

void WeatherLayer::update(const DrawContext& context) {
    aim_sky(*sky_, context);
    const Picture* shown = context.state.shown().nearest();
    const float rain_mm_h = shown != nullptr ? shown->weather.rain_mm_h : 0.0F;
    const bool on = context.state.layers.rain && rain_mm_h > 0.5F && context.state.camera.distance_m < 2'500.0;
    rain_->setNodeMask(on ? ~0U : 0U);
    const double share = std::min(1.0, 0.15 + static_cast<double>(rain_mm_h) / 60.0);
    static_cast<osg::DrawArrays*>(rain_->getPrimitiveSet(0))->setCount(static_cast<int>(kStreaks * share) * 2);
}

}  // namespace sd::viz
