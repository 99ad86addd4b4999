#include "viz/vehicle_mesh.h"

#include "viz/gpu.h"

namespace sd::viz {
namespace {

constexpr float kPaint = 1.0F;
constexpr float kBody = 0.95F;  // above 0.9 the paint colour multiplies
constexpr float kHeadLamp = 0.5F;
constexpr float kTailLamp = 0.25F;

struct MeshParts {
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec3Array> normal = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec4Array> colour = new osg::Vec4Array;
    std::vector<unsigned> index;
};

/// Five faces; the underside is never seen.
void box(MeshParts& m, osg::Vec3 low, osg::Vec3 high, osg::Vec4 colour) {
    const osg::Vec3 normals[5] = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}};
    const osg::Vec3 c[8] = {low,
                            {high.x(), low.y(), low.z()},
                            {high.x(), high.y(), low.z()},
                            {low.x(), high.y(), low.z()},
                            {low.x(), low.y(), high.z()},
                            {high.x(), low.y(), high.z()},
                            high,
                            {low.x(), high.y(), high.z()}};
    const unsigned faces[5][4] = {{1, 2, 6, 5}, {3, 0, 4, 7}, {2, 3, 7, 6}, {0, 1, 5, 4}, {4, 5, 6, 7}};
    for (std::size_t f = 0; f < 5; ++f) {
        const auto first = static_cast<unsigned>(m.at->size());
        for (const unsigned corner : faces[f]) {
            m.at->push_back(c[corner]);
            m.normal->push_back(normals[f]);
            m.colour->push_back(colour);
        }
        for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) m.index.push_back(first + k);
    }
}

void lamps(MeshParts& m, float front_x, float back_x, float half_y, float z) {
    box(m, {front_x, -half_y, z}, {front_x + 0.06F, half_y, z + 0.16F}, {1.0F, 0.95F, 0.75F, kHeadLamp});
    box(m, {back_x - 0.06F, -half_y, z}, {back_x, half_y, z + 0.14F}, {0.9F, 0.08F, 0.05F, kTailLamp});
}

void motorbike(MeshParts& m) {
    box(m, {-0.9F, -0.14F, 0.1F}, {0.9F, 0.14F, 0.75F}, {0.35F, 0.35F, 0.38F, kBody});
    box(m, {-0.45F, -0.24F, 0.7F}, {0.2F, 0.24F, 1.35F}, {1, 1, 1, kPaint});            // rider
    box(m, {-0.22F, -0.14F, 1.35F}, {0.1F, 0.14F, 1.62F}, {0.55F, 0.5F, 0.5F, kBody});  // helmet
    lamps(m, 0.9F, -0.9F, 0.1F, 0.62F);
}

void car(MeshParts& m) {
    box(m, {-2.2F, -0.88F, 0.25F}, {2.2F, 0.88F, 0.85F}, {1, 1, 1, kPaint});
    box(m, {-1.5F, -0.78F, 0.85F}, {1.0F, 0.78F, 1.45F}, {0.22F, 0.25F, 0.28F, kBody});
    lamps(m, 2.2F, -2.2F, 0.8F, 0.55F);
}

void boxy(MeshParts& m, float half_length, float half_width, float height, bool cab) {
    box(m, {-half_length, -half_width, 0.4F}, {half_length - (cab ? 1.9F : 0.0F), half_width, height},
        {1, 1, 1, kPaint});
    if (cab) {
        box(m, {half_length - 1.8F, -half_width, 0.4F}, {half_length, half_width, 2.2F}, {0.5F, 0.5F, 0.55F, kBody});
    } else {
        const float t = 0.02F;  // a dark band of windows
        box(m, {-half_length - t, -half_width - t, height * 0.5F}, {half_length + t, half_width + t, height * 0.78F},
            {0.16F, 0.2F, 0.24F, kBody});
    }
    lamps(m, half_length, -half_length, half_width * 0.9F, 0.6F);
}

}  // namespace

osg::ref_ptr<osg::Geometry> make_vehicle_mesh(VehicleKind kind) {
    MeshParts m;
    switch (kind) {
        case VehicleKind::Motorbike:
            motorbike(m);
            break;
        case VehicleKind::Bus:
            boxy(m, 5.0F, 1.2F, 3.0F, false);
            break;
        case VehicleKind::Truck:
            boxy(m, 3.6F, 1.15F, 3.1F, true);
            break;
        case VehicleKind::Ambulance:
            boxy(m, 2.7F, 1.0F, 2.3F, false);
            break;
        case VehicleKind::Car:
        case VehicleKind::Count:
            car(m);
            break;
    }
    osg::ref_ptr<osg::Geometry> g = make_geometry();
    g->setVertexArray(m.at);
    g->setNormalArray(m.normal, osg::Array::BIND_PER_VERTEX);
    g->setColorArray(m.colour, osg::Array::BIND_PER_VERTEX);
    g->addPrimitiveSet(make_triangles(m.index));
    return g;
}

}  // namespace sd::viz
