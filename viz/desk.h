// The window's state between frames: clock, selection, search, camera flight.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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

/// An order to the run and what it answered.
struct SentOrder {
    std::string words;
    std::optional<ControlLink::Answer> answer;
};

/// What the orders panel remembers.
struct Orders {
    std::array<char, 512> line{};
    std::vector<SentOrder> sent;   ///< oldest first; the newest twenty
    std::ptrdiff_t recalled = -1;  ///< line taken back with the arrow keys, −1 none
    float rain_mm_h = 60.0F;
    bool focus = false;  ///< the line takes the keyboard with the next frame
};

struct Desk {
    const ViewOptions& options;
    Loaded& loaded;
    ViewState view{};
    Player player{};
    Viewport viewport{};
    Lang lang = Lang::Vi;
    std::array<char, 128> query{};
    bool focus_search = false;
    bool flying = false;  ///< left drag looks around instead of moving the map
    bool help = false;
    Orders orders{};
    std::optional<Pick> picked{};
    std::optional<OrbitCamera> flight_from{};
    OrbitCamera flight_to{};
    double flight_s = 0.0;
    std::string notice{};
    UiRects rects{};

    void fly_to(const OrbitCamera& camera);
    void update_flight(double wall_s);
    /// Camera by name with its own look.
    void go(const std::string& camera);
    void go_at(LocalXY at);
    /// Sends an order; its answer appears beside it when the run has obeyed. `words` is what the desk shows.
    void order(const Control& control, const std::string& words);
    /// Sends an event line, such as `close road "Ấp Bắc"`.
    void order_line(const std::string& line);
    void take_answers();
};

/// One key press.
void obey_key(Desk& desk, int key, bool shift);
/// Keys held down: WASD or arrows move, Q and E change height. `held` tells whether a GLFW key is down.
void fly_by_keys(Desk& desk, const std::function<bool(int)>& held, double wall_s);

void draw_orders(Desk& desk);
void draw_help(Desk& desk);

void draw_side_panel(Desk& desk);
void draw_right_panel(Desk& desk);
void draw_timeline(Desk& desk);

}  // namespace sd::viz
