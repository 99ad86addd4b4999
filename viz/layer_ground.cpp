#include <algorithm>
#include <cmath>

#include "viz/land_paint.h"
#include "viz/layers.h"
#include "viz/shaders.h"

namespace sd::viz {
namespace {

constexpr int kTileCells = 64;
constexpr int kLevels = 6;           // steps 1, 2, 4 … 32 cells
constexpr double kFinest_m = 700.0;  // tiles nearer than this are drawn cell by cell

/// (n + 3)² vertices: one ring around the tile hangs down as a skirt and hides the seams between levels.
osg::ref_ptr<osg::Geometry> make_tile_mesh(int step) {
    const int n = kTileCells / step;
    const int side = n + 3;
    osg::ref_ptr<osg::Vec3Array> at = new osg::Vec3Array;
    for (int j = -1; j <= n + 1; ++j) {
        for (int i = -1; i <= n + 1; ++i) {
            const bool rim = i < 0 || j < 0 || i > n || j > n;
            at->push_back(
                {static_cast<float>(std::clamp(i, 0, n)), static_cast<float>(std::clamp(j, 0, n)), rim ? 1.0F : 0.0F});
        }
    }
    std::vector<unsigned> index;
    for (int j = 0; j + 1 < side; ++j) {
        for (int i = 0; i + 1 < side; ++i) {
            const auto a = static_cast<unsigned>(j * side + i);
            const auto b = a + static_cast<unsigned>(side);
            for (const unsigned k : {a, a + 1, b + 1, a, b + 1, b}) index.push_back(k);
        }
    }
    osg::ref_ptr<osg::Geometry> mesh = make_geometry();
    mesh->setVertexArray(at);
    mesh->addPrimitiveSet(make_triangles(index));
    return mesh;
}

}  // namespace

GroundLayer::GroundLayer(const City& city, bool ward_tint) : city_(city), ward_tint_(ward_tint), root_(new osg::Group) {
    const GridSpec& g = city.grid;
    ground_ = make_float_texture(g.nx, g.ny, false, true);
    float* out = texels(*ground_);
    for (int j = 0; j < g.ny; ++j) {
        const auto row = city.ground_m.row(j);
        out = std::copy(row.begin(), row.end(), out);
    }
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(g.nx, g.ny, 1, GL_RGBA, GL_UNSIGNED_BYTE);
    land_ = new osg::Texture2D(image);
    land_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR_MIPMAP_LINEAR);
    land_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    land_->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    land_->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    land_->setResizeNonPowerOfTwoHint(false);
    land_->setUnRefImageDataAfterApply(false);
    paint_land(ward_tint);
    tiles_x_ = (g.nx + kTileCells - 1) / kTileCells;
    tiles_y_ = (g.ny + kTileCells - 1) / kTileCells;
    build_levels();
}

void GroundLayer::paint_land(bool ward_tint) {
    ward_tint_ = ward_tint;
    paint_land_colours(city_, ward_tint, land_->getImage()->data());
    land_->getImage()->dirty();
}

void GroundLayer::build_levels() {
    tiles_ = make_float_texture(tiles_x_ * tiles_y_, kLevels, true, false);
    osg::StateSet* state = root_->getOrCreateStateSet();
    state->setAttributeAndModes(make_program("ground", ground_shader().vertex, ground_shader().fragment));
    state->setTextureAttributeAndModes(kInstances, tiles_);
    set_uniform(*state, "u_skirt", 0.06F);
    for (int level = 0; level < kLevels; ++level) {
        Level made;
        made.step = 1 << level;
        made.mesh = make_tile_mesh(made.step);
        set_uniform(*made.mesh->getOrCreateStateSet(), "u_level", static_cast<float>(level));
        root_->addChild(made.mesh);
        levels_.push_back(made);
    }
}

void GroundLayer::update(const DrawContext& context, DrawCounters& counters) {
    if (context.state.layers.wards != ward_tint_) paint_land(context.state.layers.wards);
    for (Level& level : levels_) level.tiles.clear();
    const double tile_m = kTileCells * city_.grid.cell_m;
    const double k = context.state.exaggeration;
    for (int tj = 0; tj < tiles_y_; ++tj) {
        for (int ti = 0; ti < tiles_x_; ++ti) {
            const double x = city_.grid.origin.x_m + ti * tile_m;
            const double y = city_.grid.origin.y_m + tj * tile_m;
            const Bucket box{nullptr, {x, y, -40.0 * k}, {x + tile_m, y + tile_m, 40.0 * k}};
            if (!sees_box(context.view_projection, box.low, box.high)) continue;
            const double ratio = std::max(1.0, box.nearest_m(context.eye) / kFinest_m);
            const int level = std::min(kLevels - 1, static_cast<int>(std::log2(ratio)) + (ratio > 1.0 ? 1 : 0));
            Level& chosen = levels_[static_cast<std::size_t>(level)];
            chosen.tiles.push_back(
                {static_cast<float>(x), static_cast<float>(y), static_cast<float>(city_.grid.cell_m * chosen.step)});
        }
    }
    float* out = texels(*tiles_);
    const auto width = static_cast<std::size_t>(tiles_x_ * tiles_y_);
    for (std::size_t l = 0; l < levels_.size(); ++l) {
        const auto& tiles = levels_[l].tiles;
        for (std::size_t t = 0; t < tiles.size(); ++t) std::copy_n(tiles[t].data(), 3, out + (l * width + t) * 4);
        levels_[l].mesh->getPrimitiveSet(0)->setNumInstances(static_cast<int>(tiles.size()));
        levels_[l].mesh->setNodeMask(tiles.empty() ? 0U : ~0U);
        counters.tiles += tiles.size();
    }
    touch(*tiles_);
    root_->setNodeMask(context.state.layers.terrain ? ~0U : 0U);
}

}  // namespace sd::viz
