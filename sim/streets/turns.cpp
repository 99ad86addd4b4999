#include "sim/streets/turns.h"

#include <algorithm>

#include "sim/core/math.h"
#include "sim/streets/curve.h"
#include "sim/streets/plane.h"

namespace sd::streets {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kStraight_rad = kPi / 4.0;

/// An edge that one can drive into from another, and which of the other's lanes lead there.
struct Target {
    std::uint32_t edge = kNone;
    double left_rad = 0.0;  ///< the turn, left positive
    char dir = 's';
    std::uint32_t lanes = 1;
    std::uint32_t weight = 1;           ///< its claim on lanes beside other turns to the same side; 0: a hẻm
    std::uint32_t first = 0, last = 0;  ///< lanes that lead there
};
using Targets = std::vector<Target>;

/// The letters SUMO gives: straight is the straightest within 45°, "partly" what has another turn beyond it.
void name_turns(Targets& targets) {
    const auto size = [](const Target& t) { return t.left_rad < 0.0 ? -t.left_rad : t.left_rad; };
    const Target* straightest = nullptr;
    for (const Target& t : targets)
        if (size(t) < kStraight_rad && (straightest == nullptr || size(t) < size(*straightest))) straightest = &t;
    for (Target& t : targets) {
        const bool right = t.left_rad < 0.0;
        const bool sharp = size(t) > kPi / 2.0;
        const bool outermost = &t == (right ? &targets.front() : &targets.back());
        if (&t == straightest)
            t.dir = 's';
        else if (size(t) < kStraight_rad || (!sharp && !outermost))
            t.dir = right ? 'R' : 'L';
        else
            t.dir = right ? 'r' : 'l';
    }
}

/// Edges that leave the node, from right to left as seen from `in`; turning back is left out.
Targets targets_of(const Ground& g, const std::vector<Arm>& arms, const Arm& in) {
    Targets targets;
    const LocalXY heading = times(in.away, -1.0);
    for (const Arm& arm : arms) {
        if (arm.out == kNone || arm.out == in.out) continue;
        Target t;
        t.edge = arm.out;
        t.left_rad = math::atan2(cross(heading, arm.away), dot(heading, arm.away));
        t.lanes = g.city.edges[arm.out].lanes;
        t.weight = g.city.edges[arm.out].motorbike_only && !g.city.edges[in.in].motorbike_only ? 0 : 1;
        targets.push_back(t);
    }
    std::stable_sort(targets.begin(), targets.end(),
                     [](const Target& a, const Target& b) { return a.left_rad < b.left_rad; });
    name_turns(targets);
    return targets;
}

/// Shares lanes [first, first + lanes) among the targets in [begin, end), those on a border between two by both.
void spread(Targets& targets, std::size_t begin, std::size_t end, std::uint32_t first, std::uint32_t lanes) {
    std::uint32_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += targets[i].weight;
    if (sum == 0)
        for (std::size_t i = begin; i < end; ++i) sum += targets[i].weight = 1;
    std::uint32_t before = 0;
    for (std::size_t i = begin; i < end; ++i) {
        Target& t = targets[i];
        const std::uint32_t after = before + t.weight;
        t.first = std::min(lanes * before / sum, lanes - 1);
        t.last = after == before ? t.first : (lanes * after + sum - 1) / sum - 1;
        t.first += first;
        t.last += first;
        before = after;
    }
    // more lanes than the target has would only merge: give up those that lead elsewhere too
    for (std::size_t i = begin; i < end; ++i) {
        Target& t = targets[i];
        if (t.last - t.first + 1 > t.lanes && i + 1 < end && targets[i + 1].first == t.last) --t.last;
        if (t.last - t.first + 1 > t.lanes && i > begin && targets[i - 1].last == t.first) ++t.first;
    }
}

/// Straight on lane by lane; turns share the outer lanes, or have them for themselves where the street ahead is
/// narrower. Without a way straight on all turns share all lanes.
void share_lanes(Targets& targets, std::uint32_t lanes) {
    const auto straight =
        std::find_if(targets.begin(), targets.end(), [](const Target& t) { return t.dir == 's' && t.weight > 0; });
    if (straight == targets.end()) {
        spread(targets, 0, targets.size(), 0, lanes);
        return;
    }
    const auto at = static_cast<std::size_t>(straight - targets.begin());
    const auto wide = [](const Target& t) { return t.weight > 0; };
    const bool rights = std::any_of(targets.begin(), straight, wide);
    const bool lefts = std::any_of(straight + 1, targets.end(), wide);
    const std::uint32_t over = lanes - std::min(lanes, straight->lanes);
    const std::uint32_t left = lefts ? (rights ? (over + 1) / 2 : over) : 0;
    const std::uint32_t right = rights ? over - left : 0;
    straight->first = right;
    straight->last = lanes - 1 - left;
    spread(targets, 0, at, 0, std::max(right, 1u));
    spread(targets, at + 1, targets.size(), lanes - std::max(left, 1u), std::max(left, 1u));
}

/// The lane of `t` that the kerb lane of those leading there runs into: kerb to kerb on the right, rim to rim on the
/// left, with the least swerve straight on.
std::uint32_t first_lane_into(const Ground& g, std::uint32_t in, const Target& t) {
    const std::uint32_t used = std::min(t.last - t.first + 1, t.lanes);
    const std::uint32_t spare = t.lanes - used;
    if (t.dir != 's') return t.left_rad < 0.0 ? 0 : spare;
    std::uint32_t best = 0;
    double least_m = 1e9;
    for (std::uint32_t k = 0; k <= spare; ++k) {
        const double aside_m = lateral_m(g, t.edge, k) - lateral_m(g, in, t.first);
        const double swerve_m = aside_m < 0.0 ? -aside_m : aside_m;
        if (swerve_m < least_m - 1e-6) best = k, least_m = swerve_m;
    }
    return best;
}

void add_turn(const Ground& g, const micro::Net& net, std::uint32_t in, const Target& to, std::uint32_t lane,
              std::vector<Turn>& turns) {
    const std::uint32_t used = to.last - to.first + 1, surplus = used - std::min(used, to.lanes);
    const std::uint32_t into = first_lane_into(g, in, to), step = lane - to.first;
    Turn turn;
    turn.in = in;
    turn.out = to.edge;
    turn.in_lane = lane;
    turn.dir = to.dir;
    // lanes beyond those of the street ahead merge at its kerb when one turns left, else at its left rim
    turn.out_lane = to.left_rad > 0.0 && to.dir != 's' ? into + step - std::min(step, surplus)
                                                       : std::min(into + step, to.lanes - 1);
    const micro::Lane& from = net.lanes[net.edges[in].lane_begin + lane];
    const micro::Lane& next = net.lanes[net.edges[to.edge].lane_begin + turn.out_lane];
    Curve curve = curve_between(from.shape, next.shape, std::min(from.speed_m_s, next.speed_m_s));
    turn.shape = std::move(curve.shape);
    turn.length_m = curve.length_m;
    turn.speed_m_s = curve.speed_m_s;
    turns.push_back(std::move(turn));
}

}  // namespace

std::vector<Turn> turns_of(const Ground& g, const micro::Net& net, std::uint32_t node) {
    std::vector<Turn> turns;
    for (const Arm& in : g.arms[node]) {
        if (in.in == kNone) continue;
        const std::uint32_t lanes = g.city.edges[in.in].lanes;
        Targets targets = targets_of(g, g.arms[node], in);
        if (!targets.empty()) share_lanes(targets, lanes);
        if (in.out != kNone) {
            Target back;
            back.edge = in.out;
            back.dir = 't';
            back.left_rad = kPi;
            back.lanes = g.city.edges[in.out].lanes;
            back.first = back.last = lanes - 1;
            if (targets.empty()) back.first = 0;
            targets.push_back(back);
        }
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            for (const Target& t : targets)
                if (t.first <= lane && lane <= t.last) add_turn(g, net, in.in, t, lane, turns);
    }
    return turns;
}

}  // namespace sd::streets
