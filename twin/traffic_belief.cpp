#include "twin/traffic_belief.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sd {
namespace {

/// Mean pace of a city street against its limit when nothing is known: signals and turns cost that much.
constexpr float kUsualRatio = 0.75F;
constexpr float kUsualWeight = 0.35F;  ///< against a neighbour's 1: the decay of a reading along the network
constexpr int kSweeps = 8;             ///< a reading reaches that many edges
constexpr float kFading = 0.7F;        ///< of trust per assimilation without a new reading
constexpr float kBusTrust = 0.3F;      ///< buses stop at stops
constexpr double kImpassable_m = 0.30;
constexpr std::uint32_t kNoEdge = EdgeId::kNone;

}  // namespace

double speed_reading(const Belief& belief, const City& city, std::uint32_t device) {
    switch (city.devices[device].kind) {
        case DeviceKind::LoopDetector:
            return static_cast<double>(belief.values[device][1]);
        case DeviceKind::CameraCounter:
        case DeviceKind::BusGps:
            return static_cast<double>(belief.values[device][2]);
        default:
            return 0.0;
    }
}

double deepest_on(const RoadEdge& edge, const Grid<float>& depth_m) {
    float deepest = 0.0F;
    for (const std::uint32_t cell : edge.cells) deepest = std::max(deepest, depth_m.at(cell));
    return static_cast<double>(deepest);
}

TrafficBelief::TrafficBelief(const City& city) : city_(city) {
    const std::size_t n = city.edges.size();
    ratio_.assign(n, kUsualRatio);
    read_.assign(n, kUsualRatio);
    trust_.assign(n, 0.0F);
    next_.assign(n, kUsualRatio);
    flow_.assign(n, -1.0F);
    edges_.speed_m_s.assign(n, 0.0F);
    edges_.vehicles.assign(n, 0.0F);
    edges_.open.assign(n, 1);
    for (std::size_t e = 0; e < n; ++e) edges_.speed_m_s[e] = kUsualRatio * city.edges[e].speed_m_s;
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        const DeviceKind kind = city.devices[d].kind;
        if (kind == DeviceKind::BusGps) buses_.push_back(d);
        if (info_of(kind).group == ProbeGroup::Edge && city.devices[d].target < n) {
            counters_.push_back({d, -1.0, Instant{}});
        }
    }
    link_edges();
    index_cells();
}

void TrafficBelief::link_edges() {
    std::vector<std::vector<std::uint32_t>> at_node(city_.nodes.size());
    for (std::uint32_t e = 0; e < city_.edges.size(); ++e) {
        at_node[city_.edges[e].from.at()].push_back(e);
        at_node[city_.edges[e].to.at()].push_back(e);
    }
    link_start_.push_back(0);
    for (std::uint32_t e = 0; e < city_.edges.size(); ++e) {
        const RoadEdge& edge = city_.edges[e];
        for (const NodeId node : {edge.from, edge.to}) {
            for (const std::uint32_t other : at_node[node.at()]) {
                const RoadEdge& next = city_.edges[other];
                // Along the same class and the same direction: a jam is not on the other carriageway.
                const bool along = next.from == edge.to || next.to == edge.from;
                if (other != e && next.cls == edge.cls && along && edge.reverse.index != other) links_.push_back(other);
            }
        }
        link_start_.push_back(static_cast<std::uint32_t>(links_.size()));
    }
}

void TrafficBelief::index_cells() {
    for (const BusLine& line : city_.bus_lines) {
        for (const EdgeId e : line.route) {
            for (const std::uint32_t cell : city_.edges[e.at()].cells) edge_of_cell_.emplace_back(cell, e.index);
        }
    }
    std::sort(edge_of_cell_.begin(), edge_of_cell_.end());
    edge_of_cell_.erase(std::unique(edge_of_cell_.begin(), edge_of_cell_.end()), edge_of_cell_.end());
}

std::uint32_t TrafficBelief::edge_at(LocalXY at) const {
    const int i = city_.grid.column(at.x_m);
    const int j = city_.grid.row(at.y_m);
    if (!city_.grid.contains(i, j)) return kNoEdge;
    const std::pair key{city_.grid.cell(i, j), std::uint32_t{0}};
    const auto it = std::lower_bound(edge_of_cell_.begin(), edge_of_cell_.end(), key);
    return it != edge_of_cell_.end() && it->first == key.first ? it->second : kNoEdge;
}

void TrafficBelief::learn(std::uint32_t edge, float ratio, float weight) {
    const float bounded = std::clamp(ratio, 0.0F, 1.2F);
    // Half the old reading stays: one minute of a signal's red is not a jam.
    const float share = trust_[edge] > 0.5F ? 0.5F * weight : weight;
    read_[edge] += share * (bounded - read_[edge]);
    trust_[edge] = std::max(trust_[edge], weight);
}

void TrafficBelief::read_detectors(const Belief& belief) {
    for (Counter& counter : counters_) {
        const std::uint32_t d = counter.device;
        if (!belief.usable(d)) continue;
        const std::uint32_t e = city_.devices[d].target;
        const float free_m_s = std::max(1.0F, city_.edges[e].speed_m_s);
        learn(e, static_cast<float>(speed_reading(belief, city_, d)) / free_m_s, 1.0F);
        const auto count = static_cast<double>(belief.values[d][0]);
        const double seconds = (belief.at[d] - counter.last_at).seconds();
        if (counter.last_count >= 0.0 && count >= counter.last_count && seconds > 1.0) {
            const auto flow = static_cast<float>((count - counter.last_count) / seconds);
            flow_[e] = flow_[e] < 0.0F ? flow : 0.5F * (flow_[e] + flow);
        }
        if (counter.last_count < 0.0 || seconds > 1.0) {
            counter.last_count = count;
            counter.last_at = belief.at[d];
        }
    }
}

void TrafficBelief::read_buses(const Belief& belief) {
    for (const std::uint32_t d : buses_) {
        if (!belief.usable(d)) continue;
        const LocalXY at{static_cast<double>(belief.values[d][0]), static_cast<double>(belief.values[d][1])};
        const std::uint32_t e = edge_at(at);
        if (e == kNoEdge || trust_[e] > kBusTrust) continue;
        const float free_m_s = std::max(1.0F, city_.edges[e].speed_m_s);
        learn(e, static_cast<float>(speed_reading(belief, city_, d)) / free_m_s, kBusTrust);
    }
}

void TrafficBelief::spread() {
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        for (std::size_t e = 0; e < ratio_.size(); ++e) {
            float weights = kUsualWeight;
            float total = kUsualWeight * kUsualRatio;
            for (std::uint32_t k = link_start_[e]; k < link_start_[e + 1]; ++k) {
                total += ratio_[links_[k]];
                weights += 1.0F;
            }
            next_[e] = trust_[e] * read_[e] + (1.0F - trust_[e]) * (total / weights);
        }
        ratio_.swap(next_);
    }
}

void TrafficBelief::estimate_vehicles() {
    constexpr std::size_t kClasses = static_cast<std::size_t>(RoadClass::Count);
    std::array<double, kClasses> flow{};
    std::array<double, kClasses> lanes{};
    for (std::size_t e = 0; e < flow_.size(); ++e) {
        if (flow_[e] < 0.0F) continue;
        const auto cls = static_cast<std::size_t>(city_.edges[e].cls);
        flow[cls] += static_cast<double>(flow_[e]);
        lanes[cls] += city_.edges[e].lanes;
    }
    for (std::size_t e = 0; e < flow_.size(); ++e) {
        const RoadEdge& edge = city_.edges[e];
        const auto cls = static_cast<std::size_t>(edge.cls);
        double passing = static_cast<double>(flow_[e]);
        if (passing < 0.0) passing = lanes[cls] > 0.0 ? flow[cls] / lanes[cls] * edge.lanes : 0.0;
        const double speed = std::max(0.5, static_cast<double>(edges_.speed_m_s[e]));
        edges_.vehicles[e] = static_cast<float>(passing / speed * static_cast<double>(edge.length_m));
    }
}

void TrafficBelief::assimilate(const Belief& belief, const Grid<float>& depth_m) {
    for (float& trust : trust_) trust *= kFading;
    read_detectors(belief);
    read_buses(belief);
    spread();
    for (std::size_t e = 0; e < ratio_.size(); ++e) {
        const RoadEdge& edge = city_.edges[e];
        const bool open = deepest_on(edge, depth_m) < kImpassable_m;
        edges_.open[e] = open ? 1 : 0;
        edges_.speed_m_s[e] = open || trust_[e] > 0.9F ? ratio_[e] * edge.speed_m_s : 0.0F;
    }
    estimate_vehicles();
}

void TrafficBelief::add_to_hash(StateHash& hash) const {
    hash.add(std::span<const float>(edges_.speed_m_s));
    hash.add(std::span<const float>(edges_.vehicles));
    hash.add(std::span<const std::uint8_t>(edges_.open));
}

}  // namespace sd
