// One run of the viewer: load, then a picture, a tour or a window.
#pragma once

#include "viz/options.h"
#include "viz/source.h"

namespace sd::viz {

/// Everything loaded.
struct Loaded {
    City city;
    Tracks tracks;
    std::string title;
    std::filesystem::path folder;  ///< run directory, if any
    std::unique_ptr<LiveSource> live;
    bool no_live_picture = false;  ///< the run still plays but publishes nothing: recorded pictures only
    std::unique_ptr<ControlLink> control;
};

[[nodiscard]] Result<Loaded> load(const ViewOptions& options);
/// Camera, eye, layers and clock from the command line.
[[nodiscard]] Result<ViewState> first_view(const ViewOptions& options, Loaded& loaded);

/// Without a window: the screenshot or the tour.
[[nodiscard]] Result<void> make_pictures(const ViewOptions& options, Loaded& loaded);
/// The window; returns when it is closed.
[[nodiscard]] Result<void> run_window(const ViewOptions& options, Loaded& loaded);

/// Exit code: 0 good, 2 bad usage or input. Errors go to stderr.
int run_viewer(int argc, const char* const* argv);

}  // namespace sd::viz
