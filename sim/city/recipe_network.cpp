#include "sim/city/recipe_network.h"

#include <algorithm>
#include <cmath>

namespace sd::recipe {
namespace {

constexpr double kBucket_m = 250.0;
constexpr double kSnap_m = 35.0;  // junctions of one street closer than this become one

LocalXY along(LocalXY a, LocalXY b, double t) { return {a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m)}; }

}  // namespace

Network::Network(const GridSpec& grid) {
    bucket_grid_.cell_m = kBucket_m;
    bucket_grid_.origin = {grid.origin.x_m - kBucket_m, grid.origin.y_m - kBucket_m};
    bucket_grid_.nx = static_cast<int>(grid.nx * grid.cell_m / kBucket_m) + 3;
    bucket_grid_.ny = static_cast<int>(grid.ny * grid.cell_m / kBucket_m) + 3;
    buckets_.resize(bucket_grid_.cells());
}

std::uint32_t Network::add_node(LocalXY at) {
    nodes.push_back(at);
    return static_cast<std::uint32_t>(nodes.size() - 1);
}

std::vector<std::size_t> Network::buckets_near(LocalXY a, LocalXY b) const {
    const auto column = [&](double x) { return std::clamp(bucket_grid_.column(x), 0, bucket_grid_.nx - 1); };
    const auto row = [&](double y) { return std::clamp(bucket_grid_.row(y), 0, bucket_grid_.ny - 1); };
    std::vector<std::size_t> out;
    for (int j = row(std::min(a.y_m, b.y_m)); j <= row(std::max(a.y_m, b.y_m)); ++j) {
        for (int i = column(std::min(a.x_m, b.x_m)); i <= column(std::max(a.x_m, b.x_m)); ++i) {
            out.push_back(bucket_grid_.cell(i, j));
        }
    }
    return out;
}

void Network::add_street(Street street, bool index_it) {
    const auto number = static_cast<std::uint32_t>(streets.size());
    if (index_it) {
        for (std::uint32_t k = 1; k < street.line.size(); ++k) {
            for (const std::size_t b : buckets_near(street.line[k - 1], street.line[k]))
                buckets_[b].push_back({number, k});
        }
    }
    streets.push_back(std::move(street));
}

// The junction at `at` on a street: an existing one within kSnap_m, else a new one.
std::uint32_t Network::junction_on(std::uint32_t street, std::uint32_t segment, double t, LocalXY at) {
    Street& other = streets[street];
    double here = t * distance(other.line[segment - 1], other.line[segment]);
    for (std::uint32_t k = 1; k < segment; ++k) here += distance(other.line[k - 1], other.line[k]);
    const Junction* best = nullptr;
    for (const Junction& j : other.junctions) {
        const double gap = std::abs(j.along_m - here);
        if (gap < kSnap_m && (best == nullptr || gap < std::abs(best->along_m - here))) best = &j;
    }
    if (best != nullptr) return best->node;
    const std::uint32_t node = add_node(at);
    other.junctions.push_back({here, node});
    return node;
}

bool Network::crossings_of(LocalXY a, LocalXY b, double before_m, std::vector<Crossing>& out) {
    std::vector<Piece> seen;
    for (const std::size_t bucket : buckets_near(a, b)) {
        for (const Piece piece : buckets_[bucket]) {
            const bool twice = std::any_of(seen.begin(), seen.end(), [&](const Piece& p) {
                return p.street == piece.street && p.segment == piece.segment;
            });
            if (twice) continue;
            seen.push_back(piece);
            const auto& line = streets[piece.street].line;
            double on_ab = 0.0;
            double on_cd = 0.0;
            if (!crossing(a, b, line[piece.segment - 1], line[piece.segment], &on_ab, &on_cd)) continue;
            const Street& other = streets[piece.street];
            if (other.bridge || other.cls == RoadClass::Ferry) return false;
            const std::uint32_t node = junction_on(piece.street, piece.segment, on_cd, along(a, b, on_ab));
            out.push_back({before_m + on_ab * distance(a, b), node});
        }
    }
    return true;
}

bool Network::crossings(const std::vector<LocalXY>& line, std::vector<Crossing>& out) {
    double before = 0.0;
    for (std::size_t k = 1; k < line.size(); ++k) {
        if (!crossings_of(line[k - 1], line[k], before, out)) return false;
        before += distance(line[k - 1], line[k]);
    }
    std::sort(out.begin(), out.end(), [](const Crossing& x, const Crossing& y) { return x.on_line < y.on_line; });
    return true;
}

void Network::add_joined(const Street& like, LocalXY a, std::uint32_t node_a, LocalXY b, std::uint32_t node_b,
                         double shortest_m) {
    std::vector<Crossing> found;
    if (!crossings({a, b}, found)) return;
    if (node_b != kNone) found.push_back({distance(a, b), node_b});
    std::uint32_t before = node_a;
    for (const Crossing& c : found) {
        const double gap = distance(nodes[before], nodes[c.node]);
        if (c.node == before || gap < shortest_m) continue;
        Street piece = like;
        piece.line = {nodes[before], nodes[c.node]};
        piece.junctions = {{0.0, before}, {gap, c.node}};
        add_street(std::move(piece), false);
        before = c.node;
    }
}

void Network::add_drawn(Street street) {
    std::vector<Crossing> found;
    if (!crossings(street.line, found) || found.size() < 2) return;
    // A chord from junction to junction, so that snapped junctions stay on the street.
    std::vector<LocalXY> line;
    street.junctions.clear();
    for (const Crossing& c : found) {
        if (!street.junctions.empty() && street.junctions.back().node == c.node) continue;
        const double before = line.empty() ? 0.0 : length_of(line) + distance(line.back(), nodes[c.node]);
        line.push_back(nodes[c.node]);
        street.junctions.push_back({before, c.node});
    }
    if (line.size() < 2) return;
    street.line = std::move(line);
    add_street(std::move(street), true);
}

void Network::prune_dead_ends() {
    for (bool again = true; again;) {
        again = false;
        std::vector<int> degree(nodes.size(), 0);
        for (const Street& s : streets) {
            for (const Junction& j : s.junctions) {
                const bool end = j.along_m <= 0.0 || j.node == s.junctions.back().node;
                degree[j.node] += end ? 1 : 2;
            }
        }
        std::vector<Street> kept;
        for (std::size_t k = 0; k < streets.size(); ++k) {
            const Street& s = streets[k];
            const bool loose =
                k >= main_streets && (degree[s.junctions.front().node] < 2 || degree[s.junctions.back().node] < 2);
            if (loose) {
                again = true;
            } else {
                kept.push_back(s);
            }
        }
        streets = std::move(kept);
    }
    buckets_.clear();
}

}  // namespace sd::recipe
