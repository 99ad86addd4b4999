#include <fmt/format.h>

#include <algorithm>

#include "sim/traffic/sumo/net_reader.h"

namespace sd::sumo {
namespace {

using micro::EdgeFunction;
using micro::JunctionType;
using micro::kNone;

void resolve_edges(NetReader& read, Findings& findings) {
    for (std::size_t i = 0; i < read.net.edges.size(); ++i) {
        micro::Edge& edge = read.net.edges[i];
        const NetReader::EdgeEnds& ends = read.edge_ends[i];
        for (const bool first : {true, false}) {
            const std::string& name = first ? ends.from : ends.to;
            if (name.empty()) continue;
            const std::uint32_t junction = read.names.junctions.find(name);
            if (junction == kNone) {
                report(findings, ends.at,
                       fmt::format("edge '{}': its {} junction '{}' is not in the network", edge.id,
                                   first ? "from" : "to", name));
            }
            (first ? edge.from : edge.to) = junction;
        }
    }
}

std::vector<std::uint32_t> look_up(const Names& names, std::string_view list, Place at, Findings& findings,
                                   const std::string& whose, std::string_view kind) {
    std::vector<std::uint32_t> found;
    for (const std::string_view word : words_of(list)) {
        const std::uint32_t index = names.find(word);
        if (index == kNone) {
            report(findings, at, fmt::format("{} names {} '{}', which is not in the network", whose, kind, word));
        } else {
            found.push_back(index);
        }
    }
    return found;
}

void resolve_junctions(NetReader& read, Findings& findings) {
    for (std::size_t i = 0; i < read.net.junctions.size(); ++i) {
        micro::Junction& junction = read.net.junctions[i];
        const NetReader::JunctionLanes& lanes = read.junction_lanes[i];
        const std::string whose = fmt::format("junction '{}'", junction.id);
        junction.incoming_lanes = look_up(read.names.lanes, lanes.incoming, lanes.at, findings, whose, "lane");
        junction.internal_lanes = look_up(read.names.lanes, lanes.internal, lanes.at, findings, whose, "lane");
    }
}

/// Lane `index` of the edge of that name; kNone after an error.
std::uint32_t lane_of(const NetReader& read, const RawLink& raw, bool from, Findings& findings) {
    const std::string& name = from ? raw.from : raw.to;
    const long long index = from ? raw.from_lane : raw.to_lane;
    const std::uint32_t edge = read.names.edges.find(name);
    if (edge == kNone) {
        report(findings, raw.at,
               fmt::format("connection {} → {}: edge '{}' is not in the network", raw.from, raw.to, name));
        return kNone;
    }
    const micro::Edge& row = read.net.edges[edge];
    if (index < 0 || index >= static_cast<long long>(row.lanes)) {
        report(findings, raw.at,
               fmt::format("connection {} → {}: lane {} of edge '{}', which has {} lanes", raw.from, raw.to, index,
                           name, row.lanes));
        return kNone;
    }
    return row.lane_begin + static_cast<std::uint32_t>(index);
}

void resolve_signal(NetReader& read, const RawLink& raw, micro::Link& link, Findings& findings) {
    if (raw.signal.empty()) return;
    link.signal = read.names.signals.find(raw.signal);
    if (link.signal == kNone) {
        // Rail signals have no program of their own: they follow the trains.
        const std::uint32_t junction = read.names.junctions.find(raw.signal);
        const JunctionType type = junction == kNone ? JunctionType::Count : read.net.junctions[junction].type;
        if (type == JunctionType::RailSignal || type == JunctionType::RailCrossing) {
            note(findings, raw.at, "rail signal (always open)");
            link.state = micro::LinkState::Major;
        } else {
            report(findings, raw.at,
                   fmt::format("connection {} → {}: there is no tlLogic '{}'", raw.from, raw.to, raw.signal));
        }
        return;
    }
    if (raw.signal_index < 0 || raw.signal_index > 100'000) {
        report(
            findings, raw.at,
            fmt::format("connection {} → {}: linkIndex {} is outside the signal", raw.from, raw.to, raw.signal_index));
        return;
    }
    link.signal_index = static_cast<std::uint32_t>(raw.signal_index);
    for (const micro::SignalProgram& program : read.net.signals[link.signal].programs) {
        const std::size_t letters = program.phases.empty() ? 0 : program.phases.front().state.size();
        if (link.signal_index >= letters) {
            report(findings, raw.at,
                   fmt::format("connection {} → {}: linkIndex {}, but the states of tlLogic '{}', program '{}' have {} "
                               "letters",
                               raw.from, raw.to, link.signal_index, raw.signal, program.id, letters));
        }
    }
}

void resolve_links(NetReader& read, Findings& findings) {
    for (const RawLink& raw : read.links) {
        micro::Link link = raw.link;
        link.from_lane = lane_of(read, raw, true, findings);
        link.to_lane = lane_of(read, raw, false, findings);
        if (!raw.via.empty()) {
            link.via_lane = read.names.lanes.find(raw.via);
            if (link.via_lane == kNone) {
                report(
                    findings, raw.at,
                    fmt::format("connection {} → {}: via lane '{}' is not in the network", raw.from, raw.to, raw.via));
            }
        }
        if (link.from_lane == kNone || link.to_lane == kNone) continue;
        const micro::Edge& from = read.net.edges[read.net.lanes[link.from_lane].edge];
        link.junction = from.to;
        resolve_signal(read, raw, link, findings);
        read.net.links.push_back(link);
    }
}

/// ":junction_3" and ":junction_c0" belong to "junction".
std::uint32_t junction_by_id(const NetReader& read, std::string_view internal_edge) {
    const std::size_t end = internal_edge.rfind('_');
    if (internal_edge.empty() || internal_edge.front() != ':' || end == std::string_view::npos) return kNone;
    return read.names.junctions.find(internal_edge.substr(1, end - 1));
}

/// Links inside junctions: of the junction whose link leads into their chain, else of the one their name says.
void place_inner_links(NetReader& read) {
    micro::Net& net = read.net;
    std::vector<std::uint32_t> junction_of_lane(net.lanes.size(), kNone);
    std::vector<std::vector<std::uint32_t>> links_of_lane(net.lanes.size());
    for (std::uint32_t i = 0; i < net.links.size(); ++i) links_of_lane[net.links[i].from_lane].push_back(i);
    std::vector<std::uint32_t> open;
    for (const micro::Link& link : net.links) {
        if (link.junction == kNone || link.via_lane == kNone) continue;
        if (junction_of_lane[link.via_lane] != kNone) continue;
        junction_of_lane[link.via_lane] = link.junction;
        open.push_back(link.via_lane);
    }
    while (!open.empty()) {
        const std::uint32_t lane = open.back();
        open.pop_back();
        for (const std::uint32_t i : links_of_lane[lane]) {
            if (net.links[i].junction == kNone) net.links[i].junction = junction_of_lane[lane];
            const std::uint32_t via = net.links[i].via_lane;
            if (via == kNone || junction_of_lane[via] != kNone) continue;
            junction_of_lane[via] = junction_of_lane[lane];
            open.push_back(via);
        }
    }
    for (micro::Link& link : net.links) {
        if (link.junction != kNone) continue;
        link.junction = junction_by_id(read, net.edges[net.lanes[link.from_lane].edge].id);
    }
}

/// Whether SUMO counts the link among a junction's requests: paths of pedestrians over walking areas do not count.
bool has_request(const micro::Net& net, const micro::Link& link) {
    const EdgeFunction from = net.edges[net.lanes[link.from_lane].edge].function;
    const EdgeFunction to = net.edges[net.lanes[link.to_lane].edge].function;
    if (to == EdgeFunction::WalkingArea) return false;
    return from != EdgeFunction::WalkingArea || to == EdgeFunction::Crossing;
}

void number_requests(NetReader& read, Findings& findings) {
    micro::Net& net = read.net;
    std::vector<std::vector<std::uint32_t>> links_of_lane(net.lanes.size());
    for (std::uint32_t i = 0; i < net.links.size(); ++i) links_of_lane[net.links[i].from_lane].push_back(i);
    for (std::size_t j = 0; j < net.junctions.size(); ++j) {
        const micro::Junction& junction = net.junctions[j];
        if (junction.type == JunctionType::Internal || junction.requests.empty()) continue;
        std::uint32_t next = 0;
        for (const std::uint32_t lane : junction.incoming_lanes) {
            for (const std::uint32_t i : links_of_lane[lane]) {
                if (!has_request(net, net.links[i])) continue;
                if (next < junction.requests.size()) net.links[i].request = next;
                ++next;
            }
        }
        if (next != junction.requests.size()) {
            report(findings, read.junction_lanes[j].at,
                   fmt::format("junction '{}' has {} requests for {} connections", junction.id,
                               junction.requests.size(), next));
        }
    }
}

void resolve_roundabouts(NetReader& read, Findings& findings) {
    for (const RawRoundabout& raw : read.roundabouts) {
        micro::Roundabout roundabout;
        roundabout.junctions = look_up(read.names.junctions, raw.junctions, raw.at, findings, "roundabout", "junction");
        roundabout.edges = look_up(read.names.edges, raw.edges, raw.at, findings, "roundabout", "edge");
        read.net.roundabouts.push_back(std::move(roundabout));
    }
}

}  // namespace

void resolve(NetReader& read, Findings& findings) {
    if (!read.has_root) return;
    for (ReadProgram& program : read.signals.programs) {
        const std::uint32_t signal = read.names.signals.intern(program.signal);
        if (signal == read.net.signals.size()) read.net.signals.push_back({program.signal, {}});
        if (!program.off) read.net.signals[signal].programs.push_back(std::move(program.program));
    }
    resolve_edges(read, findings);
    resolve_junctions(read, findings);
    resolve_links(read, findings);
    for (ReadProgram& program : read.signals.programs) {
        if (program.off) add_program(read.net, read.names, std::move(program), findings);
    }
    place_inner_links(read);
    number_requests(read, findings);
    resolve_roundabouts(read, findings);
}

void add_program(micro::Net& net, const NetNames& names, ReadProgram&& read, Findings& findings) {
    const std::uint32_t signal = names.signals.find(read.signal);
    if (signal == kNone) {
        report(findings, read.at, fmt::format("the network has no signal '{}'", read.signal));
        return;
    }
    micro::Signal& into = net.signals[signal];
    const auto same = [&](const micro::SignalProgram& other) { return other.id == read.program.id; };
    if (std::any_of(into.programs.begin(), into.programs.end(), same)) {
        report(findings, read.at, fmt::format("signal '{}' has a program '{}' already", read.signal, read.program.id),
               "give this one another programID");
        return;
    }
    std::size_t letters = 0;
    for (const micro::Link& link : net.links) {
        if (link.signal == signal) letters = std::max<std::size_t>(letters, link.signal_index + 1);
    }
    if (read.off) {
        micro::Phase dark{86400.0, 86400.0, 86400.0, std::string(letters, 'O'), {}};
        for (const micro::Link& link : net.links) {
            if (link.signal == signal && link.state == micro::LinkState::TlOffBlinking) {
                dark.state[link.signal_index] = 'o';
            }
        }
        read.program.phases = {dark};
    } else if (!read.program.phases.empty() && read.program.phases.front().state.size() < letters) {
        report(findings, read.at,
               fmt::format("tlLogic '{}', program '{}': states have {} letters, but the signal drives {} links",
                           read.signal, read.program.id, read.program.phases.front().state.size(), letters));
    }
    into.programs.push_back(std::move(read.program));
}

}  // namespace sd::sumo
