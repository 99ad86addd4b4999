#include "scenarios/results/series.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/core/check.h"

namespace sd::results {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Where a segment crosses the cell edges of one axis, as fractions of its length.
void add_crossings(double from_m, double to_m, double origin_m, double cell_m, std::vector<double>& fractions) {
    const double a = (std::min(from_m, to_m) - origin_m) / cell_m;
    const double b = (std::max(from_m, to_m) - origin_m) / cell_m;
    const auto last = static_cast<std::int64_t>(std::ceil(b)) - 1;
    for (auto edge = static_cast<std::int64_t>(std::floor(a)) + 1; edge <= last; ++edge) {
        fractions.push_back((origin_m + static_cast<double>(edge) * cell_m - from_m) / (to_m - from_m));
    }
}

bool on_grid(const Line& line, const GridSpec& grid) { return line.points.size() >= 2 && !cut(line, grid).empty(); }

Hydrograph hydrograph_at(const Place& place, const GridSpec& grid, const Field& bed_m) {
    const std::uint32_t cell = grid.cell(grid.column(place.at.x_m), grid.row(place.at.y_m));
    return {place, cell, static_cast<double>(bed_m[cell]), {}, {}, {}};
}

double speed_m_s(const Snapshot& s, std::uint32_t cell) {
    const auto x = static_cast<double>(velocity_m_s(s.x_m2_s[cell], s.depth_m[cell]));
    const auto y = static_cast<double>(velocity_m_s(s.y_m2_s[cell], s.depth_m[cell]));
    return std::sqrt(x * x + y * y);
}

}  // namespace

std::vector<LinePiece> cut(const Line& line, const GridSpec& grid) {
    std::vector<LinePiece> pieces;
    std::vector<double> fractions;
    double chainage_m = 0.0;
    for (std::size_t p = 1; p < line.points.size(); ++p) {
        const LocalXY a = line.points[p - 1];
        const LocalXY b = line.points[p];
        const double dx = b.x_m - a.x_m;
        const double dy = b.y_m - a.y_m;
        const double length_m = std::sqrt(dx * dx + dy * dy);
        fractions = {0.0, 1.0};
        add_crossings(a.x_m, b.x_m, grid.origin.x_m, grid.cell_m, fractions);
        add_crossings(a.y_m, b.y_m, grid.origin.y_m, grid.cell_m, fractions);
        std::sort(fractions.begin(), fractions.end());
        for (std::size_t k = 1; k < fractions.size(); ++k) {
            const double share = fractions[k] - fractions[k - 1];
            const double middle = 0.5 * (fractions[k] + fractions[k - 1]);
            const int i = grid.column(a.x_m + middle * dx);
            const int j = grid.row(a.y_m + middle * dy);
            // Slivers of rounding, e.g. where a line meets a corner of cells, would only repeat a cell.
            if (share * length_m < 1e-6 * grid.cell_m || !grid.contains(i, j)) continue;
            pieces.push_back({grid.cell(i, j), chainage_m + middle * length_m, share * dx, share * dy});
        }
        chainage_m += length_m;
    }
    return pieces;
}

Result<Series> make_series(const GridSpec& grid, const Field& bed_m, const std::vector<Place>& places,
                           const std::vector<Line>& flow_lines, const std::string& file) {
    SD_CHECK(bed_m.size() == grid.cells());
    Series series{grid, {}, {}, {}};
    Errors errors;
    for (const Place& place : places) {
        if (grid.contains(grid.column(place.at.x_m), grid.row(place.at.y_m))) {
            series.points.push_back(hydrograph_at(place, grid, bed_m));
        } else {
            errors.push_back({file, 0, 0, "the point \"" + place.name + "\" lies outside the grid",
                              "check its coordinates: they are in the grid's own metres"});
        }
    }
    for (const Line& line : flow_lines) {
        if (on_grid(line, grid)) {
            series.flows.push_back({line, cut(line, grid), {}});
        } else {
            errors.push_back({file, 0, 0, "the line \"" + line.name + "\" touches no cell of the grid",
                              "give two or more points, at least one piece between them inside the grid"});
        }
    }
    if (!errors.empty()) return fail(std::move(errors));
    return series;
}

void Series::add(const Snapshot& snapshot) {
    SD_CHECK(snapshot.depth_m.size() == grid.cells());
    t_s.push_back(snapshot.t_s);
    for (Hydrograph& h : points) {
        h.level_m.push_back(snapshot.level_m[h.cell]);
        h.depth_m.push_back(snapshot.depth_m[h.cell]);
        h.speed_m_s.push_back(static_cast<float>(speed_m_s(snapshot, h.cell)));
    }
    for (FlowLine& f : flows) f.discharge_m3_s.push_back(discharge_m3_s(f.pieces, snapshot));
}

double discharge_m3_s(const std::vector<LinePiece>& pieces, const Snapshot& snapshot) {
    double sum = 0.0;
    for (const LinePiece& p : pieces) {  // the normal to the left of (dx, dy) is (−dy, dx)
        sum += static_cast<double>(snapshot.y_m2_s[p.cell]) * p.dx_m -
               static_cast<double>(snapshot.x_m2_s[p.cell]) * p.dy_m;
    }
    return sum;
}

Profile profile_along(const Line& line, const GridSpec& grid, const Field& bed_m, const Snapshot& snapshot,
                      const Maxima& maxima) {
    SD_CHECK(bed_m.size() == grid.cells() && maxima.level_m.size() == grid.cells());
    Profile profile{line.name, snapshot.t_s, {}};
    for (const LinePiece& piece : cut(line, grid)) {
        const auto depth_m = static_cast<double>(snapshot.depth_m[piece.cell]);
        const bool wet = depth_m >= maxima.wet_m;
        profile.points.push_back({piece.chainage_m, static_cast<double>(bed_m[piece.cell]),
                                  wet ? static_cast<double>(snapshot.level_m[piece.cell]) : kNone, depth_m,
                                  static_cast<double>(maxima.level_m[piece.cell])});
    }
    return profile;
}

}  // namespace sd::results
