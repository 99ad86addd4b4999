#include "sim/traffic/route.h"

#include <algorithm>
#include <queue>

namespace sd::micro {

namespace {

constexpr double kMinorPenalty_s = 1.5;
constexpr std::size_t kMemory = 180;

double edge_time(const State& s, const Driver& d, double factor, std::uint32_t edge) {
    const double length = s.road.edge_length_m[edge];
    const std::uint32_t lane = s.road.edge_lane_begin[edge];
    const double least = length / std::max(kEps, limit_of(s, d, factor, lane));
    if (s.edge_speed_m_s.empty()) return least;
    return std::max(length / std::max(s.edge_speed_m_s[edge], kEps), least);
}

/// Time from the end of an edge onto the next one, over the quickest connection; < 0: there is none.
double link_time(const State& s, const Driver& d, double factor, std::uint32_t edge, std::uint32_t next) {
    double best = -1.0;
    for (std::uint32_t k = 0; k < s.road.edge_lanes[edge]; ++k) {
        const RoadLane& lane = s.road.lanes[s.road.edge_lane_begin[edge] + k];
        if ((lane.allow & d.bit) == 0) continue;
        for (std::uint32_t l = lane.link_begin; l < lane.link_end; ++l) {
            const RoadLane& to = s.road.lanes[s.road.links[l].to];
            if (to.edge != next || (to.allow & d.bit) == 0) continue;
            const RoadLink& link = s.road.links[l];
            double time = 0.0;
            for (std::uint32_t via = link.via; via != kNone;) {
                time += edge_time(s, d, factor, s.road.lanes[via].edge);
                const RoadLink& out = s.road.links[s.road.lanes[via].link_begin];
                via = out.via;
            }
            if (link.via != kNone && link.signal == kNone && !has_priority(static_cast<char>(link.state)))
                time += kMinorPenalty_s;
            if (best < 0.0 || time < best) best = time;
        }
    }
    return best;
}

}  // namespace

std::vector<std::uint32_t> fastest_way(const State& s, const Driver& d, double factor, std::uint32_t from,
                                       std::uint32_t to) {
    if (from == to) return {from};
    using Reached = std::pair<double, std::uint32_t>;
    std::vector<double> time(s.road.edge_lanes.size(), kNever);
    std::vector<std::uint32_t> before(s.road.edge_lanes.size(), kNone);
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    time[from] = 0.0;
    open.push({0.0, from});
    while (!open.empty()) {
        const auto [t, edge] = open.top();
        open.pop();
        if (t > time[edge]) continue;
        if (edge == to) break;
        const double passed = t + edge_time(s, d, factor, edge);
        for (const std::uint32_t next : s.road.next_edges(edge)) {
            if (edge_shut(s, d, next)) continue;
            const double link = link_time(s, d, factor, edge, next);
            if (link < 0.0 || passed + link >= time[next]) continue;
            time[next] = passed + link;
            before[next] = edge;
            open.push({time[next], next});
        }
    }
    if (before[to] == kNone) return {};
    std::vector<std::uint32_t> way{to};
    while (way.back() != from) way.push_back(before[way.back()]);
    std::reverse(way.begin(), way.end());
    return way;
}

void measure_speeds(State& s) {
    const std::size_t n = s.road.edge_lanes.size();
    if (s.edge_speed_m_s.empty()) {
        s.edge_used.assign(n, 0);
        s.past_at = 0;
        for (std::uint32_t e = 0; e < n; ++e) {
            double sum = 0.0;
            for (std::uint32_t k = 0; k < s.road.edge_lanes[e]; ++k) sum += s.limit_m_s[s.road.edge_lane_begin[e] + k];
            s.edge_speed_m_s.push_back(sum / std::max(1u, s.road.edge_lanes[e]));
        }
        for (std::size_t i = 0; i < kMemory; ++i)
            s.past_speed_m_s.insert(s.past_speed_m_s.end(), s.edge_speed_m_s.begin(), s.edge_speed_m_s.end());
    }
    double* past = s.past_speed_m_s.data() + s.past_at * n;
    s.past_at = (s.past_at + 1) % kMemory;
    for (std::uint32_t e = 0; e < n; ++e) {
        double sum = 0.0, count = 0.0;
        for (std::uint32_t k = 0; k < s.road.edge_lanes[e]; ++k) {
            const std::uint32_t lane = s.road.edge_lane_begin[e] + k;
            const auto& cars = s.lanes[lane].cars;
            double speeds = 0.0;
            for (const Car& car : cars) speeds += car.speed_m_s;
            sum += cars.empty() ? s.limit_m_s[lane] : speeds;
            count += cars.empty() ? 1.0 : static_cast<double>(cars.size());
        }
        if (count <= 0.0) continue;
        const double now = sum / count;
        s.edge_speed_m_s[e] += (now - past[e]) / static_cast<double>(kMemory);
        past[e] = now;
    }
}

}  // namespace sd::micro
