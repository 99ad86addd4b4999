#include "viz/gpu.h"

#include <algorithm>

#include "viz/shaders.h"

namespace sd::viz {

osg::ref_ptr<osg::Program> make_program(const std::string& name, const std::string& vertex,
                                        const std::string& fragment) {
    osg::ref_ptr<osg::Program> program = new osg::Program;
    program->setName(name);
    program->addShader(new osg::Shader(osg::Shader::VERTEX, std::string(shader_prelude()) + vertex));
    program->addShader(
        new osg::Shader(osg::Shader::FRAGMENT, std::string(shader_prelude()) + fragment_prelude() + fragment));
    return program;
}

osg::ref_ptr<osg::Texture2D> make_float_texture(int width, int height, bool rgba, bool smooth) {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(width, height, 1, rgba ? GL_RGBA : GL_RED, GL_FLOAT);
    image->setInternalTextureFormat(rgba ? GL_RGBA32F_ARB : GL_R32F);
    std::fill_n(reinterpret_cast<float*>(image->data()), width * height * (rgba ? 4 : 1), 0.0F);
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D(image);
    texture->setInternalFormat(rgba ? GL_RGBA32F_ARB : GL_R32F);
    const auto filter = smooth ? osg::Texture::LINEAR : osg::Texture::NEAREST;
    texture->setFilter(osg::Texture::MIN_FILTER, filter);
    texture->setFilter(osg::Texture::MAG_FILTER, filter);
    texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setUnRefImageDataAfterApply(false);
    return texture;
}

float* texels(osg::Texture2D& texture) { return reinterpret_cast<float*>(texture.getImage()->data()); }
void touch(osg::Texture2D& texture) { texture.getImage()->dirty(); }

osg::ref_ptr<osg::Texture2D> make_ramp_texture(const Ramp& ramp) {
    osg::ref_ptr<osg::Texture2D> texture = make_float_texture(kRampTexels, 1, true, true);
    float* out = texels(*texture);
    for (const Rgb& c : ramp.table(kRampTexels)) {
        *out++ = c.r;
        *out++ = c.g;
        *out++ = c.b;
        *out++ = 1.0F;
    }
    return texture;
}

osg::ref_ptr<osg::DrawElementsUInt> make_triangles(const std::vector<unsigned>& indices) {
    return new osg::DrawElementsUInt(GL_TRIANGLES, indices.begin(), indices.end());
}

osg::ref_ptr<osg::Geometry> make_geometry() {
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setCullingActive(false);
    geometry->setDataVariance(osg::Object::DYNAMIC);
    return geometry;
}

double Bucket::nearest_m(Vec3 eye) const {
    const double dx = std::max({low.x - eye.x, 0.0, eye.x - high.x});
    const double dy = std::max({low.y - eye.y, 0.0, eye.y - high.y});
    return length({dx, dy, eye.z});
}

}  // namespace sd::viz
