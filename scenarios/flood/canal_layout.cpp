#include "scenarios/flood/canal_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "scenarios/results/series.h"

namespace sd {
namespace {

constexpr double kShallow_m = 0.02;  ///< banks no higher than this above the bed hold no canal

/// The part of a line inside one cell, or inside a few that were merged.
struct Piece {
    std::uint32_t cell = 0;
    double from_m = 0.0;  ///< chainage
    double to_m = 0.0;
    double own_m = 0.0;  ///< length inside `cell`
    int node = -1;       ///< none: open water between open water
    [[nodiscard]] double length_m() const { return to_m - from_m; }
    [[nodiscard]] double middle_m() const { return 0.5 * (from_m + to_m); }
};

struct Laid {
    std::vector<double> at_m;             ///< chainage of every point
    std::vector<results::LinePiece> raw;  ///< as cut by the cells' edges
    std::vector<Piece> pieces;
};

LocalXY point_at(const std::vector<LocalXY>& line, const std::vector<double>& at_m, double chainage_m) {
    std::size_t k = 1;
    while (k + 1 < line.size() && at_m[k] < chainage_m) ++k;
    const double span_m = at_m[k] - at_m[k - 1];
    const double t = span_m > 0.0 ? std::clamp((chainage_m - at_m[k - 1]) / span_m, 0.0, 1.0) : 0.0;
    return {line[k - 1].x_m + t * (line[k].x_m - line[k - 1].x_m),
            line[k - 1].y_m + t * (line[k].y_m - line[k - 1].y_m)};
}

double value_at(const std::vector<double>& values, const std::vector<double>& at_m, double chainage_m) {
    if (values.size() == 1) return values.front();
    std::size_t k = 1;
    while (k + 1 < values.size() && at_m[k] < chainage_m) ++k;
    const double span_m = at_m[k] - at_m[k - 1];
    const double t = span_m > 0.0 ? std::clamp((chainage_m - at_m[k - 1]) / span_m, 0.0, 1.0) : 0.0;
    return values[k - 1] + t * (values[k] - values[k - 1]);
}

std::vector<double> chainages(const std::vector<LocalXY>& line) {
    std::vector<double> at_m{0.0};
    for (std::size_t k = 1; k < line.size(); ++k)
        at_m.push_back(at_m.back() + std::hypot(line[k].x_m - line[k - 1].x_m, line[k].y_m - line[k - 1].y_m));
    return at_m;
}

/// Takes the short ones to their neighbours; a merged piece lies in the cell of its longest part.
std::vector<Piece> merged(const std::vector<Piece>& pieces, double least_m) {
    std::vector<Piece> out;
    for (const Piece& p : pieces) {
        const bool joins =
            !out.empty() && (p.cell == out.back().cell || p.length_m() < least_m || out.back().length_m() < least_m);
        if (!joins) {
            out.push_back(p);
            continue;
        }
        Piece& last = out.back();
        last.to_m = p.to_m;
        if (p.cell == last.cell) {
            last.own_m += p.own_m;
        } else if (p.own_m > last.own_m) {
            last.cell = p.cell;
            last.own_m = p.own_m;
        }
    }
    if (out.size() > 1 && out.back().length_m() < least_m) {
        out[out.size() - 2].to_m = out.back().to_m;
        out.pop_back();
    }
    return out;
}

class Layer {
public:
    Layer(const std::vector<CanalDrawn>& lines, const flood::Ground& ground, double east_m, double north_m)
        : lines_(lines), ground_(ground), east_m_(east_m), north_m_(north_m), laid_(lines.size()) {}

    CanalLayout run() {
        for (std::size_t k = 0; k < lines_.size(); ++k) lay(k);
        if (out_.problems.empty()) join();
        return std::move(out_);
    }

private:
    void complain(std::size_t k, const std::string& message, const std::string& hint) {
        out_.problems.push_back({k, message, hint});
    }
    [[nodiscard]] std::string place(LocalXY at) const {
        return fmt::format("[{:.1f}, {:.1f}]", east_m_ + at.x_m, north_m_ + at.y_m);
    }

    void lay(std::size_t k) {
        const CanalDrawn& line = lines_[k];
        Laid& laid = laid_[k];
        laid.at_m = chainages(line.points);
        laid.raw = results::cut({line.name, line.points}, ground_.grid);
        out_.network.names.push_back({line.name, static_cast<std::uint32_t>(out_.network.nodes.size()), 0});
        std::vector<Piece> pieces;
        for (const results::LinePiece& raw : laid.raw) {
            const double half_m = 0.5 * std::hypot(raw.dx_m, raw.dy_m);
            const Piece p{raw.cell, raw.chainage_m - half_m, raw.chainage_m + half_m, 2.0 * half_m, -1};
            if (!std::isfinite(ground_.bed_m[p.cell])) {
                return complain(k,
                                "the canal runs into a wall, a window or off the terrain near " +
                                    place(ground_.grid.center_of(p.cell)),
                                "lead it around, or end it before");
            }
            if (!pieces.empty() && p.from_m > pieces.back().to_m + 1e-3 * ground_.grid.cell_m)
                return complain(k, "the canal leaves the grid and comes back", "write it as two canals");
            pieces.push_back(p);
        }
        if (laid.at_m.back() <= 0.0) return complain(k, "the canal has no length", "its points are one place");
        if (pieces.empty()) return complain(k, "the canal nowhere touches the grid", "check its coordinates");
        laid.pieces = merged(pieces, 0.5 * ground_.grid.cell_m);
        add_nodes(k);
        add_links(k);
        out_.network.names.back().count =
            static_cast<std::uint32_t>(out_.network.nodes.size()) - out_.network.names.back().first;
    }

    [[nodiscard]] flood::CanalNode node_of(std::size_t k, const Piece& p) const {
        const CanalDrawn& line = lines_[k];
        const std::vector<double>& at_m = laid_[k].at_m;
        flood::CanalNode n;
        n.cell = p.cell;
        n.length_m = p.length_m();
        n.chainage_m = p.middle_m();
        n.at = point_at(line.points, at_m, n.chainage_m);
        n.width_m = value_at(line.width_m, at_m, n.chainage_m);
        const double ground_m = ground_.bed_m[p.cell];
        n.bed_m = line.bed_m.empty() ? ground_m - value_at(line.depth_m, at_m, n.chainage_m)
                                     : value_at(line.bed_m, at_m, n.chainage_m);
        n.side_slope = line.side_slope;
        n.manning = line.manning;
        n.level_m = line.level_m;
        n.raised = !line.bank_m.empty();
        if (n.raised) n.bank_m = std::max(ground_m, value_at(line.bank_m, at_m, n.chainage_m));
        n.open_water = ground_m <= n.bed_m + kShallow_m;
        return n;
    }

    void add_nodes(std::size_t k) {
        std::vector<Piece>& pieces = laid_[k].pieces;
        std::vector<flood::CanalNode> nodes;
        for (const Piece& p : pieces) nodes.push_back(node_of(k, p));
        bool any = false;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const bool trench = !nodes[i].open_water;
            const bool beside =
                (i > 0 && !nodes[i - 1].open_water) || (i + 1 < nodes.size() && !nodes[i + 1].open_water);
            any = any || trench;
            if (!trench && !beside) continue;
            pieces[i].node = static_cast<int>(out_.network.nodes.size());
            out_.network.nodes.push_back(nodes[i]);
        }
        check_widths(k, nodes);
        if (!any)
            complain(k, "the ground lies lower than the canal's bed all along",
                     "lower its bed, or leave it to the sheet");
    }

    void check_widths(std::size_t k, const std::vector<flood::CanalNode>& nodes) {
        for (const flood::CanalNode& n : nodes) {
            const double bank_m = n.raised ? n.bank_m : ground_.bed_m[n.cell];
            const double top_m = n.width_m + 2.0 * n.side_slope * (bank_m - n.bed_m);
            if (n.open_water || top_m <= ground_.grid.cell_m) continue;
            return complain(
                k, fmt::format("the canal is {:.1f} m wide at its banks near {}, more than a cell", top_m, place(n.at)),
                "carve it into the terrain, or give it steeper sides");
        }
    }

    void add_links(std::size_t k) {
        const std::vector<Piece>& pieces = laid_[k].pieces;
        for (std::size_t i = 1; i < pieces.size(); ++i) {
            const Piece& a = pieces[i - 1];
            const Piece& b = pieces[i];
            if (a.node < 0 || b.node < 0) continue;
            connect(a.node, b.node, b.middle_m() - a.middle_m());
        }
    }
    bool connect(int a, int b, double length_m) {
        const auto from = static_cast<std::uint32_t>(a);
        const auto to = static_cast<std::uint32_t>(b);
        auto& net = out_.network;
        if (from == to || (net.nodes[from].open_water && net.nodes[to].open_water)) return false;
        if (!joined_.emplace(std::minmax(from, to), true).second) return false;
        net.links.push_back({from, to, std::max(length_m, 0.5 * ground_.grid.cell_m), false});
        return true;
    }

    [[nodiscard]] const Piece& piece_at(std::size_t k, double chainage_m) const {
        const std::vector<Piece>& pieces = laid_[k].pieces;
        std::size_t i = 0;
        while (i + 1 < pieces.size() && pieces[i].to_m < chainage_m) ++i;
        return pieces[i];
    }

    struct Raw {
        std::size_t canal;
        LocalXY from;
        LocalXY to;
        double from_m;  ///< chainage
        double length_m;
    };
    /// Every raw piece by its cell.
    void sort_into_cells() {
        for (std::size_t k = 0; k < lines_.size(); ++k) {
            for (const results::LinePiece& raw : laid_[k].raw) {
                const LocalXY middle = point_at(lines_[k].points, laid_[k].at_m, raw.chainage_m);
                const double length_m = std::hypot(raw.dx_m, raw.dy_m);
                by_cell_[raw.cell].push_back({k,
                                              {middle.x_m - 0.5 * raw.dx_m, middle.y_m - 0.5 * raw.dy_m},
                                              {middle.x_m + 0.5 * raw.dx_m, middle.y_m + 0.5 * raw.dy_m},
                                              raw.chainage_m - 0.5 * length_m,
                                              length_m});
            }
        }
    }

    void join() {
        sort_into_cells();
        for (const auto& [cell, raws] : by_cell_) {
            for (std::size_t a = 0; a < raws.size(); ++a)
                for (std::size_t b = a + 1; b < raws.size(); ++b) join_crossing(raws[a], raws[b]);
        }
        for (std::size_t k = 0; k < lines_.size(); ++k) {
            join_end(k, true);
            join_end(k, false);
        }
    }

    void join_crossing(const Raw& a, const Raw& b) {
        if (a.canal == b.canal) return;
        const double rx = a.to.x_m - a.from.x_m, ry = a.to.y_m - a.from.y_m;
        const double sx = b.to.x_m - b.from.x_m, sy = b.to.y_m - b.from.y_m;
        const double cross = rx * sy - ry * sx;
        if (std::fabs(cross) < 1e-9 * a.length_m * b.length_m) return;
        const double dx = b.from.x_m - a.from.x_m, dy = b.from.y_m - a.from.y_m;
        const double t = (dx * sy - dy * sx) / cross;
        const double u = (dx * ry - dy * rx) / cross;
        if (t < -1e-6 || t > 1.0 + 1e-6 || u < -1e-6 || u > 1.0 + 1e-6) return;
        join_at(a.canal, a.from_m + t * a.length_m, b.canal, b.from_m + u * b.length_m, 0.0);
    }

    /// Two canals at two chainages `apart_m` from each other; once where they meet, however often that is noticed.
    void join_at(std::size_t a, double a_m, std::size_t b, double b_m, double apart_m) {
        if (a > b) {
            std::swap(a, b);
            std::swap(a_m, b_m);
        }
        for (const Joint& j : joints_) {
            if (j.a == a && j.b == b && std::fabs(j.a_m - a_m) < ground_.grid.cell_m &&
                std::fabs(j.b_m - b_m) < ground_.grid.cell_m)
                return;
        }
        joints_.push_back({a, b, a_m, b_m});
        const Piece& pa = piece_at(a, a_m);
        const Piece& pb = piece_at(b, b_m);
        if (pa.node < 0 || pb.node < 0) return;  // they meet in open water
        connect(pa.node, pb.node, std::fabs(a_m - pa.middle_m()) + std::fabs(b_m - pb.middle_m()) + apart_m);
    }

    void join_end(std::size_t k, bool first) {
        const GridSpec& g = ground_.grid;
        const CanalDrawn& line = lines_[k];
        const LocalXY end = first ? line.points.front() : line.points.back();
        const int i = g.column(end.x_m);
        const int j = g.row(end.y_m);
        if (!g.contains(i, j)) return;
        double best_m = 3.0 * g.cell_m;
        std::size_t best = k;
        double best_at_m = 0.0;
        for (int dj = -3; dj <= 3; ++dj) {
            for (int di = -3; di <= 3; ++di) {
                const auto found = g.contains(i + di, j + dj) ? by_cell_.find(g.cell(i + di, j + dj)) : by_cell_.end();
                if (found == by_cell_.end()) continue;
                for (const Raw& raw : found->second) {
                    if (raw.canal == k) continue;
                    const Nearest n = nearest_on({raw.from, raw.to}, end);
                    if (n.away_m >= best_m) continue;
                    best_m = n.away_m;
                    best = raw.canal;
                    best_at_m = raw.from_m + n.chainage_m;
                }
            }
        }
        const double chainage_m = first ? 0.0 : laid_[k].at_m.back();
        const LocalXY other = first ? line.points.back() : line.points.front();
        if (first && line.points.size() > 3 && std::hypot(end.x_m - other.x_m, end.y_m - other.y_m) < 0.5 * g.cell_m)
            connect_ring(k);
        if (best == k) return;
        if (best_m <= 0.5 * g.cell_m) return join_at(k, chainage_m, best, best_at_m, best_m);
        const Piece& own = piece_at(k, chainage_m);
        const bool open = own.node < 0 || out_.network.nodes[static_cast<std::size_t>(own.node)].open_water;
        if (open) return;
        const auto words = [&](const char* text) {
            return fmt::format(fmt::runtime(text), line.name, best_m, lines_[best].name, place(end));
        };
        out_.warnings.push_back({words("kênh \"{0}\" kết thúc cách kênh \"{2}\" {1:.0f} m tại {3} mà không nối vào"),
                                 words("canal \"{}\" ends {:.0f} m from canal \"{}\" at {} without joining it")});
    }
    void connect_ring(std::size_t k) {
        const std::vector<Piece>& pieces = laid_[k].pieces;
        if (pieces.size() < 3 || pieces.front().node < 0 || pieces.back().node < 0) return;
        connect(pieces.back().node, pieces.front().node, 0.5 * (pieces.front().length_m() + pieces.back().length_m()));
    }

    struct Joint {
        std::size_t a, b;
        double a_m, b_m;
    };
    const std::vector<CanalDrawn>& lines_;
    const flood::Ground& ground_;
    double east_m_;
    double north_m_;
    std::vector<Laid> laid_;
    std::map<std::uint32_t, std::vector<Raw>> by_cell_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, bool> joined_;
    std::vector<Joint> joints_;
    CanalLayout out_;
};

const flood::CanalName* named(const flood::CanalNetwork& net, std::string_view canal) {
    const auto at = std::find_if(net.names.begin(), net.names.end(), [&](const auto& n) { return n.name == canal; });
    return at == net.names.end() || at->count == 0 ? nullptr : &*at;
}

}  // namespace

CanalLayout lay_canals(const std::vector<CanalDrawn>& lines, const flood::Ground& ground, double east_m,
                       double north_m) {
    return Layer(lines, ground, east_m, north_m).run();
}

Nearest nearest_on(const std::vector<LocalXY>& line, LocalXY place) {
    Nearest best{0.0, 1.0e300};
    double chainage_m = 0.0;
    for (std::size_t k = 1; k < line.size(); ++k) {
        const double dx = line[k].x_m - line[k - 1].x_m;
        const double dy = line[k].y_m - line[k - 1].y_m;
        const double length2 = dx * dx + dy * dy;
        const double along = (place.x_m - line[k - 1].x_m) * dx + (place.y_m - line[k - 1].y_m) * dy;
        const double t = length2 > 0.0 ? std::clamp(along / length2, 0.0, 1.0) : 0.0;
        const double away_m = std::hypot(place.x_m - line[k - 1].x_m - t * dx, place.y_m - line[k - 1].y_m - t * dy);
        if (away_m < best.away_m) best = {chainage_m + t * std::sqrt(length2), away_m};
        chainage_m += std::sqrt(length2);
    }
    return best;
}

std::optional<std::uint32_t> node_at(const flood::CanalNetwork& net, std::string_view canal, double chainage_m) {
    const flood::CanalName* name = named(net, canal);
    if (name == nullptr) return std::nullopt;
    std::uint32_t best = name->first;
    for (std::uint32_t k = name->first; k < name->first + name->count; ++k)
        if (std::fabs(net.nodes[k].chainage_m - chainage_m) < std::fabs(net.nodes[best].chainage_m - chainage_m))
            best = k;
    return best;
}

std::optional<std::uint32_t> link_at(const flood::CanalNetwork& net, std::string_view canal, double chainage_m) {
    const flood::CanalName* name = named(net, canal);
    std::optional<std::uint32_t> best;
    double best_m = 1.0e300;
    for (std::uint32_t l = 0; name != nullptr && l < net.links.size(); ++l) {
        const flood::CanalLink& link = net.links[l];
        if (link.a < name->first || link.b != link.a + 1 || link.b >= name->first + name->count) continue;
        const double edge_m = net.nodes[link.a].chainage_m + 0.5 * net.nodes[link.a].length_m;
        if (std::fabs(edge_m - chainage_m) >= best_m) continue;
        best_m = std::fabs(edge_m - chainage_m);
        best = l;
    }
    return best;
}

}  // namespace sd
