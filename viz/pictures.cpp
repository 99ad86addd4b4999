#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "viz/app.h"
#include "viz/hud.h"
#include "viz/presets.h"
#include "viz/scene.h"
#include "viz/tour.h"
#include "viz/video.h"

namespace sd::viz {
namespace {

/// A surface with everything needed to draw finished pictures.
struct Studio {
    std::unique_ptr<Surface> surface;
    std::unique_ptr<Overlay> overlay;
    std::unique_ptr<Scene> scene;
};

Result<Studio> open_studio(const ViewOptions& options, const Loaded& loaded) {
    Studio s;
    auto surface = make_offscreen_surface(options.size);
    if (!surface) return fail(surface.error());
    s.surface = std::move(*surface);
    const double scale = options.font_scale * std::max(1.0, options.size.height_px / 1080.0);
    auto overlay = Overlay::make(*s.surface, texts_of(loaded.city), static_cast<float>(scale));
    if (!overlay) return fail(overlay.error());
    s.overlay = std::move(*overlay);
    s.scene = std::make_unique<Scene>(loaded.city, options.size);
    return s;
}

DrawCounters draw_once(Studio& s, const ViewOptions& options, const Loaded& loaded, const ViewState& view) {
    DrawCounters counters = s.scene->draw(view);
    s.overlay->begin();
    draw_hud({loaded.city, view, options.size, options.lang, loaded.title, false, -1.0}, s.overlay->fonts(), counters);
    s.overlay->end();
    return counters;
}

void print_stats(const DrawCounters& c, const std::string& renderer, double frame_ms) {
    std::cout << fmt::format(
        "{{\"renderer\":\"{}\",\"frame_ms\":{:.1f},\"tiles\":{},\"road_cells\":{},\"building_cells\":{},"
        "\"vehicles_near\":{},\"vehicles_far\":{},\"devices\":{},\"wet_cells\":{},\"labels\":{},\"alarms\":{}}}\n",
        renderer, frame_ms, c.tiles, c.road_cells, c.building_cells, c.vehicles_near, c.vehicles_far, c.devices,
        c.wet_cells, c.labels, c.alarms);
}

Result<void> screenshot(const ViewOptions& options, Loaded& loaded) {
    const auto view = first_view(options, loaded);
    if (!view) return fail(view.error());
    auto studio = open_studio(options, loaded);
    if (!studio) return fail(studio.error());
    DrawCounters counters = draw_once(*studio, options, loaded, *view);
    const PixelImage image = read_pixels(options.size);
    if (const auto written = write_png(image, options.screenshot); !written) return written;
    if (options.stats) {
        const auto begun = std::chrono::steady_clock::now();
        counters = draw_once(*studio, options, loaded, *view);
        studio->surface->swap();
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
        print_stats(counters, studio->surface->renderer(), ms);
    }
    return {};
}

Result<void> fly(const ViewOptions& options, Loaded& loaded) {
    if (options.out.empty()) return fail("--path", "a tour needs --out FOLDER or --out FILE.y4m");
    auto start = first_view(options, loaded);
    if (!start) return fail(start.error());
    const auto tour = read_tour(options.path, loaded.city, *start, options.size);
    if (!tour) return fail(tour.error());
    auto studio = open_studio(options, loaded);
    if (!studio) return fail(studio.error());
    auto video = VideoSink::open(options.out, options.size);
    if (!video) return fail(video.error());
    ViewState view = *start;
    const int frames = static_cast<int>(tour->length_s() * kFramesPerSecond) + 1;
    for (int f = 0; f < frames; ++f) {
        const TourPoint p = tour->at(static_cast<double>(f) / kFramesPerSecond);
        view.camera = p.camera;
        view.exaggeration = p.exaggeration;
        view.water = p.water;
        view.clock = start->clock + Duration{static_cast<std::int64_t>(p.clock_s * 1e9)};
        if (!loaded.tracks.empty()) view.clock = std::min(view.clock, loaded.tracks.last());
        view.animation_s = start->animation_s + static_cast<double>(f) / kFramesPerSecond;
        view.truth = loaded.tracks.truth.span(view.clock);
        view.belief = loaded.tracks.belief.span(view.clock);
        (void)draw_once(*studio, options, loaded, view);
        if (const auto added = (*video)->add(read_pixels(options.size)); !added) return added;
    }
    return (*video)->finish();
}

}  // namespace

Result<void> make_pictures(const ViewOptions& options, Loaded& loaded) {
    return options.path.empty() ? screenshot(options, loaded) : fly(options, loaded);
}

}  // namespace sd::viz
