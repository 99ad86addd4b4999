#include "sim/drain_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <utility>

namespace sd::drainage {
namespace {

constexpr int kReach = 2;  ///< cells: streets this close are one
constexpr double kFar = 1e18;

/// Street cells by their place in the list.
struct Streets {
    const City& city;
    const std::vector<std::uint32_t>& cells;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> index;  ///< cell → place, by rising cell
    std::vector<double> away_m;                                  ///< along the streets to the outfall
    std::vector<std::uint32_t> towards;                          ///< next cell on that way; itself at the root

    Streets(const City& c, const std::vector<std::uint32_t>& list) : city(c), cells(list) {
        for (std::uint32_t k = 0; k < list.size(); ++k) index.emplace_back(list[k], k);
        std::sort(index.begin(), index.end());
        away_m.assign(list.size(), kFar);
        towards.assign(list.size(), 0);
    }
    [[nodiscard]] double gap_m(std::uint32_t a, std::uint32_t cell_b) const {
        const LocalXY p = city.grid.center_of(cells[a]);
        const LocalXY q = city.grid.center_of(cell_b);
        return std::sqrt((p.x_m - q.x_m) * (p.x_m - q.x_m) + (p.y_m - q.y_m) * (p.y_m - q.y_m));
    }
    template <class Visit>
    void each_near(std::uint32_t k, const Visit& visit) const {
        const auto nx = static_cast<std::uint32_t>(city.grid.nx);
        const int i = static_cast<int>(cells[k] % nx);
        const int j = static_cast<int>(cells[k] / nx);
        for (int dj = -kReach; dj <= kReach; ++dj) {
            for (int di = -kReach; di <= kReach; ++di) {
                if (!city.grid.contains(i + di, j + dj)) continue;
                const std::uint32_t cell = city.grid.cell(i + di, j + dj);
                const auto found = std::lower_bound(index.begin(), index.end(), std::pair(cell, 0U));
                if (found != index.end() && found->first == cell && found->second != k) visit(found->second);
            }
        }
    }
};

/// Dijkstra from the cells in `open`; ties by place in the list.
void spread(Streets& s, std::uint32_t from) {
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    open.emplace(s.away_m[from], from);
    while (!open.empty()) {
        const double away = open.top().first;
        const std::uint32_t k = open.top().second;
        open.pop();
        if (away > s.away_m[k]) continue;
        s.each_near(k, [&](std::uint32_t next) {
            const double d = away + s.gap_m(k, s.cells[next]);
            if (d >= s.away_m[next]) return;
            s.away_m[next] = d;
            s.towards[next] = k;
            open.emplace(d, next);
        });
    }
}

std::uint32_t nearest_to(const Streets& s, std::uint32_t cell) {
    std::uint32_t best = 0;
    for (std::uint32_t k = 1; k < s.cells.size(); ++k) {
        if (s.gap_m(k, cell) < s.gap_m(best, cell)) best = k;
    }
    return best;
}

/// Joins the unreached street cell that is nearest to a reached one; false when all are reached.
bool bridge(Streets& s) {
    double least = kFar;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    for (std::uint32_t k = 0; k < s.cells.size(); ++k) {
        if (s.away_m[k] < kFar) continue;
        for (std::uint32_t r = 0; r < s.cells.size(); ++r) {
            if (s.away_m[r] >= kFar || s.gap_m(r, s.cells[k]) >= least) continue;
            least = s.gap_m(r, s.cells[k]);
            from = r;
            to = k;
        }
    }
    if (least >= kFar) return false;
    s.away_m[to] = s.away_m[from] + least;
    s.towards[to] = from;
    spread(s, to);
    return true;
}

/// Stretches: touching cells in the same band of distance; the number is that of their cell nearest to the outfall.
std::vector<std::uint32_t> stretches(const Streets& s, double spacing_m) {
    std::vector<std::uint32_t> order(s.cells.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return std::pair(s.away_m[a], a) < std::pair(s.away_m[b], b); });
    const auto band = [&](std::uint32_t k) { return static_cast<int>(s.away_m[k] / spacing_m); };
    constexpr std::uint32_t kNone = 0xffffffffU;
    std::vector<std::uint32_t> of(s.cells.size(), kNone);
    std::vector<std::uint32_t> open;
    for (const std::uint32_t first : order) {
        if (of[first] != kNone) continue;
        open.assign(1, first);
        of[first] = first;
        while (!open.empty()) {
            const std::uint32_t k = open.back();
            open.pop_back();
            s.each_near(k, [&](std::uint32_t next) {
                if (of[next] != kNone || band(next) != band(k)) return;
                of[next] = first;
                open.push_back(next);
            });
        }
    }
    return of;
}

}  // namespace

std::vector<Manhole> manholes_of(const City& city, const std::vector<std::uint32_t>& cells, std::uint32_t outfall_cell,
                                 double spacing_m) {
    Streets s(city, cells);
    const std::uint32_t root = nearest_to(s, outfall_cell);
    s.away_m[root] = 0.0;
    s.towards[root] = root;
    spread(s, root);
    while (bridge(s)) {
    }
    const std::vector<std::uint32_t> of = stretches(s, spacing_m);
    std::vector<std::uint32_t> heads;
    for (std::uint32_t k = 0; k < of.size(); ++k) {
        if (of[k] == k) heads.push_back(k);
    }
    std::sort(heads.begin(), heads.end(),
              [&](std::uint32_t a, std::uint32_t b) { return std::pair(s.away_m[a], a) < std::pair(s.away_m[b], b); });
    std::vector<std::int32_t> number(of.size(), -1);
    std::vector<Manhole> out;
    for (const std::uint32_t head : heads) {
        number[head] = static_cast<std::int32_t>(out.size());
        out.push_back({cells[head], head == root ? -1 : number[of[s.towards[head]]], {}});
    }
    for (std::uint32_t k = 0; k < of.size(); ++k) {
        Manhole& m = out[static_cast<std::size_t>(number[of[k]])];
        m.inlets.push_back(cells[k]);
        if (city.ground_m.at(cells[k]) < city.ground_m.at(m.cell)) m.cell = cells[k];
    }
    return out;
}

}  // namespace sd::drainage
