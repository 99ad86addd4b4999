#include "viz/scene.h"

#include <osg/CullFace>
#include <osgViewer/Viewer>

#include <algorithm>

#include "viz/layers.h"

namespace sd::viz {
namespace {

osg::Matrixd matrix_of(const Mat4& m) { return osg::Matrixd(m.data()); }

}  // namespace

struct Scene::Body {
    Body(const City& city, Viewport size)
        : viewport(size),
          root(new osg::Group),
          ground(city, true),
          roads(city),
          buildings(city),
          mirror(city, buildings),
          vehicles(city),
          devices(city),
          shared(city, *root->getOrCreateStateSet(), ground.ground(), ground.land()) {
        for (osg::Node* node : {mirror.node(), ground.node(), roads.node(), buildings.node(), vehicles.node(),
                                devices.node(), weather.node()}) {
            root->addChild(node);
        }
        root->setCullingActive(false);
        osg::StateSet* state = root->getOrCreateStateSet();
        state->setMode(GL_LIGHTING, osg::StateAttribute::OFF);
        state->setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
        viewer.setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
        window = viewer.setUpViewerAsEmbeddedInWindow(0, 0, size.width_px, size.height_px);
        osg::Camera* camera = viewer.getCamera();
        camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
        camera->setCullingMode(osg::CullSettings::NO_CULLING);
        camera->setClearColor({0, 0, 0, 1});
        camera->setDrawBuffer(GL_BACK);
        camera->setReadBuffer(GL_BACK);
        viewer.setKeyEventSetsDone(0);
        viewer.setLightingMode(osg::View::NO_LIGHT);
        viewer.setSceneData(root);
        viewer.realize();
    }

    Viewport viewport;
    osg::ref_ptr<osg::Group> root;
    GroundLayer ground;
    RoadLayer roads;
    BuildingLayer buildings;
    MirrorLayer mirror;
    VehicleLayer vehicles;
    DeviceLayer devices;
    WeatherLayer weather;
    SharedState shared;
    osgViewer::Viewer viewer;
    osg::ref_ptr<osgViewer::GraphicsWindowEmbedded> window;
};

Scene::Scene(const City& city, Viewport viewport) : body_(std::make_unique<Body>(city, viewport)) {}
Scene::~Scene() = default;

void Scene::resize(Viewport viewport) {
    body_->viewport = viewport;
    body_->window->resized(0, 0, viewport.width_px, viewport.height_px);
    body_->viewer.getCamera()->setViewport(0, 0, viewport.width_px, viewport.height_px);
}

DrawCounters Scene::draw(const ViewState& state) {
    Body& b = *body_;
    const Mat4 view = view_matrix(state.camera);
    const Mat4 projection = projection_matrix(state.camera, b.viewport);
    const DrawContext context{state, b.viewport, eye_of(state.camera), multiply(view, projection)};
    DrawCounters counters;
    b.shared.update(context, counters);
    b.ground.update(context, counters);
    b.roads.update(context, counters);
    b.buildings.update(context, counters);
    b.mirror.update(context, *b.root->getOrCreateStateSet());
    b.vehicles.update(context, counters);
    b.devices.update(context, counters);
    b.weather.update(context);
    osg::Camera* camera = b.viewer.getCamera();
    camera->setViewMatrix(matrix_of(view));
    camera->setProjectionMatrix(matrix_of(projection));
    b.viewer.frame(state.animation_s);
    return counters;
}

}  // namespace sd::viz
