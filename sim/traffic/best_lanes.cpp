#include "sim/traffic/best_lanes.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "sim/core/check.h"
#include "sim/core/hash.h"

namespace sd::micro {

namespace {

struct Candidate {
    std::uint32_t lane = kNone;
    double length = 0.0, current = 0.0;
    int offset = 0;
    bool continues = true;
    std::vector<std::uint32_t> conts;
};
using Edges = std::vector<std::vector<Candidate>>;

bool allows(const RoadLane& lane, const Driver& d) { return (lane.allow & d.bit) != 0; }

bool leads_to(const Road& road, std::uint32_t lane, std::uint32_t edge, const Driver& d) {
    for (std::uint32_t l = road.lanes[lane].link_begin; l < road.lanes[lane].link_end; ++l) {
        const RoadLane& to = road.lanes[road.links[l].to];
        if (to.edge == edge && allows(to, d)) return true;
    }
    return false;
}

/// 1: the way on has right of way, 0: it must yield, −1: there is none.
int priority_ahead(const Road& road, const Candidate& c) {
    if (c.conts.size() < 2) return -1;
    const std::uint32_t link = road.link_to(c.conts[0], c.conts[1]);
    if (link == kNone) return -1;
    return has_priority(static_cast<char>(road.links[link].state)) ? 1 : 0;
}

/// Edges from one's own on that are looked at: as far as lane changes must be thought of.
std::uint32_t stretch_of(const Road& road, const Driver& d, std::span<const std::uint32_t> edges,
                         const BestPlace& place) {
    const double brake =
        road.edge_length_m[edges[place.at]] + d.tau * d.max_speed + d.max_speed * d.max_speed / d.decel;
    double seen_m = 0.0;
    std::uint32_t n = 0;
    for (std::uint32_t at = place.at; at < edges.size(); ++at) {
        seen_m += road.edge_length_m[edges[at]];
        ++n;
        if (place.stop_at == at) break;
        if ((n > 4 && seen_m >= std::max(brake, 3000.0)) || (n > 8 && seen_m >= std::max(brake, 200.0))) break;
    }
    return n;
}

Edges look_ahead(const Road& road, const Driver& d, std::span<const std::uint32_t> edges, std::uint32_t n,
                 const BestPlace& place) {
    Edges out;
    for (std::uint32_t at = place.at; at < place.at + n; ++at) {
        const std::uint32_t edge = edges[at];
        const std::uint32_t next = at + 1 < edges.size() ? edges[at + 1] : kNone;
        std::vector<Candidate> lanes;
        for (std::uint32_t k = 0; k < road.edge_lanes[edge]; ++k) {
            Candidate c;
            c.lane = road.edge_lane_begin[edge] + k;
            c.conts.push_back(c.lane);
            const bool may = allows(road.lanes[c.lane], d);
            c.length = c.current = may ? road.edge_length_m[edge] : 0.0;
            c.continues = next == kNone || (may && leads_to(road, c.lane, next, d));
            lanes.push_back(std::move(c));
        }
        if (place.stop_at == at) {
            const double pos =
                std::max(kPosEps_m, std::min(place.stop_pos_m, road.lanes[place.stop_lane].length_m - 0.2));
            for (Candidate& c : lanes)
                if (c.lane != place.stop_lane) {
                    c.continues = false;
                    c.length = c.current = pos;
                }
        }
        out.push_back(std::move(lanes));
    }
    return out;
}

/// Lanes from which the changes to the best one are impossible are worth nothing.
void forbid_changes(const Road& road, const Driver& d, std::vector<Candidate>& lanes, bool last) {
    int left_closed = -1;
    bool right_closed = false;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        Candidate& c = lanes[i];
        if (c.offset < 0 && (i == 0 || !allows(road.lanes[lanes[i - 1].lane], d) || right_closed)) {
            right_closed = true;
            if (last || c.length == c.current) c.length = 0.0;
        } else if (c.offset > 0 && (i + 1 >= lanes.size() || !allows(road.lanes[lanes[i + 1].lane], d))) {
            left_closed = static_cast<int>(i);
        }
    }
    for (int i = left_closed; i >= 0; --i) {
        Candidate& c = lanes[static_cast<std::size_t>(i)];
        if (last || c.length == c.current) c.length = 0.0;
    }
}

int nearest(int index, int low, int high) {
    return std::abs(low - index) < std::abs(high - index) ? low - index : high - index;
}

void rate_last(const Road& road, const Driver& d, std::vector<Candidate>& lanes) {
    double best = -1.0;
    int low = 0, high = 0;
    for (int i = 0; i < static_cast<int>(lanes.size()); ++i) {
        const double length = lanes[static_cast<std::size_t>(i)].length;
        if (length > best)
            best = length, low = high = i;
        else if (length == best)
            high = i;
    }
    for (int i = 0; i < static_cast<int>(lanes.size()); ++i) {
        Candidate& c = lanes[static_cast<std::size_t>(i)];
        if (c.length < best) c.offset = nearest(i, low, high);
    }
    forbid_changes(road, d, lanes, true);
}

const Candidate* best_next(const Road& road, const Driver& d, const Candidate& from,
                           const std::vector<Candidate>& next) {
    const Candidate* best = nullptr;
    if (!from.continues) return best;
    for (const Candidate& m : next) {
        if (!allows(road.lanes[m.lane], d) || road.link_to(from.lane, m.lane) == kNone) continue;
        if (best == nullptr || best->length < m.length ||
            (best->length == m.length && std::abs(best->offset) > std::abs(m.offset)))
            best = &m;
    }
    return best;
}

/// Adds what lies behind to every lane of an edge; returns the range of best lanes.
std::pair<int, int> extend(const Road& road, const Driver& d, std::vector<Candidate>& lanes,
                           const std::vector<Candidate>& next) {
    double connected = -1.0, longest = -1.0;
    for (const Candidate& m : next) {
        for (const Candidate& c : lanes)
            if (road.link_to(c.lane, m.lane) != kNone) connected = std::max(connected, m.length);
        longest = std::max(longest, m.length);
    }
    int low = 0, high = 0;
    for (int i = 0; i < static_cast<int>(lanes.size()); ++i) {
        Candidate& c = lanes[static_cast<std::size_t>(i)];
        const Candidate* m = best_next(road, d, c, next);
        if (m != nullptr) {
            c.length += m->length == connected && std::abs(m->offset) < 2 ? longest : m->length;
            c.offset = m->offset;
        }
        if (m != nullptr && (m->continues || m->length > 0.0))
            c.conts.insert(c.conts.end(), m->conts.begin(), m->conts.end());
        else
            c.continues = false;
        const Candidate& b = lanes[static_cast<std::size_t>(low)];
        const int mine = priority_ahead(road, c), theirs = priority_ahead(road, b);
        const bool even = b.length == c.length && std::abs(b.offset) == std::abs(c.offset);
        if (b.length < c.length || (b.length == c.length && std::abs(b.offset) > std::abs(c.offset)) ||
            (even && theirs < mine))
            low = high = i;
        else if (even && theirs == mine)
            high = i;
    }
    return {low, high};
}

void rate(const Road& road, const Driver& d, std::vector<Candidate>& lanes, const std::vector<Candidate>& next) {
    const auto [low, high] = extend(road, d, lanes, next);
    const Candidate best = lanes[static_cast<std::size_t>(low)];
    const int best_priority = priority_ahead(road, best);
    for (int i = 0; i < static_cast<int>(lanes.size()); ++i) {
        Candidate& c = lanes[static_cast<std::size_t>(i)];
        const bool lower = priority_ahead(road, c) < best_priority;
        if (c.length < best.length || (c.length == best.length && std::abs(c.offset) > std::abs(best.offset)) ||
            lower) {
            c.offset = nearest(i, low, high);
            if (lower) c.length = c.current;  // leave it before it ends
        } else {
            c.offset = 0;
        }
    }
    forbid_changes(road, d, lanes, false);
}

void store_links(BestLanes& best, const Road& road, const Candidate& c) {
    for (std::size_t i = 1; i < c.conts.size(); ++i) {
        std::uint32_t link = road.link_to(c.conts[i - 1], c.conts[i]);
        if (link == kNone) return;
        best.links.push_back(link);
        while (road.links[link].via != kNone) {
            const RoadLane& via = road.lanes[road.links[link].via];
            SD_CHECK(via.link_begin < via.link_end);
            link = via.link_begin;
            best.links.push_back(link);
        }
    }
}

void store(BestLanes& best, const Road& road, const std::vector<Candidate>& lanes) {
    for (const Candidate& c : lanes) {
        BestLane out;
        out.lane = c.lane;
        out.length_m = c.length;
        out.current_m = c.current;
        out.offset = c.offset;
        out.continues = c.continues;
        out.lane_begin = static_cast<std::uint32_t>(best.lanes.size());
        best.lanes.insert(best.lanes.end(), c.conts.begin(), c.conts.end());
        out.lane_end = static_cast<std::uint32_t>(best.lanes.size());
        out.link_begin = static_cast<std::uint32_t>(best.links.size());
        store_links(best, road, c);
        out.link_end = static_cast<std::uint32_t>(best.links.size());
        best.table.push_back(out);
    }
}

/// Everything a row depends on, as numbers: type, stop, the stretch and the edge after it (kNone: the way ends).
void ask(BestLanes& best, std::span<const std::uint32_t> edges, std::uint32_t n, const BestPlace& place) {
    best.asked.assign({place.type, kNone, kNone, 0, 0});
    if (place.stop_at != kNone) {
        best.asked[1] = place.stop_at - place.at;
        best.asked[2] = place.stop_lane;
        std::memcpy(&best.asked[3], &place.stop_pos_m, sizeof place.stop_pos_m);
    }
    for (std::uint32_t at = place.at; at <= place.at + n; ++at)
        best.asked.push_back(at < edges.size() ? edges[at] : kNone);
}

std::uint64_t hash_of(std::span<const std::uint32_t> key) { return hash_bytes(key.data(), key.size_bytes()); }

std::uint32_t find(const BestLanes& best, std::uint64_t hash) {
    const auto newest = best.known.find(hash);
    std::uint32_t row = newest == best.known.end() ? kNone : newest->second;
    for (; row != kNone; row = best.rows[row].same) {
        const auto key = best.keys.begin() + best.rows[row].key_begin;
        if (std::equal(best.asked.begin(), best.asked.end(), key, key + best.rows[row].key_n)) return row;
    }
    return kNone;
}

}  // namespace

void BestLanes::index(std::uint32_t row) {
    const std::uint64_t hash = hash_of(std::span(keys).subspan(rows[row].key_begin, rows[row].key_n));
    const auto [newest, first] = known.try_emplace(hash, row);
    rows[row].same = first ? kNone : std::exchange(newest->second, row);
}

std::uint32_t best_lanes(BestLanes& best, const Road& road, const Driver& driver, std::span<const std::uint32_t> edges,
                         const BestPlace& place) {
    const std::uint32_t n = stretch_of(road, driver, edges, place);
    ask(best, edges, n, place);
    const std::uint64_t hash = hash_of(best.asked);
    if (const std::uint32_t row = find(best, hash); row != kNone) return row;
    Edges all = look_ahead(road, driver, edges, n, place);
    rate_last(road, driver, all.back());
    for (std::size_t i = all.size() - 1; i-- > 0;) rate(road, driver, all[i], all[i + 1]);
    const auto row = static_cast<std::uint32_t>(best.rows.size());
    best.rows.push_back({static_cast<std::uint32_t>(best.table.size()), static_cast<std::uint32_t>(all.front().size()),
                         static_cast<std::uint32_t>(best.keys.size()), static_cast<std::uint32_t>(best.asked.size()),
                         kNone});
    best.keys.insert(best.keys.end(), best.asked.begin(), best.asked.end());
    best.index(row);
    store(best, road, all.front());
    return row;
}

}  // namespace sd::micro
