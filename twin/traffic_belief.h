// The believed traffic: edges with a loop or camera are read, edges a bus drove over are read once more, the others lie
// between their neighbours of the same class and the city's usual pace, more usual the farther from a reading.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/grid.h"
#include "sim/core/hash.h"
#include "sim/core/picture.h"
#include "twin/belief.h"

namespace sd {

/// Speed a traffic device reads, m/s; 0 for other kinds.
[[nodiscard]] double speed_reading(const Belief& belief, const City& city, std::uint32_t device);
/// Deepest believed water on an edge; 0 on bridges.
[[nodiscard]] double deepest_on(const RoadEdge& edge, const Grid<float>& depth_m);

class TrafficBelief {
public:
    explicit TrafficBelief(const City& city);
    void assimilate(const Belief& belief, const Grid<float>& depth_m);
    [[nodiscard]] const EdgeColumns& edges() const { return edges_; }
    void add_to_hash(StateHash& hash) const;

private:
    struct Counter {
        std::uint32_t device = 0;
        double last_count = -1.0;
        Instant last_at;
    };
    void link_edges();
    void index_cells();
    void read_detectors(const Belief& belief);
    void read_buses(const Belief& belief);
    void spread();
    void estimate_vehicles();
    [[nodiscard]] std::uint32_t edge_at(LocalXY at) const;
    void learn(std::uint32_t edge, float ratio, float weight);

    const City& city_;
    std::vector<std::uint32_t> link_start_;  ///< neighbours of edge e: links_[link_start_[e] … link_start_[e + 1])
    std::vector<std::uint32_t> links_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edge_of_cell_;  ///< sorted by cell
    std::vector<Counter> counters_;
    std::vector<std::uint32_t> buses_;
    std::vector<float> ratio_;  ///< believed speed over free speed
    std::vector<float> read_;   ///< last read ratio
    std::vector<float> trust_;  ///< 0…1 in read_, fades with time
    std::vector<float> next_;   ///< scratch
    std::vector<float> flow_;   ///< vehicles/s per edge, < 0 unknown
    EdgeColumns edges_;
};

}  // namespace sd
