// Small road networks for the traffic tests: a ring, a straight street, and what they need to be driven on.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "sim/traffic.h"
#include "sim/traffic_bench.h"

namespace sd::traffic_test {

inline const Instant kEvening = instant_of({2026, 10, 28, 17, 30, 0.0});

inline RoadEdge edge_between(std::uint32_t a, std::uint32_t b, float length_m, float speed_m_s, int lanes = 1) {
    RoadEdge e;
    e.from = NodeId{a};
    e.to = NodeId{b};
    e.lanes = static_cast<std::uint8_t>(lanes);
    e.width_m = 3.5F * static_cast<float>(lanes);
    e.length_m = length_m;
    e.speed_m_s = speed_m_s;
    return e;
}

/// A circle of `parts` one-way edges with `length_m` in all.
inline City ring(int parts, double length_m, float speed_m_s) {
    constexpr int kPoints = 12;
    City city;
    const double radius = length_m / (2.0 * 3.14159265358979);
    const auto point = [&](double turn) {
        const double angle = turn * 2.0 * 3.14159265358979;
        return LocalXY{radius * std::cos(angle), radius * std::sin(angle)};
    };
    for (int i = 0; i < parts; ++i) {
        RoadNode node;
        node.at = point(static_cast<double>(i) / parts);
        city.nodes.push_back(node);
        RoadEdge e = edge_between(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>((i + 1) % parts),
                                  static_cast<float>(length_m / parts), speed_m_s);
        for (int k = 0; k <= kPoints; ++k) e.line.push_back(point((i + static_cast<double>(k) / kPoints) / parts));
        city.edges.push_back(e);
    }
    return city;
}

/// One-way edges in a row along x; node k+1 lies at the end of edge k.
inline City street(const std::vector<float>& lengths_m, float speed_m_s, int lanes = 1) {
    City city;
    city.nodes.emplace_back();
    double x = 0.0;
    for (std::uint32_t k = 0; k < lengths_m.size(); ++k) {
        RoadEdge e = edge_between(k, k + 1, lengths_m[k], speed_m_s, lanes);
        RoadNode node;
        const LocalXY a{x, 0.0};
        x += static_cast<double>(lengths_m[k]);
        node.at = {x, 0.0};
        e.line = {a, node.at};
        city.nodes.push_back(node);
        city.edges.push_back(e);
    }
    return city;
}

inline traffic::State quiet(const City& city, traffic::Config config = {}) {
    config.trips_per_hour_peak = 0.0;
    config.warm_start = false;
    return traffic::make(city, config, kEvening, Draw(1)).value();
}

inline double on_edge(const traffic::State& state, std::uint32_t edge) {
    return traffic::edge_vehicles(state, EdgeId{edge});
}

/// Message about the first two bodies on overlapping tracks that touch; empty if none do.
inline std::string first_overlap(const traffic::State& s) {
    for (std::uint32_t lane = 0; lane < s.net.lanes; ++lane) {
        const std::uint32_t begin = s.net.slot_begin[lane];
        const std::uint32_t end = begin + s.lanes.count[lane];
        for (std::uint32_t k = begin; k < end; ++k) {
            if (k > begin && s.lanes.pos_m[k] > s.lanes.pos_m[k - 1]) return "lane out of order";
            for (std::uint32_t j = begin; j < k; ++j) {
                if ((s.lanes.mask[j] & s.lanes.mask[k]) == 0) continue;
                const float rear = s.lanes.pos_m[j] - traffic::traits_of(s.lanes.kind[j]).length_m;
                if (rear - s.lanes.pos_m[k] < 0.05F) {
                    return "lane " + std::to_string(lane) + ": vehicle " + std::to_string(s.lanes.vehicle[k]) + " at " +
                           std::to_string(s.lanes.pos_m[k]) + " m runs into the rear at " + std::to_string(rear) + " m";
                }
            }
        }
    }
    return {};
}

}  // namespace sd::traffic_test
