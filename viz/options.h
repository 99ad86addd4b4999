// The command line of songdoi-view.
#pragma once

#include <string>
#include <vector>

#include "sim/core/result.h"
#include "viz/catalogue.h"
#include "viz/view_state.h"

namespace sd::viz {

struct ViewOptions {
    std::string source;     ///< run directory or tcp:// address; empty = only the city of --city
    std::string city_pack;  ///< --city, overrides the run's
    bool headless = false;
    std::string screenshot;
    std::string at;  ///< ISO time, HH:MM[:SS] or duration since the start; empty = the last picture
    std::string camera = "overview";
    bool camera_given = false;
    EyeMode eye = EyeMode::Truth;
    std::string water = "auto";
    Viewport size;
    std::string layers;  ///< "+traffic,-devices" changes, "terrain,water" replaces
    std::string path;    ///< tour file
    std::string out;     ///< folder of frames, or .y4m
    Lang lang = Lang::Vi;
    double exaggeration = 0.0;  ///< 0 = by camera
    double font_scale = 1.0;
    double min_depth_m = static_cast<double>(kMinPlottedDepth_m);
    bool dump_ui_rects = false;
    bool stats = false;  ///< prints the draw counters as JSON
};

struct ParsedCommand {
    ViewOptions options;
    int exit_code = -1;  ///< ≥ 0: end now (help, version or bad usage)
};
[[nodiscard]] ParsedCommand parse_command(int argc, const char* const* argv);

/// Applies "--layers"; an unknown name is an error that lists the known ones.
[[nodiscard]] Result<Layers> parse_layers(const std::string& text, Layers base);
/// "--at" against the run's first and last moment. A moment outside is moved to the nearer end, and `note` says so.
[[nodiscard]] Result<Instant> parse_moment(const std::string& text, Instant first, Instant last, Duration offset,
                                           std::string* note = nullptr);

}  // namespace sd::viz
