#include <osg/PointSprite>

#include <algorithm>
#include <cmath>

#include "viz/interpolate.h"
#include "viz/layers.h"
#include "viz/shaders.h"
#include "viz/vehicle_mesh.h"

namespace sd::viz {
namespace {

constexpr auto kKinds = static_cast<std::size_t>(VehicleKind::Count);

/// Marks the cells under bridge decks so that vehicles there drive on the deck and not on the river bed.
Grid<float> bridge_decks(const City& city) {
    Grid<float> deck(city.grid.nx, city.grid.ny, -1.0e4F);
    for (const RoadEdge& e : city.edges) {
        if (!e.bridge) continue;
        for (std::size_t i = 0; i + 1 < e.line.size(); ++i) {
            const LocalXY& a = e.line[i];
            const LocalXY& b = e.line[i + 1];
            const double len = std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
            const int parts = static_cast<int>(len / (city.grid.cell_m * 0.4)) + 1;
            for (int k = 0; k <= parts; ++k) {
                const LocalXY p{a.x_m + (b.x_m - a.x_m) * k / parts, a.y_m + (b.y_m - a.y_m) * k / parts};
                deck.at(city.grid.cell_clamped(p)) = e.bridge_deck_m;
            }
        }
    }
    return deck;
}

osg::ref_ptr<osg::Geometry> make_points() {
    osg::ref_ptr<osg::Geometry> points = make_geometry();
    points->setVertexArray(new osg::Vec3Array);
    points->setColorArray(new osg::Vec4Array, osg::Array::BIND_PER_VERTEX);
    points->addPrimitiveSet(new osg::DrawArrays(GL_POINTS, 0, 0));
    osg::StateSet* state = points->getOrCreateStateSet();
    state->setAttributeAndModes(
        make_program("vehicle points", vehicle_point_shader().vertex, vehicle_point_shader().fragment));
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setTextureAttributeAndModes(0, new osg::PointSprite, osg::StateAttribute::ON);
    return points;
}

float point_size_of(VehicleKind kind) {
    switch (kind) {
        case VehicleKind::Motorbike:
            return 0.45F;
        case VehicleKind::Bus:
            return 1.8F;
        case VehicleKind::Ambulance:
            return 2.0F;
        case VehicleKind::Truck:
            return 1.2F;
        case VehicleKind::Car:
        case VehicleKind::Count:
            break;
    }
    return 0.9F;
}

}  // namespace

VehicleLayer::VehicleLayer(const City& city)
    : city_(city), deck_m_(bridge_decks(city)), root_(new osg::Group), points_(make_points()) {
    instances_ = make_float_texture(kNearPerKind, static_cast<int>(kKinds), true, false);
    osg::ref_ptr<osg::Group> near_group = new osg::Group;
    osg::StateSet* state = near_group->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("vehicles", vehicle_shader().vertex, vehicle_shader().fragment));
    state->setTextureAttributeAndModes(kInstances, instances_);
    for (std::size_t k = 0; k < kKinds; ++k) {
        const auto kind = static_cast<VehicleKind>(k);
        osg::ref_ptr<osg::Geometry> mesh = make_vehicle_mesh(kind);
        osg::StateSet& own = *mesh->getOrCreateStateSet();
        set_uniform(own, "u_level", static_cast<float>(k));
        const Rgb c = colour_of(kind);
        set_uniform(own, "u_paint", osg::Vec3(c.r, c.g, c.b));
        meshes_.push_back(mesh);
        near_group->addChild(mesh);
    }
    root_->addChild(near_group);
    root_->addChild(points_);
}

float VehicleLayer::floor_at(double x_m, double y_m) const {
    const auto cell = city_.grid.cell_clamped({x_m, y_m});
    return std::max(deck_m_.at(cell), city_.ground_m.at(cell));
}

void VehicleLayer::update(const DrawContext& context, DrawCounters& counters) {
    const ViewState& view = context.state;
    root_->setNodeMask(view.layers.vehicles && view.eye != EyeMode::Difference ? ~0U : 0U);
    const bool truth = view.eye != EyeMode::Belief && !view.truth.empty();
    const VehicleColumns v = interpolated_vehicles(truth ? view.truth : view.belief);
    auto& at = static_cast<osg::Vec3Array&>(*points_->getVertexArray());
    auto& colour = static_cast<osg::Vec4Array&>(*points_->getColorArray());
    at.clear();
    colour.clear();
    std::array<std::vector<std::pair<double, std::size_t>>, kKinds> near;
    const auto add_point = [&](std::size_t i, std::size_t k, float z) {
        at.push_back({v.x_m[i], v.y_m[i], z});
        const Rgb c = colour_of(static_cast<VehicleKind>(k));
        colour.push_back({c.r, c.g, c.b, point_size_of(static_cast<VehicleKind>(k))});
        ++counters.vehicles_far;
    };
    const bool shown = root_->getNodeMask() != 0;
    for (std::size_t i = 0; shown && i < v.x_m.size(); ++i) {
        const auto k = std::min(static_cast<std::size_t>(v.kind[i]), kKinds - 1);
        const float z = floor_at(static_cast<double>(v.x_m[i]), static_cast<double>(v.y_m[i]));
        const Vec3 p{static_cast<double>(v.x_m[i]), static_cast<double>(v.y_m[i]),
                     static_cast<double>(z) * view.exaggeration};
        if (!sees_box(context.view_projection, p - Vec3{6, 6, 1}, p + Vec3{6, 6, 4})) continue;
        const double away_m = length(p - context.eye);
        if (away_m < kNear_m) {
            near[k].emplace_back(away_m, i);
        } else {
            add_point(i, k, z);
        }
    }
    const auto floor_of = [&](std::size_t i) {
        return floor_at(static_cast<double>(v.x_m[i]), static_cast<double>(v.y_m[i]));
    };
    float* out = texels(*instances_);
    for (std::size_t k = 0; k < kKinds; ++k) {
        // A jam holds more than the instances of its kind: the nearest are bodies, the others points.
        const std::size_t most = std::min<std::size_t>(near[k].size(), kNearPerKind);
        std::partial_sort(near[k].begin(), near[k].begin() + static_cast<std::ptrdiff_t>(most), near[k].end());
        for (std::size_t n = 0; n < near[k].size(); ++n) {
            const std::size_t i = near[k][n].second;
            if (n >= most) {
                add_point(i, k, floor_of(i));
                continue;
            }
            const float texel[4] = {v.x_m[i], v.y_m[i], floor_of(i), v.heading_rad[i]};
            std::copy_n(texel, 4, out + (k * kNearPerKind + n) * 4);
        }
        counters.vehicles_near += most;
        meshes_[k]->getPrimitiveSet(0)->setNumInstances(static_cast<int>(most));
        meshes_[k]->setNodeMask(most > 0 ? ~0U : 0U);
    }
    touch(*instances_);
    at.dirty();
    colour.dirty();
    static_cast<osg::DrawArrays*>(points_->getPrimitiveSet(0))->setCount(static_cast<int>(at.size()));
    points_->setNodeMask(at.empty() ? 0U : ~0U);
}

}  // namespace sd::viz
