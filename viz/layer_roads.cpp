#include <algorithm>
#include <cmath>
#include <map>

#include "viz/layers.h"
#include "viz/shaders.h"

namespace sd::viz {
namespace {

constexpr double kBucket_m = 1'500.0;
constexpr double kMinorFar_m = 6'500.0;  // residential streets and hẻm disappear farther away
constexpr double kLongestStep_m = 60.0;  // draping follows the ground this closely
constexpr int kStateWidth = 1024;

struct Ribbon {
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec3Array> across = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec4Array> road = new osg::Vec4Array;
    std::vector<unsigned> index;
    Vec3 low{1e12, 1e12, -40.0};
    Vec3 high{-1e12, -1e12, 60.0};
};

std::vector<LocalXY> densified(const std::vector<LocalXY>& line) {
    std::vector<LocalXY> out;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double dx = line[i + 1].x_m - line[i].x_m;
        const double dy = line[i + 1].y_m - line[i].y_m;
        const int parts = std::max(1, static_cast<int>(std::ceil(std::hypot(dx, dy) / kLongestStep_m)));
        for (int k = 0; k < parts; ++k) {
            out.push_back({line[i].x_m + dx * k / parts, line[i].y_m + dy * k / parts});
        }
    }
    out.push_back(line.back());
    return out;
}

/// Unit vector to the left at point i, the mean of both neighbours' directions.
LocalXY left_at(const std::vector<LocalXY>& line, std::size_t i) {
    const LocalXY& a = line[i == 0 ? 0 : i - 1];
    const LocalXY& b = line[std::min(i + 1, line.size() - 1)];
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double len = std::max(1.0e-6, std::hypot(dx, dy));
    return {-dy / len, dx / len};
}

void add_edge(Ribbon& r, const City& city, std::size_t number) {
    const RoadEdge& e = city.edges[number];
    const bool paired = e.reverse.valid();
    const double half_m = paired ? (e.width_m + city.edges[e.reverse.at()].width_m) * 0.5 : e.width_m * 0.5;
    const std::vector<LocalXY> line = densified(e.line);
    double along_m = 0.0;
    const float deck = e.bridge ? e.bridge_deck_m : -1.0e4F;
    const auto first = static_cast<unsigned>(r.at->size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) along_m += std::hypot(line[i].x_m - line[i - 1].x_m, line[i].y_m - line[i - 1].y_m);
        const LocalXY left = left_at(line, i);
        for (const float side : {1.0F, -1.0F}) {
            r.at->push_back({static_cast<float>(line[i].x_m), static_cast<float>(line[i].y_m), deck});
            r.across->push_back(
                {static_cast<float>(left.x_m) * side, static_cast<float>(left.y_m) * side, static_cast<float>(half_m)});
            r.road->push_back(
                {static_cast<float>(along_m), static_cast<float>(number), static_cast<float>(e.cls), side});
        }
        r.low = {std::min(r.low.x, line[i].x_m), std::min(r.low.y, line[i].y_m), r.low.z};
        r.high = {std::max(r.high.x, line[i].x_m), std::max(r.high.y, line[i].y_m), r.high.z};
        if (i == 0) continue;
        const unsigned a = first + static_cast<unsigned>(i) * 2U - 2U;
        for (const unsigned k : {a, a + 1U, a + 3U, a, a + 3U, a + 2U}) r.index.push_back(k);
    }
}

Bucket bucket_of(const Ribbon& r) {
    osg::ref_ptr<osg::Geometry> g = make_geometry();
    g->setVertexArray(r.at);
    g->setNormalArray(r.across, osg::Array::BIND_PER_VERTEX);
    g->setTexCoordArray(0, r.road, osg::Array::BIND_PER_VERTEX);
    g->addPrimitiveSet(make_triangles(r.index));
    return {g, r.low, r.high};
}

}  // namespace

RoadLayer::RoadLayer(const City& city) : city_(city), root_(new osg::Group) {
    std::map<std::array<int, 3>, Ribbon> ribbons;
    for (std::size_t i = 0; i < city.edges.size(); ++i) {
        const RoadEdge& e = city.edges[i];
        if (e.cls == RoadClass::Ferry || e.line.size() < 2) continue;
        if (e.reverse.valid() && e.reverse.at() < i) continue;  // drawn with its partner
        const int minor = e.cls >= RoadClass::Residential ? 1 : 0;
        const int bx = static_cast<int>(e.line.front().x_m / kBucket_m);
        const int by = static_cast<int>(e.line.front().y_m / kBucket_m);
        add_edge(ribbons[{minor, by, bx}], city, i);
    }
    // Minor streets first: main roads are drawn over them at crossings.
    for (const auto& [key, ribbon] : ribbons) (key[0] == 1 ? minor_ : major_).push_back(bucket_of(ribbon));
    for (const Bucket& b : minor_) root_->addChild(b.node);
    for (const Bucket& b : major_) root_->addChild(b.node);
    const int rows = static_cast<int>(city.edges.size()) / kStateWidth + 1;
    states_ = make_float_texture(kStateWidth, rows, true, false);
    std::fill_n(texels(*states_), kStateWidth * rows * 4, 1.0F);
    osg::StateSet* state = root_->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("roads", road_shader().vertex, road_shader().fragment));
    state->setTextureAttributeAndModes(kStates, states_);
    state->setRenderBinDetails(1, "RenderBin");
}

void RoadLayer::update_states(const ViewState& view) {
    const Picture* p = view.shown().nearest();
    if (p == nullptr || p == stated_) return;
    stated_ = p;
    float* out = texels(*states_);
    const std::size_t n = std::min(city_.edges.size(), p->edges.open.size());
    for (std::size_t i = 0; i < n; ++i) {
        const float free_m_s = std::max(1.0F, city_.edges[i].speed_m_s);
        out[i * 4] = i < p->edges.speed_m_s.size() ? std::clamp(p->edges.speed_m_s[i] / free_m_s, 0.0F, 1.0F) : 1.0F;
        out[i * 4 + 1] = p->edges.open[i] != 0 ? 1.0F : 0.0F;
        out[i * 4 + 3] = 1.0F;
    }
    touch(*states_);
}

void RoadLayer::update(const DrawContext& context, DrawCounters& counters) {
    root_->setNodeMask(context.state.layers.roads ? ~0U : 0U);
    if (!context.state.layers.roads) return;
    update_states(context.state);
    const double k = context.state.exaggeration;
    const auto show = [&](Bucket& b, double far_m) {
        const Vec3 low{b.low.x, b.low.y, b.low.z * k};
        const Vec3 high{b.high.x, b.high.y, b.high.z * k};
        const bool on = b.nearest_m(context.eye) < far_m && sees_box(context.view_projection, low, high);
        b.node->setNodeMask(on ? ~0U : 0U);
        counters.road_cells += on ? 1U : 0U;
    };
    for (Bucket& b : minor_) show(b, kMinorFar_m);
    for (Bucket& b : major_) show(b, 1.0e9);
}

}  // namespace sd::viz
