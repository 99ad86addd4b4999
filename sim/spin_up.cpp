#include "sim/spin_up.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "sim/core/math.h"

namespace sd::flood {
namespace {

constexpr int kFactor = 4;
constexpr Duration kBefore = hours(8);  // two thirds of a semi-diurnal tide: the first waves have left by then
constexpr Duration kStep = seconds(10);
constexpr double kBelowBank_m = 0.3;  // of still water in lakes

bool is_river(const City& city, std::uint32_t cell) { return static_cast<Cover>(city.cover.at(cell)) == Cover::River; }
bool is_wet(const City& city, std::uint32_t cell) { return is_water(static_cast<Cover>(city.cover.at(cell))); }

template <class Visit>
void each_neighbour(const GridSpec& grid, std::uint32_t cell, const Visit& visit) {
    const auto nx = static_cast<std::uint32_t>(grid.nx);
    const int i = static_cast<int>(cell % nx);
    const int j = static_cast<int>(cell / nx);
    if (i > 0) visit(cell - 1);
    if (i + 1 < grid.nx) visit(cell + 1);
    if (j > 0) visit(cell - nx);
    if (j + 1 < grid.ny) visit(cell + nx);
}

/// Moves the water of a cell to a level; the ledger's beginning moves with it.
void set_level(State& s, std::uint32_t cell, double level_m) {
    const Layout& l = s.cells.layout;
    const std::size_t k = l.at(cell);
    const std::int64_t level = std::llround((level_m - l.datum_m) / l.quantum_m);
    const auto depth = static_cast<std::int32_t>(std::clamp<std::int64_t>(level - s.cells.bed[k], 0, kWall));
    s.ledger.initial += depth - s.cells.depth[k];
    s.cells.add(cell, depth - s.cells.depth[k]);
}

/// A body of water with its shore.
struct Body {
    std::vector<std::uint32_t> cells;
    bool joined = false;  ///< to the river, by water
    double lowest_bank_m = 1e9;
    double closes_above_m = 1e9;  ///< of the gate that parts it from the river
};

std::vector<Body> bodies_of(const City& city) {
    std::vector<Body> bodies;
    Grid<std::int32_t> body_of(city.grid.nx, city.grid.ny, -1);
    for (std::uint32_t first = 0; first < city.grid.cells(); ++first) {
        if (!is_wet(city, first) || body_of.at(first) >= 0) continue;
        const auto number = static_cast<std::int32_t>(bodies.size());
        Body body;
        body.cells.push_back(first);
        body_of.at(first) = number;
        for (std::size_t k = 0; k < body.cells.size(); ++k) {
            const std::uint32_t cell = body.cells[k];
            body.joined = body.joined || is_river(city, cell);
            each_neighbour(city.grid, cell, [&](std::uint32_t next) {
                if (!is_wet(city, next)) {
                    body.lowest_bank_m = std::min(body.lowest_bank_m, static_cast<double>(city.ground_m.at(next)));
                } else if (body_of.at(next) < 0) {
                    body_of.at(next) = number;
                    body.cells.push_back(next);
                }
            });
        }
        bodies.push_back(std::move(body));
    }
    for (const Structure& gate : city.structures) {
        const std::int32_t inside = body_of.at(gate.cell_inside);
        if (gate.kind != StructureKind::Sluice || inside < 0) continue;
        Body& body = bodies[static_cast<std::size_t>(inside)];
        body.closes_above_m = std::min(body.closes_above_m, static_cast<double>(gate.close_above_m));
    }
    return bodies;
}

/// Level of the nearest wet coarse cell, spread from the river into its side arms.
Grid<float> spread_levels(const City& city, const City& coarse, const State& river) {
    Grid<float> level_m(city.grid.nx, city.grid.ny, 1e9F);
    std::deque<std::uint32_t> open;
    for (std::uint32_t cell = 0; cell < city.grid.cells(); ++cell) {
        if (!is_wet(city, cell)) continue;
        const std::uint32_t over = coarse.grid.cell_clamped(city.grid.center_of(cell));
        if (!is_river(coarse, over) || river.cells.depth_m(over) < 0.05) continue;
        level_m.at(cell) = static_cast<float>(river.cells.level_m(over));
        open.push_back(cell);
    }
    while (!open.empty()) {
        const std::uint32_t cell = open.front();
        open.pop_front();
        each_neighbour(city.grid, cell, [&](std::uint32_t next) {
            if (!is_wet(city, next) || level_m.at(next) < 1e8F) return;
            level_m.at(next) = level_m.at(cell);
            open.push_back(next);
        });
    }
    return level_m;
}

/// Discharge of a coarse face, shared out over the fine ones as uniform flow would: by depth^(5/3).
float share_of(float coarse_m2_s, double fine_depth_m, double coarse_depth_m) {
    if (fine_depth_m <= 0.0 || coarse_depth_m <= 0.0) return 0.0F;
    const double ratio = std::min(fine_depth_m / coarse_depth_m, 1.5);
    return static_cast<float>(static_cast<double>(coarse_m2_s) * ratio * math::cbrt(ratio) * math::cbrt(ratio));
}

void copy_flow(State& s, const City& city, const City& coarse, const State& river) {
    for (std::uint32_t cell = 0; cell < city.grid.cells(); ++cell) {
        if (!is_river(city, cell)) continue;
        const std::uint32_t over = coarse.grid.cell_clamped(city.grid.center_of(cell));
        if (!is_river(coarse, over)) continue;
        const std::size_t from = river.cells.layout.at(over);
        const std::size_t to = s.cells.layout.at(cell);
        const auto now = static_cast<std::size_t>(s.current);
        const auto then = static_cast<std::size_t>(river.current);
        const double fine_m = s.cells.depth_m(cell);
        const double coarse_m = river.cells.depth_m(over);
        // A face between river and land carries nothing.
        if (cell > 0 && is_wet(city, cell - 1)) s.qx[now][to] = share_of(river.qx[then][from], fine_m, coarse_m);
        const auto nx = static_cast<std::uint32_t>(city.grid.nx);
        if (cell >= nx && is_wet(city, cell - nx)) s.qy[now][to] = share_of(river.qy[then][from], fine_m, coarse_m);
    }
}

Result<State> play_coarse(const City& coarse, const Config& config, const tide::Config& tide, Instant start,
                          Parallel& parallel) {
    tide::State sea;
    tide::step(sea, tide, start - kBefore);
    auto river = make(coarse, config, sea.level_m);
    if (!river) return river;
    const weather::State sky;
    for (Instant t = start - kBefore; t < start; t = t + kStep) {
        tide::step(sea, tide, t + kStep);
        step(*river, sky, sea, {}, kStep, parallel);
    }
    return river;
}

}  // namespace

City coarse_river(const City& city, int factor) {
    City out;
    out.meta = city.meta;
    out.grid = {city.grid.nx / factor, city.grid.ny / factor, city.grid.cell_m * factor, city.grid.origin};
    out.ground_m = Grid<float>(out.grid.nx, out.grid.ny, 50.0F);
    out.cover = Grid<std::uint8_t>(out.grid.nx, out.grid.ny, static_cast<std::uint8_t>(Cover::Bare));
    for (int j = 0; j < out.grid.ny; ++j) {
        for (int i = 0; i < out.grid.nx; ++i) {
            double bed_m = 0.0;
            int wet = 0;
            for (int k = 0; k < factor * factor; ++k) {
                const std::uint32_t cell = city.grid.cell(i * factor + k % factor, j * factor + k / factor);
                if (!is_river(city, cell)) continue;
                bed_m += static_cast<double>(city.ground_m.at(cell));
                ++wet;
            }
            if (2 * wet < factor * factor) continue;
            out.ground_m(i, j) = static_cast<float>(bed_m / wet);
            out.cover(i, j) = static_cast<std::uint8_t>(Cover::River);
        }
    }
    for (const Boundary& rim : city.boundaries) {
        Boundary copy{rim.name, rim.side, {}, rim.tidal};
        for (const std::uint32_t cell : rim.cells) {
            const std::uint32_t over = out.grid.cell_clamped(city.grid.center_of(cell));
            if (is_river(out, over)) copy.cells.push_back(over);
        }
        std::sort(copy.cells.begin(), copy.cells.end());
        copy.cells.erase(std::unique(copy.cells.begin(), copy.cells.end()), copy.cells.end());
        if (!copy.cells.empty()) out.boundaries.push_back(std::move(copy));
    }
    return out;
}

Result<void> spin_up(State& s, const City& city, const tide::Config& tide, Instant start, Parallel& parallel) {
    const bool has_tide = std::any_of(city.boundaries.begin(), city.boundaries.end(),
                                      [](const Boundary& b) { return b.tidal && !b.cells.empty(); });
    Grid<float> level_m;
    City coarse;
    State river;
    if (has_tide) {
        coarse = coarse_river(city, kFactor);
        auto played = play_coarse(coarse, s.config, tide, start, parallel);
        if (!played) return fail(played.error());
        river = std::move(*played);
        level_m = spread_levels(city, coarse, river);
    }
    for (const Body& body : bodies_of(city)) {
        if (body.joined) {
            if (!has_tide) continue;
            for (const std::uint32_t cell : body.cells) {
                if (level_m.at(cell) < 1e8F) set_level(s, cell, static_cast<double>(level_m.at(cell)));
            }
            continue;
        }
        const double still_m = std::min(body.lowest_bank_m - kBelowBank_m, body.closes_above_m);
        for (const std::uint32_t cell : body.cells) {
            if (s.cells.level_m(cell) > still_m) set_level(s, cell, still_m);
        }
    }
    if (has_tide) copy_flow(s, city, coarse, river);
    return {};
}

}  // namespace sd::flood
