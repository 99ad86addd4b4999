// What is looked at and how: the complete input of one drawn picture. Same state, same pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/core/picture.h"
#include "viz/camera.h"
#include "viz/ramp.h"

namespace sd::viz {

enum class EyeMode : std::uint8_t { Truth, Belief, Difference, Split };
enum class WaterLook : std::uint8_t { Map, River };

/// Switches of the layers panel; `--layers` names them.
struct Layers {
    bool terrain = true;
    bool water = true;
    bool wards = true;
    bool roads = true;
    bool traffic = false;  ///< roads coloured by speed
    bool buildings = true;
    bool vehicles = true;
    bool devices = true;
    bool alarms = true;
    bool labels = true;
    bool rain = true;
    bool hud = true;
};

/// Two pictures of one eye and how far between them the clock stands (0 = first).
struct PictureSpan {
    std::shared_ptr<const Picture> first;
    std::shared_ptr<const Picture> second;
    double mix = 0.0;
    [[nodiscard]] bool empty() const { return !first; }
    /// The one nearer to the clock, for columns that do not interpolate.
    [[nodiscard]] const Picture* nearest() const { return mix < 0.5 || !second ? first.get() : second.get(); }
};

struct ViewState {
    OrbitCamera camera;
    EyeMode eye = EyeMode::Truth;
    WaterLook water = WaterLook::Map;
    Layers layers;
    double exaggeration = 1.0;  ///< vertical, ≥ 1, printed on the picture when not 1
    float min_depth_m = kMinPlottedDepth_m;
    double swipe = 0.5;  ///< split position, share of the width
    Instant clock;
    double animation_s = 0.0;  ///< drives ripples and rain; simulated seconds
    PictureSpan truth;
    PictureSpan belief;
    [[nodiscard]] const PictureSpan& shown() const {
        if (eye == EyeMode::Belief) return belief;
        return truth.empty() ? belief : truth;
    }
};

/// What a drawn picture contains, counted while drawing it.
struct DrawCounters {
    std::size_t tiles = 0;
    std::size_t vehicles_near = 0;
    std::size_t vehicles_far = 0;
    std::size_t devices = 0;
    std::size_t building_cells = 0;
    std::size_t road_cells = 0;
    std::size_t wet_cells = 0;  ///< of the shown picture, over land, at or above the plotted depth
    std::size_t labels = 0;
    std::size_t alarms = 0;
};

}  // namespace sd::viz
