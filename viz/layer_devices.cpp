#include <osg/PointSprite>

#include "viz/device_marks.h"
#include "viz/layers.h"
#include "viz/shaders.h"

namespace sd::viz {

DeviceLayer::DeviceLayer(const City& city) : city_(city), root_(new osg::Group), points_(make_geometry()) {
    points_->setVertexArray(new osg::Vec3Array);
    points_->setColorArray(new osg::Vec4Array, osg::Array::BIND_PER_VERTEX);
    points_->setTexCoordArray(0, new osg::Vec2Array, osg::Array::BIND_PER_VERTEX);
    points_->addPrimitiveSet(new osg::DrawArrays(GL_POINTS, 0, 0));
    osg::StateSet* state = points_->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("devices", device_shader().vertex, device_shader().fragment));
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setTextureAttributeAndModes(0, new osg::PointSprite, osg::StateAttribute::ON);
    state->setRenderBinDetails(5, "RenderBin");
    root_->addChild(points_);
}

void DeviceLayer::update(const DrawContext& context, DrawCounters& counters) {
    root_->setNodeMask(context.state.layers.devices && context.state.eye != EyeMode::Difference ? ~0U : 0U);
    auto& at = static_cast<osg::Vec3Array&>(*points_->getVertexArray());
    auto& colour = static_cast<osg::Vec4Array&>(*points_->getColorArray());
    auto& shape = static_cast<osg::Vec2Array&>(*points_->getTexCoordArray(0));
    at.clear();
    colour.clear();
    shape.clear();
    if (root_->getNodeMask() != 0) {
        for (const DeviceMark& mark : device_marks(city_, context.state)) {
            const Vec3 p{mark.at.x_m, mark.at.y_m, 0.0};
            if (length(p - context.eye) > mark.far_m) continue;
            if (!sees_box(context.view_projection, p - Vec3{5, 5, 50}, p + Vec3{5, 5, 50})) continue;
            at.push_back(osg::Vec3(osg::Vec3d(mark.at.x_m, mark.at.y_m, kDeviceHeight_m)));
            colour.push_back({mark.colour.r, mark.colour.g, mark.colour.b, 1.0F});
            shape.push_back({static_cast<float>(mark.shape), mark.size_px});
            ++counters.devices;
        }
    }
    at.dirty();
    colour.dirty();
    shape.dirty();
    static_cast<osg::DrawArrays*>(points_->getPrimitiveSet(0))->setCount(static_cast<int>(at.size()));
    points_->setNodeMask(at.empty() ? 0U : ~0U);
}

}  // namespace sd::viz
