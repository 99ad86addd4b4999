// Small helpers around OpenSceneGraph; included only by the files that draw.
#pragma once

#include <osg/Geometry>
#include <osg/Group>
#include <osg/Program>
#include <osg/Texture2D>
#include <osg/Uniform>

#include <string>
#include <vector>

#include "viz/camera.h"
#include "viz/ramp.h"

namespace sd::viz {

/// Texture units, one meaning each in every program.
enum Unit : unsigned {
    kGround,
    kLand,
    kTruthA,
    kTruthB,
    kBeliefA,
    kBeliefB,
    kDepthRamp,
    kDifferenceRamp,
    kInstances,
    kStates
};

/// A program of the shared prelude + the two bodies.
[[nodiscard]] osg::ref_ptr<osg::Program> make_program(const std::string& name, const std::string& vertex,
                                                      const std::string& fragment);
/// Single-channel or RGBA float texture; the image keeps the numbers on the CPU.
[[nodiscard]] osg::ref_ptr<osg::Texture2D> make_float_texture(int width, int height, bool rgba, bool smooth);
[[nodiscard]] float* texels(osg::Texture2D& texture);
void touch(osg::Texture2D& texture);
[[nodiscard]] osg::ref_ptr<osg::Texture2D> make_ramp_texture(const Ramp& ramp);
/// Index list as the smallest sufficient triangle set.
[[nodiscard]] osg::ref_ptr<osg::DrawElementsUInt> make_triangles(const std::vector<unsigned>& indices);
/// Geometry in buffers, never culled by OpenSceneGraph: the layers cull by themselves.
[[nodiscard]] osg::ref_ptr<osg::Geometry> make_geometry();

template <class T>
void set_uniform(osg::StateSet& state, const char* name, const T& value) {
    osg::Uniform* uniform = state.getUniform(name);
    if (uniform == nullptr) {
        state.addUniform(new osg::Uniform(name, value));
    } else {
        uniform->set(value);
    }
}

/// One drawable of a bucket of the city; shown or not by the layer.
struct Bucket {
    osg::ref_ptr<osg::Node> node;
    Vec3 low;
    Vec3 high;
    double nearest_m(Vec3 eye) const;
};

}  // namespace sd::viz
