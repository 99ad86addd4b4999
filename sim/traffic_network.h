// The road network as the traffic model wants it: flat columns, adjacency lists, lane slot ranges and line geometry.
// Made once from the city; never changes afterwards.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"

namespace sd::traffic {

inline constexpr int kTracks = 3;  ///< a 3.5 m lane holds three motorbikes abreast
inline constexpr std::uint32_t kNone = 0xFFFF'FFFFu;

struct Network {
    std::uint32_t nodes = 0;
    std::uint32_t edges = 0;
    std::uint32_t lanes = 0;
    std::uint32_t slots = 0;  ///< vehicle places of all lanes together

    // per edge
    std::vector<std::uint32_t> from, to, reverse;
    std::vector<std::uint32_t> lane_begin;  ///< edges + 1
    std::vector<float> length_m, speed_m_s;
    std::vector<float> width_m;        ///< of one lane
    std::vector<std::uint8_t> tracks;  ///< usable tracks per lane, 1…kTracks
    std::vector<std::uint8_t> motorbike_only;
    std::vector<std::uint8_t> rank;  ///< road class, 0 = most important
    std::vector<std::uint8_t> axis;  ///< which of the two streams at `to` it belongs to
    std::vector<std::uint8_t> green_phase;
    std::vector<float> in_x, in_y;    ///< unit heading at its end
    std::vector<float> out_x, out_y;  ///< unit heading at its start
    std::vector<std::uint32_t> cell;  ///< nearest population cell, kNone without any

    // per lane
    std::vector<std::uint32_t> slot_begin;  ///< lanes + 1

    // per node: compressed lists of edges, ascending edge id
    std::vector<std::uint32_t> in_begin, in_list, out_begin, out_list;
    std::vector<std::uint8_t> signal;
    std::vector<std::uint8_t> junction;  ///< 0: a bend or a dead end, nobody yields there
    std::vector<float> cycle_s;
    std::vector<std::uint32_t> signal_group;  ///< signals close together switch together: their lowest node

    // line geometry, per edge a run of points with the distance along the edge (scaled to length_m)
    std::vector<std::uint32_t> line_begin;
    std::vector<float> line_x, line_y, line_at_m;
    std::vector<float> lateral_m;  ///< from the line to the left rim of the carriageway, right positive

    [[nodiscard]] std::span<const std::uint32_t> in(std::uint32_t node) const {
        return {in_list.data() + in_begin[node], in_begin[node + 1] - in_begin[node]};
    }
    [[nodiscard]] std::span<const std::uint32_t> out(std::uint32_t node) const {
        return {out_list.data() + out_begin[node], out_begin[node + 1] - out_begin[node]};
    }
    /// Cosine of the turn from edge a into edge b: 1 straight on, −1 back.
    [[nodiscard]] float turn_cosine(std::uint32_t a, std::uint32_t b) const {
        return in_x[a] * out_x[b] + in_y[a] * out_y[b];
    }
};

[[nodiscard]] Network make_network(const City& city);

struct Pose {
    float x_m = 0.0F;
    float y_m = 0.0F;
    float heading_x = 1.0F;  ///< unit vector
    float heading_y = 0.0F;
};
/// Where a vehicle front at `pos_m` of a lane lies; `mask` are its tracks.
[[nodiscard]] Pose pose_at(const Network& net, std::uint32_t edge, std::uint32_t lane, float pos_m, std::uint8_t mask);

}  // namespace sd::traffic
