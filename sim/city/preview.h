// What a city looks like and what is in it, for people.
#pragma once

#include <string>

#include "sim/city/canvas.h"
#include "sim/city/city.h"

namespace sd {

/// The whole city as a map sheet: terrain, water, houses, roads, wards, devices. PNG bytes.
[[nodiscard]] Result<std::vector<std::uint8_t>> preview_png(const City& city, int map_width_px = 1855);
/// Layers, provenance and counts as lines of text.
[[nodiscard]] std::string describe_city(const City& city);
/// Terrain and water shades of the preview, as a base under other maps.
[[nodiscard]] Rgb base_colour(const City& city, int i, int j);

}  // namespace sd
