#include "sim/streets/arms.h"

#include <algorithm>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/streets/plane.h"
#include "sim/traffic/polyline.h"

namespace sd::streets {
namespace {

constexpr double kLook_m = 10.0;       ///< a street's heading at a node is that of its first metres
constexpr double kCorner_m = 4.0;      ///< radius of kerbs at corners [netconvert's default]
constexpr double kBend_m = 1.0;        ///< the same where a street only bends
constexpr double kLeastCut_m = 0.5;    ///< so that a way over a bend has a length
constexpr double kMostCut_m = 30.0;    ///< of streets that part at a small angle
constexpr double kMostCutShare = 0.4;  ///< of an edge, at either end
constexpr double kLeastLane_m = 1.0;   ///< is left between the cuts

std::uint32_t partner_of(const City& city, std::uint32_t e) {
    const RoadEdge& edge = city.edges[e];
    const std::uint32_t r = edge.reverse.index;
    if (r >= city.edges.size() || r == e) return kNone;
    const RoadEdge& back = city.edges[r];
    return back.reverse.index == e && back.from == edge.to && back.to == edge.from ? r : kNone;
}

std::vector<LocalXY> clean_line(const RoadEdge& edge) {
    constexpr double kSame_m = 1e-3;
    std::vector<LocalXY> line;
    for (const LocalXY p : edge.line)
        if (line.empty() || norm(minus(p, line.back())) > kSame_m) line.push_back(p);
    if (line.size() < 2) {  // of no length: a metre eastwards, and its other direction back
        const LocalXY half{edge.reverse.valid() && edge.from > edge.to ? -0.5 : 0.5, 0.0};
        line = {minus(edge.line.front(), half), plus(edge.line.front(), half)};
    }
    return line;
}

LocalXY heading_from_start(const Ground& g, std::uint32_t e) {
    const auto& line = g.lines[e];
    const LocalXY chord = minus(micro::point_at(line, std::min(kLook_m, g.drawn_m[e])), line.front());
    const double length = norm(chord);
    return length > 0.1 ? times(chord, 1.0 / length) : micro::heading_at(line, 0.0);
}

LocalXY heading_to_end(const Ground& g, std::uint32_t e) {
    const auto& line = g.lines[e];
    const LocalXY chord = minus(line.back(), micro::point_at(line, g.drawn_m[e] - std::min(kLook_m, g.drawn_m[e])));
    const double length = norm(chord);
    return length > 0.1 ? times(chord, 1.0 / length) : micro::heading_at(line, g.drawn_m[e]);
}

void add_arm(Ground& g, std::uint32_t node, std::uint32_t in, std::uint32_t out) {
    Arm arm;
    arm.in = in;
    arm.out = out;
    arm.away = out != kNone ? heading_from_start(g, out) : times(heading_to_end(g, in), -1.0);
    arm.angle_rad = math::atan2(arm.away.y_m, arm.away.x_m);
    if (in != kNone && out != kNone) {
        arm.left_m = static_cast<double>(g.city.edges[in].width_m);
        arm.right_m = static_cast<double>(g.city.edges[out].width_m);
    } else {
        arm.left_m = arm.right_m = 0.5 * static_cast<double>(g.city.edges[in != kNone ? in : out].width_m);
    }
    g.arms[node].push_back(arm);
}

/// How far along its line `a` must end so that its left rim keeps clear of the right rim of `b`, which lies to its
/// left, with a kerb of radius `corner_m` between them.
struct Clear {
    double a_m = 0.0, b_m = 0.0;
};
Clear clear_of(const Arm& a, const Arm& b, double corner_m) {
    const double cosine = dot(a.away, b.away), sine = cross(a.away, b.away);
    constexpr double kStraight = 1e-6;
    if (sine < kStraight) {  // b lies to its right, or both on one line
        const double most = cosine > 0.0 && sine > -kStraight ? kMostCut_m : 0.0;
        return {most, most};
    }
    Clear clear;
    clear.a_m = (b.right_m + a.left_m * cosine) / sine;
    clear.b_m = (a.left_m + b.right_m * cosine) / sine;
    // the rims meet behind the node's end of the wider street: its end face is what counts
    if (clear.b_m < 0.0) clear = {-a.left_m * sine / cosine, 0.0};
    if (clear.a_m < 0.0) clear = {0.0, -b.right_m * sine / cosine};
    const double kerb_m = corner_m * std::min(1.0, (1.0 + cosine) / sine);
    return {clear.a_m + kerb_m, clear.b_m + kerb_m};
}

void cut_arms(std::vector<Arm>& arms) {
    const double corner_m = arms.size() > 2 ? kCorner_m : kBend_m;
    for (Arm& arm : arms) arm.cut_m = kLeastCut_m;
    for (std::size_t i = 0; i < arms.size(); ++i)
        for (std::size_t j = 0; j < arms.size(); ++j) {
            if (i == j) continue;
            const Clear clear = clear_of(arms[i], arms[j], corner_m);
            arms[i].cut_m = std::max(arms[i].cut_m, clear.a_m);
            arms[j].cut_m = std::max(arms[j].cut_m, clear.b_m);
        }
    for (Arm& arm : arms) arm.cut_m = std::min(arm.cut_m, kMostCut_m);
}

double most_cut(const Ground& g, std::uint32_t e) {
    return std::max(0.0, std::min(kMostCutShare * g.drawn_m[e], 0.5 * (g.drawn_m[e] - kLeastLane_m)));
}

void lay_arms(Ground& g) {
    const City& city = g.city;
    g.arms.resize(city.nodes.size());
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        add_arm(g, edge.to.index, e, g.partner[e]);
        if (g.partner[e] == kNone) add_arm(g, edge.from.index, kNone, e);
    }
    g.cut_from_m.assign(city.edges.size(), 0.0);
    g.cut_to_m.assign(city.edges.size(), 0.0);
    for (auto& arms : g.arms) {
        std::stable_sort(arms.begin(), arms.end(),
                         [](const Arm& a, const Arm& b) { return a.angle_rad < b.angle_rad; });
        cut_arms(arms);
        for (const Arm& arm : arms) {
            if (arm.in != kNone) g.cut_to_m[arm.in] = std::min(arm.cut_m, most_cut(g, arm.in));
            if (arm.out != kNone) g.cut_from_m[arm.out] = std::min(arm.cut_m, most_cut(g, arm.out));
        }
    }
}

}  // namespace

Ground survey(const City& city) {
    Ground g{city, {}, {}, {}, {}, {}, {}};
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        SD_CHECK(edge.from.at() < city.nodes.size() && edge.to.at() < city.nodes.size());
        SD_CHECK(edge.line.size() >= 2 && edge.lanes >= 1);
        g.lines.push_back(clean_line(edge));
        g.drawn_m.push_back(micro::length_of(g.lines.back()));
        g.partner.push_back(partner_of(city, e));
    }
    lay_arms(g);
    return g;
}

double lateral_m(const Ground& g, std::uint32_t edge, std::uint32_t lane) {
    const RoadEdge& e = g.city.edges[edge];
    const auto width_m = static_cast<double>(e.width_m);
    const double from_left_m =
        width_m * (static_cast<double>(e.lanes) - static_cast<double>(lane) - 0.5) / static_cast<double>(e.lanes);
    return g.partner[edge] == kNone ? from_left_m - 0.5 * width_m : from_left_m;
}

}  // namespace sd::streets
