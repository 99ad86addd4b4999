#include "sim/flood/cells.h"

#include <cmath>

namespace sd::flood {
namespace {

constexpr double kHeadroom_m = 20.0;  ///< water this deep above the highest ground still fits the numbers

double quantum_for(double relief_m) {
    double quantum = 1.0 / 16'777'216.0;
    while ((relief_m + kHeadroom_m) / quantum > static_cast<double>(kWall) * 0.98) quantum *= 2.0;
    return quantum;
}

}  // namespace

Layout layout_for(const GridSpec& grid, double lowest_m, double highest_m) {
    Layout l;
    l.grid = grid;
    l.tiles_x = (grid.nx + kTileX - 1) / kTileX;
    l.tiles_y = (grid.ny + kTileY - 1) / kTileY;
    l.stride = static_cast<std::size_t>(l.tiles_x) * static_cast<std::size_t>(kTileX) + 32;
    l.datum_m = std::floor(lowest_m);
    l.quantum_m = quantum_for(highest_m - l.datum_m);
    return l;
}

}  // namespace sd::flood
