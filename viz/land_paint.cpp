#include "viz/land_paint.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/ramp.h"

namespace sd::viz {
namespace {

/// Cheap repeatable grain so that large fields do not look like paint.
float grain(int i, int j) {
    auto h = static_cast<std::uint32_t>(i) * 374761393U + static_cast<std::uint32_t>(j) * 668265263U;
    h = (h ^ (h >> 13U)) * 1274126177U;
    return static_cast<float>((h >> 16U) & 255U) / 255.0F;
}

constexpr std::array<Rgb, 6> kWardTints{{{0.95F, 0.82F, 0.70F},
                                         {0.75F, 0.88F, 0.95F},
                                         {0.85F, 0.93F, 0.72F},
                                         {0.93F, 0.78F, 0.90F},
                                         {0.98F, 0.93F, 0.66F},
                                         {0.76F, 0.90F, 0.85F}}};

/// Light from the north-west, the habit of maps; slopes are magnified because the delta has hardly any.
float relief(const City& city, int i, int j) {
    const int nx = city.grid.nx;
    const int ny = city.grid.ny;
    const float east = city.ground_m(std::min(i + 1, nx - 1), j) - city.ground_m(std::max(i - 1, 0), j);
    const float north = city.ground_m(i, std::min(j + 1, ny - 1)) - city.ground_m(i, std::max(j - 1, 0));
    const auto cell = static_cast<float>(city.grid.cell_m) * 2.0F;
    return std::clamp(1.0F + (east - north) / cell * 2.2F, 0.72F, 1.25F);
}

bool ward_border(const City& city, int i, int j) {
    if (i + 1 >= city.grid.nx || j + 1 >= city.grid.ny) return false;
    const auto w = city.ward(i, j);
    return w != city.ward(i + 1, j) || w != city.ward(i, j + 1);
}

Rgb colour_at(const City& city, int i, int j, bool ward_tint) {
    const auto cover = static_cast<Cover>(city.cover(i, j));
    Rgb c = colour_of(cover);
    const float k = is_water(cover) ? 1.0F : relief(city, i, j) * (0.95F + 0.1F * grain(i, j));
    c = {c.r * k, c.g * k, c.b * k};
    if (!ward_tint || city.ward.empty() || is_water(cover)) return c;
    const auto w = city.ward(i, j);
    if (w >= 0) {
        const Rgb t = kWardTints[static_cast<std::size_t>(w) % kWardTints.size()];
        c = {c.r * (0.72F + 0.28F * t.r), c.g * (0.72F + 0.28F * t.g), c.b * (0.72F + 0.28F * t.b)};
    }
    if (ward_border(city, i, j)) c = {c.r * 0.6F + 0.18F, c.g * 0.5F + 0.08F, c.b * 0.6F + 0.2F};
    return c;
}

}  // namespace

void paint_land_colours(const City& city, bool ward_tint, unsigned char* rgba) {
    const auto byte = [](float v) { return static_cast<unsigned char>(std::clamp(v, 0.0F, 1.0F) * 255.0F + 0.5F); };
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const Rgb c = colour_at(city, i, j, ward_tint);
            *rgba++ = byte(c.r);
            *rgba++ = byte(c.g);
            *rgba++ = byte(c.b);
            *rgba++ = is_water(static_cast<Cover>(city.cover(i, j))) ? 255 : 0;
        }
    }
}

}  // namespace sd::viz
