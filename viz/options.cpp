#include "viz/options.h"

#include <cstdio>
#include <iostream>
#include <map>
#include <sstream>

#include <CLI/CLI.hpp>

namespace sd::viz {
namespace {

struct LayerName {
    const char* name;
    bool Layers::*flag;
};
constexpr LayerName kLayerNames[] = {
    {"terrain", &Layers::terrain},   {"water", &Layers::water},     {"wards", &Layers::wards},
    {"roads", &Layers::roads},       {"traffic", &Layers::traffic}, {"buildings", &Layers::buildings},
    {"vehicles", &Layers::vehicles}, {"devices", &Layers::devices}, {"alarms", &Layers::alarms},
    {"labels", &Layers::labels},     {"rain", &Layers::rain},       {"hud", &Layers::hud}};

/// An option that takes one of some words, and a help text that says them plainly.
template <class Value>
CLI::Option* words_of(CLI::Option* option, const std::map<std::string, Value>& words, const std::string& shown) {
    CLI::CheckedTransformer check(words);
    check.description("");
    return option->transform(check)->type_name(shown);
}

void add_picture_options(CLI::App& app, ViewOptions& o, std::string& size) {
    app.add_flag("--headless", o.headless, "Draw without a window and without any display server");
    app.add_option("--screenshot", o.screenshot, "Write one PNG and end");
    app.add_option("--at", o.at, "Moment: 2026-10-28T18:30:00+07:00, 18:30, or 1h30m after the start (default: last)");
    app.add_option("--camera", o.camera, "overview, street, alarm, a name of the city, or x,y,dist,az,el")
        ->capture_default_str();
    const std::map<std::string, EyeMode> eyes{{"truth", EyeMode::Truth},
                                              {"belief", EyeMode::Belief},
                                              {"difference", EyeMode::Difference},
                                              {"split", EyeMode::Split}};
    words_of(app.add_option("--eye", o.eye, "What is shown; split = truth | belief"), eyes,
             "truth|belief|difference|split")
        ->default_str("truth");
    app.add_option("--size", size, "WIDTHxHEIGHT in pixels, 320x200 … 7680x4320")->capture_default_str();
    app.add_option("--layers", o.layers, "Layers to show (a,b) or to change (+a,-b)");
    app.add_option("--water", o.water, "map, river or auto (by distance)")
        ->check(CLI::IsMember({"map", "river", "auto"}));
    app.add_option("--exaggeration", o.exaggeration, "Vertical factor 1…20; 0 = by distance")
        ->check(CLI::Range(0.0, 20.0));
    app.add_option("--min-depth", o.min_depth_m, "Least plotted depth, m")->check(CLI::Range(0.0, 1.0));
    app.add_option("--path", o.path, "Fly along a tour file (lines: seconds camera)");
    app.add_option("--out", o.out, "With --path: a folder for PNG frames, or a .y4m video file");
    app.add_flag("--stats", o.stats, "Print what was drawn as JSON");
}

}  // namespace

ParsedCommand parse_command(int argc, const char* const* argv) {
    ParsedCommand parsed;
    ViewOptions& o = parsed.options;
    CLI::App app{"songdoi-view: see a run of Song Đôi in three dimensions", "songdoi-view"};
    app.footer("Example: songdoi-view runs/evening --headless --screenshot flood.png --at 18:30 --camera street");
    std::string size = "1600x900";
    app.add_option("SOURCE", o.source, "Run directory, or address of a live run (tcp://127.0.0.1:PORT)");
    app.add_option("--city", o.city_pack, "City pack folder (default: the run's own)");
    add_picture_options(app, o, size);
    const std::map<std::string, Lang> langs{{"vi", Lang::Vi}, {"en", Lang::En}};
    words_of(app.add_option("--lang", o.lang, "Language of all words"), langs, "vi|en")->default_str("vi");
    app.add_option("--font-scale", o.font_scale, "Text size 1…2")->check(CLI::Range(1.0, 2.0));
    app.add_flag("--dump-ui-rects", o.dump_ui_rects,
                 "Print the widgets' rectangles of each settled frame as JSON lines");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        parsed.exit_code = app.exit(e, std::cout, std::cerr) == 0 ? 0 : 2;
        return parsed;
    }
    o.camera_given = app.count("--camera") > 0;
    // Alarms are what the platform believes.
    if (o.camera == "alarm" && app.count("--eye") == 0) o.eye = EyeMode::Belief;
    int end = 0;
    const bool read = std::sscanf(size.c_str(), "%dx%d%n", &o.size.width_px, &o.size.height_px, &end) == 2 &&
                      static_cast<std::size_t>(end) == size.size();
    const auto within = [](int v, int low, int high) { return v >= low && v <= high; };
    if (!read || !within(o.size.width_px, 320, 7680) || !within(o.size.height_px, 200, 4320)) {
        std::cerr << "--size: found \"" << size << "\", expected WIDTHxHEIGHT between 320x200 and 7680x4320\n";
        parsed.exit_code = 2;
    }
    if (parsed.exit_code < 0 && o.headless && o.screenshot.empty() && o.path.empty()) {
        std::cerr << "--headless: nothing to make; add --screenshot FILE, or --path TOUR --out FILE\n";
        parsed.exit_code = 2;
    }
    if (parsed.exit_code < 0 && o.source.empty() && o.city_pack.empty()) {
        std::cerr << "nothing to show: give a run directory, an address, or --city PACK (see --help)\n";
        parsed.exit_code = 2;
    }
    return parsed;
}

Result<Layers> parse_layers(const std::string& text, Layers base) {
    if (text.empty()) return base;
    if (text.front() != '+' && text.front() != '-') {
        for (const LayerName& l : kLayerNames) base.*l.flag = false;
        base.hud = true;
    }
    std::istringstream in(text);
    for (std::string word; std::getline(in, word, ',');) {
        const bool on = word.empty() || word.front() != '-';
        const std::string name = !word.empty() && (word.front() == '+' || word.front() == '-') ? word.substr(1) : word;
        bool known = false;
        std::string all;
        for (const LayerName& l : kLayerNames) {
            all += std::string(all.empty() ? "" : ", ") + l.name;
            if (name != l.name) continue;
            base.*l.flag = on;
            known = true;
        }
        if (!known) return fail("--layers", "found \"" + name + "\", expected one of: " + all);
    }
    return base;
}

Result<Instant> parse_moment(const std::string& text, Instant first, Instant last, Duration offset, std::string* note) {
    Instant at = last;
    if (const auto iso = parse_iso(text)) {
        at = *iso;
    } else if (const auto clock = parse_clock(text)) {
        CivilTime midnight = civil_of(first, offset);
        midnight.hour = 0;
        midnight.minute = 0;
        midnight.second = 0.0;
        at = instant_of(midnight, offset) + *clock;
        if (at + minutes(1) <= first && at + hours(24) <= last + minutes(1)) at = at + hours(24);  // of the next day
    } else if (const auto since = parse_duration(text)) {
        at = first + *since;
    } else if (!text.empty()) {
        return fail("--at", "found \"" + text + "\", expected 2026-10-28T18:30:00+07:00, 18:30, 18:30:00 or 1h30m");
    }
    const Instant shown = std::clamp(at, first, last);
    if (note != nullptr && shown != at) {
        *note = "--at: there is no picture of " + to_iso(at, offset).substr(0, 19) + ", this is " +
                to_iso(shown, offset).substr(0, 19);
    }
    return shown;
}

}  // namespace sd::viz
