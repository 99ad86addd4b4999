// The network as the engine drives on it: flat columns laid once from a Net. Who yields to whom, where paths cross
// inside junctions, which links lead into a lane. Nothing here changes during a run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/net.h"

namespace sd::micro {

struct RoadLane {
    double length_m = 0.0;
    double speed_m_s = 0.0;
    double width_m = 0.0;
    double reach_m = 0.0;  ///< from how far upstream somebody may have to brake for a vehicle on it
    double x_m = 0.0, y_m = 0.0;
    ClassSet allow = kAllClasses;
    std::uint32_t edge = kNone;
    std::uint32_t index = 0;
    std::uint32_t link_begin = 0, link_end = 0;  ///< outgoing, in the file's order
    std::uint32_t in_begin = 0, in_end = 0;      ///< into Road::in_links: links whose next lane this is
    std::uint32_t left = kNone, right = kNone;
    std::uint32_t before = kNone;    ///< lane it is the natural continuation of
    std::uint32_t entry = kNone;     ///< of an internal lane: the link by which its junction was entered
    std::uint32_t junction = kNone;  ///< of an internal lane
    bool internal = false;
    bool roundabout = false;
};

struct RoadLink {
    std::uint32_t from = kNone, to = kNone, via = kNone;
    std::uint32_t next = kNone;  ///< via, or to when there is none
    std::uint32_t junction = kNone;
    std::uint32_t entry = kNone;  ///< the link from the normal lane, itself for such
    std::uint32_t request = kNone;
    std::uint32_t signal = kNone, signal_index = 0;
    std::uint32_t foe_begin = 0, foe_end = 0;            ///< into Road::foes: links it must yield to
    std::uint32_t conflict_begin = 0, conflict_end = 0;  ///< into Road::conflicts
    double length_m = 0.0;                               ///< of the first internal lane
    double visibility_m = 4.5;
    char dir = 's';
    LinkState state = LinkState::Major;  ///< with signals off
    bool inner = false;                  ///< between two internal lanes: an internal junction
    bool exit = false;                   ///< leaves the junction's inside
    bool cont = false;                   ///< may be entered; one waits at the internal junction behind it
    bool foes = false;                   ///< its junction has conflicts at all
    bool keep_clear = true;
    bool watched = false;  ///< stands in somebody's list of foes, so approaches are noted
};

/// Two paths inside a junction that touch. Distances run along the lane before the link; "behind" is from the
/// conflict point to that lane's end.
struct Conflict {
    std::uint32_t lane = kNone;  ///< of the foe
    std::uint32_t exit = kNone;  ///< the link at the end of that lane
    double behind_m = 0.0;       ///< own
    double size_m = 0.0;
    double foe_behind_m = 0.0;
    double foe_size_m = 0.0;
    bool crossing = true;  ///< false: listed as foes, but the shapes never meet
    bool same_target = false;
    bool same_source = false;
    bool waits = false;  ///< the foe lane ends at an internal junction where vehicles stand
};
inline constexpr double kNoCrossing = 10'000.0;

struct Road {
    std::vector<RoadLane> lanes;
    std::vector<RoadLink> links;
    std::vector<std::uint32_t> link_of_net;  ///< Net's link → Road's
    std::vector<std::uint32_t> in_links;
    std::vector<std::uint32_t> foes;
    std::vector<Conflict> conflicts;
    std::vector<std::uint32_t> edge_lane_begin, edge_lanes;
    std::vector<double> edge_length_m;
    std::vector<std::uint32_t> edge_junction;               ///< where it ends
    std::vector<std::uint32_t> edge_next_begin, edge_next;  ///< successors of normal edges, ascending
    std::vector<std::uint8_t> edge_internal;
    std::vector<std::uint32_t> junction_degree;  ///< normal edges that begin or end there
    bool roundabouts = false;                    ///< there are any
    std::vector<std::vector<bool>> response;     ///< junction × (request·n + foe request)
    std::vector<std::uint32_t> requests;         ///< per junction: n

    [[nodiscard]] std::span<const std::uint32_t> foes_of(const RoadLink& l) const {
        return {foes.data() + l.foe_begin, l.foe_end - l.foe_begin};
    }
    [[nodiscard]] std::span<const Conflict> conflicts_of(const RoadLink& l) const {
        return {conflicts.data() + l.conflict_begin, l.conflict_end - l.conflict_begin};
    }
    [[nodiscard]] std::span<const std::uint32_t> in_of(const RoadLane& l) const {
        return {in_links.data() + l.in_begin, l.in_end - l.in_begin};
    }
    [[nodiscard]] std::span<const std::uint32_t> next_edges(std::uint32_t edge) const {
        return {edge_next.data() + edge_next_begin[edge], edge_next_begin[edge + 1] - edge_next_begin[edge]};
    }
    /// The link from a lane to a (normal) lane, kNone if there is none.
    [[nodiscard]] std::uint32_t link_to(std::uint32_t from, std::uint32_t to) const;
    /// Must `request` of the junction wait for `foe`?
    [[nodiscard]] bool responds(std::uint32_t junction, std::uint32_t request, std::uint32_t foe) const {
        return foe < requests[junction] && request < requests[junction] &&
               response[junction][request * requests[junction] + foe];
    }
};

[[nodiscard]] Road make_road(const Net& net);

[[nodiscard]] constexpr bool has_priority(char state) { return state >= 'A' && state <= 'Z'; }

}  // namespace sd::micro
