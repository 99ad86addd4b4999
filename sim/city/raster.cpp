#include "sim/city/raster.h"

#include <algorithm>
#include <cmath>

namespace sd {

double distance(LocalXY a, LocalXY b) {
    const double dx = a.x_m - b.x_m;
    const double dy = a.y_m - b.y_m;
    return std::sqrt(dx * dx + dy * dy);
}

double length_of(const std::vector<LocalXY>& line) {
    double sum = 0.0;
    for (std::size_t k = 1; k < line.size(); ++k) sum += distance(line[k - 1], line[k]);
    return sum;
}

LocalXY point_at(const std::vector<LocalXY>& line, double along_m) {
    SD_CHECK(!line.empty());
    for (std::size_t k = 1; k < line.size(); ++k) {
        const double step = distance(line[k - 1], line[k]);
        if (along_m <= step && step > 0.0) {
            const double t = std::max(0.0, along_m / step);
            return {line[k - 1].x_m + t * (line[k].x_m - line[k - 1].x_m),
                    line[k - 1].y_m + t * (line[k].y_m - line[k - 1].y_m)};
        }
        along_m -= step;
    }
    return line.back();
}

double distance_to_segment(LocalXY p, LocalXY a, LocalXY b, double* t) {
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double square = dx * dx + dy * dy;
    double s = square > 0.0 ? ((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / square : 0.0;
    s = std::clamp(s, 0.0, 1.0);
    if (t != nullptr) *t = s;
    return distance(p, {a.x_m + s * dx, a.y_m + s * dy});
}

double distance_to_line(LocalXY p, const std::vector<LocalXY>& line) {
    double best = 1.0e30;
    for (std::size_t k = 1; k < line.size(); ++k) best = std::min(best, distance_to_segment(p, line[k - 1], line[k]));
    return best;
}

bool inside(LocalXY p, const std::vector<Ring>& rings) {
    bool in = false;
    for (const Ring& ring : rings) {
        for (std::size_t k = 0, last = ring.size() - 1; k < ring.size(); last = k++) {
            const LocalXY a = ring[last];
            const LocalXY b = ring[k];
            if ((a.y_m > p.y_m) == (b.y_m > p.y_m)) continue;
            if (p.x_m < a.x_m + (p.y_m - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m)) in = !in;
        }
    }
    return in;
}

double area_of(const Ring& ring) {
    double twice = 0.0;
    for (std::size_t k = 0, last = ring.size() - 1; k < ring.size(); last = k++) {
        twice += ring[last].x_m * ring[k].y_m - ring[k].x_m * ring[last].y_m;
    }
    return 0.5 * twice;
}

bool crossing(LocalXY a, LocalXY b, LocalXY c, LocalXY d, double* on_ab, double* on_cd) {
    const double rx = b.x_m - a.x_m;
    const double ry = b.y_m - a.y_m;
    const double sx = d.x_m - c.x_m;
    const double sy = d.y_m - c.y_m;
    const double cross = rx * sy - ry * sx;
    if (cross == 0.0) return false;
    *on_ab = ((c.x_m - a.x_m) * sy - (c.y_m - a.y_m) * sx) / cross;
    *on_cd = ((c.x_m - a.x_m) * ry - (c.y_m - a.y_m) * rx) / cross;
    return *on_ab >= 0.0 && *on_ab <= 1.0 && *on_cd >= 0.0 && *on_cd <= 1.0;
}

void fill_rings(const GridSpec& grid, const std::vector<Ring>& rings, const std::function<void(int, int)>& paint) {
    double low = 1.0e30;
    double high = -1.0e30;
    for (const Ring& ring : rings) {
        for (const LocalXY p : ring) {
            low = std::min(low, p.y_m);
            high = std::max(high, p.y_m);
        }
    }
    if (low > high) return;
    const int first = std::max(0, grid.row(low));
    const int last = std::min(grid.ny - 1, grid.row(high));
    std::vector<double> hits;
    for (int j = first; j <= last; ++j) {
        const double y = grid.center(0, j).y_m;
        hits.clear();
        for (const Ring& ring : rings) {
            for (std::size_t k = 0, before = ring.size() - 1; k < ring.size(); before = k++) {
                const LocalXY a = ring[before];
                const LocalXY b = ring[k];
                if ((a.y_m > y) == (b.y_m > y)) continue;
                hits.push_back(a.x_m + (y - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m));
            }
        }
        std::sort(hits.begin(), hits.end());
        for (std::size_t k = 0; k + 1 < hits.size(); k += 2) {
            // A cell belongs to the span when its centre does.
            const int from = std::max(0, grid.column(hits[k] + 0.5 * grid.cell_m));
            const int to = std::min(grid.nx - 1, grid.column(hits[k + 1] - 0.5 * grid.cell_m));
            for (int i = from; i <= to; ++i) paint(i, j);
        }
    }
}

namespace {

// Walks the cells of one segment, crossing one cell side at a time [Amanatides & Woo 1987].
void walk(const GridSpec& grid, LocalXY a, LocalXY b, std::vector<std::uint32_t>& out) {
    int i = grid.column(a.x_m);
    int j = grid.row(a.y_m);
    const int i_end = grid.column(b.x_m);
    const int j_end = grid.row(b.y_m);
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const int step_i = dx > 0 ? 1 : -1;
    const int step_j = dy > 0 ? 1 : -1;
    const double inf = 1.0e30;
    const auto side = [&](int k, int step, double origin) { return origin + (step > 0 ? k + 1 : k) * grid.cell_m; };
    double t_i = dx == 0.0 ? inf : (side(i, step_i, grid.origin.x_m) - a.x_m) / dx;
    double t_j = dy == 0.0 ? inf : (side(j, step_j, grid.origin.y_m) - a.y_m) / dy;
    const double d_i = dx == 0.0 ? inf : grid.cell_m / std::abs(dx);
    const double d_j = dy == 0.0 ? inf : grid.cell_m / std::abs(dy);
    const int steps = std::abs(i_end - i) + std::abs(j_end - j);
    for (int n = 0; n <= steps; ++n) {
        if (grid.contains(i, j)) {
            const std::uint32_t cell = grid.cell(i, j);
            if (out.empty() || out.back() != cell) out.push_back(cell);
        }
        const bool across = j == j_end || (i != i_end && t_i <= t_j);
        if (across) {
            i += step_i;
            t_i += d_i;
        } else {
            j += step_j;
            t_j += d_j;
        }
    }
}

}  // namespace

std::vector<std::uint32_t> cells_under(const GridSpec& grid, const std::vector<LocalXY>& line) {
    std::vector<std::uint32_t> out;
    for (std::size_t k = 1; k < line.size(); ++k) walk(grid, line[k - 1], line[k], out);
    return out;
}

Grid<float> distance_field(const GridSpec& grid, const Grid<std::uint8_t>& mark, float far_m) {
    Grid<float> out(grid.nx, grid.ny, far_m);
    const auto side = static_cast<float>(grid.cell_m);
    const float diagonal = side * 1.41421356F;
    const auto relax = [&](int i, int j, int di, int dj) {
        if (!grid.contains(i + di, j + dj)) return;
        const float through = out(i + di, j + dj) + (di != 0 && dj != 0 ? diagonal : side);
        if (through < out(i, j)) out(i, j) = through;
    };
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            if (mark(i, j) != 0) out(i, j) = 0.0F;
            relax(i, j, -1, 0);
            relax(i, j, -1, -1);
            relax(i, j, 0, -1);
            relax(i, j, 1, -1);
        }
    }
    for (int j = grid.ny - 1; j >= 0; --j) {
        for (int i = grid.nx - 1; i >= 0; --i) {
            relax(i, j, 1, 0);
            relax(i, j, 1, 1);
            relax(i, j, 0, 1);
            relax(i, j, -1, 1);
        }
    }
    return out;
}

}  // namespace sd
