#include "scenarios/flood/gaps.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace sd {
namespace {

/// Open places of a fine column over one row of cells, and of a fine row over one column of cells.
struct Counts {
    std::vector<std::uint16_t> column;  ///< [j · nx · fine + fine column]
    std::vector<std::uint16_t> row;     ///< [fine row · nx + i]
};

Counts count_open(const std::vector<std::uint8_t>& built, const GridSpec& g, std::size_t fine) {
    const auto nx = static_cast<std::size_t>(g.nx);
    const auto ny = static_cast<std::size_t>(g.ny);
    Counts c{std::vector<std::uint16_t>(ny * nx * fine, 0), std::vector<std::uint16_t>(ny * fine * nx, 0)};
    for (std::size_t y = 0; y < ny * fine; ++y) {
        for (std::size_t x = 0; x < nx * fine; ++x) {
            if (built[y * nx * fine + x] != 0) continue;
            ++c.column[y / fine * nx * fine + x];
            ++c.row[y * nx + x / fine];
        }
    }
    return c;
}

}  // namespace

Gaps gaps_of_plan(const std::vector<std::uint8_t>& built, const GridSpec& g, int fine_places) {
    const auto fine = static_cast<std::size_t>(fine_places);
    const auto nx = static_cast<std::size_t>(g.nx);
    const auto ny = static_cast<std::size_t>(g.ny);
    SD_CHECK(fine >= 2 && built.size() == g.cells() * fine * fine);
    const Counts open = count_open(built, g, fine);
    Gaps out{std::vector<double>(g.cells(), 0.0), std::vector<double>(g.cells(), 1.0),
             std::vector<double>(g.cells(), 1.0)};
    const auto share = [&](std::uint16_t count) { return static_cast<double>(count) / static_cast<double>(fine); };
    for (std::size_t j = 0; j < ny; ++j) {
        for (std::size_t i = 0; i < nx; ++i) {
            const std::size_t c = j * nx + i;
            for (std::size_t k = 0; k < fine; ++k) out.room[c] += share(open.column[(j * nx + i) * fine + k]);
            out.room[c] /= static_cast<double>(fine);
            for (std::size_t k = 0; i > 0 && k < fine; ++k)
                out.gap_x[c] = std::min(out.gap_x[c], share(open.column[(j * nx + i) * fine + k - fine / 2]));
            for (std::size_t k = 0; j > 0 && k < fine; ++k)
                out.gap_y[c] = std::min(out.gap_y[c], share(open.row[(j * fine + k - fine / 2) * nx + i]));
        }
    }
    return out;
}

Gaps gaps_of_share(const std::vector<double>& built_share, const GridSpec& g) {
    const auto nx = static_cast<std::size_t>(g.nx);
    SD_CHECK(built_share.size() == g.cells());
    Gaps out{std::vector<double>(g.cells(), 1.0), std::vector<double>(g.cells(), 1.0),
             std::vector<double>(g.cells(), 1.0)};
    const auto open = [&](std::size_t c) { return 1.0 - std::sqrt(built_share[c]); };
    for (std::size_t c = 0; c < out.room.size(); ++c) {
        out.room[c] = 1.0 - built_share[c];
        if (c % nx > 0) out.gap_x[c] = std::min(open(c), open(c - 1));
        if (c >= nx) out.gap_y[c] = std::min(open(c), open(c - nx));
    }
    return out;
}

}  // namespace sd
