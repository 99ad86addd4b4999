#include "sim/streets/right_of_way.h"

#include <algorithm>
#include <tuple>

#include "sim/streets/plane.h"
#include "sim/traffic/polyline.h"

namespace sd::streets {
namespace {

using micro::JunctionType;
using micro::LinkState;

constexpr double kOpposite = -0.7;   ///< cosine of two arms of one road at an equal junction
constexpr double kSameRoad = -0.35;  ///< the same for a main road, which may bend
constexpr std::size_t kNoArm = ~std::size_t{0};

/// How important a street is; smaller is more.
using Rank = std::tuple<int, int, double>;

Rank rank_of(const Ground& g, const Arm& arm) {
    Rank best{static_cast<int>(RoadClass::Count), 0, 0.0};
    for (const std::uint32_t e : {arm.in, arm.out}) {
        if (e == kNone) continue;
        const RoadEdge& edge = g.city.edges[e];
        best = std::min(best, {static_cast<int>(edge.cls), -edge.lanes, -static_cast<double>(edge.speed_m_s)});
    }
    return best;
}

/// The arms of the main road: the best one, and of the next best the one most nearly opposite.
struct MainRoad {
    std::size_t first = kNoArm, second = kNoArm;
    [[nodiscard]] bool has(std::size_t arm) const { return arm == first || arm == second; }
};
MainRoad main_road(const std::vector<Arm>& arms, const std::vector<Rank>& ranks) {
    MainRoad best;
    std::tuple<Rank, Rank, double> least;
    for (std::size_t i = 0; i < arms.size(); ++i)
        for (std::size_t j = 0; j < arms.size(); ++j) {
            if (i == j || ranks[j] < ranks[i]) continue;
            const double cosine = dot(arms[i].away, arms[j].away);
            if (cosine > kSameRoad && std::get<0>(ranks[i]) != std::get<0>(ranks[j])) continue;
            const std::tuple<Rank, Rank, double> key{ranks[i], ranks[j], cosine};
            if (best.first != kNoArm && !(key < least)) continue;
            best = {i, j};
            least = key;
        }
    const auto top = static_cast<std::size_t>(std::min_element(ranks.begin(), ranks.end()) - ranks.begin());
    if (best.first == kNoArm || ranks[top] < ranks[best.first]) best = {top, kNoArm};
    return best;
}

/// Compares two ways over one node.
struct Judge {
    const std::vector<Turn>& turns;
    const std::vector<Arm>& arms;
    std::vector<Rank> ranks;            ///< per arm
    std::vector<std::size_t> from, to;  ///< per turn: arms
    MainRoad main;
    bool equal = false;  ///< nobody's road is better than another's

    Judge(const Ground& g, std::uint32_t node, const std::vector<Turn>& all) : turns(all), arms(g.arms[node]) {
        for (const Arm& arm : arms) ranks.push_back(rank_of(g, arm));
        const auto find = [this](std::uint32_t Arm::*side, std::uint32_t edge) {
            const auto at = std::find_if(arms.begin(), arms.end(), [&](const Arm& a) { return a.*side == edge; });
            return static_cast<std::size_t>(at - arms.begin());
        };
        for (const Turn& t : turns) {
            from.push_back(find(&Arm::in, t.in));
            to.push_back(find(&Arm::out, t.out));
        }
        main = main_road(arms, ranks);
        std::vector<Rank> arriving;
        for (std::size_t a = 0; a < arms.size(); ++a)
            if (arms[a].in != kNone) arriving.push_back(ranks[a]);
        // where streets are wide, many waiting for their right-hand neighbours block each other inside the junction
        equal = arms.size() > 2 && arriving.size() > 1 && !signalled(g.city.nodes[node]) &&
                std::get<1>(arriving.front()) == -1 &&
                std::count(arriving.begin(), arriving.end(), arriving.front()) ==
                    static_cast<std::ptrdiff_t>(arriving.size());
    }

    [[nodiscard]] bool meet(std::size_t a, std::size_t b) const {
        if (turns[a].out == turns[b].out && turns[a].out_lane == turns[b].out_lane) {
            return turns[a].in != turns[b].in || turns[a].in_lane != turns[b].in_lane;
        }
        return turns[a].in != turns[b].in && !micro::meetings(turns[a].shape, turns[b].shape).empty();
    }

    /// Smaller goes first.
    [[nodiscard]] auto place(std::size_t t) const {
        const Turn& turn = turns[t];
        const bool major = main.has(from[t]);
        const bool along = turn.straight() || (major && main.has(to[t]));
        const bool leaves = major && turn.straight() && main.second != kNoArm && !main.has(to[t]);
        const int kind = turn.left() && !along ? 2 : along && !leaves ? 0 : 1;
        return std::tuple{turn.back(), !major, kind, ranks[from[t]], t};
    }

    [[nodiscard]] bool goes_first(std::size_t a, std::size_t b) const {
        if (!equal || turns[a].in == turns[b].in || turns[a].back() || turns[b].back()) return place(a) < place(b);
        const LocalXY h = arms[from[a]].away, g = arms[from[b]].away;
        if (dot(h, g) > kOpposite) return cross(h, g) < 0.0 || (cross(h, g) == 0.0 && a < b);  // the right one
        return std::tuple{turns[a].left(), a} < std::tuple{turns[b].left(), b};
    }
};

}  // namespace

RightOfWay right_of_way_of(const Ground& g, std::uint32_t node, const std::vector<Turn>& turns) {
    const Judge judge(g, node, turns);
    const bool signal = signalled(g.city.nodes[node]);
    RightOfWay out;
    out.type = turns.empty() ? JunctionType::DeadEnd
               : signal      ? JunctionType::TrafficLight
               : judge.equal ? JunctionType::RightBeforeLeft
                             : JunctionType::Priority;
    const std::size_t n = turns.size();
    out.requests.assign(n, {std::vector<bool>(n), std::vector<bool>(n), false});
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = a + 1; b < n; ++b) {
            if (!judge.meet(a, b)) continue;
            out.requests[a].foes[b] = out.requests[b].foes[a] = true;
            const bool first = judge.goes_first(a, b);
            out.requests[a].response[b] = !first;
            out.requests[b].response[a] = first;
        }
    for (const micro::Request& r : out.requests) {
        const bool yields = std::find(r.response.begin(), r.response.end(), true) != r.response.end();
        out.states.push_back(signal        ? (yields ? LinkState::TlOffBlinking : LinkState::TlOff)
                             : !yields     ? LinkState::Major
                             : judge.equal ? LinkState::Equal
                                           : LinkState::Minor);
    }
    return out;
}

}  // namespace sd::streets
