// Names on the picture: candidates with priorities, placed greedily so that no two texts overlap.
#pragma once

#include <string>
#include <vector>

#include "sim/city/city.h"
#include "viz/catalogue.h"
#include "viz/view_state.h"

namespace sd::viz {

enum class LabelStyle : std::uint8_t { Ward, Street, Place, Station, Device, Asset, Alarm };

struct LabelWish {
    Vec3 at;  ///< exaggerated z
    std::string text;
    LabelStyle style = LabelStyle::Place;
    double priority = 0.0;  ///< higher is placed first
    Rgb colour;
    std::uint64_t id = 0;  ///< alarm id, else index in its list
};

struct Box {
    double left = 0.0;
    double top = 0.0;
    double right = 0.0;
    double bottom = 0.0;
    [[nodiscard]] bool overlaps(const Box& o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
};

struct PlacedLabel {
    LabelWish wish;
    Box box;  ///< of the text with its margin
    double anchor_x_px = 0.0;
    double anchor_y_px = 0.0;
};

/// Everything that could be named from this camera.
[[nodiscard]] std::vector<LabelWish> label_wishes(const City& city, const ViewState& view, Viewport viewport,
                                                  Lang lang);

struct TextSize {
    double width_px = 0.0;
    double height_px = 0.0;
};
/// Places by priority; a label without a free place is left out. `taken` are the panels.
[[nodiscard]] std::vector<PlacedLabel> place_labels(std::vector<LabelWish> wishes, const std::vector<TextSize>& sizes,
                                                    const OrbitCamera& camera, Viewport viewport,
                                                    std::vector<Box> taken);

}  // namespace sd::viz
