// What the nowcast takes from the public map, once: columns with a rim, tiles, gauges.
#include <algorithm>

#include "sim/core/units.h"
#include "twin/assimilate.h"

namespace sd {
namespace {

constexpr int kTileColumns = 64;
constexpr int kTileRows = 16;
/// Beds outside the map: nothing flows there.
constexpr float kWall_m = 1000.0F;

}  // namespace

FloodBelief::FloodBelief(const City& city)
    : city_(city),
      rivers_(city),
      pull_(city.grid.nx, city.grid.ny),
      pull_weight_(city.grid.nx, city.grid.ny),
      picture_(city.grid.nx, city.grid.ny) {
    tiles_x_ = (city.grid.nx + kTileColumns - 1) / kTileColumns;
    tiles_y_ = (city.grid.ny + kTileRows - 1) / kTileRows;
    lay_columns(city);
    lay_tiles(city);
    drains_.resize(city.drains.size());
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        if (city.devices[d].kind == DeviceKind::RainGauge) rain_gauges_.push_back({d, 0.0F, false, 0.0F, false});
        if (city.devices[d].kind == DeviceKind::StreetDepth) street_gauges_.push_back(d);
    }
}

void FloodBelief::lay_columns(const City& city) {
    stride_ = static_cast<std::size_t>(tiles_x_ * kTileColumns) + 2 * kRim;
    const std::size_t size = stride_ * static_cast<std::size_t>(tiles_y_ * kTileRows + 2);
    bed_m_.assign(size, kWall_m);
    depth_m_.assign(size, 0.0F);
    drag_.assign(size, 0.0F);
    mobile_.assign(size, 0.0F);
    pervious_.assign(size, 0.0F);
    qx_.assign(size, 0.0F);
    qy_.assign(size, 0.0F);
    for (std::uint32_t cell = 0; cell < city.grid.cells(); ++cell) {
        const auto cover = static_cast<Cover>(city.cover.at(cell));
        const std::size_t p = place(cell);
        const double n = manning_of(cover);
        bed_m_[p] = city.ground_m.at(cell);
        drag_[p] = static_cast<float>(kGravity_m_s2 * n * n);
        mobile_[p] = is_water(cover) ? 0.0F : 1.0F;
        pervious_[p] = static_cast<float>(1.0 - impervious_share(cover));
    }
}

void FloodBelief::lay_tiles(const City& city) {
    tiles_.resize(static_cast<std::size_t>(tiles_x_) * static_cast<std::size_t>(tiles_y_));
    const auto tile_of = [this](int i, int j) -> Tile& { return tiles_[tile_index(i / kTileColumns, j / kTileRows)]; };
    for (int y = 0; y < tiles_y_; ++y) {
        for (int x = 0; x < tiles_x_; ++x) {
            Tile& tile = tile_of(x * kTileColumns, y * kTileRows);
            tile.cells = {x * kTileColumns, (x + 1) * kTileColumns, y * kTileRows, (y + 1) * kTileRows};
            tile.middle = city.grid.center(x * kTileColumns + kTileColumns / 2, y * kTileRows + kTileRows / 2);
        }
    }
    // Streets and what lies within about 200 m of them.
    constexpr int kReach = 20;
    for (const RoadEdge& edge : city.edges) {
        for (const std::uint32_t cell : edge.cells) {
            const int i = static_cast<int>(cell) % city.grid.nx;
            const int j = static_cast<int>(cell) / city.grid.nx;
            for (int k = 0; k < 9; ++k) {
                const int ni = std::clamp(i + (k % 3 - 1) * kReach, 0, city.grid.nx - 1);
                const int nj = std::clamp(j + (k / 3 - 1) * kReach, 0, city.grid.ny - 1);
                tile_of(ni, nj).wanted = true;
            }
        }
    }
    for (const std::uint32_t cell : rivers_.cells()) {
        const int i = static_cast<int>(cell) % city.grid.nx;
        const int j = static_cast<int>(cell) / city.grid.nx;
        for (int k = 1; k < 9; k += 2) {
            const int ni = i + k % 3 - 1;
            const int nj = j + k / 3 - 1;
            if (!city.grid.contains(ni, nj) || is_water(static_cast<Cover>(city.cover(ni, nj)))) continue;
            Tile& tile = tile_of(ni, nj);
            tile.bank_m = std::min(tile.bank_m, city.ground_m(ni, nj));
        }
    }
}

}  // namespace sd
