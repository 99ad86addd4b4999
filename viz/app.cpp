#include "viz/app.h"

#include <chrono>
#include <iostream>
#include <thread>

#include "sim/city/pack.h"
#include "viz/presets.h"

namespace sd::viz {
namespace {

bool is_address(const std::string& source) { return source.rfind("tcp://", 0) == 0 || source.rfind("ipc://", 0) == 0; }

Result<void> load_run(const ViewOptions& options, Loaded& out) {
    auto facts = read_run_facts(options.source);
    if (!facts) return fail(facts.error());
    if (!options.city_pack.empty()) {
        facts->city_pack = options.city_pack;
        facts->city_cut_m.reset();
    }
    auto city = read_city(*facts);
    if (!city) return fail(city.error());
    out.city = std::move(*city);
    auto tracks = read_tracks(facts->folder);
    if (!tracks) return fail(tracks.error());
    out.tracks = std::move(*tracks);
    out.title = facts->title;
    out.folder = facts->folder;
    if (!facts->running) return {};
    if (auto control = ControlLink::open(facts->folder)) out.control = std::move(*control);
    out.no_live_picture = !facts->live;
    if (out.no_live_picture) {
        std::cerr << "this run is LIVE but has no live picture: start it with --tap; showing what is recorded so far\n";
        return {};
    }
    auto live = LiveSource::connect(facts->taps);
    if (!live) return fail(live.error());
    out.live = std::move(*live);
    return {};
}

Result<void> load_address(const ViewOptions& options, Loaded& out) {
    if (options.city_pack.empty()) {
        return fail(options.source, "an address alone does not say which city it shows",
                    "add --city PACK, or give the run's directory instead");
    }
    auto city = read_pack(options.city_pack);
    if (!city) return fail(city.error());
    out.city = std::move(*city);
    out.title = options.source;
    auto live = LiveSource::connect({options.source});
    if (!live) return fail(live.error());
    out.live = std::move(*live);
    return {};
}

/// Headless pictures of a live run need at least one picture: waits a while for it.
void wait_for_first(Loaded& loaded) {
    for (int i = 0; i < 100 && loaded.live && loaded.tracks.empty(); ++i) {
        loaded.live->drain(loaded.tracks);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

/// The last picture up to a moment that holds an open alarm; else the first one after it.
std::optional<Instant> last_alarm(Loaded& loaded, Instant until) {
    PictureTrack& belief = loaded.tracks.belief;
    std::optional<Instant> later;
    for (std::size_t i = belief.size(); i-- > 0;) {
        if (!alarm_camera(loaded.city, belief.span(belief.at(i)).first.get())) continue;
        if (belief.at(i) <= until) return belief.at(i);
        later = belief.at(i);
    }
    return later;
}

}  // namespace

Result<Loaded> load(const ViewOptions& options) {
    Loaded out;
    Result<void> done;
    if (options.source.empty()) {
        auto city = read_pack(options.city_pack);
        if (!city) return fail(city.error());
        out.city = std::move(*city);
    } else {
        done = is_address(options.source) ? load_address(options, out) : load_run(options, out);
    }
    if (!done) return fail(done.error());
    if (options.headless) wait_for_first(out);
    if (out.tracks.empty() && options.headless && !options.source.empty()) {
        return fail(options.source, "there is no picture of either eye yet",
                    "wait for the run's first minute, or run again");
    }
    return out;
}

Result<ViewState> first_view(const ViewOptions& options, Loaded& loaded) {
    ViewState view;
    view.eye = options.eye;
    view.min_depth_m = static_cast<float>(options.min_depth_m);
    auto layers = parse_layers(options.layers, view.layers);
    if (!layers) return fail(layers.error());
    view.layers = *layers;
    Tracks& t = loaded.tracks;
    if (!t.empty()) {
        std::string note;
        const auto at = parse_moment(options.at, t.first(), t.last(), loaded.city.meta.utc_offset, &note);
        if (!at) return fail(at.error());
        if (!note.empty()) std::cerr << note << '\n';
        view.clock = *at;
        view.animation_s = static_cast<double>((*at).ns / 1'000'000 % 3'600'000) * 1e-3;
        view.truth = t.truth.span(*at);
        view.belief = t.belief.span(*at);
    }
    if (options.camera == "alarm" && !t.belief.empty() && !alarm_camera(loaded.city, view.belief.nearest())) {
        if (const auto last = last_alarm(loaded, view.clock)) {
            std::cerr << "no alarm is open at " << to_iso(view.clock, loaded.city.meta.utc_offset).substr(0, 19)
                      << ", this is the last moment with one: "
                      << to_iso(*last, loaded.city.meta.utc_offset).substr(0, 19) << '\n';
            view.clock = *last;
            view.truth = t.truth.span(*last);
            view.belief = t.belief.span(*last);
        }
    }
    const bool needs_both = options.eye == EyeMode::Difference || options.eye == EyeMode::Split;
    if (!t.empty() && ((options.eye != EyeMode::Truth && t.belief.empty()) || (needs_both && t.truth.empty()))) {
        return fail("--eye", "the run has no pictures of that eye",
                    "repeat the run with all roles, or choose --eye truth");
    }
    const auto camera = camera_named(options.camera, loaded.city, view, options.size);
    if (!camera) return fail(camera.error());
    view.camera = *camera;
    suit_look(view);
    if (options.exaggeration >= 1.0) {
        view.camera.target_z_m *= options.exaggeration / view.exaggeration;
        view.exaggeration = options.exaggeration;
    }
    if (options.water != "auto") view.water = options.water == "map" ? WaterLook::Map : WaterLook::River;
    return view;
}

int run_viewer(int argc, const char* const* argv) {
    const ParsedCommand command = parse_command(argc, argv);
    if (command.exit_code >= 0) return command.exit_code;
    const auto say_why = [](const Errors& errors) {
        std::cerr << to_text(errors) << '\n';
        return 2;
    };
    auto loaded = load(command.options);
    if (!loaded) return say_why(loaded.error());
    const bool pictures = !command.options.screenshot.empty() || !command.options.path.empty();
    const auto done = pictures ? make_pictures(command.options, *loaded) : run_window(command.options, *loaded);
    return done ? 0 : say_why(done.error());
}

}  // namespace sd::viz
