// The window's state between frames: clock, selection, search, camera flight.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "viz/app.h"
#include "viz/inspect.h"
#include "viz/search.h"
#include "viz/ui_rects.h"

namespace sd::viz {

/// Playback of a run or following a live one. Seeking keeps pause.
struct Player {
    bool playing = false;
    bool follow = false;  ///< live: stay at the newest picture
    double speed = 60.0;  ///< simulated seconds per wall second, negative = backwards
    Instant clock;
    void advance(double wall_s, Instant first, Instant last);
    void seek(Instant t, Instant first, Instant last);
};

struct Desk {
    const ViewOptions& options;
    Loaded& loaded;
    ViewState view;
    Player player;
    Viewport viewport;
    Lang lang = Lang::Vi;
    std::array<char, 128> query{};
    std::array<char, 64> substation{};
    float inject_mm_h = 60.0F;
    std::optional<Pick> picked;
    std::optional<OrbitCamera> flight_from;
    OrbitCamera flight_to;
    double flight_s = 0.0;
    std::string notice;
    UiRects rects;

    void fly_to(const OrbitCamera& camera);
    void update_flight(double wall_s);
    /// Camera by name with its own look.
    void go(const std::string& camera);
    void go_at(LocalXY at);
    void order(const Control& control);
};

void draw_side_panel(Desk& desk);
void draw_right_panel(Desk& desk);
void draw_timeline(Desk& desk);

}  // namespace sd::viz
