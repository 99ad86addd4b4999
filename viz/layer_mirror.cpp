// Calm flood water mirrors the lit houses, and that is how an eye tells a flooded street from a blue one. Water in a
// street is as good as flat, so the mirror image is the houses turned upside down at one level: drawn first, its depths
// then forgotten, and the ground over it covers all but what the water reflects (its alpha, see water_surface).
#include <osg/BlendFunc>
#include <osg/Drawable>

#include "viz/layers.h"
#include "viz/shaders.h"

namespace sd::viz {
namespace {

constexpr double kMirrorFar_m = 600.0;     // houses farther away than this mirror no more
constexpr double kMirrorCamera_m = 400.0;  // cameras farther from their target see the map, or too little of it
constexpr float kNoMirror = -1.0e6F;

/// Forgets the depths drawn so far.
class ForgetDepth final : public osg::Drawable {
public:
    ForgetDepth() {
        setCullingActive(false);
        setUseDisplayList(false);
        getOrCreateStateSet()->setRenderBinDetails(-1, "RenderBin");
    }
    void drawImplementation(osg::RenderInfo& /*info*/) const override { glClear(GL_DEPTH_BUFFER_BIT); }
};

/// Level of the shown water at the camera's target, exaggerated.
float level_at_target(const City& city, const ViewState& view) {
    const LocalXY at = view.camera.target;
    const Picture* p = view.shown().nearest();
    float level_m = city.ground_m.at(city.grid.cell_clamped(at));
    if (p != nullptr && !p->depth_m.empty()) level_m += p->depth_m.at(p->grid.cell_clamped(at));
    return level_m * static_cast<float>(view.exaggeration);
}

}  // namespace

MirrorLayer::MirrorLayer(const City& city, BuildingLayer& buildings)
    : city_(city), buildings_(buildings), root_(new osg::Group), houses_(new osg::Group), sky_(make_sky(true, -3)) {
    root_->addChild(sky_);
    root_->addChild(houses_);
    root_->addChild(new ForgetDepth);
    for (const Bucket& b : buildings.houses()) {
        parts_.push_back(new osg::Group);
        parts_.back()->addChild(b.node);
        houses_->addChild(parts_.back());
    }
    osg::StateSet* state = houses_->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("mirror", building_shader().vertex, building_shader().fragment));
    state->setTextureAttributeAndModes(kInstances, buildings.power());
    state->setRenderBinDetails(-2, "RenderBin");
}

void MirrorLayer::update(const DrawContext& context, osg::StateSet& shared) {
    const ViewState& view = context.state;
    const bool on = view.water == WaterLook::River && view.layers.water && view.layers.terrain &&
                    view.eye != EyeMode::Difference && view.camera.distance_m < kMirrorCamera_m;
    root_->setNodeMask(on ? ~0U : 0U);
    set_uniform(shared, "u_mirrored", on ? 1.0F : 0.0F);
    set_uniform(shared, "u_mirror", kNoMirror);
    if (!on) {
        shared.setMode(GL_BLEND, osg::StateAttribute::OFF);
        return;
    }
    shared.setAttributeAndModes(new osg::BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA));
    set_uniform(*houses_->getOrCreateStateSet(), "u_mirror", level_at_target(city_, view));
    houses_->setNodeMask(view.layers.buildings ? ~0U : 0U);
    aim_sky(*sky_, context);
    const auto& houses = buildings_.houses();
    for (std::size_t i = 0; i < houses.size(); ++i) {
        parts_[i]->setNodeMask(houses[i].nearest_m(context.eye) < kMirrorFar_m ? ~0U : 0U);
    }
}

}  // namespace sd::viz
