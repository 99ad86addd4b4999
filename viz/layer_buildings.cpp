#include <algorithm>
#include <cmath>
#include <map>

#include "viz/layers.h"
#include "viz/polygon.h"
#include "viz/shaders.h"

namespace sd::viz {
namespace {

constexpr double kBucket_m = 400.0;
constexpr double kNear_m = 2'600.0;  // walls are drawn to here, roofs alone beyond
constexpr int kStateWidth = 1024;
constexpr double kBelow_m = -1.0;  // walls start under the ground so that slopes show no gap

struct Shell {
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec3Array> normal = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec4Array> colour = new osg::Vec4Array;
    osg::ref_ptr<osg::Vec3Array> wall = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec3Array> base = new osg::Vec3Array;
    std::vector<unsigned> index;
    Vec3 low{1e12, 1e12, -20.0};
    Vec3 high{-1e12, -1e12, 60.0};
};

/// What all vertices of one building share.
struct Common {
    osg::Vec3 base;
    float hash = 0.0F;
    float cabinet = 0.0F;
};

float hash01(std::size_t n, unsigned salt) {
    auto h = static_cast<std::uint32_t>(n) * 2654435761U + salt * 40503U;
    h = (h ^ (h >> 15U)) * 2246822519U;
    h = (h ^ (h >> 13U)) * 3266489917U;
    return static_cast<float>((h >> 8U) & 0xFFFFU) / 65535.0F;
}

constexpr std::array<Rgb, 7> kFacades{{{0.93F, 0.89F, 0.78F},
                                       {0.90F, 0.80F, 0.62F},
                                       {0.78F, 0.86F, 0.86F},
                                       {0.94F, 0.93F, 0.90F},
                                       {0.88F, 0.76F, 0.70F},
                                       {0.80F, 0.86F, 0.74F},
                                       {0.85F, 0.83F, 0.80F}}};
constexpr std::array<Rgb, 6> kRoofs{{{0.66F, 0.34F, 0.26F},
                                     {0.58F, 0.60F, 0.62F},
                                     {0.72F, 0.46F, 0.36F},
                                     {0.48F, 0.55F, 0.62F},
                                     {0.74F, 0.71F, 0.66F},
                                     {0.42F, 0.52F, 0.48F}}};

Rgb facade_of(const Building& b, std::size_t n) {
    if (b.use == 2) return {0.74F, 0.77F, 0.80F};
    if (b.use == 3) return {0.96F, 0.88F, 0.64F};
    return kFacades[static_cast<std::size_t>(hash01(n, 1) * 6.99F)];
}
Rgb roof_of(const Building& b, std::size_t n) {
    if (b.use == 2) return {0.56F, 0.64F, 0.72F};
    return kRoofs[static_cast<std::size_t>(hash01(n, 2) * 5.99F)];
}

void put(Shell& s, const Common& c, osg::Vec3 at, osg::Vec3 normal, Rgb rgb, bool roof, double along_m) {
    s.at->push_back(at);
    s.normal->push_back(normal);
    s.colour->push_back({rgb.r, rgb.g, rgb.b, roof ? 1.0F : 0.0F});
    s.wall->push_back({static_cast<float>(along_m), c.hash, c.cabinet});
    s.base->push_back(c.base);
}

osg::Vec3 at_height(const LocalXY& p, double z_m) { return osg::Vec3(osg::Vec3d(p.x_m, p.y_m, z_m)); }

void add_roof(Shell& s, const Common& c, const std::vector<LocalXY>& ring, float height_m, Rgb rgb) {
    const auto first = static_cast<unsigned>(s.at->size());
    for (const LocalXY& p : ring) {
        put(s, c, at_height(p, static_cast<double>(height_m)), {0, 0, 1}, rgb, true, 0.0);
        s.low = {std::min(s.low.x, p.x_m), std::min(s.low.y, p.y_m), s.low.z};
        s.high = {std::max(s.high.x, p.x_m), std::max(s.high.y, p.y_m), s.high.z};
    }
    for (const unsigned k : triangulated(ring)) s.index.push_back(first + k);
}

void add_walls(Shell& s, const Common& c, const std::vector<LocalXY>& ring, float height_m, Rgb rgb) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const LocalXY& a = ring[i];
        const LocalXY& b = ring[(i + 1) % ring.size()];
        const double len = std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
        if (len < 0.05) continue;
        const osg::Vec3 out(osg::Vec3d((b.y_m - a.y_m) / len, -(b.x_m - a.x_m) / len, 0.0));
        const auto first = static_cast<unsigned>(s.at->size());
        const auto top = static_cast<double>(height_m);
        put(s, c, at_height(a, kBelow_m), out, rgb, false, 0.0);
        put(s, c, at_height(b, kBelow_m), out, rgb, false, len);
        put(s, c, at_height(b, top), out, rgb, false, len);
        put(s, c, at_height(a, top), out, rgb, false, 0.0);
        for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) s.index.push_back(first + k);
    }
}

std::size_t nearest_cabinet(const City& city, LocalXY p) {
    std::size_t best = 0;
    double best_m2 = 1e18;
    for (std::size_t i = 0; i < city.cabinets.size(); ++i) {
        const double dx = city.cabinets[i].at.x_m - p.x_m;
        const double dy = city.cabinets[i].at.y_m - p.y_m;
        if (dx * dx + dy * dy < best_m2) {
            best_m2 = dx * dx + dy * dy;
            best = i;
        }
    }
    return best;
}

Bucket bucket_of(const Shell& s) {
    osg::ref_ptr<osg::Geometry> g = make_geometry();
    g->setVertexArray(s.at);
    g->setNormalArray(s.normal, osg::Array::BIND_PER_VERTEX);
    g->setColorArray(s.colour, osg::Array::BIND_PER_VERTEX);
    g->setTexCoordArray(0, s.wall, osg::Array::BIND_PER_VERTEX);
    g->setTexCoordArray(1, s.base, osg::Array::BIND_PER_VERTEX);
    g->addPrimitiveSet(make_triangles(s.index));
    return {g, s.low, s.high};
}

LocalXY centre_of(const std::vector<LocalXY>& ring) {
    LocalXY c;
    for (const LocalXY& p : ring) c = {c.x_m + p.x_m, c.y_m + p.y_m};
    const auto n = static_cast<double>(ring.size());
    return {c.x_m / n, c.y_m / n};
}

}  // namespace

BuildingLayer::BuildingLayer(const City& city) : city_(city), root_(new osg::Group) {
    std::map<std::array<int, 2>, std::array<Shell, 2>> shells;
    for (std::size_t i = 0; i < city.buildings.size(); ++i) {
        const Building& b = city.buildings[i];
        if (b.outline.size() < 3) continue;
        std::vector<LocalXY> ring = b.outline;
        if (doubled_area_m2(ring) < 0.0) std::reverse(ring.begin(), ring.end());
        const LocalXY c = centre_of(ring);
        auto& pair = shells[{static_cast<int>(c.y_m / kBucket_m), static_cast<int>(c.x_m / kBucket_m)}];
        const Common common{at_height(c, static_cast<double>(b.plinth_m)), hash01(i, 3),
                            static_cast<float>(nearest_cabinet(city, c))};
        add_walls(pair[0], common, ring, b.height_m, facade_of(b, i));
        for (Shell& s : pair) add_roof(s, common, ring, b.height_m, roof_of(b, i));
    }
    for (const auto& [key, pair] : shells) {
        near_.push_back(bucket_of(pair[0]));
        far_.push_back(bucket_of(pair[1]));
        root_->addChild(near_.back().node);
        root_->addChild(far_.back().node);
    }
    const int rows = static_cast<int>(city.cabinets.size()) / kStateWidth + 1;
    power_ = make_float_texture(kStateWidth, rows, false, false);
    std::fill_n(texels(*power_), kStateWidth * rows, 1.0F);
    osg::StateSet* state = root_->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("buildings", building_shader().vertex, building_shader().fragment));
    state->setTextureAttributeAndModes(kInstances, power_);
}

void BuildingLayer::update(const DrawContext& context, DrawCounters& counters) {
    const ViewState& view = context.state;
    root_->setNodeMask(view.layers.buildings ? ~0U : 0U);
    if (!view.layers.buildings) return;
    const Picture* p = view.shown().nearest();
    if (p != nullptr && p != powered_) {
        powered_ = p;
        float* out = texels(*power_);
        const std::size_t n = std::min(city_.cabinets.size(), p->cabinet_powered.size());
        for (std::size_t i = 0; i < n; ++i) out[i] = p->cabinet_powered[i] != 0 ? 1.0F : 0.0F;
        touch(*power_);
    }
    const double k = view.exaggeration;
    for (std::size_t i = 0; i < near_.size(); ++i) {
        const Bucket& b = near_[i];
        const bool seen =
            sees_box(context.view_projection, {b.low.x, b.low.y, b.low.z * k}, {b.high.x, b.high.y, b.high.z * k});
        const bool close = b.nearest_m(context.eye) < kNear_m;
        near_[i].node->setNodeMask(seen && close ? ~0U : 0U);
        far_[i].node->setNodeMask(seen && !close ? ~0U : 0U);
        counters.building_cells += seen ? 1U : 0U;
    }
}

}  // namespace sd::viz
