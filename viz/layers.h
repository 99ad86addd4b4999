// The drawn layers: each owns one program and few drawables, fed per frame through textures and small buffers.
#pragma once

#include <osg/Camera>

#include <array>
#include <vector>

#include "sim/city/city.h"
#include "viz/gpu.h"
#include "viz/view_state.h"

namespace sd::viz {

/// What every layer needs to choose what to draw.
struct DrawContext {
    const ViewState& state;
    Viewport viewport;
    Vec3 eye;
    Mat4 view_projection;
};

class GroundLayer {
public:
    GroundLayer(const City& city, bool ward_tint);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context, DrawCounters& counters);
    /// Repaints the land colours with or without the ward tint.
    void paint_land(bool ward_tint);
    [[nodiscard]] osg::Texture2D* ground() { return ground_.get(); }
    [[nodiscard]] osg::Texture2D* land() { return land_.get(); }

private:
    struct Level {
        osg::ref_ptr<osg::Geometry> mesh;
        std::vector<std::array<float, 3>> tiles;
        int step = 1;
    };
    void build_levels();
    const City& city_;
    bool ward_tint_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Texture2D> ground_;
    osg::ref_ptr<osg::Texture2D> land_;
    osg::ref_ptr<osg::Texture2D> tiles_;
    std::vector<Level> levels_;
    int tiles_x_ = 0;
    int tiles_y_ = 0;
};

class RoadLayer {
public:
    explicit RoadLayer(const City& city);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context, DrawCounters& counters);

private:
    void update_states(const ViewState& state);
    const City& city_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Texture2D> states_;
    std::vector<Bucket> major_;
    std::vector<Bucket> minor_;
    const Picture* stated_ = nullptr;
};

class BuildingLayer {
public:
    explicit BuildingLayer(const City& city);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context, DrawCounters& counters);
    [[nodiscard]] const std::vector<Bucket>& houses() const { return near_; }
    [[nodiscard]] osg::Texture2D* power() { return power_.get(); }

private:
    const City& city_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Texture2D> power_;
    std::vector<Bucket> near_;
    std::vector<Bucket> far_;
    const Picture* powered_ = nullptr;
};

/// Houses and sky upside down, drawn behind everything: natural water near the eye lets them shine through.
class MirrorLayer {
public:
    MirrorLayer(const City& city, BuildingLayer& buildings);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    /// Sets `u_mirrored` in the shared state; call after the buildings' update.
    void update(const DrawContext& context, osg::StateSet& shared);

private:
    const City& city_;
    BuildingLayer& buildings_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Group> houses_;
    osg::ref_ptr<osg::Geometry> sky_;
    std::vector<osg::ref_ptr<osg::Group>> parts_;  ///< one per bucket of houses
};

class VehicleLayer {
public:
    explicit VehicleLayer(const City& city);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context, DrawCounters& counters);

private:
    static constexpr int kNearPerKind = 1024;
    static constexpr double kNear_m = 650.0;
    [[nodiscard]] float floor_at(double x_m, double y_m) const;
    const City& city_;
    Grid<float> deck_m_;  ///< bridge deck level, −1e4 elsewhere
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Texture2D> instances_;
    std::vector<osg::ref_ptr<osg::Geometry>> meshes_;
    osg::ref_ptr<osg::Geometry> points_;
};

class DeviceLayer {
public:
    explicit DeviceLayer(const City& city);
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context, DrawCounters& counters);

private:
    const City& city_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Geometry> points_;
};

/// A quad behind everything; `reflected` shows below the horizon what lies above it.
[[nodiscard]] osg::ref_ptr<osg::Geometry> make_sky(bool reflected, int bin);
void aim_sky(osg::Geometry& sky, const DrawContext& context);

/// Sky behind, rain in front.
class WeatherLayer {
public:
    WeatherLayer();
    [[nodiscard]] osg::Node* node() { return root_.get(); }
    void update(const DrawContext& context);

private:
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Geometry> sky_;
    osg::ref_ptr<osg::Geometry> rain_;
};

/// The depth textures of both eyes and the uniforms that all programs share.
class SharedState {
public:
    SharedState(const City& city, osg::StateSet& state, osg::Texture2D* ground, osg::Texture2D* land);
    void update(const DrawContext& context, DrawCounters& counters);

private:
    struct Eye {
        std::array<osg::ref_ptr<osg::Texture2D>, 2> depth;
        std::array<std::shared_ptr<const Picture>, 2> loaded;
    };
    void load(Eye& eye, const PictureSpan& span, unsigned first_unit);
    const City& city_;
    osg::ref_ptr<osg::StateSet> state_;
    std::array<Eye, 2> eyes_;
    std::shared_ptr<const Picture> counted_;
    float counted_min_m_ = -1.0F;
    std::size_t wet_cells_ = 0;
};

}  // namespace sd::viz
